// Package hud draws the overlay of a match on top of the world: clock, scores, chat,
// notices and, on demand, the scoreboard and the net graph. It knows no game: gauges, map
// and marks are drawn by the Game that it is given. A scene owns one HUD. It calls Update
// once for each new View of netcode and Draw with the same View. The HUD reads the View and
// changes nothing in it.
package hud

import (
	"strings"
	"time"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/input"
	"perihelion/client/lang"
	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/client/render/sprites"
	"perihelion/client/render/viewstate"
	"perihelion/client/ui"
	"perihelion/shared/protocol"
	"perihelion/sim"
)

// Options says what to show in one frame, and how large.
type Options struct {
	Scoreboard   bool
	NetGraph     bool
	Scale        float64 // pixels per HUD unit: device scale times text size
	ChatOpen     bool    // show the last chat lines whatever their age
	RatingChange string  // how much the round changed the player's rating; empty: unknown
	Level        LevelGain
	Season       SeasonGain
	Hint         string  // what the scene tells the player; empty: nothing
	HintFade     float32 // opacity of the hint, 0 to 1
	Lesson       Lesson  // for a beginner

	Devices *input.Devices // whose keys are printed beside what they do; nil: none are

	PodiumBottom float32 // pixels at the bottom that belong to what the scene draws below the podium

	Servers Servers       // for the net graph
	LostFor time.Duration // time since the connection was lost; 0: it works

	Reserved []ui.Rect // areas that the scene draws over the HUD; no text is put there
}

// HUD holds the state that lasts longer than a frame: chat, notices, scores.
type HUD struct {
	IsMuted func(who protocol.Account) bool // whose chat lines are hidden; nil: nobody's

	game     Game
	renderer *sprites.Renderer
	layers   [4]*Painter // bottom to top: over the world, panels, overlays, net graph
	frame    Frame
	occupied Occupancy
	places   []Place // that panels must not hide, in this frame
	time     float32

	chatLog      chatLog
	announcement announcement
	notices      notices
	roundEnd     roundEnd
	scores       scoreTable
	netGraph     netGraph
	texts        TextCache
	matchKnown   bool // a match has been received; stays true while snapshots are missing
}

// New returns the HUD of a match of g. It draws its shapes with k, of which BuildFrame
// needs the Atlas only, and its text with letters.
func New(g Game, k *sprites.Renderer, letters *ui.Pen) *HUD {
	h := &HUD{game: g, renderer: k, texts: newTextCache()}
	for i := range h.layers {
		h.layers[i] = newPainter(k.Atlas, letters)
	}
	return h
}

// Update advances the HUD by dt seconds and handles the events of v. Each View must be
// passed only once, or its events would be handled twice.
func (h *HUD) Update(v *netcode.View, dt float64) {
	t := float32(dt)
	h.time += t
	h.netGraph.recordFrame(v, dt)
	h.notices.trackIssue(h.netGraph.diagnosis, h.time)
	if !v.Ready {
		return
	}
	h.matchKnown = true
	h.game.UpdateHUD(v, t)
	h.chatLog.updateChat(v, t, h.IsMuted)
	h.scores.updateScores(h.game, v, t)
	m, ok := h.game.Match(v)
	h.roundEnd.updateRoundEnd(v, m, ok, h.scores.rows)
	h.announcement.updatePhase(m, ok, t)
}

// Draw draws the HUD for v over all of dst.
func (h *HUD) Draw(dst *ebiten.Image, v *netcode.View, cam render.Camera, s Options) {
	h.BuildFrame(v, cam, s)
	for _, p := range h.layers {
		p.drawTo(dst, h.renderer)
	}
}

