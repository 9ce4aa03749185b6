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
	o.judge(0)
}

func TestARoomThatIsLateSendsFewerSnapshots(t *testing.T) {
	o := newSnapshotThrottle()
	for _, tt := range []struct {
		seconds, late, want int
		why                 string
	}{
		{30, 5, 2, "some ticks are late anywhere"},
		{1, 30, 3, "half of them are not"},
		{1, 30, 4, "and fewer still if that does not help"},
		{1, 30, 6, "and fewer"},
		{20, 60, 6, "but no fewer than clients can interpolate"},
		{calmSeconds - 1, 0, 6, "a moment of calm proves nothing"},
		{1, 0, 4, "some seconds do"},
		{1, 30, 6, "late again"},
		{calmSeconds, 0, 6, "is not forgiven so soon"},
		{calmSeconds, 0, 4, "but in twice the time"},
		{200, 0, 2, "and in the end all is as before"},
		{1, 40, 4, "two thirds are far too much"},
	} {
		for range tt.seconds {
			o.second(tt.late)
		}
		if got := o.stretch(2); got != tt.want {
			t.Fatalf("%s: a snapshot every %d ticks, want %d", tt.why, got, tt.want)
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
		s.inMatch(func(m *match) { m.throttle.step = 2 })
		if half := count(); half < full/2-1 || half > full/2+1 {
			t.Errorf("%d snapshots in the time of %d, want half", half, full)
		}
	})
}

// load is the share of a core that a room of so many players uses whose throttle is at a step
// while so many join in a second.
func load(players, joins, step int) float64 {
	return float64(players)*(0.3/1024+0.45/1024/(float64(throttleSteps[step])/100)) + 0.008*float64(joins)
}

// secondOf lets a second pass on a core that can do so much of it.
func (o *snapshotThrottle) secondOf(players, joins int, core float64) {
	late := int(60 * min(max(load(players, joins, o.step)/core-1, 0)*5, 1))
	for i := range 60 {
		d := time.Duration(0)
		if i < late {
			d = 20 * time.Millisecond
		}
		o.addTick(d, 16*time.Millisecond)
	}
	o.judge(players)
}

func TestTheFullRateIsBackSoonAfterManyHaveJoined(t *testing.T) {
	for wave := 1; wave <= 10; wave++ { // seconds from one wave of joins to the next
		o, players := newSnapshotThrottle(), 0
		for second := 0; players < 1024; second++ {
			joins := 0
			if second%wave == 0 {
				joins = 128
			}
			players += joins
			o.secondOf(players, joins, 1)
		}
		if wave < 3 && o.step == 0 {
			t.Errorf("waves every %d s: the rate is full while 128 join a second", wave)
		}
		for range 10 {
			o.secondOf(players, 0, 1)
		}
		if o.step != 0 {
			t.Errorf("waves every %d s: 10 s after the last the throttle is at step %d", wave, o.step)
		}
	}
}

func TestAFullRateThatIsTooMuchIsSeldomTried(t *testing.T) {
	o, full, changes := newSnapshotThrottle(), 0, 0
	for second := range 600 {
		before := o.step
		o.secondOf(1024+second%60, 0, 0.7)
		if o.step == 0 {
			full++
		}
		if o.step != before {
			changes++
		}
	}
	if full > 20 || changes > 40 {
		t.Errorf("in 600 s %d at the full rate and %d changes of it, want few", full, changes)
	}
}

func TestWhoComesAndGoesDoesNotMakeARoomTryWhatIsTooMuch(t *testing.T) {
	for _, core := range []float64{0.062, 0.08} { // of which a hundred need too much at the full rate, or only with twenty more
		for every := 1; every <= 60; every++ { // seconds that the twenty are there, or away
			o, late := newSnapshotThrottle(), 0
			for second := range 600 {
				players := 100
				if second/every%2 == 0 {
					players += 20
				}
				if load(players, 0, o.step) > core {
					late++
				}
				o.secondOf(players, 0, core)
			}
			if late > 14 {
				t.Errorf("core %.3f: twenty come and go every %d s: %d s of 600 at a rate that is too much", core, every, late)
			}
		}
	}
}

func TestTheFullRateIsTriedOnceWhenManyHaveLeft(t *testing.T) {
	o := newSnapshotThrottle()
	for range 300 {
		o.secondOf(1024, 0, 0.6)
	}
	if o.step == 0 || o.need != maxCalmSeconds {
		t.Fatalf("step %d and %d calm seconds, want a room that has learnt that it is overloaded", o.step, o.need)
	}
	for range 2 {
		o.secondOf(300, 0, 0.6)
	}
	if o.step != 0 {
		t.Errorf("when 724 of 1,024 have left: step %d", o.step)
	}
}
