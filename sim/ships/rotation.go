package ships

import (
	"perihelion/sim"
	"perihelion/sim/coder"
	"perihelion/sim/fixed"
	"perihelion/sim/rng"
)

// On the podium AxisClass also says what a player wants next: VoteFirst and the ones behind it
// are votes for the arenas that are offered, VoteReady that the next round may begin at once.
const (
	VoteFirst = 101
	VoteReady = 110

	maxOffers = 3

	withdrawTime = 10_000 // ms after which a match without rounds leaves an arena that was withdrawn
)

// rotation is which arena of the match is played in, and which ones may be next.
type rotation struct {
	place     uint8
	withdrawn uint16           // arenas that are not played in any more, a bit for each
	offers    [maxOffers]uint8 // on the podium: those to choose from; the first one if nobody votes
	count     uint8            // how many offers there are
}

// firstPlace is the arena in which a match begins.
func firstPlace(cfg *sim.Config) int { return int(rng.Mix(cfg.Seed^1) % uint64(len(*cfg.Arenas))) }

// ArenaNow is the arena in which a match is, as its entities tell; nil: the only one.
func ArenaNow(cfg *sim.Config, seen []sim.Entity) *sim.Arena {
	if cfg.Arenas == nil || cfg.Editable {
		return cfg.Arena
	}
	for i := range seen {
		if e := &seen[i]; e.Kind == KindMatch {
			return ArenaAt(cfg, e.Words[MatchArena])
		}
	}
	return cfg.Arena
}

// ArenaAt is the n-th arena of a match with several.
func ArenaAt(cfg *sim.Config, n int32) *sim.Arena { return (*cfg.Arenas)[int(n)%len(*cfg.Arenas)] }

// layArena makes everything that follows from the arena anew.
func (w *World) layArena() {
	if w.cfg.Arenas != nil && !w.cfg.Editable {
		w.cfg.Arena = ArenaAt(&w.cfg, int32(w.rotation.place))
	}
	w.arena, w.disturbed = arenaOf(&w.cfg), true
	count := w.arena.rockCount()
	w.orbits, w.rocks, w.rockAt = make([]orbit, count), make([]rock, count), make([]fixed.Vec, count)
	for i := range w.orbits {
		w.orbits[i] = w.arena.rockOrbit(i)
		w.rocks[i].hull = fullRockHull
		w.rockAt[i] = w.orbits[i].position(w.tick)
	}
	w.pads = make([]pad, w.arena.allPads())
	scraps := int(matchID - firstScrap)
	if !w.cfg.Editable { // or it would change with the rocks
		scraps = min(count*scrapsPerRock+w.cfg.Seats*scrapsPerShip, scraps)
	}
	w.scraps = make([]scrap, scraps)
	w.grid = newGrid(w.arena.radius, w.cfg.Seats)
}

// moveTo takes the match to another arena: everyone begins there anew.
func (w *World) moveTo(place uint8) {
	w.rotation.place = place
	w.layArena()
	w.goal = goalState{holder: sim.NoPlayer}
	w.grid.reset()
	for _, p := range w.players {
		w.pulses[p].live, w.drops[p].live = 0, 0
		w.clearHistory(p)
		if w.ships[p].alive {
			w.spawn(p, w.spawnPoint(p))
		}
	}
}

// offerArenas draws the arenas that may be next.
func (w *World) offerArenas() {
	r := &w.rotation
	r.count = 0
	for _, p := range w.players {
		w.ships[p].vote, w.ships[p].ready = 0, false
	}
	if w.cfg.Arenas == nil || w.cfg.Editable {
		return
	}
	var left [sim.MaxArenas]uint8
	n := 0
	for i := range *w.cfg.Arenas {
		if i != int(r.place) && r.withdrawn>>i&1 == 0 {
			left[n] = uint8(i)
			n++
		}
	}
	for ; r.count < maxOffers && n > 0; r.count++ {
		i := w.random.Below(n)
		r.offers[r.count] = left[i]
		n--
		left[i] = left[n]
	}
}

// allReady reports whether everyone wants the next round at once.
func (w *World) allReady() bool {
	_, ready := w.countVotes()
	return ready > 0 && ready == len(w.players)
}

// moveToNext goes to the next arena: the one with the most votes, of equal ones a random one, and
// without votes the first one that was offered.
func (w *World) moveToNext() {
	r := &w.rotation
	if r.count == 0 {
		return
	}
	votes, _ := w.countVotes()
	next, ties := 0, 1
	for i := 1; i < int(r.count); i++ {
		switch {
		case votes[i] > votes[next]:
			next, ties = i, 1
		case votes[i] == votes[next] && votes[i] > 0:
			if ties++; w.random.Below(ties) == 0 {
				next = i
			}
		}
	}
	place := r.offers[next]
	r.count = 0
	w.moveTo(place)
}

// Place is which arena of the match is played in.
func (w *World) Place() int { return int(w.rotation.place) }

// leaveWithdrawn goes to the next arena if the present one is withdrawn.
func (w *World) leaveWithdrawn() {
	if w.rotation.withdrawn>>w.rotation.place&1 == 1 {
		w.offerArenas()
		w.moveToNext()
	}
}

// Withdraw takes arenas out of the turns: see sim.Rotator. A round that is played in one goes on to its
// end, unless all leave it; if there are no rounds the match leaves it soon.
func (w *World) Withdraw(places uint16) (fresh uint16) {
	r := &w.rotation
	if w.cfg.Arenas == nil || w.cfg.Editable {
		return 0
	}
	all := uint16(1)<<len(*w.cfg.Arenas) - 1
	fresh = places & all &^ r.withdrawn
	if fresh == 0 || r.withdrawn|fresh == all {
		return 0
	}
	r.withdrawn |= fresh
	switch {
	case w.match.phase == sim.PhasePodium:
		if r.offersAny(fresh) {
			w.offerArenas()
		}
	case w.match.phase != sim.PhaseLive:
		w.leaveWithdrawn()
	case fresh>>r.place&1 == 1 && w.cfg.Endless():
		w.setPhase(sim.PhaseLive, withdrawTime)
	}
	return fresh
}

// offersAny reports whether one of some arenas is offered.
func (r *rotation) offersAny(places uint16) bool {
	for _, o := range r.offers[:r.count] {
		if places>>o&1 == 1 {
			return true
		}
	}
	return false
}

func (r *rotation) code(c *coder.Coder, arenas *sim.Arenas) {
	coder.Int8(c, &r.place)
	coder.Int16(c, &r.withdrawn)
	coder.Int8(c, &r.count)
	for i := range r.offers {
		coder.Int8(c, &r.offers[i])
	}
	most := 1
	if arenas != nil {
		most = len(*arenas)
	}
	c.Require(int(r.place) < most && r.count <= maxOffers && r.withdrawn < 1<<most-1)
	for _, o := range r.offers {
		c.Require(int(o) < most)
	}
}
