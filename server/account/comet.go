package account

import (
	"fmt"
	"hash/fnv"
)

// comets lend their names to those who come without one, or with one that they may
// have no more.
var comets = [...]string{
	"Halley", "Encke", "Biela", "Faye", "Olbers", "Tempel", "Swift", "Tuttle", "Borrelly", "Wolf",
	"Finlay", "Holmes", "Brooks", "Kopff", "Schaumasse", "Comas", "Whipple", "Arend", "Wirtanen", "Ikeya",
	"Seki", "Kohoutek", "West", "Bradfield", "Hyakutake", "Hale", "Lovejoy", "McNaught", "Catalina", "Neowise",
}

// inventName is the name of a player who has none: always the same one.
func inventName(player string) string {
	h := fnv.New32a()
	_, _ = h.Write([]byte(player)) // never fails
	n := h.Sum32()
	return fmt.Sprintf("%s %d", comets[n%uint32(len(comets))], 10+n/uint32(len(comets))%990)
}
