package fairness

import "perihelion/sim"

const (
	fewSeats, manySeats = 2, 64 // of a match, unless its mode says
	visitTicks          = 480   // of each match: the countdown, and 5 seconds
)

// visit plays the begin of a match of each mode, for few and for many, with every seat taken: an arena
// comes into all of them, and what fails or takes too long in one must not be found there. It counts
// nothing; ok is false if goOn has ended it.
func visit(p plan) (ok bool) {
	for _, mode := range p.game.About().Modes {
		sizes := []int{fewSeats, manySeats}
		if mode.Seats > 0 {
			sizes = []int{mode.Seats}
		}
		for _, seats := range sizes {
			t := newTrial(p.game, sim.Config{Seed: 1, Mode: mode, Seats: seats, Arena: p.arena}, seats)
			for range visitTicks {
				if !p.goOn() {
					return false
				}
				t.playBots()
			}
		}
	}
	return true
}
