package netcode_test

import (
	"slices"
	"testing"
	"time"

	"perihelion/client/netcode"
	"perihelion/client/netcode/netcodetest"
	"perihelion/sim"
	"perihelion/sim/toy"
)

// deadly is the toy, but who takes the coin has killed player 0, who waits as long
// as for the next dash.
type deadly struct{ sim.Rules }

func (d deadly) NewModel(cfg sim.Config) sim.Model {
	return deadlyModel{d.Rules.NewModel(cfg), d.Rules.NewModel(cfg).(sim.Avatar)}
}

type deadlyModel struct {
	sim.Model
	dot
}

type dot = sim.Avatar // embedded by that name, its method Avatar is not hidden

func (deadlyModel) Kill(e *sim.Event) (killer, victim sim.PlayerID, ok bool) {
	return sim.PlayerID(e.Words[toy.TakenBy]), 0, e.Kind == toy.EventCoin
}

func (deadlyModel) Respawn(own sim.Private) sim.Tick { return sim.Tick(own[toy.OwnWait]) }

// MaxRewind, Strike, Released and Receipt make it a sim.Aimer: each kill is judged six ticks
// back.
func (deadlyModel) MaxRewind() sim.Tick                    { return 12 }
func (deadlyModel) Strike(*sim.Event, []sim.Entity)        {}
func (deadlyModel) Concerns(*sim.Event, sim.PlayerID) bool { return true }
func (deadlyModel) Released(*sim.Private, *sim.Event) (e sim.Entity, ok bool) {
	return e, false
}

func (deadlyModel) Receipt(e *sim.Event) (r sim.Receipt, ok bool) {
	return sim.Receipt{Shooter: sim.PlayerID(e.Words[toy.TakenBy]), Victim: 0, Rewind: 6}, e.Kind == toy.EventCoin
}

// A killing is what one kill-cam showed.
type killing struct {
	first, last sim.Tick
	frames      int
	events      []sim.Event
	receipt     *netcode.KillReceipt
	waitAtEnd   sim.Tick
	cutShort    bool // by the next kill
}

// newDeadlyLab is a match in which the kill-cam of seat 0 runs; change sees each frame first.
func newDeadlyLab(t *testing.T, n netcodetest.Network, change func(k *netcode.KillCam)) (*netcodetest.Lab, *[]killing) {
	game := toy.Game
	game.Rules = deadly{game.Rules}
	n.Seats = 2
	l := netcodetest.New(t, n, game, sim.Config{Seed: 7, Seats: 2, Points: sim.MaxPoints})
	l.Seats[0].Pilot = func(*netcode.View) sim.Input { return sim.Input{Buttons: toy.ButtonDash} }
	s, cam, all, was := l.Seats[0], new(netcode.KillCam), new([]killing), false
	s.Seen = func(v *netcode.View) {
		if was && slices.ContainsFunc(v.Events, func(e sim.Event) bool { return e.Kind == toy.EventCoin }) {
			(*all)[len(*all)-1].cutShort = true
		}
		change(cam)
		cam.Update(s.Client, netcodetest.Tick.Seconds())
		if cam.Showing() {
			if !was {
				*all = append(*all, killing{first: cam.View.Tick, receipt: cam.View.Receipt})
			}
			k := &(*all)[len(*all)-1]
			k.frames++
			k.last, k.waitAtEnd = cam.View.Tick, sim.Tick(v.Own[toy.OwnWait])
			k.events = append(k.events, cam.View.Events...)
			if cam.View.Cut == was || cam.View.Me != 0 || !cam.View.Watching || cam.View.Follow == 0 {
				t.Fatalf("frame %d: cut %v, me %d, watching %v, follow %d", k.frames, cam.View.Cut, cam.View.Me, cam.View.Watching, cam.View.Follow)
			}
		}
		if !cam.Showing() && v.Cut != was {
			t.Fatalf("back in the present: cut %v", v.Cut)
		}
		was = cam.Showing()
	}
	return l, all
}

func TestAKillCamShowsTheKillSlowlyAndEndsWithTheWait(t *testing.T) {
	l, all := newDeadlyLab(t, netcodetest.Network{RTT: 60 * time.Millisecond}, func(*netcode.KillCam) {})
	l.Run(60 * time.Second)
	whole := 0
	for i, k := range *all {
		if k.receipt == nil || k.receipt.Shooter == 0 || k.receipt.Victim != 0 || k.receipt.Aimed.ID != 0 {
			t.Fatalf("receipt of %d: %+v", i, k.receipt)
		}
		if k.waitAtEnd == 0 {
			t.Errorf("%d went on when the player could be back", i)
		}
		if span := k.last - k.first; int(span) > k.frames/2+2 {
			t.Errorf("%d: %d ticks in %d frames: that is not half speed", i, span, k.frames)
		}
		if !k.cutShort {
			whole++
		}
		if !k.cutShort && len(k.events) == 0 && i < len(*all)-1 {
			t.Errorf("%d ended before it came to the kill", i)
		}
	}
	if whole < 5 {
		t.Errorf("%d kill-cams, want five or more", whole)
	}
}

func TestAKillCamIsSkipped(t *testing.T) {
	l, all := newDeadlyLab(t, netcodetest.Network{RTT: 60 * time.Millisecond}, func(k *netcode.KillCam) {
		if k.Showing() {
			k.Stop()
		}
	})
	l.Run(20 * time.Second)
	for i, k := range *all {
		if k.frames != 1 {
			t.Errorf("%d was shown for %d frames after it was skipped", i, k.frames-1)
		}
	}
	if len(*all) == 0 {
		t.Error("nothing was shown")
	}
}

func TestAGameWithoutKillsShowsNoKillCam(t *testing.T) {
	l := newLab(t, netcodetest.Network{RTT: 60 * time.Millisecond, Seats: 4})
	var cam netcode.KillCam
	s := l.Seats[0]
	s.Seen = func(*netcode.View) {
		if cam.Update(s.Client, netcodetest.Tick.Seconds()); cam.Showing() {
			t.Fatal("it shows something")
		}
	}
	l.Run(10 * time.Second)
}
