package ships

import (
	"math/bits"

	"perihelion/sim/fixed"
)

// Refit is something that makes a ship better until it is lost.
type Refit uint8

const (
	NoRefit Refit = iota
	RefitForks
	RefitBolts
	RefitMirror
	RefitLens
	RefitPlating
	RefitCapacitor
	RefitSiphon

	Refits // how many there are, and one more
)

// refits is what each adds to the numbers of a ship. None changes the thrust: the motion of
// others' ships is foretold from their class alone.
var refits = [Refits]Stats{
	RefitForks:     {Bolts: 1, pulseDamage: -4},
	RefitBolts:     {PulseSpeed: 300},
	RefitMirror:    {Mirror: 50},
	RefitLens:      {starGain: 40},
	RefitPlating:   {Hull: 15},
	RefitCapacitor: {RailCost: -8, RailWait: -150},
	RefitSiphon:    {Siphon: 30},
}

const (
	scrapsPerOffer = 3 // that it takes until a player may choose one of two refits

	refitBits = 3
	refitMask = 1<<refitBits - 1
)

// fitted are refits, a bit each.
type fitted uint8

const allRefits fitted = 1<<Refits - 2

func (f fitted) has(r Refit) bool { return f>>r&1 == 1 }

func (f fitted) count() int { return bits.OnesCount8(uint8(f)) }

// fit adds what a refit makes of the numbers.
func (s *Stats) fit(r *Stats) {
	s.Hull += r.Hull
	s.pulseDamage += r.pulseDamage
	s.PulseSpeed += r.PulseSpeed
	s.Bolts += r.Bolts
	s.RailCost += r.RailCost
	s.RailWait += r.RailWait
	s.Mirror += r.Mirror
	s.starGain += r.starGain
	s.Siphon += r.Siphon
}

// stats are the numbers of the ship: those of its class and what its refits add.
func (b *body) stats() Stats {
	s := classes[b.class]
	for f := b.fitted; f != 0; f &= f - 1 {
		s.fit(&refits[bits.TrailingZeros8(uint8(f))])
	}
	return s
}

// chooseRefit takes one of the refits that are offered, if its button was pressed. What it adds
// to the hull is there at once.
func (b *body) chooseRefit(first, second bool) {
	if b.offer == [2]Refit{} || !first && !second {
		return
	}
	r := b.offer[1]
	if first || r == NoRefit {
		r = b.offer[0]
	}
	b.fitted |= 1 << r
	b.offer = [2]Refit{}
	b.hull += fixed.Int(refits[r].Hull)
}

// countScrap counts a scrap for the next offer. While one is open the last scrap waits.
func (w *World) countScrap(b *body) {
	if b.scraps++; b.scraps < scrapsPerOffer {
		return
	}
	b.scraps = scrapsPerOffer - 1
	if left := allRefits &^ b.fitted; b.offer == [2]Refit{} && left != 0 {
		b.scraps, b.offer = 0, w.drawOffer(left)
	}
}

// drawOffer is two of some refits; the second is NoRefit if there is one only.
func (w *World) drawOffer(left fitted) (o [2]Refit) {
	for i := range o {
		if left == 0 {
			break
		}
		rest := left
		for range w.random.Below(left.count()) {
			rest &= rest - 1
		}
		o[i] = Refit(bits.TrailingZeros8(uint8(rest)))
		left &^= 1 << o[i]
	}
	return o
}

// offerWord is scraps and offer in one word of Private, and readOffer reads it.
func (b *body) offerWord() int32 {
	return b.scraps | int32(b.offer[0])<<refitBits | int32(b.offer[1])<<(2*refitBits)
}

func (b *body) readOffer(word int32) {
	b.scraps = min(word&refitMask, scrapsPerOffer-1)
	b.offer = [2]Refit{Refit(word >> refitBits & refitMask), Refit(word >> (2 * refitBits) & refitMask)}
}
