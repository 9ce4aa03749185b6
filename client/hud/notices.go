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

// priority orders what the player can be told at a moment.
type priority uint8

const (
	hintPriority        priority = iota // for a beginner
	warmUpPriority                      // what the warm-up waits for
	oldServerPriority                   // of the server, that the player has read
	issuePriority                       // the connection, the device or the server is too slow
	reconnectedPriority                 // the player has the controls again
	newServerPriority                   // word of the server: it is new, or it is about to act
	silencePriority                     // nothing comes from the server
	lostPriority                        // the connection is gone
)

// A notice is one thing to tell the player, in their words: the net graph has the terms.
type notice struct {
	priority  priority
	text      string
	color     rgba.Color
	countdown time.Duration // counted beside the text; 0: nothing is
	inTenths  bool          // left is counted in tenths of a second
	opacity   float32       // of it is to be seen
}

// notices are the one place in a match where the game tells the player something: a line
// below the clock, one at a time, the most important first. What wants to be told is
// offered in every frame for as long as it holds; choose picks. Nothing else writes
// messages over a match.
type notices struct {
	best       notice // of those offered in this frame
	offered    bool
	shown      notice
	shownSince float32 // the time at which shown began to be
	now        float32

	serverText      string    // of the server, and when it came
	serverTextSince float32   // that is
	issue           diagnosis // that is told, or was
	issueSince      float32   // it did
	wasLost         bool      // the connection was gone in the last frame
	reconnectedAt   float32   // the time at which it was back; 0: it was never gone
}

const (
	minNoticeTime   = 1.5 // seconds that a notice can be read for, unless a more important one comes
	serverTextNew   = 8   // seconds
	serverActsSoon  = 30 * time.Second
	issueHold       = 1.  // seconds that a trouble has lasted before it is told
	issueShown      = 8.  // seconds; then the player knows
	issueRepeat     = 60. // seconds after which it is told again
	reconnectedTime = 2.5 // seconds
	silenceWarning  = .5  // seconds without a snapshot, from which on everybody is told
	noticeSize      = 15  // HUD units
)

// beginFrame starts a frame at a time in seconds.
func (n *notices) beginFrame(now float32) { n.now, n.offered = now, false }

// offerNotice says that something is to be told, if nothing matters more.
func (n *notices) offerNotice(o notice) {
	if o.opacity == 0 {
		o.opacity = 1
	}
	if !n.offered || o.priority > n.best.priority {
		n.best, n.offered = o, true
	}
}

// chooseNotice is what is told in this frame; nil: nothing is.
func (n *notices) chooseNotice() *notice {
	same := n.offered && n.best.priority == n.shown.priority && n.best.text == n.shown.text
	stays := n.shown.text != "" && n.now-n.shownSince < minNoticeTime && (!n.offered || n.best.priority < n.shown.priority)
	switch {
	case same:
		n.shown = n.best
	case stays:
	case n.offered:
		n.shown, n.shownSince = n.best, n.now
	default:
		n.shown = notice{}
	}
	if n.shown.text == "" {
		return nil
	}
	return &n.shown
}

// ShowsHint reports whether the last frame told what Show.Hint says.
func (h *HUD) ShowsHint() bool {
	return h.notices.shown.priority == hintPriority && h.notices.shown.text != ""
}

// collectNotices offers all that the HUD itself knows.
func (h *HUD) collectNotices(f *frame) {
	n := &h.notices
	n.beginFrame(h.time)
	n.offerConnection(f)
	n.offerDiagnosis(&h.netGraph)
	n.offerServerNotice(f.v.Notice)
	if f.matchKnown && f.match.Phase == sim.PhaseWarmup && !f.v.Watching {
		n.offerNotice(notice{priority: warmUpPriority, text: warmUpText(f.v), color: own})
	}
	if f.opts.Hint != "" {
		n.offerNotice(notice{priority: hintPriority, text: f.opts.Hint, color: own, opacity: f.opts.HintFade})
	}
}

// offerConnection tells of one that is gone, and of its return.
func (n *notices) offerConnection(f *frame) {
	lost, text := f.opts.LostFor > 0, "Connection lost. Your seat is kept: going back to it"
	if f.v.Watching {
		text = "Connection lost. Going back"
	}
	if n.wasLost && !lost {
		n.reconnectedAt = n.now
	}
	n.wasLost = lost
	switch {
	case lost:
		n.offerNotice(notice{priority: lostPriority, text: text, color: bad, countdown: f.opts.LostFor, inTenths: true})
	case n.reconnectedAt > 0 && n.now-n.reconnectedAt < reconnectedTime:
		n.offerNotice(notice{priority: reconnectedPriority, text: "Connected again", color: render.Good})
	}
}

