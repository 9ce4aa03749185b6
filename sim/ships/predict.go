package ships

import (
	"perihelion/sim"
	"perihelion/sim/fixed"
)

// Adopt sets the ship of p to exactly what the server says, after tick t. Only clients
// call it. It removes predicted pulses; Observe, or the inputs that are played again,
// bring them back.
func (w *World) Adopt(t sim.Tick, p sim.PlayerID, own sim.Private) {
	if !w.ships[p].seated {
		w.Join(p)
	}
	w.client = true
	w.tick = t
	w.ships[p].body = bodyOf(&own)
	w.pulses[p].live = 0
}

// Observe tells a client's world what the server says about other entities. Only the hull
// of rocks and the pulses of p matter to predictions; it ignores the rest.
func (w *World) Observe(_ sim.Tick, seen []sim.Entity) {
	for i := range seen {
		switch e := &seen[i]; e.Kind {
		case KindMatch:
			if place := uint8(e.Words[MatchArena]); place != w.rotation.place && w.cfg.Arenas != nil && !w.cfg.Editable && int(place) < len(*w.cfg.Arenas) {
				w.rotation.place = place
				w.layArena()
			}
		case KindRock:
			if n := int(e.ID) - int(firstRock); n >= 0 && n < len(w.rocks) {
				w.rocks[n].hull = e.Words[rockHull]
			}
		case KindPulse:
			if p := Owner(e.ID); int(p) < len(w.ships) && w.ships[p].seated {
				w.confirmPulse(p, e)
			}
		}
	}
}

// Predict advances only the ship of p, through the code that Step uses, so that a client
// is corrected only when others affected it. A dead player waits: the server decides where
// the next life begins. The events of this tick (the beam, the use of an item) are those
// that the server will send, except that a beam does not end at ships: see strikeBeam.
func (w *World) Predict(p sim.PlayerID, in sim.Input) {
	w.tick++
	w.flare = w.arena.flareAt(w.tick).On(w.tick)
	w.events = w.events[:0]
	w.movePulses()
	s := &w.ships[p]
	d := w.stepBody(&s.body, in, w.tick)
	if d.pulse {
		w.fireShot(p, in)
	}
	if d.rail {
		beam := s.beam()
		reach, _ := w.beamRange(beam, fixed.Int(RailReach), w.viewTimeOf(in))
		w.emitRail(p, sim.NoPlayer, beam, reach)
	}
	if d.item != NoItem {
		w.emitItemUse(p, d.item)
	}
}

// strikeBeam ends a predicted rail beam at the first ship on its way among those seen,
// which are where its shooter saw them. Any other event stays as it is. Whether the beam
// really hit is decided by the server.
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
