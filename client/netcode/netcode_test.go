package netcode

import (
	"math"
	"testing"
	"time"

	"perihelion/sim"
	"perihelion/sim/ships"
)

func TestFlightIsNeverCorrected(t *testing.T) {
	for _, n := range networks() {
		t.Run(n.name, func(t *testing.T) {
			n.seats = 16
			l := newLab(t, n)
			l.run(30 * time.Second)
			for _, s := range l.seats {
				if s.starved > 0 {
					continue // its inputs did not reach the server in time: that is another test
				}
				if s.n > 0 {
					t.Errorf("seat %d was corrected %d times, by up to %.3f units", s.me, s.n, s.biggest)
				}
			}
		})
	}
}

func TestControlIsGrantedSoonAndInputsArriveInTime(t *testing.T) {
	for _, n := range networks() {
		if n.loss > 0 {
			continue
		}
		t.Run(n.name, func(t *testing.T) {
			n.seats = 4
			l := newLab(t, n)
			l.run(60 * time.Second)
			starved, ticks := 0, 0
			for _, s := range l.seats {
				starved, ticks = starved+s.starved, ticks+s.ticks
				if soon := time.Second + 3*n.rtt; s.readyAt == 0 || s.readyAt > soon {
					t.Errorf("seat %d got the controls after %v, want %v at most", s.me, s.readyAt, soon)
				}
				if off := s.client.clock.off(); math.Abs(off) > 2*deadBand {
					t.Errorf("seat %d: inputs come %.2f ticks off the target", s.me, off)
				}
			}
			if percent := 100 * float64(starved) / float64(ticks); percent > 0.1 {
				t.Errorf("%.2f %% of ticks starved, want 0.1 at most", percent)
			}
		})
	}
}

func TestNobodyIsDrawnWithoutData(t *testing.T) {
	for _, n := range networks() {
		if n.loss > 0 || n.jitter > 20*time.Millisecond {
			continue
		}
		t.Run(n.name, func(t *testing.T) {
			l := newLab(t, n)
			l.run(2 * time.Second)
			settled := l.seats[0].client.stats.Underruns
			l.run(60 * time.Second)
			frames := 60 * 60
			if bad := l.seats[0].client.stats.Underruns - settled; 1000*int(bad) > frames {
				t.Errorf("%d of %d frames had no data, want at most 0.1 %%", bad, frames)
			}
		})
	}
}

// outage is a network that dies for a while.
func outage(from, length time.Duration) func(time.Duration) bool {
	return func(now time.Duration) bool { return now >= from && now < from+length }
}

func TestRecoversFromAStall(t *testing.T) {
	const rtt, from = 120 * time.Millisecond, 10 * time.Second
	for _, length := range []time.Duration{300 * time.Millisecond, time.Second, 5 * time.Second, 30 * time.Second} {
		t.Run(length.String(), func(t *testing.T) {
			l := newLab(t, network{rtt: rtt, dead: outage(from, length), seats: 2})
			s := l.seats[0]
			l.run(from + length + rtt + 100*time.Millisecond)
			if late := l.world.Tick() - s.client.state.Tick; l.tick*time.Duration(late) > rtt/2+3*l.tick {
				t.Errorf("the newest snapshot is %d ticks old", late)
			}
			v := s.client.View(l.start.Add(l.now))
			if !v.Ready {
				t.Errorf("no controls a round trip and 100 ms after the link is back")
			}
			if v.Stats.Stalls != 1 {
				t.Errorf("counted %d stalls, want 1", v.Stats.Stalls)
			}
			l.run(time.Second)
			s.corrections, s.starved = corrections{}, 0
			l.run(10 * time.Second)
			if s.n > 0 || s.starved > 0 {
				t.Errorf("a second later still %d corrections and %d ticks starved", s.n, s.starved)
			}
		})
	}
}

func TestNoPredictionGoesOnThroughALongSilence(t *testing.T) {
	l := newLab(t, network{rtt: 60 * time.Millisecond, dead: outage(5*time.Second, time.Hour)})
	l.run(10 * time.Second)
	v := l.seats[0].client.View(l.start.Add(l.now))
	if v.Ready {
		t.Error("the controls are live on a dead link")
	}
	for _, s := range v.Seen {
		if s.Stale < 3 && s.T < 1 {
			t.Errorf("entity %d is drawn as if it were fresh: stale %.1f s", s.ID, s.Stale)
		}
	}
}

