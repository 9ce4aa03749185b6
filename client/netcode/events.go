package netcode

import (
	"perihelion/sim"
)

// maxWaiting bounds the events of a page in the background, where nobody looks.
// The oldest are forgotten: nobody wants to hear them all at once on return.
const maxWaiting = 256

// events wait until what they happened to is drawn where it happened. What concerns
// the own player is drawn ahead of the rest, so its events do not wait; nor does any where
// everything is drawn in the present.
type events struct {
	waiting []sim.Event
}

func (e *events) add(news []sim.Event) {
	e.waiting = append(e.waiting, news...)
	if over := len(e.waiting) - maxWaiting; over > 0 {
		e.waiting = append(e.waiting[:0], e.waiting[over:]...)
	}
}

// release appends the events that are due when tick t is drawn; each is released
// once.
func (e *events) release(g *game, dst []sim.Event, t sim.Tick, me sim.PlayerID) []sim.Event {
	keep := e.waiting[:0]
	for i := range e.waiting {
		if event := &e.waiting[i]; event.Tick <= t || g.about.Present || g.concerns(event, me) {
			dst = append(dst, *event)
		} else {
			keep = append(keep, *event)
		}
	}
	e.waiting = keep
	return dst
}
