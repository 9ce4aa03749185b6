// Package games lists the games that are installed. A new game is a line here; the
// programs and their tests take it from here, and the netcode imports it nowhere.
package games

import (
	"perihelion/sim"
	"perihelion/sim/puck"
	puckbot "perihelion/sim/puck/bot"
	"perihelion/sim/ships"
	"perihelion/sim/ships/bot"
	"perihelion/sim/ships/fairness"
	"perihelion/sim/ships/picture"
	"perihelion/sim/toy"
)

// Ships is the game of Perihelion.
var Ships = sim.Game{Rules: ships.Rules, Bot: bot.Bot, Tools: shipTools{}}

// Puck is hockey of two teams.
var Puck = sim.Game{Rules: puck.Rules, Bot: puckbot.Bot}

// Toy is the smallest game: new ones are copied from it (GAMES.md), and tests of the
// netcode play it. No server offers it.
var Toy = toy.Game

// All are the games of one server and one client, the default first.
var All = sim.Games{Ships, Puck}

// shipTools implements sim.ArenaTools.
type shipTools struct{}

func (shipTools) Try(g sim.Game, a *sim.Arena, goOn func() bool) ([]sim.Trial, bool) {
	return fairness.Try(g, a, goOn)
}

func (shipTools) Picture(a *sim.Arena) []byte { return picture.Draw(a) }
