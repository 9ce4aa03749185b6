package puck

import (
	"math"

	"perihelion/client/netcode"
	"perihelion/client/render/sprites"
	"perihelion/sim"
	"perihelion/sim/puck"
)

// skater is a skater as it is drawn: lengths in world units.
type skater struct {
	player     sim.PlayerID
	x, y       float32
	vx, vy     float32
	cos, sin   float32 // where the stick points
	energy     float32 // 0 to 1
	charge     float32 // of the kick that is wound up, 0 to 1
	swinging   bool    // a kick waits for the puck
	boosting   bool
	stale      float32 // seconds of missing data
	controlled bool    // it is the player's own
}

const (
	wirePosition = 1 << sim.PositionShift // parts of a unit in the words of entities
	wireVelocity = 4
	wireTurn     = 1024
	exactUnit    = 1 << sim.PlaceShift // parts of a unit in Private
)

// between is a number at the moment that is drawn, t of the way.
func between(from, to int32, t float32) float32 { return float32(from) + float32(to-from)*t }

// placeBetween is a position at the moment that is drawn, in world units.
func placeBetween(from, to puck.Point, t float32) (x, y float32) {
	return between(from.X, to.X, t) / wirePosition, between(from.Y, to.Y, t) / wirePosition
}

// units is a position in world units.
func units(p puck.Point) (x, y float32) {
	return float32(p.X) / wirePosition, float32(p.Y) / wirePosition
}

// turnBetween is the unit vector of an angle of which a turn has so many parts.
func turnBetween(from, to int32, t float32, turn int32) (cos, sin float32) {
	d := (to - from + turn/2) & (turn - 1)
	angle := (float32(from) + float32(d-turn/2)*t) / float32(turn) * 2 * math.Pi
	return sprites.UnitVector(angle)
}

// skaterOf reads an entity of kind KindSkater.
func skaterOf(v *netcode.View, s *netcode.Seen) (k skater) {
	from, to := puck.SkaterOf(&s.From), puck.SkaterOf(&s.To)
	k.player, k.stale = puck.Owner(s.ID), s.Stale
	k.x, k.y = placeBetween(from.Point, to.Point, s.T)
	k.vx, k.vy = float32(to.VX)/wireVelocity, float32(to.VY)/wireVelocity
	k.cos, k.sin = turnBetween(from.Heading, to.Heading, s.T, wireTurn)
	k.energy, k.charge = float32(to.Energy)/64/puck.FullEnergy, chargeShare(v, to.Charge)
	k.swinging, k.boosting = to.Swinging, to.Boosting
	return k
}

// ownSkater is the player's own skater, which is drawn as predicted. While watching, or
// before there is one, it is in the middle.
func ownSkater(v *netcode.View) (k skater) {
	k.player, k.controlled = v.Me, true
	was, is := puck.OwnOf(&v.OwnPrev), puck.OwnOf(&v.Own)
	k.x = between(was.X, is.X, v.OwnFrac)/exactUnit + v.OffsetX
	k.y = between(was.Y, is.Y, v.OwnFrac)/exactUnit + v.OffsetY
	k.vx, k.vy = float32(is.VX)/exactUnit, float32(is.VY)/exactUnit
	k.cos, k.sin = turnBetween(was.Heading, is.Heading, v.OwnFrac, 1<<16)
	k.energy, k.charge = float32(is.Energy)/64/puck.FullEnergy, chargeShare(v, is.Charge)
	k.swinging, k.boosting = is.Swinging, is.Boosting
	return k
}

func chargeShare(v *netcode.View, ticks int32) float32 {
	return float32(ticks) / float32(max(puck.SlapTicks(&v.Config), 1))
}

// playing reports whether the player has a skater.
func playing(v *netcode.View) bool { return !v.Watching && puck.OwnOf(&v.Own).Seated }

// appendSkaters appends every skater to dst, the own one last: it is drawn above the others.
func appendSkaters(dst []skater, v *netcode.View) []skater {
	for i := range v.Seen {
		if s := &v.Seen[i]; s.Kind == puck.KindSkater {
			dst = append(dst, skaterOf(v, s))
		}
	}
	if playing(v) {
		dst = append(dst, ownSkater(v))
	}
	return dst
}

// disc is the puck as it is drawn.
type disc struct {
	x, y, vx, vy float32
	carrier      sim.PlayerID
}

// discOf finds the puck.
func discOf(v *netcode.View) (d disc, ok bool) {
	for i := range v.Seen {
		if s := &v.Seen[i]; s.Kind == puck.KindPuck {
			from, to := puck.DiscOf(&s.From), puck.DiscOf(&s.To)
			d.x, d.y = placeBetween(from.Point, to.Point, s.T)
			d.vx, d.vy = float32(to.VX)/wireVelocity, float32(to.VY)/wireVelocity
			d.carrier = to.Carrier
			return d, true
		}
	}
	return d, false
}
