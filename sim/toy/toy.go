// Package toy is a small complete game: dots run after a coin. Start reading here; then
// come dot.go, world.go, state.go, predict.go and bot.go.
package toy

import "perihelion/sim"

// Game is the game with its bot, for the list in package games.
var Game = sim.Game{Rules: rules{}, Bot: bot{}}

type rules struct{}

// about describes the game as data.
var about = sim.About{
	Name: "toy", Title: "Toy", Rules: 1,
	Modes:   []*sim.Mode{FreeForAll, Teams, Duel, Arena},
	Inputs:  inputs,
	Kinds:   kinds,
	Columns: []string{"coins"},
	Daily:   &sim.Daily{Version: 1, Mode: FreeForAll, Seconds: 20, Bots: []sim.Skill{sim.Rookie, sim.Rookie}},
	View:    sim.View{HalfWidth: 800, HalfHeight: 450, MinAspect: 450, MaxAspect: 2400},
	Leap:    100,
}

// The modes. Nobody changes them.
var (
	FreeForAll = &sim.Mode{
		Name: "toy", Text: "Everyone for themselves", Queue: "toy", Rated: true,
		Points: 10, Seconds: 120,
	}
	Teams = &sim.Mode{
		Name: "toy-teams", Text: "Two teams, one coin", Queue: "toy-teams", Rated: true,
		Teams: 2, Points: 20, Seconds: 120,
	}
	Duel = &sim.Mode{
		Name: "toy-duel", Text: "One against one", Queue: "toy-duel", Rated: true,
		Teams: 2, Seats: 2, Alone: true, Points: 5, Seconds: 120,
	}
	Arena = &sim.Mode{
		Name: "toy-arena", Text: "Come and go as you like", Queue: "toy-arena",
		Endless: true,
	}
)

func (rules) About() *sim.About                       { return &about }
func (rules) Check(c sim.Config) error                { return about.Check(c) }
func (rules) NewWorld(c sim.Config) sim.World         { return newWorld(c) }
func (rules) NewPredictor(c sim.Config) sim.Predictor { return newPredictor(c) }
func (rules) NewModel(sim.Config) sim.Model           { return model{} }

// The axes and the button of an Input.
const (
	AxisX = iota // from left to right
	AxisY        // from top to bottom

	ButtonDash sim.Buttons = 1
)

// inputs says how an Input travels. The axes stay held when an input is late, and a dash
// that comes too late is made in the next tick.
var inputs = &sim.InputSchema{
	Axes:    []sim.InputAxis{AxisX: {Name: "x", Signed: true}, AxisY: {Name: "y", Signed: true}},
	Buttons: 1,
	Merged:  ButtonDash,
}

// The kinds of entities and events.
const (
	KindDot   sim.Kind = iota + 1 // one for each player, seen by who is near
	KindScore                     // one for each player, seen by everyone
	KindCoin                      // exactly one
	KindMatch                     // exactly one
	EventCoin                     // somebody has taken the coin
)

// The words of each kind. Positions are in 1/16 unit, velocities in 1/16 unit per tick.
const (
	DotX = iota
	DotY
	DotVX
	DotVY
)

const ScoreCoins = 0

const (
	CoinX = iota
	CoinY
)

const (
	MatchPhase = iota // a sim.Phase
	MatchEnds         // the tick in which the phase ends; 0: it does not
)

const (
	TakenBy = iota // the PlayerID
	TakenX
	TakenY
)

// kinds says how many bits each word has. Small means that the word changes all the time.
var kinds = [][]sim.Field{
	KindDot: {
		DotX:  {Name: "x", Bits: 16, Signed: true, Small: 1, Axis: sim.AxisX},
		DotY:  {Name: "y", Bits: 16, Signed: true, Small: 1, Axis: sim.AxisY},
		DotVX: {Name: "vx", Bits: 13, Signed: true, Small: 1},
		DotVY: {Name: "vy", Bits: 13, Signed: true, Small: 1},
	},
	KindScore: {
		ScoreCoins: {Name: "coins", Bits: 16},
	},
	KindCoin: {
		CoinX: {Name: "x", Bits: 16, Signed: true, Axis: sim.AxisX},
		CoinY: {Name: "y", Bits: 16, Signed: true, Axis: sim.AxisY},
	},
	KindMatch: {
		MatchPhase: {Name: "phase", Bits: 2},
		MatchEnds:  {Name: "ends", Bits: 32},
	},
	EventCoin: {
		TakenBy: {Name: "player", Bits: 16},
		TakenX:  {Name: "x", Bits: 16, Signed: true, Axis: sim.AxisX},
		TakenY:  {Name: "y", Bits: 16, Signed: true, Axis: sim.AxisY},
	},
}

// The IDs of entities. That of a dot is its PlayerID.
const (
	firstScore sim.EntityID = sim.MaxPlayers
	coinID     sim.EntityID = 2 * sim.MaxPlayers
	matchID                 = coinID + 1
)

// ScoreOf is whose score an entity is.
func ScoreOf(id sim.EntityID) sim.PlayerID { return sim.PlayerID(id - firstScore) }
