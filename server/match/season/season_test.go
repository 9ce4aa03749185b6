package season

import (
	"testing"
	"time"
)

func TestSeasonsFollowEachOther(t *testing.T) {
	c := Calendar{Weeks: 8}
	for _, tt := range []struct {
		name string
		at   time.Time
		want int
	}{
		{"before there were any", epoch.Add(-time.Nanosecond), 0},
		{"the first moment", epoch, 1},
		{"the last moment of the first", epoch.Add(8*week - time.Nanosecond), 1},
		{"the first of the second", epoch.Add(8 * week), 2},
		{"in another zone", time.Date(2027, 1, 25, 0, 30, 0, 0, time.FixedZone("", 3600)), 1},
	} {
		s := c.At(tt.at)
		if s.Number != tt.want || tt.at.Before(s.Began) || !tt.at.Before(s.Ends) || c.Numbered(s.Number) != s {
			t.Errorf("%s: %+v, want season %d around %v", tt.name, s, tt.want, tt.at)
		}
	}
	if epoch.Weekday() != time.Monday {
		t.Errorf("season 1 began on a %v", epoch.Weekday())
	}
}
