package ships

import (
	"testing"

	"perihelion/sim"
	"perihelion/sim/fixed"
)

// checkPlaces looks at a world as a server does, which tells clients where things are.
func checkPlaces(t *testing.T, w *World) {
	edge := int32(ArenaRadius(&w.cfg)>>fixed.Shift) + 10_000
	for _, e := range w.AppendEntities(nil) {
		if max(e.X, -e.X, e.Y, -e.Y) > edge {
			t.Fatalf("%+v is outside of the arena", e)
		}
	}
	for _, s := range w.AppendStandings(nil) {
		if s.Points > w.cfg.Limit()+2*pointsBeyond {
			t.Fatalf("%+v, where %d points win", s, w.cfg.Limit())
		}
	}
	for p := range sim.PlayerID(w.cfg.Seats) {
		w.Eye(p)
	}
}

func TestStatesThatNoMatchComesToAreRefused(t *testing.T) {
	w, step := newRandomMatch(4, 7)
	for w.match.phase != sim.PhaseLive || !w.ships[1].alive || w.drops[1].live == 0 {
		if w.drops[1].live == 0 {
			w.ships[1].item = ItemMine
		}
		step()
	}
	drop := &w.drops[1].slots[lowestBit(w.drops[1].live)]
	far := fixed.Vec{X: w.arena.radius * 3}
	good := w.AppendState(nil)
	for name, spoil := range map[string]func(){
		"of a client":            func() { w.client = true },
		"a ship far outside":     func() { w.ships[1].pos = far },
		"a ship faster than any": func() { w.ships[1].vel = fixed.Vec{Y: fixed.Int(5 * TopSpeed)} },
		"more hull than full":    func() { w.ships[1].hull = fixed.Int(w.ships[1].stats().Hull + 1) },
		"alive without a hull":   func() { w.ships[1].hull = 0 },
		"energy below nothing":   func() { w.ships[1].energy = -1 },
		"protected for a minute": func() { w.ships[1].protected = 3600 },
		"more points than win":   func() { w.ships[1].score.points = int32(w.cfg.Limit()) + pointsBeyond + 1 },
		"deaths below nothing":   func() { w.ships[1].score.deaths = -1 },
		"a team with too many":   func() { w.match.teamPoints[0] = 1 << 20 },
		"a clock without an end": func() { w.match.ends = 0 },
		"a clock that runs long": func() { w.match.ends = w.tick + w.cfg.RoundTicks() + 2*60*60 },
		"a tick near the last":   func() { w.tick = 1<<32 - 10 },
		"a mine of tomorrow":     func() { drop.born = w.tick + 1 },
		"a mine far outside":     func() { drop.pos = far },
		"a rock that is gone":    func() { w.rocks[0].restoreAt = w.tick + 60*60 },
		"a pad without items":    func() { w.pads[0].refillAt = w.tick + 60*60 },
		"scrap for ever":         func() { w.scraps[0] = scrap{until: w.tick + 60*60} },
	} {
		if err := w.RestoreState(good); err != nil {
			t.Fatal(err)
		}
		drop = &w.drops[1].slots[lowestBit(w.drops[1].live)]
		spoil()
		if New(w.cfg).RestoreState(w.AppendState(nil)) == nil {
			t.Errorf("%s is taken", name)
		}
	}
}
