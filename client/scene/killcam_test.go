package scene

import (
	"sync"
	"testing"
	"time"

	"perihelion/client/game/ships/shipstate"
	"perihelion/client/input"
	"perihelion/client/netcode"
	"perihelion/client/netcode/netcodetest"
	"perihelion/client/online"
	"perihelion/client/ui"
	"perihelion/shared/protocol"
	"perihelion/sim"
	"perihelion/sim/games"
	"perihelion/sim/ships"
)

// runFight lets bots fight, over a network of 120 ms, until look, which is called with every
// frame of seat 0, says that this was enough. It reports false if that never came.
func runFight(t testing.TB, look func(s *netcodetest.Seat, v *netcode.View) (enough bool)) bool {
	cfg := sim.Config{Seed: 5, Seats: 6, Mode: ships.Skirmish}
	l, done := netcodetest.New(t, netcodetest.Network{RTT: 120 * time.Millisecond, Seats: 6}, games.All[0], cfg), false
	l.Seats[0].Seen = func(v *netcode.View) { done = done || look(l.Seats[0], v) }
	for at := time.Duration(0); !done && at < 2*time.Minute; at += time.Second / 4 {
		l.Run(time.Second / 4)
	}
	return done
}

// A scriptedDeath is what the player of a match does until and after a death, and what was
// shown.
type scriptedDeath struct {
	press       func(shown int) bool // whether a key goes down after so many frames
	set         func(deps *Deps)
	shown, dead int // frames
}

// play lets the player die and come back once.
func (d *scriptedDeath) play(t *testing.T) {
	tc := newTestClient(t, Options{})
	if d.set != nil {
		d.set(tc.deps)
	}
	m := &matchScene{deps: tc.deps, session: &online.Session{}}
	if err := m.showGame(games.All[0]); err != nil {
		t.Fatal(err)
	}
	died := false
	done := runFight(t, func(s *netcodetest.Seat, v *netcode.View) bool {
		if !v.Ready {
			return false
		}
		r := tc.deps.Devices.Raw()
		*r = input.Raw{}
		r.JustPressed[boostKey] = d.press != nil && d.press(d.shown)
		m.view, m.session.Client = v, s.Client
		m.updateKillCam(&frame{dt: netcodetest.Tick.Seconds(), top: true, in: &ui.Input{}})
		alive := ships.OwnOf(&v.Own).Alive
		if alive && m.killCam.Showing() {
			t.Error("the ship is back, and the kill-cam goes on")
		}
		if m.killCam.Showing() {
			d.shown++
		}
		if !alive {
			d.dead++
		}
		died = died || !alive && d.dead > 1
		return died && alive
	})
	if !done {
		t.Error("nobody died and came back")
	}
}

func TestTheDeadSeeHowTheyWereKilledUnlessTheySkipIt(t *testing.T) {
	whole := scriptedDeath{}
	whole.play(t)
	if whole.shown < 30 || whole.shown > whole.dead {
		t.Errorf("shown for %d frames of %d, want half a second or more", whole.shown, whole.dead)
	}
	skipped := scriptedDeath{press: func(shown int) bool { return shown == 10 }}
	skipped.play(t)
	if skipped.shown != 10 {
		t.Errorf("shown for %d frames, but a key was pressed after 10", skipped.shown)
	}
	early := scriptedDeath{press: func(shown int) bool { return shown == 0 }} // a press that was meant for the fight
	early.play(t)
	if early.shown != whole.shown {
		t.Errorf("shown for %d frames, want %d: no key was pressed after it began", early.shown, whole.shown)
	}
	if whole.dead != skipped.dead {
		t.Errorf("dead for %d frames with the kill-cam and %d without", whole.dead, skipped.dead)
	}
	for name, set := range map[string]func(deps *Deps){
		"turned off":              func(deps *Deps) { deps.Prefs.KillCam = new(bool) },
		"with less motion wanted": func(deps *Deps) { deps.Options.Still = true },
	} {
		off := scriptedDeath{set: set}
		if off.play(t); off.shown != 0 {
			t.Errorf("%s: shown for %d frames", name, off.shown)
		}
	}
}

// aKillCam is one just after its kill, with a receipt.
var aKillCam = sync.OnceValue(func() (cam netcode.KillCam) {
	ok := runFight(new(testing.T), func(s *netcodetest.Seat, _ *netcode.View) bool {
		cam.Update(s.Client, netcodetest.Tick.Seconds())
		return cam.Showing() && cam.View.Receipt != nil && cam.View.Tick > cam.View.Receipt.Hit.Tick
	})
	if !ok {
		panic("nobody killed the player")
	}
	return cam
})

// showKillCam puts a kill-cam over a match.
func (m *matchScene) showKillCam() {
	m.killCam = aKillCam()
	v := &m.killCam.View
	for i := range v.Config.Seats {
		v.Roster = append(v.Roster, protocol.Player{ID: sim.PlayerID(i), Name: longGuest})
	}
	if s, ok := v.Find(ships.ShipID(v.Follow)); ok {
		m.cam.X, m.cam.Y = shipstate.Position(s)
	}
}
