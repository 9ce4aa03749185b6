package editor

import (
	"slices"

	"perihelion/sim/ships/layout"
)

// step is a change that can be taken back, as long as nobody else has changed what it has changed.
type step struct {
	seq     uint32
	inverse []layout.Edit
}

// history is one's own changes, and those that were undone: the newest last.
type history struct{ done, undone []step }

const maxSteps = 200 // that are remembered

func (h *history) record(s step) {
	h.done, h.undone = append(h.done, s), nil
	h.done = h.done[max(0, len(h.done)-maxSteps):]
}

// dropStep removes a change that was refused.
func (h *history) dropStep(seq uint32) {
	is := func(s step) bool { return s.seq == seq }
	h.done, h.undone = slices.DeleteFunc(h.done, is), slices.DeleteFunc(h.undone, is)
}

// CanUndo reports whether there is something to undo.
func (e *Editor) CanUndo() bool { return len(e.history.done) > 0 }

// CanRedo reports whether there is something to make again.
func (e *Editor) CanRedo() bool { return len(e.history.undone) > 0 }

// Undo takes back the newest change of this editor. sim.ErrChanged and sim.ErrGone: somebody
// else has changed it since; it stays so, and the next Undo takes back the one before.
func (e *Editor) Undo() error { return e.takeBack(&e.history.done, &e.history.undone) }

// Redo makes again what Undo took back last. Errors are those of Undo.
func (e *Editor) Redo() error { return e.takeBack(&e.history.undone, &e.history.done) }

// takeBack takes back the newest step of from, and puts what takes that back on to.
func (e *Editor) takeBack(from, to *[]step) error {
	n := len(*from)
	if n == 0 {
		return nil
	}
	s := (*from)[n-1]
	*from = (*from)[:n-1]
	inverse, err := e.apply(s.inverse)
	if err != nil {
		return err
	}
	*to = append(*to, step{e.seq, inverse})
	e.dropGone()
	return nil
}
