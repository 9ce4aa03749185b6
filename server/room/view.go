package room

import (
	"time"

	"perihelion/shared/ring"
	"perihelion/sim"
)

const (
	shownTicks = 256 // ticks for which a snapshot can be acked: four seconds at 60 Hz
	maxDelay   = 6   // snapshot intervals that a client's screen may be behind its newest snapshot
	maxLead    = 5   // and ahead of it, by the motion model: what is seen then is judged by what truly was
)

// witness is what the server knows of what a client can have seen. Lag
// compensation believes this and not the client.
type witness struct {
	acked    sim.Tick // newest snapshot confirmed
	view     sim.Tick // what was on the screen last: it never goes back
	fraction uint8
	best     time.Duration // the shortest round trip since the last ping; 0: none
}

// ack notes that a client confirms the snapshot of tick t with a frame that
// arrived at now. A tick that was not shown, or long ago, confirms nothing.
func (w *witness) ack(t sim.Tick, now time.Time, shown *ring.Ring[time.Time]) {
	if t <= w.acked {
		return
	}
	at, ok := shown.At(uint32(t))
	if !ok {
		return
	}
	w.acked = t
	if trip := now.Sub(at); w.best == 0 || trip < w.best {
		w.best = max(trip, 1)
	}
}

// clamp holds the view of an input to what is plausible: nothing newer than
// what a client foresees from the newest snapshot confirmed, nothing older than
// the most that it delays its picture, and never back in time.
func (w *witness) clamp(in *sim.Input, interval int) {
	view, fraction := in.View, in.Fraction
	newest := w.acked + sim.Tick(maxLead*interval)
	switch oldest := w.acked - min(w.acked, sim.Tick(maxDelay*interval)); {
	case view == 0 || w.acked == 0:
		in.View, in.Fraction = 0, 0 // no picture, so no compensation
		return
	case view >= newest:
		view, fraction = newest, 0
	case view < oldest:
		view, fraction = oldest, 0
	}
	if view < w.view || view == w.view && fraction < w.fraction {
		view, fraction = w.view, w.fraction
	}
	w.view, w.fraction = view, fraction
	in.View, in.Fraction = view, fraction
}
