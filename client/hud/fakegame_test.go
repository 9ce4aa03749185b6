package hud

import (
	"slices"

	"perihelion/client/netcode"
	"perihelion/client/render/viewstate"
	"perihelion/client/rgba"
	"perihelion/sim"
)

// The kinds of entity of fakeGame, and the words of each.
const (
	kindMatch sim.Kind = 1 + iota
	kindScore
)

const (
	matchPhase = iota
	matchEnds  // tick; 0: not by time
	matchRound
	matchLeader
	matchLimit
	matchTeam1
	matchTeam2
	matchVictor
	matchSudden
)

const (
	scorePoints = iota
	scoreKills
	scoreDeaths
)

const firstScore sim.EntityID = 100 // of player 0

func scoreID(p sim.PlayerID) sim.EntityID { return firstScore + sim.EntityID(p) }

// The modes of fakeGame.
var (
	freeForAll = &sim.Mode{Name: "free", Points: 20, Seconds: 360}
	teamMode   = &sim.Mode{Name: "teams", Teams: 2, Points: 40, Seconds: 360}
	duel       = &sim.Mode{Name: "duel", Teams: 2, Seats: 2, Alone: true, Points: 7, Seconds: 240}
)

// fakeGame is a game that shows nothing of its own. It counts kills and
// deaths.
type fakeGame struct{}

var fakeStyle = Style{Columns: []Column{{Title: "KILLS", One: "kill", Several: "kills"}, {Title: "DEATHS", One: "death", Several: "deaths"}}, Start: "GO", ToGo: [2]string{"POINT TO GO", "POINTS TO GO"}}

func (fakeGame) Style() *Style { return &fakeStyle }

func (fakeGame) Match(v *netcode.View) (viewstate.MatchState, bool) {
	for i := range v.Seen {
		s := &v.Seen[i]
		if s.Kind != kindMatch {
			continue
		}
		w := &s.To
		m := viewstate.MatchState{
			Phase: sim.Phase(w[matchPhase]), Round: w[matchRound], Leader: sim.PlayerID(w[matchLeader]), Limit: w[matchLimit],
			Points: [2]int32{w[matchTeam1], w[matchTeam2]}, Victor: sim.Team(w[matchVictor]), Sudden: w[matchSudden] == 1,
		}
		if viewstate.ViewerTeam(v) == 2 {
			m.Points[0], m.Points[1] = m.Points[1], m.Points[0]
		}
		if w[matchEnds] != 0 {
			m.Timed, m.Left = true, viewstate.TicksToDuration(&v.Config, int64(w[matchEnds])-int64(v.Tick))
		}
		return m, true
	}
	return viewstate.MatchState{Leader: sim.NoPlayer}, false
}

func (fakeGame) AppendStandings(dst []sim.Standing, v *netcode.View) []sim.Standing {
	for i := range v.Seen {
		if e := &v.Seen[i]; e.Kind == kindScore {
			s := sim.Standing{Player: sim.PlayerID(e.ID - firstScore), Points: int(e.To[scorePoints])}
			s.Columns[0], s.Columns[1] = int(e.To[scoreKills]), int(e.To[scoreDeaths])
			dst = append(dst, s)
		}
	}
	slices.SortFunc(dst, func(a, b sim.Standing) int { return b.Points - a.Points })
	return dst
}

func (fakeGame) AppendPlaces(dst []Place, v *netcode.View) []Place { return dst }
func (fakeGame) Awards() []Award                                   { return nil }
func (fakeGame) UpdateHUD(*netcode.View, float32)                  {}
func (fakeGame) DrawPart(Part, *Frame)                             {}

func (fakeGame) DrawAvatar(*Painter, sim.PlayerID, float32, float32, float32, rgba.Color, bool) {}
