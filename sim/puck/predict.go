package puck

import "perihelion/sim"

// Adopt makes p, after tick t, exactly what the server says. Only clients call it.
func (w *World) Adopt(t sim.Tick, p sim.PlayerID, own sim.Private) {
	w.client, w.me, w.tick = true, p, t
	if !w.skaters[p].seated {
		w.addSeat(p)
		w.skaters[p].seated = true
	}
	w.skaters[p].body = bodyOf(&own, &w.timing)
}

// Observe takes the other skaters, the puck and the stage of the match as of tick t, the
// one that was adopted. What is seen of another tick is ignored: the world would be of two
// times.
func (w *World) Observe(t sim.Tick, seen []sim.Entity) {
	if t != w.tick || !w.client {
		return
	}
	w.keepOnly(w.me)
	for i := range seen {
		switch e := &seen[i]; e.Kind {
		case KindSkater:
			w.observeSkater(Owner(e.ID), &e.Words)
		case KindPuck:
			w.puck, w.carrier = discFrom(&e.Words), sim.PlayerID(e.Words[PuckCarrier])
		case KindMatch:
			w.match.phase = sim.Phase(e.Words[matchPhase])
			w.match.stage, w.match.until = stage(e.Words[matchStage]), sim.Tick(e.Words[matchUntil])
		}
	}
}

// keepOnly empties every seat but that of p.
func (w *World) keepOnly(p sim.PlayerID) {
	for _, q := range w.players {
		w.skaters[q].seated = q == p
	}
	w.players = append(w.players[:0], p)
}

func (w *World) observeSkater(p sim.PlayerID, words *sim.Words) {
	if int(p) >= len(w.skaters) || p == w.me {
		return
	}
	if !w.skaters[p].seated {
		w.addSeat(p)
		w.skaters[p].seated = true
	}
	w.skaters[p].body = bodyFrom(words, &w.timing)
}

// Predict advances all that moves by one tick, through the code that Step uses. The others
// go on to hold what they were last seen to hold. Goals are for the server to count; the
// puck stays in the net.
func (w *World) Predict(p sim.PlayerID, in sim.Input) {
	w.tick++
	w.events = w.events[:0]
	for _, q := range w.players {
		c := w.skaters[q].controls
		if q == p {
			c = controlsOf(&in)
		}
		w.skaters[q].control(c, &w.timing, w.frozen())
	}
	if !w.frozen() {
		w.moveAll()
	}
	w.updateStage()
}
