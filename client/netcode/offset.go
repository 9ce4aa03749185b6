package netcode

import (
	"math"
	"time"

	"perihelion/sim"
)

// What share is left of a correction after one frame at 60 Hz, of a small and of a large
// one. Between them it is graded; see sim.Smoothing. What is larger still would look like
// flying, so it is not hidden.
const (
	keepSmall, keepLarge = 0.95, 0.85
	negligible           = 1.0 / 256 // of a small one

	frame60 = time.Second / 60
)

// An drawOffset is the part of corrections that the eye has not been told yet. It
// belongs to the picture; the simulation is right at once.
type drawOffset struct{ x, y float32 }

func (o *drawOffset) clear() { *o = drawOffset{} }

// absorb keeps the picture where it was although the ship moved from before to
// after, and returns how far that was. Only a life that goes on is smoothed.
func (o *drawOffset) absorb(g *game, before, after sim.Private) (size float32) {
	x0, y0, was := g.place(before)
	x1, y1, is := g.place(after)
	if !was || !is {
		o.clear()
		return 0
	}
	const unit = 1 << sim.PlaceShift
	dx, dy := float32(x0-x1)/unit, float32(y0-y1)/unit
	o.shift(g, dx, dy)
	return float32(math.Hypot(float64(dx), float64(dy)))
}

// shift keeps the picture where it was although the thing moved by -dx, -dy units. What is
// too large to be hidden is shown at once.
func (o *drawOffset) shift(g *game, dx, dy float32) {
	o.x, o.y = o.x+dx, o.y+dy
	if o.length() > float64(g.smooth.SnapError) {
		o.clear()
	}
}

func (o *drawOffset) length() float64 { return math.Hypot(float64(o.x), float64(o.y)) }

// decay lets the offset fade over the time that one frame took.
func (o *drawOffset) decay(g *game, frame time.Duration) (x, y float32) {
	small, large := float64(g.smooth.SmallError), float64(g.smooth.LargeError)
	d := o.length()
	if d < small*negligible {
		o.clear()
		return 0, 0
	}
	grade := min(max((d-small)/(large-small), 0), 1)
	keep := keepSmall + grade*(keepLarge-keepSmall)
	share := float32(math.Pow(keep, float64(frame)/float64(frame60)))
	o.x, o.y = o.x*share, o.y*share
	return o.x, o.y
}

// moved reports whether motion can have led from one tick to the next.
func (g *game) moved(before, after sim.Private) bool {
	x0, y0, was := g.place(before)
	x1, y1, is := g.place(after)
	most := g.about.Leap << sim.PlaceShift
	return was && is && within(x0, x1, most) && within(y0, y1, most)
}

func within(a, b, most int32) bool {
	d := int64(a) - int64(b)
	return -int64(most) <= d && d <= int64(most)
}
