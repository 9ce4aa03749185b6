package sim

// Adopt makes p, after tick t, exactly what the server says. Only clients call
// it. Predicted pulses are forgotten: the server's word, or the inputs played
// again, bring them back.
func (w *World) Adopt(t Tick, p PlayerID, own Private) {
	if !w.ships[p].seated {
		w.Join(p)
	}
	w.client = true
	w.tick = t
	w.ships[p].body = bodyOf(&own)
	w.guns[p].live = 0
}

// Observe tells a client's world what else there is. Only what p can touch
// matters to its predictions (the state of rocks); the rest is ignored.
func (w *World) Observe(seen []Entity) {
	for i := range seen {
		e := &seen[i]
		if e.Kind != KindRock {
			continue
		}
		if n := int(e.ID) - int(firstRock); n >= 0 && n < len(w.rocks) {
			w.rocks[n].hull = e.Words[RockHull]
		}
	}
}

// Predict advances only what p controls, through the code that Step uses, so
// that a client without surprises is never corrected. A dead player waits: the
// server decides where the next life begins.
func (w *World) Predict(p PlayerID, in Input) {
	w.tick++
	g := &w.guns[p]
	for live := g.live; live != 0; live &= live - 1 {
		i := lowest(live)
		if f := &g.shots[i].flight; w.spent(f) {
			g.live &^= 1 << i
		}
	}
	if s := &w.ships[p]; w.fly(&s.body, in, w.tick).pulse {
		g.fire(&s.body, w.tick, &w.arena)
	}
}

// spent flies a predicted pulse on and reports whether that was its end. Whom
// it hits is for the server to say.
func (w *World) spent(f *Flight) bool {
	f.advance(&w.arena)
	return !f.Alive() || f.pos.Len() < w.arena.star
}
