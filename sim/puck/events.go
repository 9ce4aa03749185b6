package puck

import (
	"perihelion/sim"
	"perihelion/sim/fixed"
)

// audible is the force, in units per second, from which a bounce is told.
const audible = 120

// AppendEvents appends what happened in the last Step, or on a client's world in the last
// Predict, to dst.
func (w *World) AppendEvents(dst []sim.Event) []sim.Event { return append(dst, w.events...) }

// emit notes an event for this tick. Its id is its number within the tick.
func (w *World) emit(k sim.Kind, at fixed.Vec, words sim.Words) {
	e := sim.Event{
		Entity: sim.Entity{ID: sim.EntityID(len(w.events)), Kind: k, Global: true, Words: words},
		Tick:   w.tick, To: sim.NoPlayer, Party: [2]sim.PlayerID{sim.NoPlayer, sim.NoPlayer},
	}
	placeEntity(&e.Entity, at)
	w.events = append(w.events, e)
}

// emitKick tells of a kick, by the place of the skater: a client knows that best.
func (w *World) emitKick(p sim.PlayerID) {
	if w.client && p != w.me {
		return
	}
	b := &w.skaters[p].body
	x, y := words(roundPos(b.pos), posShift)
	w.emit(EventKick, b.pos, sim.Words{kickPlayer: int32(p), kickX: x, kickY: y, kickStrength: b.strength(&w.timing)})
}

// emitBounce tells of a bounce that can be heard.
func (w *World) emitBounce(hit impact, what int32) {
	if w.client || hit.force < fixed.Int(audible) {
		return
	}
	x, y := words(roundPos(hit.at), posShift)
	w.emit(EventBounce, hit.at, sim.Words{bounceX: x, bounceY: y, bounceForce: min(hit.force.Round(), 1<<12-1), bounceWhat: what})
}

func (w *World) emitSave(p sim.PlayerID) {
	at := roundPos(w.puck.pos)
	x, y := words(at, posShift)
	w.emit(EventSave, at, sim.Words{savePlayer: int32(p), saveX: x, saveY: y})
}