// BuildFrame collects all shapes and texts that Draw shows. It needs no GPU: tests and
// benchmarks call it in place of Draw.
func (h *HUD) BuildFrame(v *netcode.View, cam render.Camera, s Options) {
	f := &h.frame // not on the stack: Game is an interface, and it would escape
	*f = Frame{View: v, Camera: cam, Options: s, Unit: unit(cam, s.Scale), W: float32(cam.W), H: float32(cam.H)}
	f.Match, f.matchKnown = h.game.Match(v)
	if v.Config.Points == sim.MaxPoints {
		f.Match.Limit = 0 // out of reach: the time ends the round, as in a daily run
	}
	h.places = h.game.AppendPlaces(h.places[:0], v)
	f.places, f.Texts = h.places, &h.texts
	f.Teams = viewstate.ViewerTeam(v) != sim.NoTeam
	h.occupied.rects = append(h.occupied.rects[:0], s.Reserved...)
	f.Occupied = &h.occupied
	for _, p := range h.layers {
		p.clearPainter(int(f.W), int(f.H))
	}
	panel := h.layers[1]
	f.World, f.Panel, f.Cover = h.layers[0], panel, h.layers[2]
	f.topUsed = 60 * f.Unit
	shown := v.Ready || h.matchKnown && v.OwnTick != 0
	if shown {
		h.drawOverlay(f.Cover, f)
		h.drawClock(panel, f)
	}
	if shown && !v.Watching && (!f.matchKnown || f.Match.Phase != sim.PhasePodium) {
		h.game.DrawPart(PartGauges, f)
	}
	if s.NetGraph {
		h.netGraph.drawNetGraph(h.layers[3], f, &h.texts)
	}
	h.collectNotices(f)
	h.notices.drawNotice(panel, f, &h.texts)
	if shown {
		h.drawPanels(panel, f)
		h.game.DrawPart(PartLabels, f)
		f.Options.Lesson.drawMark(f.World, f, h.time)
	}
}

// AllText returns all texts of the last frame, with spaces between them.
func (h *HUD) AllText() string {
	var b strings.Builder
	for _, p := range h.layers {
		for i := range p.texts {
			b.WriteString(p.texts[i].text + " ")
		}
	}
	return b.String()
}

// drawOverlay draws the large panel that covers the rest: a scoreboard, the podium or
// that of the game.
func (h *HUD) drawOverlay(p *Painter, f *Frame) {
	switch {
	case f.Options.Scoreboard && f.Teams:
		h.drawTeamScoreboard(p, f)
	case f.Options.Scoreboard:
		h.drawScoreboard(p, f)
	case f.matchKnown && f.Match.Phase == sim.PhasePodium:
		h.drawPodium(p, f)
	default:
		h.game.DrawPart(PartCover, f)
	}
}

// drawPanels draws the parts that compete for space, the most important first: each
// one takes its place, and a later one avoids it.
func (h *HUD) drawPanels(p *Painter, f *Frame) {
	h.game.DrawPart(PartMap, f)
	if !h.game.Style().NoLeaderboard {
		h.drawLeaderboard(p, f)
	}
	h.announcement.drawAnnouncement(p, f, &h.texts, lang.T(h.game.Style().Start))
	h.game.DrawPart(PartNews, f)
	h.chatLog.drawChat(p, f)
}

// Frame is what all parts of the HUD need for the frame that is being built.
type Frame struct {
	View       *netcode.View
	Camera     render.Camera
	Options    Options
	Unit       float32 // pixels per HUD unit
	W, H       float32 // size of the window in pixels
	Match      viewstate.MatchState
	matchKnown bool // Match is valid
	Teams      bool // the mode has two teams
	Occupied   *Occupancy
	Texts      *TextCache
	Podium     ui.Rect // its panel; empty while it is not shown

	// Layers to draw on: at places of the world, panels, and what covers the panels.
	World, Panel, Cover *Painter

	places  []Place
	topUsed float32 // pixels from the top that the clock and the notices use
}

const (
	minWidth  = 640 // HUD units: in a smaller window everything is drawn smaller
	minHeight = 500
)

// unit returns the pixels per HUD unit.
func unit(cam render.Camera, scale float64) float32 {
	if scale <= 0 {
		scale = 1
	}
	return min(float32(scale), float32(cam.W)/minWidth, float32(cam.H)/minHeight)
}
