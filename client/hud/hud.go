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

// Show is what the player wants to see in this frame, and how large.
type Show struct {
	Scoreboard bool
	NetGraph   bool
	Scale      float64 // pixels per HUD unit: the device's scale times the text size
	ItemKey    string  // the key that uses an item, to print beside it
	Talking    bool    // the last lines of chat, however old
	Gain       string  // by how much the round changed the player's rating; empty: unknown
	Hint       string  // a line for a beginner; empty: none
	HintFade   float32 // 0 to 1

	Lost time.Duration // since the connection broke that is being made anew; 0: it is there

	Keep []ui.Rect // what the scene draws over the HUD: nothing is written there
}

// HUD is the state of everything that lingers: feed, banners, marks.
type HUD struct {
	Mutes func(who protocol.Account) bool // whose chat is not shown; nil: everybody's is

	ink   *sprites.Ink
	pages [4]*pen // over the world; over that; what covers that; the net graph
	space space
	time  float32

	feed    feed
	wounds  wounds
	marks   marks
	recap   recap
	talk    talk
	call    call
	notices notices
	ending  ending
	honours honours
	table   table
	graph   graph
	words   words
	known   bool // the match has been seen: what is known of it stays through a silence
}

// New returns a HUD that draws with k and sets its text with letters.
func New(k *sprites.Ink, letters *ui.Pen) *HUD {
	h := newHUD(k.Sheet, letters)
	h.ink = k
	return h
}

// newHUD is New without a GPU.
func newHUD(sheet *sprites.Sheet, letters *ui.Pen) *HUD {
	h := &HUD{words: newWords()}
	for i := range h.pages {
		h.pages[i] = newPen(sheet, letters)
	}
	return h
}

// Update lets dt seconds pass and takes in the events of v, which must be a View
// that no earlier Update has seen.
func (h *HUD) Update(v *netcode.View, dt float64) {
	t := float32(dt)
	h.time += t
	h.graph.update(v, dt)
	h.notices.watch(h.graph.found, h.time)
	if !v.Ready {
		return
	}
	h.known = true
	h.feed.update(t)
	h.wounds.update(t)
	h.marks.update(t)
	h.talk.update(v, t, h.Mutes)
	h.table.update(v, t)
	h.ending.update(v, h.table.rows)
	for i := range v.Events {
		h.hear(v, &v.Events[i])
	}
	for i := range v.Outcomes {
		h.marks.judge(&v.Outcomes[i])
	}
	h.recap.update(v)
	h.call.update(v, t)
	if m, ok := viewstate.Match(v); ok && m.Phase != sim.PhasePodium {
		h.honours.n = 0
	}
}

// hear hands an event to everyone who cares.
func (h *HUD) hear(v *netcode.View, e *sim.Event) {
	w := &e.Words
	switch e.Kind {
	case sim.EventHit:
		h.wounds.hear(v, w)
		h.marks.hit(v, w)
		h.recap.hit(v, w)
	case sim.EventRail:
		h.marks.rail(v, e)
	case sim.EventKill:
		h.feed.hear(v, w)
		h.marks.kill(v, w)
		h.recap.kill(v, w)
	case sim.EventHonour:
		h.honours.hear(v, w)
	}
}

// Draw shows the HUD for v on the whole of dst.
func (h *HUD) Draw(dst *ebiten.Image, v *netcode.View, cam render.Camera, s Show) {
	h.build(v, cam, s)
	for _, p := range h.pages {
		p.show(dst, h.ink)
	}
}

// build sets everything that Draw shows. It needs no GPU.
func (h *HUD) build(v *netcode.View, cam render.Camera, s Show) {
	f := frame{v: v, cam: cam, show: s, u: unit(cam, s.Scale), w: float32(cam.W), h: float32(cam.H)}
	f.match, f.told = viewstate.Match(v)
	f.own, f.alive = viewstate.Own(v)
	f.sided = viewstate.Side(v) != sim.NoTeam
	h.space.taken = append(h.space.taken[:0], s.Keep...)
	f.space = &h.space
	for _, p := range h.pages {
		p.reset()
	}
	world, panel, cover := h.pages[0], h.pages[1], h.pages[2]
	f.below = 60 * f.u
	shown := v.Ready || h.known && v.OwnTick != 0
	if shown {
		h.cover(cover, &f)
		h.clock(panel, &f)
	}
	if shown && !v.Watching {
		h.gauges(panel, &f)
	}
	if s.NetGraph {
		h.graph.draw(h.pages[3], &f, &h.words)
	}
	h.gather(&f)
	h.notices.draw(panel, &f, &h.words)
	if shown {
		h.overAll(panel, &f)
		h.overWorld(world, &f)
	}
}

// cover is what lies over all else, for a while.
func (h *HUD) cover(p *pen, f *frame) {
	switch {
	case f.show.Scoreboard && f.sided:
		h.sheets(p, f)
	case f.show.Scoreboard:
		h.scoreboard(p, f)
	case f.told && f.match.Phase == sim.PhasePodium:
		h.podium(p, f)
	case !f.alive && !f.v.Watching:
		h.recap.draw(p, f, &h.words)
	}
}

// overAll is in the order of importance: who comes first has the place.
func (h *HUD) overAll(p *pen, f *frame) {
	h.minimap(p, f)
	h.standing(p, f)
	h.call.draw(p, f, &h.words)
	h.marks.draw(h.pages[0], f)
	h.feed.draw(p, f)
	h.talk.draw(p, f)
}

func (h *HUD) overWorld(p *pen, f *frame) {
	h.vignette(p, f)
	h.tags(p, f)
	h.arrows(p, f)
	h.orbit(p, f)
	h.wounds.draw(p, f)
}

// frame is what every part of the HUD needs to know about this frame.
type frame struct {
	v     *netcode.View
	cam   render.Camera
	show  Show
	u     float32 // pixels per HUD unit
	w, h  float32 // of the window, in pixels
	match viewstate.Stand
	told  bool // of the match
	sided bool // there are two sides
	own   viewstate.Ship
	alive bool
	space *space
	below float32 // pixels from the top that the clock takes, and messages so far
}

const (
	leastWide = 640 // HUD units: in a smaller window everything shrinks together
	leastHigh = 500
)

// unit is the pixels per HUD unit.
func unit(cam render.Camera, scale float64) float32 {
	if scale <= 0 {
		scale = 1
	}
	return min(float32(scale), float32(cam.W)/leastWide, float32(cam.H)/leastHigh)
}
