package hud

import (
	"time"

	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/client/rgba"
	"perihelion/client/ui"
	"perihelion/shared/protocol"
	"perihelion/sim"
)

// importance orders what the player can be told at a moment.
type importance uint8

const (
	aHint    importance = iota // for a beginner
	aWait                      // what the warm-up waits for
	aWord                      // of the server, that the player has read
	aTrouble                   // the connection, the device or the server is too slow
	aReturn                    // the player has the controls again
	anUrgent                   // word of the server: it is new, or it is about to act
	aSilence                   // nothing comes from the server
	aLoss                      // the connection is gone
)

// A notice is one thing to tell the player, in their words: the net graph has the terms.
type notice struct {
	of    importance
	text  string
	hue   rgba.Color
	left  time.Duration // counted beside the text; 0: nothing is
	tenth bool          // left is counted in tenths of a second
	fade  float32       // of it is to be seen
}

// notices are the one place in a match where the game tells the player something: a line
// below the clock, one at a time, the most important first. What wants to be told is
// offered in every frame for as long as it holds; choose picks. Nothing else writes
// messages over a match.
type notices struct {
	best    notice // of those offered in this frame
	offered bool
	shown   notice
	since   float32 // the time at which shown began to be
	now     float32

	word     string  // of the server, and when it came
	heard    float32 // that is
	trouble  ailment // that is told, or was
	began    float32 // it did
	lost     bool    // the connection was gone in the last frame
	returned float32 // the time at which it was back; 0: it was never gone
}

const (
	leastShown  = 1.5 // seconds that a notice can be read for, unless a more important one comes
	wordIsNew   = 8   // seconds
	aboutToAct  = 30 * time.Second
	troubleHold = 1.  // seconds that a trouble has lasted before it is told
	troubleTold = 8.  // seconds; then the player knows
	troubleRest = 60. // seconds after which it is told again
	returnTold  = 2.5 // seconds
	warnSilence = .5  // seconds without a snapshot, from which on everybody is told
	noticeSize  = 15  // HUD units
)

// begin starts a frame at a time in seconds.
func (n *notices) begin(now float32) { n.now, n.offered = now, false }

// offer says that something is to be told, if nothing matters more.
func (n *notices) offer(o notice) {
	if o.fade == 0 {
		o.fade = 1
	}
	if !n.offered || o.of > n.best.of {
		n.best, n.offered = o, true
	}
}

// choose is what is told in this frame; nil: nothing is.
func (n *notices) choose() *notice {
	same := n.offered && n.best.of == n.shown.of && n.best.text == n.shown.text
	stays := n.shown.text != "" && n.now-n.since < leastShown && (!n.offered || n.best.of < n.shown.of)
	switch {
	case same:
		n.shown = n.best
	case stays:
	case n.offered:
		n.shown, n.since = n.best, n.now
	default:
		n.shown = notice{}
	}
	if n.shown.text == "" {
		return nil
	}
	return &n.shown
}

// Hinting reports whether the last frame told what Show.Hint says.
func (h *HUD) Hinting() bool { return h.notices.shown.of == aHint && h.notices.shown.text != "" }

// gather offers all that the HUD itself knows.
func (h *HUD) gather(f *frame) {
	n := &h.notices
	n.begin(h.time)
	n.connection(f)
	n.diagnosis(&h.graph)
	n.serverWord(f.v.Notice)
	if f.told && f.match.Phase == sim.PhaseWarmup && !f.v.Watching {
		n.offer(notice{of: aWait, text: warmUp(f.v), hue: own})
	}
	if f.show.Hint != "" {
		n.offer(notice{of: aHint, text: f.show.Hint, hue: own, fade: f.show.HintFade})
	}
}

// connection tells of one that is gone, and of its return.
func (n *notices) connection(f *frame) {
	lost, text := f.show.Lost > 0, "Connection lost. Your seat is kept: going back to it"
	if f.v.Watching {
		text = "Connection lost. Going back"
	}
	if n.lost && !lost {
		n.returned = n.now
	}
	n.lost = lost
	switch {
	case lost:
		n.offer(notice{of: aLoss, text: text, hue: bad, left: f.show.Lost, tenth: true})
	case n.returned > 0 && n.now-n.returned < returnTold:
		n.offer(notice{of: aReturn, text: "Connected again", hue: render.Good})
	}
}

