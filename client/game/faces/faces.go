// Package faces lists how the installed games look, as package sim/games lists the games
// themselves. The program client takes it from here, and no other package needs it.
package faces

import (
	"perihelion/client/game"
	"perihelion/client/game/puck"
	"perihelion/client/game/ships"
)

// All are the faces of the games of this client, the default first.
var All = game.Faces{ships.Face, puck.Face}
