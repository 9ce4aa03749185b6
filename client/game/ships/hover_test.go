package ships

import (
	"fmt"
	"testing"

	"perihelion/client/game"
	"perihelion/client/netcode"
	"perihelion/sim"
	"perihelion/sim/fixed"
	"perihelion/sim/ships"
)

// hover lets a ship alone hover for a while in an arena, from wherever the match puts it. It returns the
// ship at the beginning and at the end, and the least hull that it had; 0: it was destroyed.
func hover(t *testing.T, a *sim.Arena, seed uint64, seconds int) (begun, now ships.Own, least fixed.Num) {
	t.Helper()
	const begins = 4 // seconds
	p, err := NewPlay(&game.Kit{})
	if err != nil {
		t.Fatal(err)
	}
	cfg := sim.Config{Seed: seed, Seats: 2, Arenas: &sim.Arenas{a}, Editable: true}
	w := ships.New(cfg)
	w.Join(0)
	for range begins * cfg.TicksPerSecond() {
		w.Step(make([]sim.Input, 2))
	}
	v := &netcode.View{Config: cfg}
	own := w.Private(0)
	begun = ships.OwnOf(&own)
	least = begun.Hull
	for range seconds * cfg.TicksPerSecond() {
		v.Tick = w.Tick() - sim.Tick(cfg.TicksPerSecond()/5) // what is shown is that much older than the predicted ship
		w.Step([]sim.Input{p.Hover(own, v), {}})
		own = w.Private(0)
		if now = ships.OwnOf(&own); !now.Alive {
			return begun, now, 0
		}
		least = min(least, now.Hull)
	}
	return begun, now, least
}

// TestAShipHoversWhereItWas lets a ship hover beside a star and a black hole.
func TestAShipHoversWhereItWas(t *testing.T) {
	const most = 500 // units that it may take to stop, and to get out of a flare
	for _, kind := range []string{"star", "black-hole"} {
		a, err := ships.Rules.About().ReadArena(fmt.Appendf(nil, `{"name":"bare","title":"Bare","stars":[{"id":"sun","kind":%q}],"spawns":[{"id":"orbit"}]}`, kind))
		if err != nil {
			t.Fatal(err)
		}
		for seed := range uint64(8) {
			begun, now, _ := hover(t, a, seed, 30)
			if away := now.Pos.Sub(begun.Pos).Len().Round(); !now.Alive || away > most {
				t.Errorf("%s, seed %d: alive %v, %d units from where it was", kind, seed, now.Alive, away)
			}
		}
	}
}

// TestAHoveringShipIsNotLost lets ships hover for a minute and a half in each arena, with its rocks, flares
// and stars that move.
func TestAHoveringShipIsNotLost(t *testing.T) {
	for _, a := range ships.Rules.About().Arenas {
		for seed := range uint64(12) {
			if begun, _, least := hover(t, a, seed, 90); least < begun.Hull*9/10 {
				t.Errorf("%s, seed %d: of a hull of %d there were %d left", a.Name, seed, begun.Hull.Round(), least.Round())
			}
		}
	}
}
