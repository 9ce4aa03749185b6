package ships

import "perihelion/sim"

// maxHeadStartTime bounds, in ms, how far a pulse is caught up: what comes out of the
// barrel that close to its victim could hardly have been dodged anyway. Beyond
// it the shooter must lead.
const maxHeadStartTime = 100

// headStart is how many ticks the pulse of an input has flown when it is fired:
// those, in whole, by which the screen of its shooter is behind. It is born that
// much earlier, so that it flies among what he sees.
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

// HeadStart is how many ticks the pulse of words e had flown when it was fired. A
// picture that begins at the muzzle is that much late from there on.
func HeadStart(cfg *sim.Config, e *sim.Words, fired sim.Tick) sim.Tick {
	a := arenaOf(cfg)
	ahead := int32(fired-sim.Tick(e[PulseBorn])) & bornMask
	if ahead > a.maxHeadStart() {
		return 0
	}
	return sim.Tick(ahead)
}

func (a *arena) maxHeadStart() int32 { return min(a.ticks(maxHeadStartTime), historyLength-1) }

// firePulse fires a pulse of p. It flies its head start at once, among the poses of
// then, and whoever it meets was hit in the past; then it flies live.
func (w *World) firePulse(p sim.PlayerID, in sim.Input) {
	g := &w.pulses[p]
	i := g.addPulse(&w.ships[p].body, in, w.tick, &w.arena)
	s := &g.slots[i]
	for t := w.tick - sim.Tick(s.ahead); t < w.tick; t++ {
		if !w.movePulse(p, s, t+1) {
			g.live &^= 1 << i
			return
		}
	}
}

// confirmPulse takes the server's word on a pulse of p: one that a client fired by a
// view which the server did not believe is the server's from here on, and one
// that Adopt made it forget is back.
func (w *World) confirmPulse(p sim.PlayerID, e *sim.Entity) {
	i := e.ID & (pulsesPerPlayer - 1)
	g := &w.pulses[p]
	s := &g.slots[i]
	if g.live>>i&1 == 1 && (s.birth == e.Words || !w.arena.samePulse(&s.birth, &e.Words)) {
		return
	}
	g.live &^= 1 << i
	*s = pulse{birth: e.Words, flight: w.arena.newFlight(&e.Words)}
	for range int32(w.tick-sim.Tick(e.Words[PulseBorn])) & bornMask {
		if !w.movePulse(p, s, w.tick) {
			return
		}
	}
	g.live |= 1 << i
}

// samePulse reports whether two births that bear one id can be of one shot: then
// they are no further apart than head starts are.
func (a *arena) samePulse(x, y *sim.Words) bool {
	apart := (x[PulseBorn] - y[PulseBorn]) & bornMask
	return min(apart, bornMask+1-apart) <= a.maxHeadStart()
}
