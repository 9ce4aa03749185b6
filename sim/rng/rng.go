// Package rng is the luck of the simulation: a small seeded generator that a
// World holds by value, so that a saved world goes on with the same luck. It is
// for sim alone; it guards no secret.
package rng

// Source is a SplitMix64 generator. Its only state is a counter, so any value
// is a good seed and eight bytes save it.
type Source uint64

// Next is the next 64 bits of luck.
func (s *Source) Next() uint64 {
	*s += 0x9e3779b97f4a7c15
	return Mix(uint64(*s))
}

// Below is a number from 0 to n-1. The bias is below n/2^32, which no player
// can notice.
func (s *Source) Below(n int) int {
	if n <= 0 {
		panic("rng: bound must be positive")
	}
	return int(s.Next() >> 32 * uint64(n) >> 32)
}

// Mix scrambles x so that neighbours share nothing; it turns a number that
// names a thing into that thing's own luck.
func Mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
