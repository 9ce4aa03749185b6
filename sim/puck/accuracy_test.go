package puck_test

import (
	"math"
	"slices"
	"testing"

	"perihelion/sim"
	"perihelion/sim/puck"
)

// snapshots are what a client has heard of a match: the newest ones.
type snapshot struct {
	tick sim.Tick
	seen []sim.Entity
	own  []sim.Private
}

// TestThePuckIsPredictedWhereItWillBe plays matches of bots and predicts them from
// snapshots of some ticks ago, from which the client knows its own inputs only. It has no
// network: the age of the snapshot is all that a network would do.
func TestThePuckIsPredictedWhereItWillBe(t *testing.T) {
	const oldest = 10
	for _, mode := range []*sim.Mode{puck.Four, puck.Two} {
		var off, offOthers [oldest + 1][]float64
		for seed := range uint64(3) {
			m := newBots(sim.Config{Seed: seed, Mode: mode, Seats: mode.Seats}, sim.Regular)
			client := puck.New(m.cfg)
			var past [oldest + 1]snapshot
			var inputs [oldest + 1][]sim.Input // of the tick after each snapshot
			for n := range 60 * 60 {
				now := &past[n%len(past)]
				m.see()
				now.tick, now.seen, now.own = m.world.Tick(), append(now.seen[:0], m.seen...), m.owns(now.own[:0])
				if n > oldest && m.world.Phase() == sim.PhaseLive {
					age := 4 + 2*(n%4)
					me := sim.PlayerID(n / 7 % m.cfg.Seats)
					then := &past[(n-age)%len(past)]
					client.Adopt(then.tick, me, then.own[me])
					client.Observe(then.tick, then.seen)
					for i := n - age; i < n; i++ {
						client.Predict(me, inputs[i%len(inputs)][me])
					}
					for _, e := range client.AppendEntities(nil) {
						d := distance(e, m.find(e.ID))
						if e.Kind == puck.KindPuck {
							off[age] = append(off[age], d)
						} else {
							offOthers[age] = append(offOthers[age], d)
						}
					}
				}
				m.think()
				inputs[n%len(inputs)] = append(inputs[n%len(inputs)][:0], m.inputs...)
				m.world.Step(m.inputs)
			}
		}
		for age := 4; age <= oldest; age += 2 {
			t.Logf("%s, %d ticks ahead: puck p50 %.1f p90 %.1f p95 %.1f p99 %.1f; others p50 %.1f p95 %.1f units", mode, age,
				share(off[age], 50), share(off[age], 90), share(off[age], 95), share(off[age], 99), share(offOthers[age], 50), share(offOthers[age], 95))
		}
		if got := share(off[6], 95); got > 15 {
			t.Errorf("%s: 6 ticks ahead, the puck is off by %.1f units at p95, want 15", mode, got)
		}
	}
}

// share is the value below which that many of a hundred are.
func share(values []float64, percent int) float64 {
	if len(values) == 0 {
		return 0
	}
	slices.Sort(values)
	return values[(len(values)-1)*percent/100]
}

// distance is how far apart two entities are drawn, in units.
func distance(a, b sim.Entity) float64 {
	const x, y = puck.SkaterX, puck.SkaterY // as PuckX and PuckY
	return math.Hypot(float64(a.Words[x]-b.Words[x]), float64(a.Words[y]-b.Words[y])) / (1 << sim.PositionShift)
}

// bots is a match of bots.
type bots struct {
	world  *puck.World
	cfg    sim.Config
	skill  sim.Skill
	seen   []sim.Entity
	inputs []sim.Input
}

func newBots(cfg sim.Config, skill sim.Skill) *bots {
	b := &bots{world: puck.New(cfg), cfg: cfg, skill: skill, inputs: make([]sim.Input, cfg.Seats)}
	for p := range cfg.Seats {
		b.world.Join(sim.PlayerID(p))
	}
	return b
}

func (b *bots) see() { b.seen = b.world.AppendEntities(b.seen[:0]) }

func (b *bots) think() {
	for p := range b.inputs {
		me := sim.PlayerID(p)
		b.inputs[p] = game.Think(&sim.Sight{Config: &b.cfg, Tick: b.world.Tick(), Me: me, Own: b.world.Private(me), Seen: b.seen}, b.skill)
	}
}

func (b *bots) owns(dst []sim.Private) []sim.Private {
	for p := range b.inputs {
		dst = append(dst, b.world.Private(sim.PlayerID(p)))
	}
	return dst
}

func (b *bots) find(id sim.EntityID) sim.Entity {
	i := slices.IndexFunc(b.seen, func(e sim.Entity) bool { return e.ID == id })
	return b.seen[i]
}

// BenchmarkStep times a tick of a full match of bots, without their thinking.
func BenchmarkStep(b *testing.B) {
	m := newBots(sim.Config{Seed: 7, Mode: puck.Four, Seats: 8}, sim.Ace)
	for range 400 {
		m.see()
		m.think()
		m.world.Step(m.inputs)
	}
	start := m.world.AppendState(nil)
	var inputs [240][]sim.Input
	for i := range inputs {
		m.see()
		m.think()
		inputs[i] = slices.Clone(m.inputs)
		m.world.Step(m.inputs)
	}
	b.ReportAllocs()
	for i := range b.N {
		if i%len(inputs) == 0 {
			b.StopTimer()
			if err := m.world.RestoreState(start); err != nil {
				b.Fatal(err)
			}
			b.StartTimer()
		}
		m.world.Step(inputs[i%len(inputs)])
	}
}

// BenchmarkPredict times a snapshot of a full match and eight ticks of prediction.
func BenchmarkPredict(b *testing.B) {
	m := newBots(sim.Config{Seed: 7, Mode: puck.Four, Seats: 8}, sim.Ace)
	for range 400 {
		m.see()
		m.think()
		m.world.Step(m.inputs)
	}
	m.see()
	client := puck.New(m.cfg)
	for b.Loop() {
		client.Adopt(m.world.Tick(), 2, m.world.Private(2))
		client.Observe(m.world.Tick(), m.seen)
		for range 8 {
			client.Predict(2, m.inputs[2])
		}
	}
}
