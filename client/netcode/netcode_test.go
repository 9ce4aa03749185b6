package netcode_test

import (
	"math"
	"testing"
	"time"

	"perihelion/client/netcode"
	"perihelion/client/netcode/netcodetest"
	"perihelion/sim"
	"perihelion/sim/toy"
)

// newLab is a match of the toy whose round goes on to the end of the test: a new one puts
// everyone elsewhere.
func newLab(t testing.TB, n netcodetest.Network) *netcodetest.Lab {
	t.Helper()
	return netcodetest.New(t, n, toy.Game, sim.Config{Seed: 7, Seats: max(n.Seats, 2), Points: sim.MaxPoints})
}

func TestWhatNobodyInterferesWithIsNeverCorrected(t *testing.T) {
	for _, n := range netcodetest.Networks() {
		t.Run(n.Name, func(t *testing.T) {
			n.Seats = 16
			l := newLab(t, n)
			l.Run(30 * time.Second)
			for _, s := range l.Seats {
				if s.Starved > 0 {
					continue // its inputs did not reach the server in time: that is another test
				}
				if s.Corrections > 0 {
					t.Errorf("seat %d was corrected %d times, by up to %.3f units", s.Me, s.Corrections, s.Largest)
				}
			}
		})
	}
}

func TestControlIsGrantedSoonAndInputsArriveInTime(t *testing.T) {
	for _, n := range netcodetest.Networks() {
		if n.Loss > 0 {
			continue
		}
		t.Run(n.Name, func(t *testing.T) {
			n.Seats = 4
			l := newLab(t, n)
			l.Run(60 * time.Second)
			starved, ticks := 0, 0
			for _, s := range l.Seats {
				starved, ticks = starved+s.Starved, ticks+s.Ticks
				if soon := time.Second + 3*n.RTT; s.ReadyAt == 0 || s.ReadyAt > soon {
					t.Errorf("seat %d got the controls after %v, want %v at most", s.Me, s.ReadyAt, soon)
				}
				st := s.Client.Stats()
				if off := st.Slack - st.SlackTarget; off.Abs() > netcodetest.Tick {
					t.Errorf("seat %d: inputs come %v off the target", s.Me, off)
				}
			}
			if percent := 100 * float64(starved) / float64(ticks); percent > 0.1 {
				t.Errorf("%.2f %% of ticks starved, want 0.1 at most", percent)
			}
		})
	}
}

func TestNobodyIsDrawnWithoutData(t *testing.T) {
	for _, n := range netcodetest.Networks() {
		if n.Loss > 0 || n.Jitter > 20*time.Millisecond {
			continue
		}
		t.Run(n.Name, func(t *testing.T) {
			l := newLab(t, n)
			l.Run(2 * time.Second)
			settled := l.Seats[0].Client.Stats().Underruns
			l.Run(60 * time.Second)
			frames := 60 * 60
			if bad := l.Seats[0].Client.Stats().Underruns - settled; 1000*int(bad) > frames {
				t.Errorf("%d of %d frames had no data, want at most 0.1 %%", bad, frames)
			}
		})
	}
}

func TestRecoversFromAStall(t *testing.T) {
	const rtt, from = 120 * time.Millisecond, 10 * time.Second
	for _, length := range []time.Duration{300 * time.Millisecond, time.Second, 5 * time.Second, 30 * time.Second} {
		t.Run(length.String(), func(t *testing.T) {
			l := newLab(t, netcodetest.Network{RTT: rtt, Dead: netcodetest.Outage(from, length), Seats: 2})
			s := l.Seats[0]
			l.Run(from + length + rtt + 100*time.Millisecond)
			if late := l.World.Tick() - s.Client.Stats().ServerTick; netcodetest.Tick*time.Duration(late) > rtt/2+3*netcodetest.Tick {
				t.Errorf("the newest snapshot is %d ticks old", late)
			}
			v := s.Client.View(l.Time())
			if !v.Ready {
				t.Errorf("no controls a round trip and 100 ms after the link is back")
			}
			if v.Stats.Stalls != 1 {
				t.Errorf("counted %d stalls, want 1", v.Stats.Stalls)
			}
			l.Run(time.Second)
			s.Forget()
			l.Run(10 * time.Second)
			if s.Corrections > 0 || s.Starved > 0 {
				t.Errorf("a second later still %d corrections and %d ticks starved", s.Corrections, s.Starved)
			}
		})
	}
}

func TestNoPredictionGoesOnThroughALongSilence(t *testing.T) {
	l := newLab(t, netcodetest.Network{RTT: 60 * time.Millisecond, Dead: netcodetest.Outage(5*time.Second, time.Hour)})
	l.Run(10 * time.Second)
	v := l.Seats[0].Client.View(l.Time())
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
			l := newLab(t, netcodetest.Network{RTT: 60 * time.Millisecond, Seats: 2})
			s := l.Seats[0]
			l.Run(3 * time.Second)
			l.Slip = slip
			l.Run(slip + 3*time.Second)
			s.Forget()
			l.Run(5 * time.Second)
			if v := s.Client.View(l.Time()); !v.Ready || s.Starved > 0 || s.Corrections > 0 {
				t.Errorf("ready %v, %d ticks starved, %d corrections", v.Ready, s.Starved, s.Corrections)
			}
		})
	}
}

