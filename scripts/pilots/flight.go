package pilots

import (
	"math/bits"

	"perihelion/sim"
	"perihelion/sim/ships"
)

const (
	legTicks   = 90 // from one heading to the next
	burstTicks = 30 // for which the trigger is held, or not
)

// Fly is what the n-th pilot holds in a tick: it turns from one heading to the next, with
// the engine on, and fires every fourth half second. It looks at nothing, so that it flies
// alike on every server.
func Fly(n int, tick uint32) sim.Input {
	leg, part := tick/legTicks, tick%legTicks
	from, to := heading(n, leg), heading(n, leg+1)
	aim := from + uint16(int32(int16(to-from))*int32(part)/legTicks)
	in := sim.Input{Axes: ships.Axes(127, 0, aim)}
	if (int(tick/burstTicks)+n)%4 == 0 {
		in.Buttons = ships.ButtonPulse
	}
	return in
}

// heading is where pilot n wants to go at the beginning of a leg.
func heading(n int, leg uint32) uint16 {
	const golden = 0x9e3779b97f4a7c15
	hi, lo := bits.Mul64(uint64(n)<<32|uint64(leg)+1, golden)
	hi, lo = bits.Mul64(hi^lo, golden)
	return uint16(hi ^ lo)
}
