// Package editor is the model of the arena editor: what is selected, what a drag does, symmetry,
// undo, and the changes that are to be sent. It draws nothing and knows no network: whoever calls
// TakeChanges sends them, and tells by Rebase and Refuse what became of them. An Editor is not safe
// for concurrent use.
package editor

import (
	"slices"

	"perihelion/sim/ships/layout"
)

// Editor is one player's.
type Editor struct {
	Tool     Tool
	Symmetry Symmetry
	Snap     bool // positions go by steps of a grid

	present *layout.Arena // as the match has it, with what this player has asked for since
	outbox  []Change      // that were not taken yet
	history history
	seq     uint32
	author  string // what the ids of new objects end with: two authors make no two the same

	selected []string
	gesture  gesture
}

// Change is a list of edits that is made as a whole or not at all.
type Change struct {
	Seq   uint32 // of this editor, from 1
	Edits []layout.Edit
}

// New returns the editor of an arena. The author is a letter or more of a-z, in each editor of a
// match another.
func New(a *layout.Arena, author string) *Editor {
	return &Editor{present: a, author: author, Snap: true, Symmetry: Symmetry{Fold: 1}}
}

// Arena is what to show: the arena with all that is on its way, and as a drag that goes on would
// leave it.
func (e *Editor) Arena() *layout.Arena {
	if e.gesture.preview != nil {
		return e.gesture.preview
	}
	return e.present
}

// TakeChanges returns the changes to send.
func (e *Editor) TakeChanges() []Change {
	list := e.outbox
	e.outbox = nil
	return list
}

// Rebase takes the arena as the match has it by now, with the changes of everyone and what was taken
// by TakeChanges and is still on its way.
func (e *Editor) Rebase(a *layout.Arena) {
	e.present = a
	for _, c := range e.outbox { // what no longer fits is left to the match to refuse
		if next, _, err := e.present.Apply(c.Edits); err == nil {
			e.present = next
		}
	}
	e.dropGone()
}

// Refuse is told that a change was not made: there is nothing to undo. What it had changed goes by
// the next Rebase.
func (e *Editor) Refuse(seq uint32) { e.history.dropStep(seq) }

// dropGone takes from the selection what is no longer there.
func (e *Editor) dropGone() {
	e.selected = slices.DeleteFunc(e.selected, func(id string) bool { return e.present.Fields(id) == nil })
}

// apply makes edits at once, and sends them.
func (e *Editor) apply(edits []layout.Edit) (inverse []layout.Edit, err error) {
	next, inverse, err := e.present.Apply(edits)
	if err != nil {
		return nil, err
	}
	e.seq++
	e.present = next
	e.outbox = append(e.outbox, Change{e.seq, edits})
	return inverse, nil
}

// commit makes edits that can be undone.
func (e *Editor) commit(edits []layout.Edit) error {
	if len(edits) == 0 {
		return nil
	}
	inverse, err := e.apply(edits)
	if err != nil {
		return err
	}
	e.history.record(step{e.seq, inverse})
	return nil
}
