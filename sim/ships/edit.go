package ships

import (
	"fmt"

	"perihelion/sim"
	"perihelion/sim/coder"
	"perihelion/sim/fixed"
	"perihelion/sim/ships/layout"
)

// editedRadius is how large the arena of an Editable match may become in units, if it does not begin
// larger: the wire must know before.
const editedRadius = 8_000

// editing is what an Editable match knows of the changes of its arena.
type editing struct {
	made []sim.EditsMade // by PlayerID
	text string          // of the present arena; "": it was not asked for since the last change
}

// editsIn is About.EditsIn.
func editsIn(change []byte) (n int, title string) {
	edits, _ := layout.ReadChange(change) // who applies it is told what is wrong
	return len(edits), layout.TitleIn(edits)
}

// editArena is an arena after a change. Its Text and Hash are empty: they are longer than a tick.
func editArena(a *sim.Arena, change []byte) (*sim.Arena, error) {
	edits, err := layout.ReadChange(change)
	if err != nil {
		return nil, err
	}
	next, _, err := a.Layout.(*layout.Arena).Apply(edits)
	if err != nil {
		return nil, err
	}
	return &sim.Arena{Name: next.Name, Title: next.Title, Layout: next}, nil
}

// Edit changes the arena before the next Step: see sim.Editor. Ships, shots and whatever was not
// changed go on as they were; the rules say what becomes of a ship that is now within something.
func (w *World) Edit(by sim.PlayerID, number uint32, change []byte) error {
	switch {
	case !w.cfg.Editable || int(by) >= len(w.ships) || !w.ships[by].seated:
		return sim.ErrNoEditing
	case w.editing.made[by].Has(number):
		return sim.ErrDone
	}
	next, err := editArena(w.cfg.Arena, change)
	if err != nil {
		return err
	}
	most := editableRadius(&w.cfg)
	if r := radiusOf(&w.cfg, next.Layout.(*layout.Arena)); r > most {
		return fmt.Errorf("radius: %d for these seats is above %d, the most while a match goes on; open the arena anew to go beyond", r.Round(), most.Round())
	}
	w.editing.made[by].Add(number)
	w.SetArena(next)
	return nil
}

// editableRadius is how large the arena of an Editable match may become.
func editableRadius(cfg *sim.Config) fixed.Num {
	return max(radiusOf(cfg, firstArena(cfg).Layout.(*layout.Arena)), fixed.Int(editedRadius))
}

// EditsOf are the changes of p that were made.
func (w *World) EditsOf(p sim.PlayerID) (made sim.EditsMade) {
	if w.cfg.Editable {
		made = w.editing.made[p]
	}
	return made
}

// Arena is where the match is.
func (w *World) Arena() *sim.Arena { return w.cfg.Arena }

// ArenaText is the Text of Arena.
func (w *World) ArenaText() string {
	if w.editing.text == "" && w.cfg.Arena != nil {
		w.editing.text = w.cfg.Arena.Layout.(*layout.Arena).Text()
	}
	return w.editing.text
}

// SetArena makes the arena of an Editable match another one, in which all goes on that is in both.
func (w *World) SetArena(next *sim.Arena) {
	if next == w.cfg.Arena || !w.cfg.Editable {
		return
	}
	before, rocks, pads, scraps := w.arena, w.rocks, w.pads, w.scraps
	w.cfg.Arena, w.editing.text = next, ""
	w.layArena()
	w.grid.reset()
	w.keepRocks(&before, rocks)
	w.keepPads(&before, pads)
	copy(w.scraps, scraps)
}

// keepRocks gives each rock what the same one was before: that of its id, and of a belt the one at
// the same place of it.
func (w *World) keepRocks(before *arena, rocks []rock) {
	lanes, old, at := w.arena.layout.Lanes, before.layout.Lanes, 0
	first := 0
	for i := range lanes {
		n := w.arena.rocksIn(&lanes[i])
		for tried := range old { // most are where they were, or next to it
			j := (at + tried) % len(old)
			if old[j].ID() == lanes[i].ID() {
				from := before.rocksBefore(j)
				copy(w.rocks[first:first+n], rocks[from:from+before.rocksIn(&old[j])])
				at = j + 1
				break
			}
		}
		first += n
	}
}

// keepPads does the same for pads.
func (w *World) keepPads(before *arena, pads []pad) {
	first := 0
	for i := range w.arena.layout.Pads {
		p, from := &w.arena.layout.Pads[i], 0
		n := w.arena.padCount(p)
		for j := range before.layout.Pads {
			o := &before.layout.Pads[j]
			had := before.padCount(o)
			if o.ID == p.ID {
				copy(w.pads[first:first+n], pads[from:from+had])
			}
			from += had
		}
		first += n
	}
}

// codeEditing writes the arena, which is part of the state of an Editable match.
func (w *World) codeEditing(c *coder.Coder) {
	if !w.cfg.Editable {
		return
	}
	for i := range w.editing.made {
		coder.Int32(c, &w.editing.made[i].Last)
		coder.Int64(c, &w.editing.made[i].Mask)
	}
	text := ""
	if !c.Reading() {
		text = w.ArenaText()
	}
	c.Text(&text, sim.MaxArenaBytes)
	if !c.Reading() || c.Err() != nil {
		return
	}
	a, err := readArena([]byte(text))
	c.Require(err == nil && a.Text == text && radiusOf(&w.cfg, a.Layout.(*layout.Arena)) <= editableRadius(&w.cfg))
	if c.Err() == nil {
		w.SetArena(a)
	}
}
