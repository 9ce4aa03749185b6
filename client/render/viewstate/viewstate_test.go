package viewstate

import (
	"math"
	"testing"
	"time"

	"perihelion/client/netcode"
	"perihelion/shared/protocol"
	"perihelion/sim"
	"perihelion/sim/ships"
)

func approxEqual(a, b, by float32) bool { return a-b < by && b-a < by }

func TestHeadingTurnsByTheShorterWay(t *testing.T) {
	for _, c := range []struct {
		name     string
		from, to int32
		want     float64 // of 256 in a turn, half way
	}{
		{"straight", 10, 20, 15}, {"over zero", 250, 6, 256}, {"back over zero", 6, 250, 256}, {"still", 77, 77, 77},
	} {
		s := &netcode.Seen{T: .5}
		s.From[ships.SeekerHeading], s.To[ships.SeekerHeading] = c.from, c.to
		cos, sin := SeekerHeading(s)
		a := c.want * 2 * math.Pi / 256
		if !approxEqual(cos, float32(math.Cos(a)), 1e-4) || !approxEqual(sin, float32(math.Sin(a)), 1e-4) {
			t.Errorf("%s: %v, %v; want the angle %v", c.name, cos, sin, a)
		}
	}
}

func TestPositionLiesBetweenFromAndTo(t *testing.T) {
	s := &netcode.Seen{T: .25}
	s.From[ships.ShipX], s.To[ships.ShipX] = 160, 320
	s.From[ships.ShipY], s.To[ships.ShipY] = -160, -160
	if x, y := Position(s); x != 12.5 || y != -10 {
		t.Errorf("at %v, %v, want 12.5, -10", x, y)
	}
}

func TestStaleEntitiesFade(t *testing.T) {
	for stale, want := range map[float32]float32{0: 1, .5: .5, 1: 0, 9: 0} {
		if got := Opacity(&netcode.Seen{Stale: stale}); got != want {
			t.Errorf("stale for %v s: %v, want %v", stale, got, want)
		}
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
