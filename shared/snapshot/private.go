package snapshot

import (
	"math/bits"

	"perihelion/shared/bitio"
	"perihelion/sim"
)

// A privateModel codes a player's exact state against the states sent before
// it. ClientEncoder and ClientState hold one each, in step; both forget at a keyframe.
//
//	golomb1 n | n × { golomb0 words skipped since the last one | golomb(order) zigzag(off) - 1 }
//
// The words not mentioned are as guessed. off is the word minus its guess.
type privateModel [sim.PrivateWords]wordModel

const privateOrder = 1

func (w *bitWriter) putPrivate(m *privateModel, own *sim.Private) {
	n := uint32(0)
	for i := range m {
		if own[i] != m[i].guess() {
			n++
		}
	}
	w.Golomb(n, privateOrder)
	next := 0
	for i := range m {
		if off := own[i] - m[i].guess(); off != 0 {
			w.Golomb(uint32(i-next), skippedOrder)
			next = i + 1
			w.Golomb(bitio.Zigzag(off)-1, m[i].order())
		}
		m[i].learn(own[i])
	}
}

func (r *bitReader) private(m *privateModel, own *sim.Private) {
	left := r.Golomb(privateOrder)
	skip := r.skip(left)
	for i := range m {
		own[i] = m[i].guess()
		if left > 0 && skip == 0 {
			own[i] += bitio.Unzigzag(r.Golomb(m[i].order()) + 1)
			left--
			skip = r.skip(left) + 1
		}
		skip--
		m[i].learn(own[i])
	}
	r.Bad = r.Bad || left > 0
}

// learn takes note of a state that was predicted.
func (m *privateModel) learn(own *sim.Private) {
	for i := range m {
		m[i].learn(own[i])
	}
}

// skip reads how many words come before the next one mentioned, if any is left.
func (r *bitReader) skip(left uint32) uint32 {
	if left == 0 {
		return 0
	}
	return r.Golomb(skippedOrder)
}

// A wordModel guesses the next value of one word from the last three. It does
// not know what the word means: of standing still, moving evenly and
// accelerating evenly it takes what would have done best of late. So a position
// costs what the acceleration changed, and a counter that counts costs nothing.
type wordModel struct {
	last [3]int32        // newest first
	off  [guesses]uint32 // decaying mean of the bits by which each guess was off, in 1/16
}

const guesses = 3

// at is the guess of the given order. Arithmetic wraps, on both ends alike.
func (m *wordModel) at(order int) int32 {
	a, b, c := m.last[0], m.last[1], m.last[2]
	switch order {
	case 0:
		return a
	case 1:
		return 2*a - b
	}
	return 3*a - 3*b + c
}

// best is the order of the guess that did best of late.
func (m *wordModel) best() int {
	best := 0
	for i := 1; i < guesses; i++ {
		if m.off[i] < m.off[best] {
			best = i
		}
	}
	return best
}

func (m *wordModel) guess() int32 { return m.at(m.best()) }

// order is that of the Golomb code for how far the guess is off.
func (m *wordModel) order() uint {
	mean := uint(m.off[m.best()]+8) >> 4
	return max(mean, 2) - 2
}

// learn takes note of what the word really was.
func (m *wordModel) learn(v int32) {
	for i := range m.off {
		off := uint32(bits.Len32(bitio.Zigzag(v-m.at(i)))) << 4
		m.off[i] = (3*m.off[i] + off) >> 2
	}
	m.last = [3]int32{v, m.last[0], m.last[1]}
}
