package hud

import (
	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/client/render/viewstate"
	"perihelion/client/rgba"
	"perihelion/sim"
)

// Game is what the HUD asks of the game: how the match stands, and the parts that only the
// game can draw. The HUD itself draws clock, announcements, leaderboard, scoreboard,
// podium, chat, notices and net graph.
type Game interface {
	// Style is how the game is called and counted. It never changes.
	Style() *Style
	// Match is the state of the match; ok is false until it has been received.
	Match(v *netcode.View) (m viewstate.MatchState, ok bool)
	// AppendStandings appends the score of everyone who plays to dst, best first. The
	// columns are those of Style.
	AppendStandings(dst []sim.Standing, v *netcode.View) []sim.Standing
	// AppendPlaces appends the places in the world that no panel may hide: panels fade above
	// them.
	AppendPlaces(dst []Place, v *netcode.View) []Place
	// Awards are those of the round that has just ended; the podium shows them.
	Awards() []Award

	// UpdateHUD advances by dt seconds and handles the events of v. It is called once for
	// each new View.
	UpdateHUD(v *netcode.View, dt float32)
	// DrawPart draws a part of the HUD of the frame. Parts are asked for in their order.
	DrawPart(part Part, f *Frame)
	// DrawAvatar draws what p controls as an icon of that size in pixels, centred on x, y:
	// in a row of the scoreboard, or on the podium.
	DrawAvatar(p *Painter, who sim.PlayerID, x, y, size float32, c rgba.Color, onPodium bool)
}

// Part is a part of the HUD that the game draws. Everything that is drawn occupies its area
// (Frame.Occupied), the most important first; what comes later moves or is left out.
type Part uint8

const (
	// PartCover is a large panel, as on a death. It is asked for only while neither
	// scoreboard nor podium is shown.
	PartCover Part = iota
	// PartGauges is what a player needs all the time; not while watching.
	PartGauges
	// PartMap is a map in the square at the upper left, MapX, MapY, MapRadius.
	PartMap
	// PartNews is what has just happened: hits, kills, goals.
	PartNews
	// PartLabels are names and marks at places of the world.
	PartLabels
)

// The square of PartMap, in HUD units.
const (
	MapRadius = 78
	MapX      = 16 + MapRadius
	MapY      = 16 + MapRadius
)

// Style says how the HUD calls and counts things in a game.
type Style struct {
	Columns []Column // of the scoreboard after the score; sim.MaxColumns at most
	Start   string   // announced when a round starts

	ToGo [2]string // below what is left to win, of one and of several: "GOAL TO GO", "GOALS TO GO"

	// NoLeaderboard is for a game whose window shows the whole world: it would lie on it.
	NoLeaderboard bool
}

// Column is a column of the scoreboard.
type Column struct {
	Title string
	Width float32 // HUD units

	// In the scoreboard of two teams; no short title: the column is left out there.
	ShortTitle string
	ShortWidth float32

	// On the podium, for one and for several; empty: it is not mentioned.
	One, Several string
}

// Place is a point in world units.
type Place struct{ X, Y float32 }

// Award is an award of the podium: who got it, its name, its value and the unit of that.
type Award struct {
	Name, Title, Unit string
	Color             rgba.Color
	Value             int32
}

// AwardList is the awards of a round, of which it keeps the first eight.
type AwardList struct {
	list [8]Award
	n    int
}

// Awards implements a part of Game.
func (l *AwardList) Awards() []Award { return l.list[:l.n] }

// AddAward adds an award of p.
func (l *AwardList) AddAward(v *netcode.View, p sim.PlayerID, title, unit string, value int32) {
	if l.n < len(l.list) {
		l.list[l.n] = Award{
			Name: viewstate.PlayerName(v, p), Title: title, Unit: unit, Color: render.PlayerColor(v, p), Value: value,
		}
		l.n++
	}
}

// ClearAwards forgets the awards once the podium is over.
func (l *AwardList) ClearAwards() { l.n = 0 }
