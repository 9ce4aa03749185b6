// Package rng is the random number generator of simulations: small, seeded, and held by
// a World by value, so that a saved world goes on with the same numbers. It is for games
// only; it is not fit for secrets.
package rng

// Source is a SplitMix64 generator. Its only state is a counter, so any value
// is a good seed and eight bytes save it.
type Source uint64

// Next is the next 64 random bits.
func (s *Source) Next() uint64 {
	*s += 0x9e3779b97f4a7c15
	return Mix(uint64(*s))
}

// Below is a random number from 0 to n-1. Its bias is below n/2^32. It panics unless n is
// positive.
func (s *Source) Below(n int) int {
	if n <= 0 {
		panic("rng: bound must be positive")
	}
	return int(s.Next() >> 32 * uint64(n) >> 32)
}

// Mix is a hash of x: neighbouring numbers give unrelated results. It makes a seed from a
// number that identifies something.
func Mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
