package ships_test

import (
	"testing"

	"perihelion/sim"
	"perihelion/sim/ships"
	"perihelion/sim/ships/bot"
	"perihelion/sim/simtest"
)

func TestTheGameObeysTheLawsOfEveryGame(t *testing.T) {
	simtest.Run(t, sim.Game{Rules: ships.Rules, Bot: bot.Bot})
}