// diagnosis tells what is slow, and whose fault that is.
func (n *notices) diagnosis(g *graph) {
	if silent := g.journal.silent; g.last.Snapshots > 0 && silent > warnSilence {
		n.offer(notice{of: aSilence, text: "No answer from the server", hue: bad, left: time.Duration(silent * float32(time.Second)), tenth: true})
		return
	}
	if age := n.now - n.began; n.trouble.kind != healthy && age >= troubleHold && age < troubleHold+troubleTold {
		n.offer(notice{of: aTrouble, text: n.trouble.told(), hue: render.Energy})
	}
}

// watch follows since when there is trouble. It is called when time has passed.
func (n *notices) watch(found ailment, now float32) {
	switch {
	case found.kind == silence: // which is told by itself, and hides the rest
	case found.told() == "":
		n.trouble = ailment{}
	case found.kind != n.trouble.kind || now-n.began > troubleRest:
		n.trouble, n.began = found, now
	}
}

// serverWord passes on what the server says: at once, and again when the time has come.
func (n *notices) serverWord(w *protocol.Notice) {
	if w == nil {
		n.word = ""
		return
	}
	if w.Text != n.word {
		n.word, n.heard = w.Text, n.now
	}
	o := notice{of: aWord, text: w.Text, hue: render.Energy, left: w.In}
	if n.now-n.heard < wordIsNew || w.In > 0 && w.In < aboutToAct {
		o.of = anUrgent
	}
	n.offer(o)
}

// draw writes the notice below the clock.
func (n *notices) draw(p *pen, f *frame, w *words) {
	o := n.choose()
	if o == nil {
		return
	}
	u := f.u
	size := noticeSize * u * max(1, min(1.3, float32(f.show.Scale)/u))
	figure, beside := o.figure(w), float32(0)
	if figure != "" {
		beside = 3.4 * size
	}
	x, most := f.aisle()
	lines := p.wrap(o.text, plain, size, most-beside-32*u)
	wide := float32(0)
	for _, line := range lines {
		wide = max(wide, p.width(line, plain, size))
	}
	step := 1.45 * size
	if half := (wide+beside)/2 + 16*u; f.w/2-half > x-most/2 {
		x = f.w / 2 // below the clock, if there is room for it there
	}
	box := ui.Rect{X: x - (wide+beside)/2 - 16*u, Y: f.below + 6*u, W: wide + beside + 32*u, H: .7*size + step*float32(len(lines))}
	if !f.space.claim(box) {
		return
	}
	from := p.here()
	p.panel(box.X, box.Y, box.W, box.H, o.hue)
	for i, line := range lines {
		p.text(line, plain, box.X+16*u, box.Y+1.1*size+step*float32(i), size, white)
	}
	p.right(figure, strong, box.X+box.W-12*u, box.Y+box.H/2, 1.25*size, o.hue)
	p.dim(from, o.fade)
	f.below = box.Y + box.H + 6*u
}

// figure is what is counted beside the text.
func (o *notice) figure(w *words) string {
	switch {
	case o.left <= 0:
		return ""
	case o.tenth:
		return w.tenth(int(o.left / (100 * time.Millisecond)))
	}
	if left := counted(o.left, time.Second); left < 60 {
		return w.figure(left)
	}
	return w.clock(counted(o.left, time.Second))
}

// warmUp says what the warm-up waits for, and what one can do meanwhile.
func warmUp(v *netcode.View) string {
	switch {
	case !v.Config.Alone():
		return "Warm-up: nothing counts until a second pilot joins"
	case v.Code != "":
		return "Warm-up: nothing counts until your friend joins. The menu has the link"
	}
	return "Warm-up: nothing counts without an opponent. The menu leads to the queue"
}
