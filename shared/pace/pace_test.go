package pace_test

import (
	"testing"
	"time"

	"perihelion/shared/pace"
)

var start = time.Unix(1_700_000_000, 0)

func TestDue(t *testing.T) {
	type call struct {
		at             time.Duration // after start
		ticks, slipped int
	}
	tests := []struct {
		name  string
		rate  int
		calls []call
	}{
		{"nothing is due at the start", 60, []call{{0, 0, 0}}},
		{"nothing is due a nanosecond early", 60, []call{{16666666, 0, 0}, {16666667, 1, 0}}},
		{"a late call runs the ticks it missed", 60, []call{{50 * time.Millisecond, 3, 0}}},
		{"a tick is handed out once", 50, []call{{20 * time.Millisecond, 1, 0}, {20 * time.Millisecond, 0, 0}}},
		{"a late tick does not delay the next", 50, []call{{39 * time.Millisecond, 1, 0}, {40 * time.Millisecond, 1, 0}}},
		{"beyond the limit time slips", 60, []call{{time.Second, 4, 56}, {time.Second + 17*time.Millisecond, 1, 0}}},
		{"a clock that steps back runs nothing", 60, []call{{time.Second / 20, 3, 0}, {0, 0, 0}}},
		{"an hour asleep slips once", 60, []call{{time.Hour, 4, 3600*60 - 4}, {time.Hour + 16*time.Millisecond, 0, 0}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := pace.New(tt.rate, start, 4)
			for _, c := range tt.calls {
				ticks, slipped := p.Due(start.Add(c.at))
				if ticks != c.ticks || slipped != c.slipped {
					t.Errorf("Due(+%v) = %d, %d, want %d, %d", c.at, ticks, slipped, c.ticks, c.slipped)
				}
			}
		})
	}
}

func TestSleepingUntilNextRunsExactlyOneTick(t *testing.T) {
	for _, rate := range []int{1, 7, 20, 30, 60, 64, 144, 1000} {
		p := pace.New(rate, start, 4)
		for n := 1; n <= 3*rate+5; n++ {
			next := p.Next()
			if ticks, _ := p.Due(next.Add(-1)); ticks != 0 {
				t.Fatalf("rate %d: tick %d was due before Next", rate, n)
			}
			if ticks, slipped := p.Due(next); ticks != 1 || slipped != 0 {
				t.Fatalf("rate %d: Due(Next) = %d, %d at tick %d, want 1, 0", rate, ticks, slipped, n)
			}
		}
	}
}

func TestAYearAt60HzDoesNotDrift(t *testing.T) {
	p := pace.New(60, start, 4)
	const year = 365 * 24 * time.Hour
	p.Due(start.Add(year))
	if got, want := p.Next(), start.Add(year+16666667); !got.Equal(want) {
		t.Errorf("Next() = %v, want %v", got, want)
	}
	for n := range 60 * 60 {
		if ticks, slipped := p.Due(p.Next()); ticks != 1 || slipped != 0 {
			t.Fatalf("Due(Next) = %d, %d after a year and %d ticks, want 1, 0", ticks, slipped, n)
		}
	}
	if got, want := p.Next(), start.Add(year+time.Minute+16666667); !got.Equal(want) {
		t.Errorf("Next() = %v, want %v", got, want)
	}
}
