package scene

import (
	"testing"
	"time"
)

func TestQualityIsReducedOnlyWhenSlow(t *testing.T) {
	steady := func(d time.Duration) func(i int) time.Duration { return func(int) time.Duration { return d } }
	tests := []struct {
		name    string
		gap     func(i int) time.Duration
		watched bool
		want    bool
	}{
		{"sixty frames a second", steady(time.Second / 60), true, false},
		{"thirty", steady(time.Second / 30), true, false},
		{"twelve", steady(time.Second / 12), true, true},
		{"four", steady(time.Second / 4), true, true},
		{"twelve in the background", steady(time.Second / 12), false, false},
		{"a tab that sleeps", steady(3 * time.Second), true, false},
		{"one hitch", func(i int) time.Duration {
			if i == 50 {
				return 900 * time.Millisecond
			}
			return time.Second / 60
		}, true, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var th qualityGovernor
			now, saved := time.Unix(1e9, 0), 0
			for i := range 200 {
				now = now.Add(tt.gap(i))
				if th.countFrame(now, tt.watched) {
					saved++
				}
			}
			if (saved > 0) != tt.want {
				t.Errorf("saved %d times, want any: %v", saved, tt.want)
			}
		})
	}
}
