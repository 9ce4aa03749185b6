package pace_test

import (
	"testing"
	"time"

	"perihelion/shared/pace"
)

func TestGridIsNotAfterNowAndLessThanAMomentBefore(t *testing.T) {
	began := time.Now()
	for d := time.Duration(0); d < 24*time.Hour; d = d*3 + 1_234_567 {
		now := began.Add(d)
		last, next := pace.Grid(now, 0), pace.Grid(now, 1)
		if last.After(now) || !next.After(now) || next.Sub(last) > time.Second/pace.GridRate+1 {
			t.Errorf("after %v the moments around it are %v and %v away", d, now.Sub(last), next.Sub(now))
		}
		if at := pace.Grid(next, 0); !at.Equal(next) {
			t.Errorf("after %v a moment of the grid is %v from one", d, next.Sub(at))
		}
	}
}

func TestSchedulesThatBeginOnTheGridStayOnIt(t *testing.T) {
	for _, rate := range []int{10, 20, 30, 40, 60, 120, pace.GridRate} {
		p := pace.New(rate, pace.Grid(time.Now().Add(time.Hour), 5), 4)
		for range 3 * rate {
			due := p.Next()
			if off := due.Sub(pace.Grid(due.Add(time.Nanosecond), 0)); off < -1 || off > 1 {
				t.Fatalf("at %d a second a tick is due %v after a moment of the grid", rate, off)
			}
			p.Due(due)
		}
	}
}
