package puck

import "perihelion/sim"

// forecast is the motion model: it advances the words of an entity by some ticks as if it
// were alone in the rink and its player changed nothing. The codec sends the difference
// from it, a client bridges gaps with it.
func (t *timing) forecast(k sim.Kind, w sim.Words, ticks int) sim.Words {
	ticks = min(ticks, int(t.rate)) // beyond a second there is nothing to foresee
	switch {
	case ticks <= 0:
		return w
	case k == KindSkater:
		frozen := w[SkaterFlags]&flagFrozen != 0
		b := bodyFrom(&w, t)
		for range ticks {
			b.forecast(t, frozen)
		}
		return b.words(frozen)
	case k == KindPuck && w[PuckFrozen] == 0:
		d := discFrom(&w)
		for range ticks {
			d.forecast(t)
		}
		return d.words(sim.PlayerID(w[PuckCarrier]), false)
	}
	return w
}

func (b *body) forecast(t *timing, frozen bool) {
	b.control(b.controls, t, frozen)
	if frozen {
		return
	}
	for range t.subs {
		b.skate(t)
	}
	b.roundState()
}

func (d *disc) forecast(t *timing) {
	caught := d.inNet()
	for range t.subs {
		d.slide(t)
		d.board(caught)
	}
	d.roundState()
}
