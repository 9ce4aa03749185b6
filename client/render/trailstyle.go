package render

import "perihelion/shared/deeds"

// trailStyle is how a trail is drawn. Its colour is always that of the player.
type trailStyle struct {
	ribbons []float32 // how far each lies beside the path, in world units
	width   float32   // of a ribbon, in shares of the plain one
	core    float32   // the same for the bright line in the middle
	dashes  int       // points of each dash, and of each gap; 0: none
}

var plainTrail = trailStyle{ribbons: []float32{0}, width: 1, core: 1}

// trailStyleOf is the style of a number that a player has chosen; plainTrail if it is not known.
func trailStyleOf(number uint8) *trailStyle {
	switch number {
	case deeds.TrailTwin:
		return &twinTrail
	case deeds.TrailPulse:
		return &pulseTrail
	case deeds.TrailComet:
		return &cometTrail
	case deeds.TrailThread:
		return &threadTrail
	}
	return &plainTrail
}

var (
	twinTrail   = trailStyle{ribbons: []float32{-7, 7}, width: .55, core: .7}
	pulseTrail  = trailStyle{ribbons: []float32{0}, width: 1.1, core: 1.2, dashes: 3}
	cometTrail  = trailStyle{ribbons: []float32{0}, width: 2.3, core: .6}
	threadTrail = trailStyle{ribbons: []float32{0}, width: .4, core: 1.9}
)
