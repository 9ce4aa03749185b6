package room

import (
	"slices"

	"perihelion/sim"
	"perihelion/sim/toy"
)

// The kinds of events that the game of these tests has beside those of the toy.
const (
	eventHit  = toy.EventCoin + 1 + iota // words: shooter, victim, ticks of rewind, 1: capped
	eventGoal                            // words: actor, target, index in means
)

var means = []string{"magnet", "trap"}

// rules are those of the toy, but players can hit each other, and the live feed tells of
// goals.
type rules struct{ sim.Rules }

var about = func() *sim.About {
	a := *toy.Game.About()
	words := make([]sim.Field, 4)
	for i := range words {
		words[i] = sim.Field{Name: "word", Bits: 16}
	}
	a.Kinds = append(slices.Clone(a.Kinds), words, words)
	return &a
}()

func (rules) About() *sim.About { return about }
func (rules) Headline(e *sim.Event) (h sim.Headline, ok bool) {
	if e.Kind != eventGoal {
		return h, false
	}
	w := &e.Words
	return sim.Headline{Actor: sim.PlayerID(w[0]), Target: sim.PlayerID(w[1]), Means: means[w[2]]}, true
}

func (r rules) NewModel(cfg sim.Config) sim.Model {
	m := r.Rules.NewModel(cfg)
	return model{Model: m, avatar: m.(sim.Avatar)}
}

type avatar = sim.Avatar

// model makes the toy's a sim.Aimer.
type model struct {
	sim.Model
	avatar
}

func (model) MaxRewind() sim.Tick                                       { return 12 }
func (model) Strike(*sim.Event, []sim.Entity)                           {}
func (model) Released(*sim.Private, *sim.Event) (e sim.Entity, ok bool) { return e, false }
func (model) Receipt(e *sim.Event) (r sim.Receipt, ok bool) {
	if e.Kind != eventHit || e.Words[0] == int32(sim.NoPlayer) {
		return r, false
	}
	w := &e.Words
	return sim.Receipt{Shooter: sim.PlayerID(w[0]), Victim: sim.PlayerID(w[1]), Rewind: sim.Tick(w[2]), Capped: w[3] != 0}, true
}

// testGame is the game that the rooms of these tests play.
var testGame = sim.Game{Rules: rules{toy.Game.Rules}, Bot: toy.Game.Bot}

// gameOf is that game in the worlds of newWorld.
func gameOf(newWorld func(sim.Config) sim.World) sim.Game { return testGame.WithWorld(newWorld) }
