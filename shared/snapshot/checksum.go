package snapshot

import "perihelion/sim"

// checkEvery is how many frames of one connection lie between two checksums of
// what its client holds; every keyframe carries one as well.
const checkEvery = 60

// checksum fingerprints one entity. What a client holds is the sum over its
// entities, modulo 2^32.
//
//	h = id + kind<<16;  for each word in order: h = (h ^ word) × 0x9e3779b1; h ^= h>>15
func (c *codec) checksum(e *sim.Entity) uint32 {
	h := uint32(e.ID) + uint32(e.Kind)<<16
	for i := range c.layouts[e.Kind].fields {
		h = (h ^ uint32(e.Words[i])) * 0x9e3779b1
		h ^= h >> 15
	}
	return h
}