func TestComesBackFromTheBackground(t *testing.T) {
	l := newLab(t, netcodetest.Network{RTT: 60 * time.Millisecond, Seats: 2})
	s := l.Seats[0]
	l.Run(5 * time.Second)
	s.Hidden = true
	l.Run(20 * time.Second)
	s.Hidden = false
	l.Run(300 * time.Millisecond)
	v := s.Client.View(l.Time())
	if !v.Ready || s.Keyframes == 0 {
		t.Errorf("ready %v after 300 ms, %d keyframes asked for, want true and 1", v.Ready, s.Keyframes)
	}
	if v.Stats.Delay > 60*time.Millisecond {
		t.Errorf("interpolation delay %v: the sleep was taken for jitter", v.Stats.Delay)
	}
	if ahead := netcodetest.Tick * time.Duration(v.OwnTick-l.World.Tick()); ahead > 120*time.Millisecond {
		t.Errorf("the own dot is %v ahead of the server", ahead)
	}
}

func TestAKeyframeRepairsACorruptSnapshot(t *testing.T) {
	l := newLab(t, netcodetest.Network{RTT: 60 * time.Millisecond, Seats: 2})
	s := l.Seats[0]
	l.Run(3 * time.Second)
	spoil := 0
	s.Corrupt = func(frame []byte) {
		if spoil++; spoil == 1 {
			frame[len(frame)-1] ^= 0x55
			frame[len(frame)-2] ^= 0xff
		}
	}
	l.Run(time.Second)
	if s.Keyframes != 1 {
		t.Errorf("asked for %d keyframes, want 1", s.Keyframes)
	}
	if v := s.Client.View(l.Time()); !v.Ready || len(v.Seen) == 0 {
		t.Errorf("ready %v with %d entities in sight", v.Ready, len(v.Seen))
	}
}

func TestTheDrawnWorldFollowsTheServers(t *testing.T) {
	l := newLab(t, netcodetest.Network{RTT: 120 * time.Millisecond, Jitter: 20 * time.Millisecond, Seats: 8})
	type place struct{ x, y int32 }
	was := map[sim.Tick]map[sim.EntityID]place{}
	s := l.Seats[0]
	compared := 0
	s.Seen = func(v *netcode.View) {
		now := map[sim.EntityID]place{}
		for _, e := range l.World.AppendEntities(nil) {
			if e.Kind == toy.KindDot {
				now[e.ID] = place{e.Words[toy.DotX], e.Words[toy.DotY]}
			}
		}
		was[l.World.Tick()] = now
		for _, e := range v.Seen {
			truth, ok := was[v.Tick][e.ID]
			if e.Kind != toy.KindDot || !ok || e.Stale > 0 || v.Tick < 190 {
				continue // before the round begins everyone is put somewhere else
			}
			x := float32(e.From[toy.DotX]) + e.T*float32(e.To[toy.DotX]-e.From[toy.DotX])
			y := float32(e.From[toy.DotY]) + e.T*float32(e.To[toy.DotY]-e.From[toy.DotY])
			compared++
			// A tick of a dash along both axes, in 1/16 unit.
			if off := math.Hypot(float64(x)-float64(truth.x), float64(y)-float64(truth.y)); off > 22*16 {
				t.Errorf("tick %d: dot %d is drawn %.1f units from where it was", v.Tick, e.ID, off/16)
			}
		}
	}
	l.Run(30 * time.Second)
	if compared < 1000 {
		t.Fatalf("compared %d dots, want thousands", compared)
	}
}

func TestASlowMachinesInputsArriveInTime(t *testing.T) {
	for _, fps := range []int{45, 30, 24, 15, 10} {
		l := newLab(t, netcodetest.Network{RTT: 120 * time.Millisecond, Jitter: 5 * time.Millisecond, Seats: 2})
		s := l.Seats[0]
		s.Frame = time.Second / time.Duration(fps)
		l.Run(10 * time.Second)
		s.Forget()
		l.Run(30 * time.Second)
		if percent := 100 * float64(s.Starved) / float64(s.Ticks); percent > 0.1 || s.Ticks < 1000 {
			t.Errorf("at %d frames a second %.1f %% of %d ticks starved, want 0.1 at most", fps, percent, s.Ticks)
		}
		if s.Corrections > 0 {
			t.Errorf("at %d frames a second the dot was corrected %d times, by up to %.1f units", fps, s.Corrections, s.Largest)
		}
	}
}
