package netcode

import (
	"slices"
	"time"

	"perihelion/sim"
)

// In a game whose About says Present, everything that moves is predicted, not only the
// own avatar: others are drawn where they should be by now, so that the own avatar can
// touch them. Each snapshot starts the predicted world over, and by how much that moves
// a body is smoothed as it is for the avatar.

// body is a predicted thing other than the own avatar. It is drawn between its words of
// the last two predicted ticks.
type body struct {
	sim.Entity
	before sim.Words // a tick ago
	offset drawOffset
}

// bodies are the predicted things, in order of ID.
type bodies struct {
	list    []body
	scratch []body
	world   []sim.Entity
}

// capture takes what the world predicts after a tick. A body that was not there a tick
// ago, or was placed anew, begins where it is.
func (b *bodies) capture(g *game, w sim.Predictor) {
	b.world = w.AppendEntities(b.world[:0])
	b.scratch = b.scratch[:0]
	old := b.list
	for _, e := range b.world {
		for len(old) > 0 && old[0].ID < e.ID {
			old = old[1:]
		}
		next := body{Entity: e, before: e.Words}
		if len(old) > 0 && old[0].ID == e.ID && old[0].Kind == e.Kind {
			next.offset = old[0].offset
			schema := g.about.Schema(e.Kind)
			if apart(schema, &old[0].Words, &e.Words) <= g.about.Leap<<sim.PositionShift {
				next.before = old[0].Words
			}
		}
		b.scratch = append(b.scratch, next)
	}
	b.list, b.scratch = b.scratch, b.list
}

// absorb keeps every body of before on the screen where it was, although it is now
// elsewhere.
func (b *bodies) absorb(g *game, before []body) {
	for i := range b.list {
		e := &b.list[i]
		j, ok := slices.BinarySearchFunc(before, e.ID, func(o body, id sim.EntityID) int { return int(o.ID) - int(id) })
		if !ok || before[j].Kind != e.Kind {
			continue
		}
		e.offset = before[j].offset
		x0, y0 := position(g.about.Schema(e.Kind), &before[j].Words)
		x1, y1 := position(g.about.Schema(e.Kind), &e.Words)
		e.offset.shift(g, x0-x1, y0-y1)
	}
}

// position is the position of a thing, in world units.
func position(schema []sim.Field, w *sim.Words) (x, y float32) {
	const unit = 1 << sim.PositionShift
	for i, f := range schema {
		switch f.Axis {
		case sim.AxisX:
			x = float32(w[i]) / unit
		case sim.AxisY:
			y = float32(w[i]) / unit
		}
	}
	return x, y
}

// decay lets all offsets fade over the time that one frame took.
func (b *bodies) decay(g *game, frame time.Duration) {
	for i := range b.list {
		b.list[i].offset.decay(g, frame)
	}
}

// seen is the body as it is drawn, part of a tick before tick t.
func (e *body) seen(g *game, t sim.Tick, part float32) Seen {
	s := Seen{ID: e.ID, Kind: e.Kind, From: e.before, To: e.Words, T: part, At: t, Predicted: true, Since: t}
	dx, dy := int32(e.offset.x*(1<<sim.PositionShift)), int32(e.offset.y*(1<<sim.PositionShift))
	for i, f := range g.about.Schema(e.Kind) {
		switch f.Axis {
		case sim.AxisX:
			s.From[i], s.To[i] = s.From[i]+dx, s.To[i]+dx
		case sim.AxisY:
			s.From[i], s.To[i] = s.From[i]+dy, s.To[i]+dy
		}
	}
	return s
}

func bodyID(b []body) int32 {
	if len(b) == 0 {
		return none
	}
	return int32(b[0].ID)
}
