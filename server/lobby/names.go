package lobby

import (
	"fmt"
	"math/rand/v2"
)

// comets lend their names to those who come without one.
var comets = [...]string{
	"Halley", "Encke", "Biela", "Faye", "Olbers", "Tempel", "Swift", "Tuttle", "Borrelly", "Wolf",
	"Finlay", "Holmes", "Brooks", "Kopff", "Schaumasse", "Comas", "Whipple", "Arend", "Wirtanen", "Ikeya",
	"Seki", "Kohoutek", "West", "Bradfield", "Hyakutake", "Hale", "Lovejoy", "McNaught", "Catalina", "Neowise",
}

func inventName() string {
	return fmt.Sprintf("%s %d", comets[rand.IntN(len(comets))], 10+rand.IntN(990))
}
