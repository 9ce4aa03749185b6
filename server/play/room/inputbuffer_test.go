package room

import (
	"testing"

	"perihelion/shared/protocol"
	"perihelion/sim"
	"perihelion/sim/ships"
)

func frame(first sim.Tick, held ...sim.Input) *protocol.Inputs {
	f := &protocol.Inputs{First: first, N: len(held)}
	copy(f.Held[:], held)
	return f
}

func thrust(n int8) sim.Input { return sim.Input{Axes: ships.Axes(n, 0, 0)} }

func TestHelmGivesOneInputPerTick(t *testing.T) {
	fire := sim.Input{Buttons: ships.ButtonPulse}
	tests := []struct {
		name  string
		take  func(h *inputBuffer, c *InputStats) // before tick 11
		want  []sim.Input                         // in ticks 11, 12, …
		count InputStats
	}{
		{
			"inputs in time are played at their tick",
			func(h *inputBuffer, c *InputStats) { h.accept(frame(11, thrust(1), thrust(2)), 10, c) },
			[]sim.Input{thrust(1), thrust(2)},
			InputStats{},
		},
		{
			"a gap repeats what was held, but fires nothing",
			func(h *inputBuffer, c *InputStats) {
				h.accept(frame(11, sim.Input{Axes: ships.Axes(1, 0, 0), Buttons: ships.ButtonPulse | ships.ButtonBoost}), 10, c)
			},
			[]sim.Input{{Axes: ships.Axes(1, 0, 0), Buttons: ships.ButtonPulse | ships.ButtonBoost}, {Axes: ships.Axes(1, 0, 0), Buttons: ships.ButtonBoost}},
			InputStats{},
		},
		{
			"a long gap lets go",
			func(h *inputBuffer, c *InputStats) { h.accept(frame(11, thrust(1)), 10, c) },
			[]sim.Input{thrust(1), thrust(1), thrust(1), thrust(1), thrust(1), thrust(1), thrust(1), {}},
			InputStats{},
		},
		{
			"a late shot is fired once, with the next input",
			func(h *inputBuffer, c *InputStats) { h.accept(frame(9, thrust(9), fire, thrust(1), thrust(2)), 10, c) },
			[]sim.Input{{Axes: ships.Axes(1, 0, 0), Buttons: ships.ButtonPulse}, thrust(2)},
			InputStats{Late: 2},
		},
		{
			"of inputs that are all late the newest is held",
			func(h *inputBuffer, c *InputStats) { h.accept(frame(9, thrust(1), thrust(2)), 10, c) },
			[]sim.Input{thrust(2), thrust(2)},
			InputStats{Late: 2},
		},
		{
			"too far ahead is dropped",
			func(h *inputBuffer, c *InputStats) { h.accept(frame(30, thrust(1), thrust(2), thrust(3)), 10, c) },
			nil,
			InputStats{Early: 2},
		},
		{
			"a replayed frame changes nothing",
			func(h *inputBuffer, c *InputStats) {
				h.accept(frame(9, fire), 9, c)
				h.consume(10)
				h.accept(frame(9, fire), 10, c)
				h.accept(frame(9, fire), 10, c)
			},
			[]sim.Input{{}},
			InputStats{Late: 1},
		},
		{
			"after a stall the burst is not made up for",
			func(h *inputBuffer, c *InputStats) {
				h.accept(frame(3, thrust(1), thrust(2), thrust(3), thrust(4), thrust(5), thrust(6), thrust(7), thrust(8)), 10, c)
				h.accept(frame(11, thrust(9)), 10, c)
			},
			[]sim.Input{thrust(9), thrust(9)},
			InputStats{Late: 8},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var h inputBuffer
			var c InputStats
			h.reset(ships.Inputs, 0)
			tt.take(&h, &c)
			if c != tt.count {
				t.Errorf("counted %+v, want %+v", c, tt.count)
			}
			for i, want := range tt.want {
				if got, _ := h.consume(sim.Tick(11 + i)); got != want {
					t.Errorf("tick %d plays %+v, want %+v", 11+i, got, want)
				}
			}
		})
	}
}

func TestHelmForgetsThePlayerBefore(t *testing.T) {
	var h inputBuffer
	var c InputStats
	h.reset(ships.Inputs, 0)
	h.accept(frame(11, thrust(5)), 10, &c)
	h.reset(ships.Inputs, 10)
	if got, ok := h.consume(11); ok || got != (sim.Input{}) {
		t.Errorf("after a reset tick 11 plays %+v, %v, want nothing", got, ok)
	}
}
