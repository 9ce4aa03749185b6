package ships_test

import (
	"testing"
	"time"

	"perihelion/client/netcode"
	"perihelion/client/netcode/netcodetest"
	"perihelion/sim"
	"perihelion/sim/ships"
)

// ours finds the own pulses on the screen.
func ours(v *netcode.View) (shots []netcode.Seen) {
	for _, s := range v.Seen {
		if s.Kind == ships.KindPulse && ships.Owner(s.ID) == v.Me {
			shots = append(shots, s)
		}
	}
	return shots
}

func TestAShotIsSeenInTheTickOfItsInputAndConfirmed(t *testing.T) {
	l := newLab(t, netcodetest.Network{RTT: 120 * time.Millisecond})
	s := l.Seats[0]
	l.Run(4 * time.Second) // then nothing is in its way
	fired, shown := sim.Tick(0), sim.Tick(0)
	s.Pilot = func(v *netcode.View) sim.Input {
		in := flyAbout(v)
		if fired == 0 {
			fired = v.OwnTick + 1
			in.Buttons = ships.ButtonPulse
		}
		return in
	}
	gone, flights := sim.Tick(0), 0
	s.Seen = func(v *netcode.View) {
		shots := ours(v)
		switch {
		case len(shots) > 1:
			t.Errorf("tick %d: one shot is drawn %d times", v.OwnTick, len(shots))
		case len(shots) == 1 && !shots[0].Predicted:
			t.Errorf("tick %d: the own shot is drawn in the past", v.OwnTick)
		case len(shots) == 1 && gone != 0:
			t.Errorf("tick %d: the shot came back after tick %d", v.OwnTick, gone)
		case len(shots) == 1:
			flights++
			if shown == 0 {
				shown = v.OwnTick
			}
		case shown != 0 && gone == 0:
			gone = v.OwnTick
		}
	}
	l.Run(4 * time.Second)
	if shown > fired+1 || shown == 0 {
		t.Errorf("fired in tick %d, drawn first at tick %d", fired, shown)
	}
	if flights < 50 {
		t.Errorf("drawn for %d frames: the shot was taken back though the server has it", flights)
	}
}

func TestAShotIsForeseenByTheVeryWordsOfTheServer(t *testing.T) {
	for _, rtt := range []time.Duration{0, 10 * time.Millisecond, 120 * time.Millisecond} {
		foresee(t, rtt)
	}
}

func foresee(t *testing.T, rtt time.Duration) {
	t.Helper()
	l := newLab(t, netcodetest.Network{RTT: rtt})
	s := l.Seats[0]
	l.Run(3 * time.Second)
	s.Pilot = func(v *netcode.View) sim.Input {
		in := flyAbout(v)
		in.Buttons = ships.ButtonPulse
		return in
	}
	foreseen, fired := map[sim.Words]bool{}, map[sim.Words]bool{}
	s.Seen = func(v *netcode.View) {
		for _, shot := range ours(v) {
			if v.OwnTick < shot.Since+2 { // before any word of the server can be here
				foreseen[shot.To] = true
			}
		}
		for _, e := range l.World.AppendEntities(nil) {
			if e.Kind == ships.KindPulse && ships.Owner(e.ID) == v.Me {
				fired[e.Words] = true
			}
		}
	}
	l.Run(10 * time.Second)
	for words := range fired {
		if !foreseen[words] {
			t.Errorf("at %v the server fired %v, which was not foreseen", rtt, words)
		}
	}
	if len(fired) < 20 {
		t.Errorf("%d shots: too few to judge", len(fired))
	}
}

func TestAShotThatTheServerDoesNotHaveIsTakenBack(t *testing.T) {
	const rtt = 120 * time.Millisecond
	l := newLab(t, netcodetest.Network{RTT: rtt})
	s := l.Seats[0]
	l.Run(3 * time.Second)
	fired := sim.Tick(0)
	s.Pilot = func(v *netcode.View) sim.Input {
		in := flyAbout(v)
		if fired == 0 {
			fired = v.OwnTick + 1
			in.Buttons = ships.ButtonPulse
		}
		return in
	}
	s.Censor = func(in sim.Input) sim.Input {
		in.Buttons &^= ships.ButtonPulse
		return in
	}
	frames := 0
	s.Seen = func(v *netcode.View) { frames += len(ours(v)) }
	l.Run(2 * time.Second)
	if most := int((rtt + 120*time.Millisecond) / netcodetest.Tick); frames == 0 || frames > most {
		t.Errorf("a shot that never was is drawn for %d frames, want 1 to %d", frames, most)
	}
}

func TestEveryEventIsReleasedOnce(t *testing.T) {
	l := newLab(t, netcodetest.Network{RTT: 60 * time.Millisecond, Jitter: 20 * time.Millisecond, Seats: 8})
	for _, s := range l.Seats {
		s.Pilot = netcodetest.Play
	}
	type name struct {
		tick sim.Tick
		id   sim.EntityID
		kind sim.Kind
		who  int32
	}
	released := map[name]int{}
	early, due := 0, 0
	s := l.Seats[0]
	s.Seen = func(v *netcode.View) {
		for _, e := range v.Events {
			released[name{e.Tick, e.ID, e.Kind, e.Words[0]}]++
			switch {
			case e.Tick <= v.Tick:
				due++
			case ships.Concerns(&e, v.Me):
				early++
			default:
				t.Errorf("an event of tick %d that is none of ours was released at tick %d", e.Tick, v.Tick)
			}
		}
	}
	l.Run(60 * time.Second)
	for n, times := range released {
		if times != 1 {
			t.Errorf("event %d of tick %d was released %d times", n.id, n.tick, times)
		}
	}
	if early == 0 || due < 20 {
		t.Errorf("saw %d events of our own and %d others: too few to judge", early, due)
	}
}
