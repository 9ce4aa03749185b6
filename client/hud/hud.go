// Package hud draws what a pilot reads during a match, over what render has
// drawn: gauges, score, feed, map, banners, and on demand the scoreboard and the
// net graph. Scenes own a HUD; they call Update once for each View that netcode
// hands out and Draw with that same View. It reads the View and changes nothing.
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
)

// Options is what the player wants to see in this frame, and how large.
type Options struct {
	Scoreboard   bool
	NetGraph     bool
	Scale        float64 // pixels per HUD unit: the device's scale times the text size
	ItemKey      string  // the key that uses an item, to print beside it
	ChatOpen     bool    // the last lines of chat, however old
	RatingChange string  // by how much the round changed the player's rating; empty: unknown
	Hint         string  // a line for a beginner; empty: none
	HintFade     float32 // 0 to 1

	LostFor time.Duration // since the connection broke that is being made anew; 0: it is there

	Reserved []ui.Rect // what the scene draws over the HUD: nothing is written there
}

// HUD is the state of everything that lingers: feed, banners, marks.
type HUD struct {
	IsMuted func(who protocol.Account) bool // whose chat is not shown; nil: everybody's is

	renderer *sprites.Renderer
	layers   [4]*painter // over the world; over that; what covers that; the net graph
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
	matchKnown   bool // the match has been seen: what is known of it stays through a silence
}

// New returns a HUD that draws with k and sets its text with letters.
func New(k *sprites.Renderer, letters *ui.Pen) *HUD {
	h := newHUD(k.Atlas, letters)
	h.renderer = k
	return h
}

// newHUD is New without a GPU.
func newHUD(sheet *sprites.Atlas, letters *ui.Pen) *HUD {
	h := &HUD{texts: newTextCache()}
	for i := range h.layers {
		h.layers[i] = newPainter(sheet, letters)
	}
	return h
}

// Update lets dt seconds pass and takes in the events of v, which must be a View
// that no earlier Update has seen.
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

// hear hands an event to everyone who cares.
func (h *HUD) handleEvent(v *netcode.View, e *sim.Event) {
	w := &e.Words
	switch e.Kind {
	case sim.EventHit:
		h.damage.addHit(v, w)
		h.hitMarkers.onHit(v, w)
		h.recap.onHit(v, w)
	case sim.EventRail:
		h.hitMarkers.onRail(v, e)
	case sim.EventKill:
		h.killFeed.addKill(v, w)
		h.hitMarkers.onKill(v, w)
		h.recap.onKill(v, w)
	case sim.EventHonour:
		h.awards.addAward(v, w)
	}
}

// Draw shows the HUD for v on the whole of dst.
func (h *HUD) Draw(dst *ebiten.Image, v *netcode.View, cam render.Camera, s Options) {
	h.buildFrame(v, cam, s)
	for _, p := range h.layers {
		p.drawTo(dst, h.renderer)
	}
}

// buildFrame sets everything that Draw shows. It needs no GPU.
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

// drawOverlay is what lies over all else, for a while.
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

// drawPanels is in the order of importance: who comes first has the place.
func (h *HUD) drawPanels(p *painter, f *frame) {
	h.drawMinimap(p, f)
	h.drawLeaderboard(p, f)
	h.announcement.drawAnnouncement(p, f, &h.texts)
	h.hitMarkers.drawHitMarkers(h.layers[0], f)
	h.killFeed.drawKillFeed(p, f)
	h.chatLog.drawChat(p, f)
}

func (h *HUD) drawWorldLabels(p *painter, f *frame) {
	h.drawVignette(p, f)
	h.drawNameTags(p, f)
	h.drawOffscreenArrows(p, f)
	h.drawShipGauges(p, f)
	h.damage.drawIndicators(p, f)
}

// frame is what every part of the HUD needs to know about this frame.
type frame struct {
	v          *netcode.View
	cam        render.Camera
	opts       Options
	u          float32 // pixels per HUD unit
	w, h       float32 // of the window, in pixels
	match      viewstate.MatchState
	matchKnown bool // of the match
	teams      bool // there are two sides
	own        viewstate.Ship
	alive      bool
	occupied   *occupancy
	topUsed    float32 // pixels from the top that the clock takes, and messages so far
}

const (
	minWidth  = 640 // HUD units: in a smaller window everything shrinks together
	minHeight = 500
)

// unit is the pixels per HUD unit.
func unit(cam render.Camera, scale float64) float32 {
	if scale <= 0 {
		scale = 1
	}
	return min(float32(scale), float32(cam.W)/minWidth, float32(cam.H)/minHeight)
}
