package toy_test

import (
	"testing"

	"perihelion/sim/simtest"
	"perihelion/sim/toy"
)

func TestTheGameObeysTheLawsOfEveryGame(t *testing.T) { simtest.Run(t, toy.Game) }

// A match must give this hash on every machine. Where the rules were changed, put the new
// hash here and raise About.Rules: clients with other rules are then refused in words.
func TestAMatchGivesTheHashOfEveryOtherMachine(t *testing.T) {
	const want = 0xad54573606dee6cd
	if got, err := simtest.Hash(toy.Game, 3600); got != want || err != nil {
		t.Errorf("hash %#x, %v, want %#x", got, err, uint64(want))
	}
}
