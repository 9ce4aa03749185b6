package ships

import "perihelion/sim"

// maxHeadStartTime bounds the head start of a pulse, in ms. Within it the victim could
// hardly have dodged anyway. With a longer delay the shooter must aim ahead.
const maxHeadStartTime = 100

// headStart is how many ticks the pulse of an input has flown when it is fired: the whole
// ticks by which the screen of its shooter is behind. The pulse is born that much earlier,
// so that it flies among the ships that the shooter sees.
func (a *arena) headStart(in sim.Input, now sim.Tick) (ticks int32, capped bool) {
	if in.View == 0 || in.View >= now {
		return 0, false
	}
	back, most := now-in.View, a.maxHeadStart()
	if back > sim.Tick(most) {
		return most, true
	}
	if in.Fraction > 0 {
		back--
	}
	return int32(back), false
}

// HeadStart is how many ticks the pulse with words e had flown when it was fired. A client
// that draws it from the muzzle on draws it that much late.
func HeadStart(cfg *sim.Config, e *sim.Words, fired sim.Tick) sim.Tick {
	a := arenaOf(cfg)
	ahead := int32(fired-sim.Tick(e[PulseBorn])) & birthMask
	if ahead > a.maxHeadStart() {
		return 0
	}
	return sim.Tick(ahead)
}

func (a *arena) maxHeadStart() int32 { return min(a.ticks(maxHeadStartTime), historyLength-1) }

// fireShot fires the pulses of a shot of p.
func (w *World) fireShot(p sim.PlayerID, in sim.Input) {
	for n := range w.ships[p].stats().Bolts {
		w.firePulse(p, n, in)
	}
}

// firePulse fires the n-th pulse of a shot of p. It flies its head start at once, against ships
// and rocks as they were in those ticks, and then goes on in the present.
func (w *World) firePulse(p sim.PlayerID, n int32, in sim.Input) {
	g := &w.pulses[p]
	i := w.addPulse(p, n, in)
	s := &g.slots[i]
	for t := w.tick - sim.Tick(s.ahead); t < w.tick; t++ {
		if !w.movePulse(p, s, t+1) {
			g.live &^= 1 << i
			return
		}
	}
}

// confirmPulse takes over what the server says about a pulse of p. The server's birth
// differs from the predicted one if the server did not accept the view of the input. A
// pulse that Adopt removed comes back.
func (w *World) confirmPulse(p sim.PlayerID, e *sim.Entity) {
	i := e.ID & (pulsesPerPlayer - 1)
	g := &w.pulses[p]
	s := &g.slots[i]
	if g.live>>i&1 == 1 && (s.birth == e.Words || !w.arena.samePulse(&s.birth, &e.Words)) {
		return
	}
	g.live &^= 1 << i
	age := int32(w.tick-sim.Tick(e.Words[PulseBorn])) & birthMask
	*s = pulse{birth: e.Words, flight: w.arena.newFlight(&e.Words, w.tick-sim.Tick(age))}
	for range age {
		if !w.movePulse(p, s, w.tick) {
			return
		}
	}
	g.live |= 1 << i
}

// samePulse reports whether two births with one id can be of the same pulse: they are no
// further apart than the largest head start.
func (a *arena) samePulse(x, y *sim.Words) bool {
	apart := (x[PulseBorn] - y[PulseBorn]) & birthMask
	return min(apart, BirthPeriod-apart) <= a.maxHeadStart()
}
