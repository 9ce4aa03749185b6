package bucket

import (
	"testing"
	"time"
)

func TestTokensComeBackAtTheRateUpToTheSize(t *testing.T) {
	b, start := New(8, 4), time.Unix(1_000, 0)
	for _, tt := range []struct {
		after time.Duration
		take  int
		want  bool
	}{
		{0, 5, false},
		{0, 4, true},
		{0, 1, false},
		{62500 * time.Microsecond, 1, false},
		{125 * time.Millisecond, 1, true},
		{125 * time.Millisecond, 0, true},
		{50 * time.Millisecond, 1, false}, // a clock that goes back gives nothing
		{time.Hour, 5, false},
		{time.Hour, 4, true},
	} {
		if got := b.Take(tt.take, start.Add(tt.after)); got != tt.want {
			t.Errorf("%d after %v: %t, want %t", tt.take, tt.after, got, tt.want)
		}
	}
}
