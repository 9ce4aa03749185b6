package shipstate

import (
	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/sim"
	"perihelion/sim/fixed"
	"perihelion/sim/ships"
	"perihelion/sim/ships/layout"
)

// Gravity returns the pull of all stars at a place and the displayed moment, in units per second².
func Gravity(v *netcode.View, x, y float32) (gx, gy float32) {
	g := ships.Gravity(&v.Config, fixed.Vec{X: fixed.Num(x * 65536), Y: fixed.Num(y * 65536)}, v.Tick)
	return FromFixed(g.X), FromFixed(g.Y)
}

// Radius returns the radius of the arena in world units.
func Radius(v *netcode.View) float32 { return FromFixed(ships.ArenaRadius(&v.Config)) }

// Body is a star or a black hole at the displayed moment, in world units.
type Body struct {
	X, Y, Radius               float32
	Corona                     float32 // while there is no flare
	RechargeRadius, HeatRadius float32
	Black                      bool
}

// AppendBodies appends the stars of the arena to dst.
func AppendBodies(dst []Body, v *netcode.View) []Body {
	now, next := ships.BodiesAt(&v.Config, v.Tick), ships.BodiesAt(&v.Config, v.Tick+1)
	for i, b := range now.All() {
		to := next.All()[i].At
		dst = append(dst, Body{
			X: interpolateFixed(b.At.X, to.X, v.Frac), Y: interpolateFixed(b.At.Y, to.Y, v.Frac),
			Radius: FromFixed(b.Radius), Corona: FromFixed(b.Quiet),
			RechargeRadius: FromFixed(b.Recharge), HeatRadius: FromFixed(b.Heat), Black: b.Black,
		})
	}
	return dst
}

// FlareRadius returns how far the corona of a star reaches in a flare; that of a black hole stays.
func (b *Body) FlareRadius() float32 {
	if b.Black {
		return b.Corona
	}
	return b.Corona * ships.FlareSize
}

// Locate makes the Config of v that of the arena in which the match is at the displayed moment.
func Locate(v *netcode.View) {
	if v.Config.Arenas == nil || v.Config.Editable { // then it has the present one
		return
	}
	for i := len(v.Seen) - 1; i >= 0; i-- {
		if e := &v.Seen[i]; e.Kind == ships.KindMatch {
			v.Config.Arena = ships.ArenaAt(&v.Config, ships.MatchStateOf(&e.To).Arena)
			return
		}
	}
}

// Sky is what the sky of the arena looks like.
func Sky(v *netcode.View) render.SkyLook {
	a := v.Config.Arena
	if a == nil {
		a = ships.Rules.About().Arenas[0]
	}
	b := a.Layout.(*layout.Arena).Backdrop
	return render.SkyLook{Nebula: b.Nebula, Accent: b.Accent, Haze: b.Haze, Stars: b.Stars}
}

// Gate is a ring gate at the displayed moment, in world units; both of a pair have one Pair.
type Gate struct {
	X, Y, Radius float32
	Pair         int
}

// AppendGates appends the gates of the arena to dst.
func AppendGates(dst []Gate, v *netcode.View) []Gate {
	now, next := ships.GatesAt(&v.Config, v.Tick), ships.GatesAt(&v.Config, v.Tick+1)
	for i, g := range now.All() {
		to := next.All()[i].At
		dst = append(dst, Gate{
			X: interpolateFixed(g.At.X, to.X, v.Frac), Y: interpolateFixed(g.At.Y, to.Y, v.Frac),
			Radius: FromFixed(g.Radius), Pair: min(i, g.To) / 2,
		})
	}
	return dst
}

// RockPosition returns where asteroid id is at the displayed moment, and its radius.
func RockPosition(v *netcode.View, id sim.EntityID) (x, y, radius float32) {
	i := int(id - ships.RockID(0))
	x0, y0, r := ships.RockAt(&v.Config, i, v.Tick)
	x1, y1, _ := ships.RockAt(&v.Config, i, v.Tick+1)
	x, y = interpolateFixed(x0, x1, v.Frac), interpolateFixed(y0, y1, v.Frac)
	return x, y, FromFixed(r)
}

// interpolateFixed interpolates between two fixed-point numbers.
func interpolateFixed(a, b fixed.Num, t float32) float32 {
	return FromFixed(a) + FromFixed(b-a)*t
}

// PadPosition returns where pad id is at the displayed moment.
func PadPosition(v *netcode.View, id sim.EntityID) (x, y float32) {
	i := int(id - ships.PadID(0))
	x0, y0 := ships.PadAt(&v.Config, i, v.Tick)
	x1, y1 := ships.PadAt(&v.Config, i, v.Tick+1)
	return interpolateFixed(x0, x1, v.Frac), interpolateFixed(y0, y1, v.Frac)
}

// Goal returns the goal of the mode and where it is at the displayed moment; ok is false if there
// is none. A holder in sight is where its ship is drawn.
func Goal(v *netcode.View) (g ships.Goal, x, y float32, ok bool) {
	e, ok := v.Find(ships.GoalID)
	if !ok {
		return g, 0, 0, false
	}
	g = ships.GoalOf(&v.Config, &e.To, v.Tick)
	if g.Holder == sim.NoPlayer {
		next := ships.GoalOf(&v.Config, &e.To, v.Tick+1)
		return g, interpolateFixed(g.At.X, next.At.X, v.Frac), interpolateFixed(g.At.Y, next.At.Y, v.Frac), true
	}
	if own, alive := OwnShip(v); alive && g.Holder == v.Me {
		return g, own.X, own.Y, true
	}
	if s, seen := v.Find(ships.ShipID(g.Holder)); seen {
		x, y = Position(s)
		return g, x, y, true
	}
	return g, FromFixed(g.At.X), FromFixed(g.At.Y), true
}
