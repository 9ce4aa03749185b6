// Package hud draws the overlay of a match on top of the world that package render
// has drawn: gauges, scores, kill feed, minimap, notices and, on demand, the scoreboard
// and the net graph. A scene owns one HUD. It calls Update once for each new View of
// netcode and Draw with the same View. The HUD reads the View and changes nothing in it.
package hud

import (
	"time"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/client/render/sprites"
	"perihelion/client/render/viewstate"
	"perihelion/client/ui"
	"perihelion/shared/protocol"
	"perihelion/sim"
	"perihelion/sim/ships"
)

// Options says what to show in one frame, and how large.
type Options struct {
	Scoreboard   bool
	NetGraph     bool
	Scale        float64 // pixels per HUD unit: device scale times text size
	ItemKey      string  // name of the key that uses an item, printed beside it
	ChatOpen     bool    // show the last chat lines whatever their age
	RatingChange string  // how much the round changed the player's rating; empty: unknown
	Hint         string  // a hint for a beginner; empty: none
	HintFade     float32 // opacity of the hint, 0 to 1

	LostFor time.Duration // time since the connection was lost; 0: it works

	Reserved []ui.Rect // areas that the scene draws over the HUD; no text is put there
}

// HUD holds the state that lasts longer than a frame: kill feed, notices, markers.
type HUD struct {
	IsMuted func(who protocol.Account) bool // whose chat lines are hidden; nil: nobody's

	renderer *sprites.Renderer
	layers   [4]*painter // bottom to top: over the world, panels, overlays, net graph
	occupied occupancy
	time     float32

	killFeed     killFeed
	damage       damageIndicators
	hitMarkers   hitMarkers
	recap        deathRecap
	chatLog      chatLog
	announcement announcement
	notices      notices
	roundEnd     roundEnd
	awards       awards
	scores       scoreTable
	netGraph     netGraph
	texts        textCache
	matchKnown   bool // a match has been received; stays true while snapshots are missing
}

// New returns a HUD that draws its shapes with k and its text with letters.
func New(k *sprites.Renderer, letters *ui.Pen) *HUD {
	h := newHUD(k.Atlas, letters)
	h.renderer = k
	return h
}

// newHUD is New without a GPU, for tests.
func newHUD(atlas *sprites.Atlas, letters *ui.Pen) *HUD {
	h := &HUD{texts: newTextCache()}
	for i := range h.layers {
		h.layers[i] = newPainter(atlas, letters)
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
	h.killFeed.ageLines(t)
	h.damage.ageIndicators(t)
	h.hitMarkers.ageMarkers(t)
	h.chatLog.updateChat(v, t, h.IsMuted)
	h.scores.updateScores(v, t)
	h.roundEnd.updateRoundEnd(v, h.scores.rows)
	for i := range v.Events {
		h.handleEvent(v, &v.Events[i])
	}
	for i := range v.Outcomes {
		h.hitMarkers.onOutcome(&v.Outcomes[i])
	}
	h.recap.updateLife(v)
	h.announcement.updatePhase(v, t)
	if m, ok := viewstate.Match(v); ok && m.Phase != sim.PhasePodium {
		h.awards.n = 0
	}
}

// handleEvent passes an event to the parts of the HUD that show it.
func (h *HUD) handleEvent(v *netcode.View, e *sim.Event) {
	w := &e.Words
	switch e.Kind {
	case ships.EventHit:
		h.damage.addHit(v, w)
		h.hitMarkers.onHit(v, w)
		h.recap.onHit(v, w)
	case ships.EventRail:
		h.hitMarkers.onRail(v, e)
	case ships.EventKill:
		h.killFeed.addKill(v, w)
		h.hitMarkers.onKill(v, w)
		h.recap.onKill(v, w)
	case ships.EventAward:
		h.awards.addAward(v, w)
	}
}

// Draw draws the HUD for v over all of dst.
func (h *HUD) Draw(dst *ebiten.Image, v *netcode.View, cam render.Camera, s Options) {
	h.buildFrame(v, cam, s)
	for _, p := range h.layers {
		p.drawTo(dst, h.renderer)
	}
}

// buildFrame collects all shapes and texts that Draw shows. It needs no GPU.
func (h *HUD) buildFrame(v *netcode.View, cam render.Camera, s Options) {
	f := frame{v: v, cam: cam, opts: s, u: unit(cam, s.Scale), w: float32(cam.W), h: float32(cam.H)}
	f.match, f.matchKnown = viewstate.Match(v)
	f.own, f.alive = viewstate.OwnShip(v)
	f.teams = viewstate.ViewerTeam(v) != sim.NoTeam
	h.occupied.rects = append(h.occupied.rects[:0], s.Reserved...)
	f.occupied = &h.occupied
	for _, p := range h.layers {
		p.clearPainter()
	}
	world, panel, cover := h.layers[0], h.layers[1], h.layers[2]
	f.topUsed = 60 * f.u
	shown := v.Ready || h.matchKnown && v.OwnTick != 0
	if shown {
		h.drawOverlay(cover, &f)
		h.drawClock(panel, &f)
	}
	if shown && !v.Watching {
		h.drawGauges(panel, &f)
	}
	if s.NetGraph {
		h.netGraph.drawNetGraph(h.layers[3], &f, &h.texts)
	}
	h.collectNotices(&f)
	h.notices.drawNotice(panel, &f, &h.texts)
	if shown {
		h.drawPanels(panel, &f)
		h.drawWorldLabels(world, &f)
	}
}

// drawOverlay draws the large panel that covers the rest: a scoreboard, the podium or
// the death recap.
func (h *HUD) drawOverlay(p *painter, f *frame) {
	switch {
	case f.opts.Scoreboard && f.teams:
		h.drawTeamScoreboard(p, f)
	case f.opts.Scoreboard:
		h.drawScoreboard(p, f)
	case f.matchKnown && f.match.Phase == sim.PhasePodium:
		h.drawPodium(p, f)
	case !f.alive && !f.v.Watching:
		h.recap.drawRecap(p, f, &h.texts)
	}
}

// drawPanels draws the parts that compete for space, the most important first: each
// one takes its place, and a later one avoids it.
func (h *HUD) drawPanels(p *painter, f *frame) {
	h.drawMinimap(p, f)
	h.drawLeaderboard(p, f)
	h.announcement.drawAnnouncement(p, f, &h.texts)
	h.hitMarkers.drawHitMarkers(h.layers[0], f)
	h.killFeed.drawKillFeed(p, f)
	h.chatLog.drawChat(p, f)
}

// drawWorldLabels draws what belongs to places of the world.
func (h *HUD) drawWorldLabels(p *painter, f *frame) {
	h.drawVignette(p, f)
	h.drawNameTags(p, f)
	h.drawOffscreenArrows(p, f)
	h.drawShipGauges(p, f)
	h.damage.drawIndicators(p, f)
}

// frame is what all parts of the HUD need for the frame that is being built.
type frame struct {
	v          *netcode.View
	cam        render.Camera
	opts       Options
	u          float32 // pixels per HUD unit
	w, h       float32 // size of the window in pixels
	match      viewstate.MatchState
	matchKnown bool // match is valid
	teams      bool // the mode has two teams
	own        viewstate.Ship
	alive      bool
	occupied   *occupancy
	topUsed    float32 // pixels from the top that the clock and the notices use
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
