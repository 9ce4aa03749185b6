package ships

import (
	"perihelion/sim"
	"perihelion/sim/fixed"
)

// Adopt makes p, after tick t, exactly what the server says. Only clients call
// it. Predicted pulses are forgotten: Observe, or the inputs played again, bring
// them back.
func (w *World) Adopt(t sim.Tick, p sim.PlayerID, own sim.Private) {
	if !w.ships[p].seated {
		w.Join(p)
	}
	w.client = true
	w.tick = t
	w.ships[p].body = bodyOf(&own)
	w.pulses[p].live = 0
}

// Observe tells a client's world what else there is. Only what p can touch (the
// state of rocks) and p's own pulses matter to its predictions; the rest is
// ignored.
func (w *World) Observe(_ sim.Tick, seen []sim.Entity) {
	for i := range seen {
		switch e := &seen[i]; e.Kind {
		case KindRock:
			if n := int(e.ID) - int(firstRock); n >= 0 && n < len(w.rocks) {
				w.rocks[n].hull = e.Words[RockHull]
			}
		case KindPulse:
			if p := Owner(e.ID); int(p) < len(w.ships) && w.ships[p].seated {
				w.confirmPulse(p, e)
			}
		}
	}
}

// Predict advances only what p controls, through the code that Step uses, so
// that a client without surprises is never corrected. A dead player waits: the
// server decides where the next life begins. What others notice of it, the beam
// and the use of an item, are the events of this tick, in the words of the
// server's own: but for a beam that ends in a ship.
func (w *World) Predict(p sim.PlayerID, in sim.Input) {
	w.tick++
	w.events = w.events[:0]
	w.movePulses()
	s := &w.ships[p]
	d := w.stepBody(&s.body, in, w.tick)
	if d.pulse {
		w.firePulse(p, in)
	}
	if d.rail {
		reach, _ := w.beamRange(s.pos, fixed.Unit(s.heading), w.viewTimeOf(in))
		w.emitRail(p, sim.NoPlayer, reach)
	}
	if d.item != NoItem {
		w.emitItemUse(p, d.item)
	}
}

// strikeBeam ends a predicted beam in the first ship that it meets among those seen,
// which are where its shooter saw them; any other event it leaves as it is. Whether
// that was a hit is for the server to say.
func (a *arena) strikeBeam(e *sim.Event, seen []sim.Entity) {
	if e.Kind != EventRail {
		return
	}
	w := &e.Words
	from := fromWords(w[RailX0], w[RailY0], posShift)
	way := fromWords(w[RailX1], w[RailY1], posShift).Sub(from)
	reach := way.Len()
	if reach == 0 {
		return
	}
	dir := fixed.Vec{X: fixed.Div(way.X, reach), Y: fixed.Div(way.Y, reach)}
	shooter := sim.PlayerID(w[RailShooter])
	for i := range seen {
		s := &seen[i]
		if s.Kind != KindShip || a.friends(shooter, Owner(s.ID)) {
			continue
		}
		at := fromWords(s.Words[ShipX], s.Words[ShipY], posShift)
		if d, ok := rayCircle(at.Sub(from), dir, fixed.Int(ShipRadius)); ok && d < reach {
			reach, w[RailHit] = d, 1
		}
	}
	if w[RailHit] == 1 {
		end := from.Add(dir.Scale(reach))
		w[RailX1], w[RailY1] = posWord(end.X), posWord(end.Y)
	}
}
