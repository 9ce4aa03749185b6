package shipstate

import (
	"testing"
	"time"

	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/shared/protocol"
	"perihelion/sim"
	"perihelion/sim/ships"
)

func TestPositionLiesBetweenFromAndTo(t *testing.T) {
	s := &netcode.Seen{T: .25}
	s.From[ships.ShipX], s.To[ships.ShipX] = 160, 320
	s.From[ships.ShipY], s.To[ships.ShipY] = -160, -160
	if x, y := Position(s); x != 12.5 || y != -10 {
		t.Errorf("at %v, %v, want 12.5, -10", x, y)
	}
}

// flyOneSecond returns the View of a single ship after one second of the input in. At full
// speed the thrust cannot be read from the movement.
func flyOneSecond(t *testing.T, in sim.Input) *netcode.View {
	t.Helper()
	cfg := sim.Config{Seats: 2, Seed: 4}
	w := ships.New(cfg)
	w.Join(0)
	v := &netcode.View{Config: cfg, OwnFrac: .5}
	for range 60 {
		in.Axes[ships.AxisAim] = int32(uint16(v.Own[ships.OwnHeading]))
		v.Held = in
		v.OwnPrev = w.Private(0)
		w.Step([]sim.Input{in, {}})
		v.Own = w.Private(0)
	}
	return v
}

func TestThrustFollowsTheInput(t *testing.T) {
	for _, c := range []struct {
		name           string
		in             sim.Input
		thrust, strafe float32
	}{
		{"falling", sim.Input{}, 0, 0},
		{"ahead", sim.Input{Axes: ships.Axes(127, 0, 0)}, 1, 0},
		{"braking", sim.Input{Axes: ships.Axes(-127, 0, 0)}, -1, 0},
		{"sideways", sim.Input{Axes: ships.Axes(0, 127, 0)}, 0, 1},
	} {
		p, alive := OwnShip(flyOneSecond(t, c.in))
		if !alive {
			t.Fatalf("%s: the ship is gone", c.name)
		}
		if p.Thrust != c.thrust || p.Strafe != c.strafe {
			t.Errorf("%s: thrust %v, strafe %v", c.name, p.Thrust, p.Strafe)
		}
	}
}

func TestBlinkIsNotInterpolated(t *testing.T) {
	v := &netcode.View{Config: sim.Config{Seats: 2}, OwnFrac: .5}
	v.OwnPrev[ships.OwnX], v.Own[ships.OwnX] = 100<<16, 320<<16
	if x, _ := ViewPosition(v); x != 320 {
		t.Errorf("drawn at %v, want 320", x)
	}
	v.Own[ships.OwnX] = 110 << 16
	if x, _ := ViewPosition(v); x != 105 {
		t.Errorf("drawn at %v, want 105", x)
	}
}

func TestMatchHasTheTimeLeft(t *testing.T) {
	v := &netcode.View{Tick: 600, Config: sim.Config{Seats: 2}}
	if _, ok := Match(v); ok {
		t.Error("there is a match before any was told")
	}
	s := netcode.Seen{Kind: ships.KindMatch}
	s.To[ships.MatchEnds], s.To[ships.MatchPhase] = 720, int32(sim.PhaseLive)
	v.Seen = append(v.Seen, s, netcode.Seen{Kind: ships.KindPulse})
	m, ok := Match(v)
	if !ok || m.Left != 2*time.Second || m.Phase != sim.PhaseLive {
		t.Errorf("%+v, %v", m, ok)
	}
	v.Tick = 900
	if m, _ := Match(v); m.Left != 0 {
		t.Errorf("%v left after the end", m.Left)
	}
}

func TestNamesOfUnknownPlayers(t *testing.T) {
	v := &netcode.View{Roster: []protocol.Player{{ID: 3, Name: "Ada"}}}
	for p, want := range map[sim.PlayerID]string{3: "Ada", 4: "?", sim.NoPlayer: "the star"} {
		if got := PlayerName(v, p); got != want {
			t.Errorf("player %d is %q, want %q", p, got, want)
		}
	}
}

func TestTheSkyIsThatOfTheArenaInWhichTheMatchIs(t *testing.T) {
	own := ships.Rules.About().Arenas
	match := netcode.Seen{Kind: ships.KindMatch}
	v := &netcode.View{Seen: []netcode.Seen{match}}
	if Locate(v); Sky(v) != render.UsualSky {
		t.Errorf("%v without arenas, want the usual sky", Sky(v))
	}
	v.Config.Arenas = &own
	skies := map[render.SkyLook]bool{}
	for i := range own {
		v.Seen[0].To[ships.MatchArena] = int32(i)
		Locate(v)
		skies[Sky(v)] = true
	}
	if len(skies) != len(own) {
		t.Errorf("%d arenas have %d skies", len(own), len(skies))
	}
}