// offerDiagnosis tells what is slow, and whose fault that is.
func (n *notices) offerDiagnosis(g *netGraph) {
	if silent := g.history.silence; g.last.Snapshots > 0 && silent > silenceWarning {
		n.offerNotice(notice{priority: silencePriority, text: "No answer from the server", color: bad, countdown: time.Duration(silent * float32(time.Second)), inTenths: true})
		return
	}
	if age := n.now - n.issueSince; n.issue.issue != noIssue && age >= issueHold && age < issueHold+issueShown {
		n.offerNotice(notice{priority: issuePriority, text: n.issue.playerText(), color: render.Energy})
	}
}

// trackIssue follows since when there is trouble. It is called when time has passed.
func (n *notices) trackIssue(found diagnosis, now float32) {
	switch {
	case found.issue == noSnapshots: // which is told by itself, and hides the rest
	case found.playerText() == "":
		n.issue = diagnosis{}
	case found.issue != n.issue.issue || now-n.issueSince > issueRepeat:
		n.issue, n.issueSince = found, now
	}
}

// offerServerNotice passes on what the server says: at once, and again when the time has come.
func (n *notices) offerServerNotice(w *protocol.Notice) {
	if w == nil {
		n.serverText = ""
		return
	}
	if w.Text != n.serverText {
		n.serverText, n.serverTextSince = w.Text, n.now
	}
	o := notice{priority: oldServerPriority, text: w.Text, color: render.Energy, countdown: w.In}
	if n.now-n.serverTextSince < serverTextNew || w.In > 0 && w.In < serverActsSoon {
		o.priority = newServerPriority
	}
	n.offerNotice(o)
}

// drawNotice writes the notice below the clock.
func (n *notices) drawNotice(p *painter, f *frame, w *textCache) {
	o := n.chooseNotice()
	if o == nil {
		return
	}
	u := f.u
	size := noticeSize * u * max(1, min(1.3, float32(f.opts.Scale)/u))
	figure, beside := o.countdownText(w), float32(0)
	if figure != "" {
		beside = 3.4 * size
	}
	x, most := f.noticeArea()
	lines := p.wrapText(o.text, plain, size, most-beside-32*u)
	wide := float32(0)
	for _, line := range lines {
		wide = max(wide, p.textWidth(line, plain, size))
	}
	step := 1.45 * size
	if half := (wide+beside)/2 + 16*u; f.w/2-half > x-most/2 {
		x = f.w / 2 // below the clock, if there is room for it there
	}
	box := ui.Rect{X: x - (wide+beside)/2 - 16*u, Y: f.topUsed + 6*u, W: wide + beside + 32*u, H: .7*size + step*float32(len(lines))}
	if !f.occupied.tryOccupy(box) {
		return
	}
	from := p.position()
	p.drawPanel(box.X, box.Y, box.W, box.H, o.color)
	for i, line := range lines {
		p.drawText(line, plain, box.X+16*u, box.Y+1.1*size+step*float32(i), size, white)
	}
	p.rightText(figure, strong, box.X+box.W-12*u, box.Y+box.H/2, 1.25*size, o.color)
	p.fadeSince(from, o.opacity)
	f.topUsed = box.Y + box.H + 6*u
}

// countdownText is what is counted beside the text.
func (o *notice) countdownText(w *textCache) string {
	switch {
	case o.countdown <= 0:
		return ""
	case o.inTenths:
		return w.tenthsText(int(o.countdown / (100 * time.Millisecond)))
	}
	if left := stepsLeft(o.countdown, time.Second); left < 60 {
		return w.number(left)
	}
	return w.clockText(stepsLeft(o.countdown, time.Second))
}

// warmUpText says what the warm-up waits for, and what one can do meanwhile.
func warmUpText(v *netcode.View) string {
	switch {
	case !v.Config.Alone():
		return "Warm-up: nothing counts until a second pilot joins"
	case v.Code != "":
		return "Warm-up: nothing counts until your friend joins. The menu has the link"
	}
	return "Warm-up: nothing counts without an opponent. The menu leads to the queue"
}
