package room

import (
	"testing"
	"time"
)

// second lets a second pass in which so many of sixty ticks begin late.
func (o *snapshotThrottle) second(late int) {
	for i := range 60 {
		d := time.Duration(0)
		if i < late {
			d = 20 * time.Millisecond
		}
		o.addTick(d, 16*time.Millisecond)
	}
	o.judge()
}

func TestARoomThatIsLateSendsFewerSnapshots(t *testing.T) {
	o := newSnapshotThrottle()
	for _, step := range []struct {
		seconds, late, want int
		why                 string
	}{
		{30, 5, 1, "some ticks are late anywhere"},
		{1, 30, 2, "half of them are not"},
		{1, 30, 3, "and fewer still if that does not help"},
		{20, 60, 3, "but no fewer than clients can interpolate"},
		{calmSeconds - 1, 0, 3, "a moment of calm proves nothing"},
		{1, 0, 2, "some seconds do"},
		{1, 30, 3, "a relapse"},
		{calmSeconds, 0, 3, "is not forgiven so soon"},
		{calmSeconds, 0, 2, "but in twice the time"},
		{200, 0, 1, "and in the end all is as before"},
	} {
		for range step.seconds {
			o.second(step.late)
		}
		if o.factor != step.want {
			t.Fatalf("%s: a snapshot every %d intervals, want %d", step.why, o.factor, step.want)
		}
	}
	if o.addSlipped(30); o.late != 30 {
		t.Errorf("time that slipped counts for %d late ticks, want 30", o.late)
	}
}

func TestAThrottledRoomPublishesLessOften(t *testing.T) {
	play(t, Config{}, func(s *stage) {
		_, ada := s.join("ada")
		count := func() int {
			before := ada.published()
			s.pass(200 * time.Millisecond)
			return ada.published() - before
		}
		full := count()
		s.inMatch(func(m *match) { m.throttle.factor = 2 })
		if half := count(); half < full/2-1 || half > full/2+1 {
			t.Errorf("%d snapshots in the time of %d, want half", half, full)
		}
	})
}
