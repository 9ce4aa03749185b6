// Package ships is the game of Perihelion: ships fight around a star. RULES.md
// tells its rules to players and MOTION.md its motion to other clients.
package ships

import (
	"slices"

	"perihelion/sim"
)

// Rules are the rules of the game, for the netcode.
var Rules sim.Rules = rules{}

type rules struct{}

// rulesVersion counts the changes of what a tick does. A client with other rules would be
// corrected all the time.
const rulesVersion = 10

var about = sim.About{
	Name: "ships", Title: "Perihelion", Rules: rulesVersion,
	Modes: modes, Inputs: Inputs, Kinds: schema[:],
	Columns: []string{ColumnKills: "kills", ColumnDeaths: "deaths", columnRails: "rails", columnRailHits: "rail-hits"}, Main: columnRails,
	Daily: &sim.Daily{
		Version: 3, Mode: Skirmish, Seconds: 90,
		Bots: []sim.Skill{sim.Rookie, sim.Rookie, sim.Rookie, sim.Regular, sim.Regular, sim.Regular, sim.Ace},
	},
	View:   sim.View{HalfWidth: ViewHalfWidth, HalfHeight: ViewHalfHeight, MinAspect: minViewAspect, MaxAspect: maxViewAspect},
	Leap:   Leap,
	Arenas: ownArenas, ReadArena: readArena, EditArena: editArena, EditsIn: editsIn,
}

// The modes of the game. Nobody changes them.
var (
	Skirmish = &sim.Mode{
		Name: "skirmish", Text: "Everyone for themselves, at once", Queue: "quick", Rated: true,
		Points: 50, Seconds: 360, KillPoints: true,
	}
	Teams = &sim.Mode{
		Name: "teams", Text: "Two teams around one star. Your friends' shots do you no harm", Queue: "teams", Rated: true,
		Teams: 2, Points: 120, Seconds: 360, KillPoints: true,
	}
	Pairs = &sim.Mode{
		Name: "teams-2v2", Text: "Two against two around one star. Bring a friend", Queue: "teams-2v2", Rated: true, Turns: true,
		Teams: 2, Seats: 4, Points: 30, Seconds: 360, KillPoints: true,
	}
	Duel = &sim.Mode{
		Name: "duel", Text: "One against one, for the leaderboard", Queue: "duel", Rated: true,
		Teams: 2, Seats: 2, Alone: true, Points: 14, Seconds: 240, KillPoints: true,
	}

	Swarm = &sim.Mode{
		Name: "swarm", Text: "One arena without end, with everyone who is here", Queue: "swarm",
		Endless: true,
	}

	modes = []*sim.Mode{Skirmish, Teams, Duel, Swarm, Beacon, Comet, Crown, Pairs, Race}
)

// modeNumber is the index of m in modes; 0 for nil.
func modeNumber(m *sim.Mode) int { return max(slices.Index(modes, m), 0) }

// The columns of a Standing.
const (
	ColumnKills = iota
	ColumnDeaths
	columnRails    // that were fired
	columnRailHits // of those
)

func (rules) About() *sim.About                       { return &about }
func (rules) Check(c sim.Config) error                { return about.Check(c) }
func (rules) NewWorld(c sim.Config) sim.World         { return New(c) }
func (rules) NewPredictor(c sim.Config) sim.Predictor { return New(c) }
func (rules) NewModel(c sim.Config) sim.Model         { return newModel(c) }
func (rules) Headline(e *sim.Event) (h sim.Headline, ok bool) {
	k, ok := KillOf(e)
	return sim.Headline{Actor: k.Killer, Target: k.Victim, Means: k.Weapon.String()}, ok
}

// model is the game's sim.Model. It also implements sim.Avatar, sim.Aimer and sim.Mortal.
type model struct{ arena arena }

func newModel(c sim.Config) *model { return &model{wireArena(&c)} }

// BearerOf is the ship that fired a pulse, the only kind of which that is told by.
func (m *model) BearerOf(_ sim.Kind, id sim.EntityID) sim.EntityID { return ShipID(Owner(id)) }

// Birth implements sim.Bearer.
func (m *model) Birth(_ sim.Kind, bearer sim.Words, t sim.Tick, back int) sim.Words {
	return m.arena.birth(&bearer, t, back)
}

func (m *model) Forecast(k sim.Kind, w sim.Words, ticks int) sim.Words {
	m.arena.forecast(k, &w, ticks)
	return w
}

func (m *model) Radius() int32 { return m.arena.radius.Round() }

func (m *model) Avatar(p sim.PlayerID) sim.EntityID         { return ShipID(p) }
func (m *model) Concerns(e *sim.Event, p sim.PlayerID) bool { return Concerns(e, p) }
func (m *model) Place(own sim.Private) (x, y int32, ok bool) {
	return own[OwnX], own[OwnY], own[OwnAlive] == 1
}

func (m *model) Kill(e *sim.Event) (killer, victim sim.PlayerID, ok bool) {
	k, ok := KillOf(e)
	return k.Killer, k.Victim, ok
}
func (m *model) Respawn(own sim.Private) sim.Tick { return sim.Tick(own[OwnRespawn]) }

func (m *model) MaxRewind() sim.Tick                           { return m.arena.maxRewind() }
func (m *model) Strike(e *sim.Event, seen []sim.Entity)        { m.arena.strikeBeam(e, seen) }
func (m *model) Receipt(e *sim.Event) (r sim.Receipt, ok bool) { return receiptOf(e) }
func (m *model) Released(own *sim.Private, e *sim.Event) (thing sim.Entity, ok bool) {
	return m.arena.releasedDrop(own, e)
}
