// Package puck is a game of hockey in space: two teams, one puck, two goals. RULES.md
// tells its rules to players.
//
// The world is kept at the resolution of the wire: after each tick every place and
// velocity is rounded to what the words of an entity can say. So a client that knows the
// words knows the state, and predicts skaters and puck as the server will move them, bit
// for bit, for as long as nobody changes what they hold.
package puck

import "perihelion/sim"

// Rules are the rules of the game, for the netcode.
var Rules sim.Rules = rules{}

type rules struct{}

// rulesVersion counts the changes of what a tick does.
const rulesVersion = 4

var about = sim.About{
	Name: "puck", Title: "Puck", Rules: rulesVersion,
	Modes: modes, Inputs: inputs, Kinds: schema[:],
	Columns: []string{ColumnGoals: "goals", ColumnAssists: "assists", ColumnSaves: "saves"},
	View:    sim.View{HalfWidth: maxViewHalfWidth, HalfHeight: ViewHalfHeight, MinAspect: viewAspect, MaxAspect: viewAspect},
	Leap:    Leap,
	Present: true,

	Interest:  sim.Interest{EnterMargin: 128, LeaveMargin: 384, Near: 64},
	Smoothing: sim.Smoothing{SmallError: 2, LargeError: 8, SnapError: 256, TeleportDistance: 32, TeleportError: 96},
}

// The columns of a Standing.
const (
	ColumnGoals = iota
	ColumnAssists
	ColumnSaves
)

// The modes of the game. They are never changed.
var (
	Four = &sim.Mode{
		Name: "puck", Text: "Hockey in space, four against four: check, pass, score", Queue: "puck", Rated: true,
		Teams: 2, Seats: 8, Points: 5, Seconds: 240,
	}
	Two = &sim.Mode{
		Name: "puck-2v2", Text: "Hockey in space, two against two: more ice for everyone", Queue: "puck-2v2", Rated: true,
		Teams: 2, Seats: 4, Points: 5, Seconds: 240,
	}

	modes = []*sim.Mode{Four, Two}
)

func (rules) About() *sim.About { return &about }

// Check takes a Config without a mode for one of the first mode, so that its seats are
// checked as well.
func (rules) Check(c sim.Config) error {
	if c.Mode == nil {
		c.Mode = modes[0]
	}
	return about.Check(c)
}

func (rules) NewWorld(c sim.Config) sim.World         { return New(c) }
func (rules) NewPredictor(c sim.Config) sim.Predictor { return New(c) }
func (rules) NewModel(c sim.Config) sim.Model         { return &model{timingOf(&c)} }

// Headline tells of goals that count. An own goal has no actor.
func (rules) Headline(e *sim.Event) (h sim.Headline, ok bool) {
	if e.Kind != EventGoal || e.Words[GoalCounts] == 0 {
		return h, false
	}
	return sim.Headline{Actor: sim.PlayerID(e.Words[GoalScorer]), Target: sim.NoPlayer, Means: "goal"}, true
}

// model is the game's sim.Model and sim.Avatar.
type model struct{ timing timing }

func (m *model) Forecast(k sim.Kind, w sim.Words, ticks int) sim.Words {
	return m.timing.forecast(k, w, ticks)
}
func (m *model) Radius() int32                      { return HalfLength + GoalDepth }
func (m *model) Avatar(p sim.PlayerID) sim.EntityID { return SkaterID(p) }
func (m *model) Place(own sim.Private) (x, y int32, ok bool) {
	return own[OwnX], own[OwnY], own[OwnSeated] != 0
}

// Concerns reports whether an event is p's own doing.
func (m *model) Concerns(e *sim.Event, p sim.PlayerID) bool {
	switch e.Kind {
	case EventGoal, EventKick, EventSave:
		return e.Words[0] == int32(p)
	}
	return false
}
