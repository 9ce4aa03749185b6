package snapshot

import "perihelion/sim"

// checkEvery is how many frames of one connection lie between two checksums of
// what its client holds; every keyframe carries one as well.
const checkEvery = 60

// ownCheckBits are few, but a prediction that went wrong is wrong in the frames that follow too.
const ownCheckBits = 4

// ownChecksum fingerprints a player's exact state in ownCheckBits.
func ownChecksum(own *sim.Private) (h uint32) {
	for _, word := range own {
		h = mix(h, word)
	}
	return h >> (32 - ownCheckBits)
}

// mix is one step of a checksum.
func mix(h uint32, word int32) uint32 {
	h = (h ^ uint32(word)) * 0x9e3779b1
	return h ^ h>>15
}

// checksum fingerprints one entity. What a client holds is the sum over its
// entities, modulo 2^32.
//
//	h = id + kind<<16;  for each word in order: h = (h ^ word) × 0x9e3779b1; h ^= h>>15
func (c *codec) checksum(e *sim.Entity) uint32 {
	h := uint32(e.ID) + uint32(e.Kind)<<16
	for i := range c.layouts[e.Kind].fields {
		h = mix(h, e.Words[i])
	}
	return h
}
