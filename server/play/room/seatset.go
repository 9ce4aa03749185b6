package room

import (
	"iter"
	"math/bits"

	"perihelion/sim"
)

// seatSet is a set of seats.
type seatSet []uint64

func newSeatSet(seats int) seatSet { return make(seatSet, (seats+63)/64) }

// mark puts p into the set, or takes it out.
func (s seatSet) mark(p sim.PlayerID, in bool) {
	if bit := uint64(1) << (p % 64); in {
		s[p/64] |= bit
	} else {
		s[p/64] &^= bit
	}
}

func (s seatSet) has(p sim.PlayerID) bool { return s[p/64]>>(p%64)&1 == 1 }

// total is how many seats are in the set.
func (s seatSet) total() (n int) {
	for _, word := range s {
		n += bits.OnesCount64(word)
	}
	return n
}

// from yields the seats in order, from first on and then those before it. They may be taken out meanwhile.
func (s seatSet) from(first sim.PlayerID) iter.Seq[sim.PlayerID] {
	return func(yield func(sim.PlayerID) bool) {
		start, before := int(first/64)%len(s), uint64(1)<<(first%64)-1
		for n := range len(s) + 1 {
			i := (start + n) % len(s)
			word := s[i]
			switch n {
			case 0:
				word &^= before
			case len(s):
				word &= before
			}
			for ; word != 0; word &= word - 1 {
				if !yield(sim.PlayerID(i*64 + bits.TrailingZeros64(word))) {
					return
				}
			}
		}
	}
}