func TestFindsAServerThatFellBehind(t *testing.T) {
	for _, slip := range []time.Duration{100 * time.Millisecond, 250 * time.Millisecond, time.Second, 10 * time.Second} {
		t.Run(slip.String(), func(t *testing.T) {
			l := newLab(t, network{rtt: 60 * time.Millisecond, seats: 2})
			s := l.seats[0]
			l.run(3 * time.Second)
			l.slip = slip
			l.run(slip + 3*time.Second)
			s.starved, s.corrections = 0, corrections{}
			l.run(5 * time.Second)
			if v := s.client.View(l.start.Add(l.now)); !v.Ready || s.starved > 0 || s.n > 0 {
				t.Errorf("ready %v, %d ticks starved, %d corrections", v.Ready, s.starved, s.n)
			}
		})
	}
}

func TestComesBackFromTheBackground(t *testing.T) {
	l := newLab(t, network{rtt: 60 * time.Millisecond, seats: 2})
	s := l.seats[0]
	l.run(5 * time.Second)
	s.hidden = true
	l.run(20 * time.Second)
	s.hidden, s.frame = false, l.now
	l.run(300 * time.Millisecond)
	v := s.client.View(l.start.Add(l.now))
	if !v.Ready || s.asked == 0 {
		t.Errorf("ready %v after 300 ms, %d keyframes asked for, want true and 1", v.Ready, s.asked)
	}
	if v.Stats.Delay > 60*time.Millisecond {
		t.Errorf("interpolation delay %v: the sleep was taken for jitter", v.Stats.Delay)
	}
	if ahead := l.tick * time.Duration(v.OwnTick-l.world.Tick()); ahead > 120*time.Millisecond {
		t.Errorf("the own ship is %v ahead of the server", ahead)
	}
}

func TestAKeyframeRepairsACorruptSnapshot(t *testing.T) {
	l := newLab(t, network{rtt: 60 * time.Millisecond, seats: 2})
	s := l.seats[0]
	l.run(3 * time.Second)
	spoil := 0
	s.corrupt = func(frame []byte) {
		if spoil++; spoil == 1 {
			frame[len(frame)-1] ^= 0x55
			frame[len(frame)/2] ^= 0xff
		}
	}
	l.run(time.Second)
	if s.asked != 1 {
		t.Errorf("asked for %d keyframes, want 1", s.asked)
	}
	if v := s.client.View(l.start.Add(l.now)); !v.Ready || len(v.Seen) == 0 {
		t.Errorf("ready %v with %d entities in sight", v.Ready, len(v.Seen))
	}
}

func TestTheDrawnWorldFollowsTheServers(t *testing.T) {
	l := newLab(t, network{rtt: 120 * time.Millisecond, jitter: 20 * time.Millisecond, seats: 8})
	type place struct{ x, y int32 }
	was := map[sim.Tick]map[sim.EntityID]place{}
	s := l.seats[0]
	compared := 0
	s.seen = func(v *View) {
		now := map[sim.EntityID]place{}
		for _, e := range l.world.AppendEntities(nil) {
			if e.Kind == ships.KindShip {
				now[e.ID] = place{e.Words[ships.ShipX], e.Words[ships.ShipY]}
			}
		}
		was[l.world.Tick()] = now
		for _, e := range v.Seen {
			truth, ok := was[v.Tick][e.ID]
			if e.Kind != ships.KindShip || !ok || e.Stale > 0 || v.Tick < 190 {
				continue // before the round begins everyone is put somewhere else
			}
			x := float32(e.From[ships.ShipX]) + e.T*float32(e.To[ships.ShipX]-e.From[ships.ShipX])
			y := float32(e.From[ships.ShipY]) + e.T*float32(e.To[ships.ShipY]-e.From[ships.ShipY])
			compared++
			// A tick of flight at full speed, in 1/16 unit.
			if off := math.Hypot(float64(x)-float64(truth.x), float64(y)-float64(truth.y)); off > 16*16 {
				t.Errorf("tick %d: ship %d is drawn %.1f units from where it was", v.Tick, e.ID, off/16)
			}
		}
	}
	l.run(30 * time.Second)
	if compared < 1000 {
		t.Fatalf("compared %d ships, want thousands", compared)
	}
}

func TestASlowMachinesInputsArriveInTime(t *testing.T) {
	for _, fps := range []int{45, 30, 24, 15, 10} {
		l := newLab(t, network{rtt: 120 * time.Millisecond, jitter: 5 * time.Millisecond, seats: 2})
		s := l.seats[0]
		s.lasts = time.Second / time.Duration(fps)
		l.run(10 * time.Second)
		s.starved, s.ticks = 0, 0
		s.corrections = corrections{}
		l.run(30 * time.Second)
		if percent := 100 * float64(s.starved) / float64(s.ticks); percent > 0.1 || s.ticks < 1000 {
			t.Errorf("at %d frames a second %.1f %% of %d ticks starved, want 0.1 at most", fps, percent, s.ticks)
		}
		if s.n > 0 {
			t.Errorf("at %d frames a second the ship was corrected %d times, by up to %.1f units", fps, s.n, s.biggest)
		}
	}
}
