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

// between is a word of s at the moment that is drawn.
func between(s *netcode.Seen, word int) float32 {
	return float32(s.From[word]) + float32(s.To[word]-s.From[word])*s.T
}

// turnBetween is the unit vector of an angle of which a turn has so many parts.
func turnBetween(from, to int32, t float32, turn int32) (cos, sin float32) {
	d := (to - from + turn/2) & (turn - 1)
	angle := (float32(from) + float32(d-turn/2)*t) / float32(turn) * 2 * math.Pi
	return sprites.UnitVector(angle)
}

// skaterOf reads an entity of kind KindSkater.
func skaterOf(v *netcode.View, s *netcode.Seen) (k skater) {
	k.player = puck.Owner(s.ID)
	k.x, k.y = between(s, puck.SkaterX)/wirePosition, between(s, puck.SkaterY)/wirePosition
	k.vx, k.vy = float32(s.To[puck.SkaterVX])/wireVelocity, float32(s.To[puck.SkaterVY])/wireVelocity
	k.cos, k.sin = turnBetween(s.From[puck.SkaterHeading], s.To[puck.SkaterHeading], s.T, wireTurn)
	k.energy = float32(s.To[puck.SkaterEnergy]) / 64 / puck.FullEnergy
	k.charge = chargeShare(v, s.To[puck.SkaterCharge])
	k.swinging = s.To[puck.SkaterSwing] > 0
	k.boosting = s.To[puck.SkaterFlags]&puck.FlagBoost != 0
	k.stale = s.Stale
	return k
}

// ownSkater is the player's own skater, which is drawn as predicted. While watching, or
// before there is one, it is in the middle.
func ownSkater(v *netcode.View) (k skater) {
	k.player, k.controlled = v.Me, true
	w, was := &v.Own, &v.OwnPrev
	at := func(word int) float32 {
		return (float32(was[word]) + float32(w[word]-was[word])*v.OwnFrac) / exactUnit
	}
	k.x, k.y = at(puck.OwnX)+v.OffsetX, at(puck.OwnY)+v.OffsetY
	k.vx, k.vy = float32(w[puck.OwnVX])/exactUnit, float32(w[puck.OwnVY])/exactUnit
	k.cos, k.sin = turnBetween(was[puck.OwnHeading], w[puck.OwnHeading], v.OwnFrac, 1<<16)
	k.energy = float32(w[puck.OwnEnergy]) / 64 / puck.FullEnergy
	k.charge = chargeShare(v, w[puck.OwnCharge])
	k.swinging = w[puck.OwnSwing] > 0
	k.boosting = w[puck.OwnBoosting] != 0
	return k
}

func chargeShare(v *netcode.View, ticks int32) float32 {
	return float32(ticks) / float32(max(puck.SlapTicks(&v.Config), 1))
}

// playing reports whether the player has a skater.
func playing(v *netcode.View) bool { return !v.Watching && v.Own[puck.OwnSeated] != 0 }

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
			return disc{
				x: between(s, puck.PuckX) / wirePosition, y: between(s, puck.PuckY) / wirePosition,
				vx: float32(s.To[puck.PuckVX]) / wireVelocity, vy: float32(s.To[puck.PuckVY]) / wireVelocity,
				carrier: sim.PlayerID(s.To[puck.PuckCarrier]),
			}, true
		}
	}
	return d, false
}
