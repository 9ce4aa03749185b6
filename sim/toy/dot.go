package toy

import (
	"perihelion/sim"
	"perihelion/sim/rng"
)

const unit = 1 << sim.PositionShift // all lengths are in 1/16 unit, as on the wire

const (
	half     = 600 * unit // of the width and of the height of the field
	walk     = 300 * unit // per second
	dash     = 900 * unit // per second
	dashTime = 200        // ms
	dashWait = 2_000      // ms from one dash to the next
	reach    = 24 * unit  // how near a dot must be to the coin to take it
	fullAxis = 1<<7 - 1   // an axis pushed all the way
)

// dot is what one player controls.
type dot struct {
	seated bool
	x, y   int32
	vx, vy int32 // per tick
	wait   int32 // ticks until it may dash again
	coins  int32 // taken in this round
}

// move is a dot's part of a tick. Step and Predict both call it: so a prediction is what
// the server does.
func (d *dot) move(in sim.Input, rate int32) {
	in = inputs.Clamp(in)
	d.wait = max(d.wait-1, 0)
	if d.wait == 0 && in.Buttons&ButtonDash != 0 {
		d.wait = dashWait * rate / 1000
	}
	speed := int32(walk)
	if d.wait > (dashWait-dashTime)*rate/1000 {
		speed = dash
	}
	d.vx = in.Axes[AxisX] * speed / (fullAxis * rate)
	d.vy = in.Axes[AxisY] * speed / (fullAxis * rate)
	d.x = within(d.x + d.vx)
	d.y = within(d.y + d.vy)
}

// within is a coordinate held inside the field.
func within(v int32) int32 { return min(max(v, -half), half) }

// somewhere is a coordinate anywhere in the field.
func somewhere(luck *rng.Source) int32 { return int32(luck.Below(2*half+1)) - half }

// reaches reports whether the dot touches what is at x and y.
func (d *dot) reaches(x, y int32) bool {
	dx, dy := d.x-x, d.y-y
	return dx*dx+dy*dy <= reach*reach
}

// The words of Private: what a client needs to predict its dot, exactly.
const (
	OwnSeated = iota // 0, 1
	OwnX
	OwnY
	OwnWait // ticks until it may dash again
)

func (d *dot) private() (own sim.Private) {
	if d.seated {
		own[OwnSeated] = 1
	}
	own[OwnX], own[OwnY], own[OwnWait] = d.x, d.y, d.wait
	return own
}

func dotOf(own sim.Private) dot {
	return dot{seated: own[OwnSeated] != 0, x: own[OwnX], y: own[OwnY], wait: own[OwnWait]}
}
