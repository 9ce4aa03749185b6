package puck_test

import (
	"math"
	"slices"
	"testing"
	"time"

	"perihelion/client/netcode"
	"perihelion/client/netcode/netcodetest"
	"perihelion/client/render/viewstate"
	"perihelion/sim"
	"perihelion/sim/games"
	"perihelion/sim/puck"
)

// How far off the predicted puck may be, in world units, in 95 of 100 frames, and by how
// much it may jump on the screen from one frame to the next beyond its own speed.
const (
	mostOff  = 15
	mostJump = 8
)

// TestThePuckIsWhereTheServerPutsItLater lets eight clients play puck. Each draws the puck
// in the present; when the server has come to that tick, the two are compared.
func TestThePuckIsWhereTheServerPutsItLater(t *testing.T) {
	for _, n := range []netcodetest.Network{{Name: "lan", RTT: 4 * time.Millisecond}, {Name: "60 ms", RTT: 60 * time.Millisecond}, {Name: "120 ms ± 20 ms", RTT: 120 * time.Millisecond, Jitter: 20 * time.Millisecond}} {
		t.Run(n.Name, func(t *testing.T) {
			n.Seats = 8
			predicted := map[sim.PlayerID]point{}
			l := netcodetest.New(t, n, sim.Game{Rules: observed{games.Puck.Rules, predicted}, Bot: games.Puck.Bot}, sim.Config{Seed: 7, Seats: 8})
			l.Run(2 * time.Second) // to meet
			truth, drawn := map[sim.Tick]point{}, map[sim.Tick][]point{}
			l.Watch = append(l.Watch, func([]sim.Event) {
				if at, ok := puckIn(l.World.AppendEntities(nil)); ok {
					truth[l.World.Tick()] = at
				}
			})
			jumps := &jumpMeter{}
			for _, st := range l.Seats {
				st.Seen = func(v *netcode.View) {
					if at, ok := predicted[st.Me]; ok && v.Ready {
						drawn[v.OwnTick] = append(drawn[v.OwnTick], at)
						if st.Me == 0 {
							jumps.frame(v)
						}
					}
				}
			}
			l.Run(60 * time.Second)
			var off []float64
			for tick, places := range drawn {
				if want, ok := truth[tick]; ok {
					for _, at := range places {
						off = append(off, math.Hypot(at.x-want.x, at.y-want.y))
					}
				}
			}
			slices.Sort(off)
			p50, p95 := off[len(off)/2], off[len(off)*95/100]
			t.Logf("%d frames: the puck is off by %.1f units at p50, %.1f at p95, %.1f at most; it jumps by %.1f at p99, %.1f at most", len(off), p50, p95, off[len(off)-1], jumps.at(.99), jumps.at(1))
			if n.RTT <= 60*time.Millisecond && (p95 > mostOff || jumps.at(.99) > mostJump) {
				t.Errorf("off by %.1f units at p95, jumps by %.1f at p99: want %d and %d", p95, jumps.at(.99), mostOff, mostJump)
			}
		})
	}
}

type point struct{ x, y float64 }

// observed is puck that notes where each client predicts the puck to be in its newest tick,
// without smoothing.
type observed struct {
	sim.Rules
	predicted map[sim.PlayerID]point
}

func (o observed) NewPredictor(cfg sim.Config) sim.Predictor {
	return &observedPredictor{Predictor: o.Rules.NewPredictor(cfg), predicted: o.predicted}
}

type observedPredictor struct {
	sim.Predictor
	predicted map[sim.PlayerID]point
	me        sim.PlayerID
}

func (o *observedPredictor) Adopt(t sim.Tick, p sim.PlayerID, own sim.Private) {
	o.me = p
	o.Predictor.Adopt(t, p, own)
}

func (o *observedPredictor) AppendEntities(dst []sim.Entity) []sim.Entity {
	all := o.Predictor.AppendEntities(dst)
	if at, ok := puckIn(all); ok {
		o.predicted[o.me] = at
	}
	return all
}

func puckIn(all []sim.Entity) (at point, ok bool) {
	for i := range all {
		if e := &all[i]; e.Kind == puck.KindPuck {
			return pointOf(&e.Words), true
		}
	}
	return at, false
}

func pointOf(w *sim.Words) point {
	const unit = 1 << sim.PositionShift
	return point{float64(w[puck.PuckX]) / unit, float64(w[puck.PuckY]) / unit}
}

// jumpMeter measures by how much more the puck moves on the screen than it should.
type jumpMeter struct {
	last  point
	known bool
	jumps []float64
}

func (m *jumpMeter) frame(v *netcode.View) {
	for i := range v.Seen {
		s := &v.Seen[i]
		if s.Kind != puck.KindPuck {
			continue
		}
		x, y := viewstate.Position(s, puck.PuckX, puck.PuckY)
		at := point{float64(x), float64(y)}
		speed := math.Hypot(float64(s.To[puck.PuckVX]), float64(s.To[puck.PuckVY])) / 4 / 60
		if moved := math.Hypot(at.x-m.last.x, at.y-m.last.y); m.known && moved < puck.Leap*2 {
			m.jumps = append(m.jumps, max(moved-2*speed, 0))
		}
		m.last, m.known = at, true
	}
}

func (m *jumpMeter) at(share float64) float64 {
	sorted := slices.Clone(m.jumps)
	slices.Sort(sorted)
	if len(sorted) == 0 {
		return math.NaN()
	}
	return sorted[min(int(share*float64(len(sorted))), len(sorted)-1)]
}
