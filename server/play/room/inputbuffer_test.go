package room

import (
	"testing"

	"perihelion/shared/protocol"
	"perihelion/sim"
)

func frame(first sim.Tick, held ...sim.Input) *protocol.Inputs {
	f := &protocol.Inputs{First: first, N: len(held)}
	copy(f.Held[:], held)
	return f
}

// The buttons of schema: one is an action, another stays held, and the last one only bots hold.
const (
	fireButton sim.Buttons = 1 << iota
	heldButton
	botButton
)

var schema = &sim.InputSchema{
	Axes:    []sim.InputAxis{{Name: "x", Signed: true}},
	Buttons: 3, Repeated: heldButton, Merged: fireButton, Reserved: botButton,
}

func move(n int32) sim.Input { return sim.Input{Axes: axes(n, 0)} }

func TestABufferGivesOneInputPerTick(t *testing.T) {
	fire := sim.Input{Buttons: fireButton}
	tests := []struct {
		name  string
		take  func(h *inputBuffer, c *InputStats) // before tick 11
		want  []sim.Input                         // in ticks 11, 12, …
		count InputStats
	}{
		{
			"inputs in time are played at their tick",
			func(h *inputBuffer, c *InputStats) { h.accept(frame(11, move(1), move(2)), 10, c) },
			[]sim.Input{move(1), move(2)},
			InputStats{},
		},
		{
			"what only bots may hold is taken away, also from what comes late",
			func(h *inputBuffer, c *InputStats) {
				h.accept(frame(10, sim.Input{Buttons: botButton | fireButton}, sim.Input{Buttons: botButton | heldButton}), 10, c)
			},
			[]sim.Input{{Buttons: heldButton | fireButton}},
			InputStats{Late: 1},
		},
		{
			"a gap repeats what was held, but fires nothing",
			func(h *inputBuffer, c *InputStats) {
				h.accept(frame(11, sim.Input{Axes: axes(1, 0), Buttons: fireButton | heldButton}), 10, c)
			},
			[]sim.Input{{Axes: axes(1, 0), Buttons: fireButton | heldButton}, {Axes: axes(1, 0), Buttons: heldButton}},
			InputStats{},
		},
		{
			"a long gap lets go",
			func(h *inputBuffer, c *InputStats) { h.accept(frame(11, move(1)), 10, c) },
			[]sim.Input{move(1), move(1), move(1), move(1), move(1), move(1), move(1), {}},
			InputStats{},
		},
		{
			"a late shot is fired once, with the next input",
			func(h *inputBuffer, c *InputStats) { h.accept(frame(9, move(9), fire, move(1), move(2)), 10, c) },
			[]sim.Input{{Axes: axes(1, 0), Buttons: fireButton}, move(2)},
			InputStats{Late: 2},
		},
		{
			"of inputs that are all late the newest is held",
			func(h *inputBuffer, c *InputStats) { h.accept(frame(9, move(1), move(2)), 10, c) },
			[]sim.Input{move(2), move(2)},
			InputStats{Late: 2},
		},
		{
			"too far ahead is dropped",
			func(h *inputBuffer, c *InputStats) { h.accept(frame(30, move(1), move(2), move(3)), 10, c) },
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
				h.accept(frame(3, move(1), move(2), move(3), move(4), move(5), move(6), move(7), move(8)), 10, c)
				h.accept(frame(11, move(9)), 10, c)
			},
			[]sim.Input{move(9), move(9)},
			InputStats{Late: 8},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var h inputBuffer
			var c InputStats
			h.reset(schema, 0)
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

func TestABufferForgetsThePlayerBefore(t *testing.T) {
	var h inputBuffer
	var c InputStats
	h.reset(schema, 0)
	h.accept(frame(11, move(5)), 10, &c)
	h.reset(schema, 10)
	if got, ok := h.consume(11); ok || got != (sim.Input{}) {
		t.Errorf("after a reset tick 11 plays %+v, %v, want nothing", got, ok)
	}
}
