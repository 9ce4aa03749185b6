package ships

import (
	"testing"

	"perihelion/client/game"
	"perihelion/client/input"
	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/sim"
	"perihelion/sim/ships"
)

// Of the inputs with which a player begins to edit, and with which they fly again, one in two is lost.
func TestAShipIsOutOfPlayWhileItsPlayerEdits(t *testing.T) {
	p, err := NewPlay(&game.Kit{})
	if err != nil {
		t.Fatal(err)
	}
	cfg := sim.Config{Seats: 2, Arenas: &sim.Arenas{ships.Rules.About().Arenas[0]}, Editable: true}
	w, d, v := ships.New(cfg), input.New(&Controls), &netcode.View{Config: cfg}
	w.Join(0)
	for tick := range 180 { // longer than the wait of a death
		in := p.EditingInput(w.Private(0))
		if tick%2 == 0 {
			in = sim.Input{}
		}
		w.Step([]sim.Input{in, {}})
		if own := w.Private(0); tick >= 1 && !p.Edits(own) {
			t.Fatalf("tick %d: it is in play", tick)
		}
	}
	if p.EditingInput(w.Private(0)) != (sim.Input{Axes: p.EditingInput(w.Private(0)).Axes}) || p.EditingInput(w.Private(0)).Axes[ships.AxisClass] != 0 {
		t.Error("it goes on to ask")
	}
	for tick := range 4 {
		in := p.Sample(d, w.Private(0), v, render.Camera{})
		if tick%2 == 0 {
			in = sim.Input{}
		}
		w.Step([]sim.Input{in, {}})
	}
	own := w.Private(0)
	if !p.InControl(&netcode.View{Config: cfg, Own: own}) || p.Edits(own) {
		t.Errorf("it is not back: %+v", ships.OwnOf(&own))
	}
}
