package hud

import (
	"time"

	"perihelion/client/lang"
	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/client/rgba"
	"perihelion/client/ui"
	"perihelion/shared/protocol"
	"perihelion/sim"
)

// priority orders the notices that could be shown at the same time.
type priority uint8

const (
	lessonPriority      priority = iota // for a beginner
	hintPriority                        // what the scene tells
	warmUpPriority                      // what the warm-up waits for
	oldServerPriority                   // text of the server that the player has read
	issuePriority                       // the connection, the device or the server is too slow
	reconnectedPriority                 // the connection works again
	newServerPriority                   // text of the server that is new, or takes effect soon
	silencePriority                     // no snapshots arrive
	lostPriority                        // the connection is lost
)

// notice is one message to the player, in plain words: technical terms are for the net graph.
type notice struct {
	priority  priority
	text      string
	color     rgba.Color
	countdown time.Duration // shown beside the text; 0: none
	inTenths  bool          // countdown is shown in tenths of a second
	opacity   float32       // 0 means 1
	lesson    *Lesson       // text is its text; nil: it is none
}

// notices shows one message at a time, in one line below the clock, the most important
// first. In every frame all current messages are offered and chooseNotice picks one.
// No other code writes messages over a match.
type notices struct {
	best       notice // the most important one of this frame
	offered    bool
	shown      notice
	shownSince float32 // time at which shown began
	now        float32 // time of this frame, in seconds

	serverText      string    // text of the server
	serverTextSince float32   // time at which it arrived
	diagnosis       diagnosis // the issue that is or was shown
	issueSince      float32   // time at which it began
	wasLost         bool      // the connection was lost in the last frame
	reconnectedAt   float32   // time at which it worked again; 0: never lost
}

const (
	minNoticeTime   = 1.5 // seconds that a notice stays, unless a more important one comes
	serverTextNew   = 8   // seconds
	serverActsSoon  = 30 * time.Second
	issueHold       = 1.  // seconds that an issue must last before it is shown
	issueShown      = 8.  // seconds that it is shown
	issueRepeat     = 60. // seconds after which it is shown again
	reconnectedTime = 2.5 // seconds
	silenceWarning  = .5  // seconds without a snapshot before the player is told
	noticeSize      = 15  // HUD units
)

// beginFrame starts a frame at a time in seconds.
func (n *notices) beginFrame(now float32) { n.now, n.offered = now, false }

// offerNotice proposes o for this frame; the one with the highest priority is kept.
func (n *notices) offerNotice(o notice) {
	if o.opacity == 0 {
		o.opacity = 1
	}
	if !n.offered || o.priority > n.best.priority {
		n.best, n.offered = o, true
	}
}

// chooseNotice returns the notice to show in this frame, or nil.
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

// HasRoomForLesson reports whether the last frame showed Options.Lesson, or nothing in its
// place.
func (h *HUD) HasRoomForLesson() bool {
	return h.notices.shown.priority == lessonPriority || h.notices.shown.text == ""
}

// collectNotices offers all notices of this frame.
func (h *HUD) collectNotices(f *Frame) {
	n := &h.notices
	n.beginFrame(h.time)
	n.offerConnection(f)
	n.offerDiagnosis(&h.netGraph)
	n.offerServerNotice(f.View.Notice)
	if f.matchKnown && f.Match.Phase == sim.PhaseWarmup && f.View.Me != sim.NoPlayer {
		n.offerNotice(notice{priority: warmUpPriority, text: warmUpText(f.View), color: own})
	}
	if l := &f.Options.Lesson; l.Text != "" && l.Opacity > 0 {
		n.offerNotice(notice{priority: lessonPriority, text: l.Text, color: render.Gold, opacity: l.Opacity, lesson: l})
	}
	if f.Options.Hint != "" {
		n.offerNotice(notice{priority: hintPriority, text: f.Options.Hint, color: own, opacity: f.Options.HintFade})
	}
}

// offerConnection offers a notice about a lost connection or its return.
func (n *notices) offerConnection(f *Frame) {
	lost, text := f.Options.LostFor > 0, lang.T("Connection lost. Your seat is kept: going back to it")
	if f.View.Me == sim.NoPlayer {
		text = lang.T("Connection lost. Going back")
	}
	if n.wasLost && !lost {
		n.reconnectedAt = n.now
	}
	n.wasLost = lost
	switch {
	case lost:
		n.offerNotice(notice{priority: lostPriority, text: text, color: bad, countdown: f.Options.LostFor, inTenths: true})
	case n.reconnectedAt > 0 && n.now-n.reconnectedAt < reconnectedTime:
		n.offerNotice(notice{priority: reconnectedPriority, text: lang.T("Connected again"), color: render.Good})
	}
}

// offerDiagnosis offers a notice about missing snapshots or the current issue.
func (n *notices) offerDiagnosis(g *netGraph) {
	if silent := g.history.silence; g.last.Snapshots > 0 && silent > silenceWarning {
		n.offerNotice(notice{priority: silencePriority, text: lang.T("No answer from the server"), color: bad, countdown: time.Duration(silent * float32(time.Second)), inTenths: true})
		return
	}
	if age := n.now - n.issueSince; n.diagnosis.issue != noIssue && age >= issueHold && age < issueHold+issueShown {
		n.offerNotice(notice{priority: issuePriority, text: n.diagnosis.playerText(), color: render.Energy})
	}
}

// trackIssue records since when there is an issue. Call it once an update with the newest
// diagnosis.
func (n *notices) trackIssue(found diagnosis, now float32) {
	switch {
	case found.issue == noSnapshots: // has a notice of its own, and hides other issues
	case found.playerText() == "":
		n.diagnosis = diagnosis{}
	case found.issue != n.diagnosis.issue || now-n.issueSince > issueRepeat:
		n.diagnosis, n.issueSince = found, now
	}
}

// offerServerNotice offers the server's notice, with high priority when it is new and again
// shortly before it takes effect.
func (n *notices) offerServerNotice(w *protocol.Notice) {
	if w == nil {
		n.serverText = ""
		return
	}
	if w.Text != n.serverText {
		n.serverText, n.serverTextSince = w.Text, n.now
	}
	o := notice{priority: oldServerPriority, text: lang.Server(w.Text), color: render.Energy, countdown: w.In}
	if n.now-n.serverTextSince < serverTextNew || w.In > 0 && w.In < serverActsSoon {
		o.priority = newServerPriority
	}
	n.offerNotice(o)
}

// drawNotice draws the chosen notice below the clock.
func (n *notices) drawNotice(p *Painter, f *Frame, w *TextCache) {
	o := n.chooseNotice()
	if o == nil {
		return
	}
	u := f.Unit
	size := noticeSize * u * max(1, min(1.3, float32(f.Options.Scale)/u))
	count, head, tail := o.countdownText(w), o.lesson.headWidth(p, u, size), float32(0)
	if count != "" {
		tail = 3.4 * size
	}
	beside := head + tail
	x, maxWidth := f.noticeArea()
	lines := p.WrapText(o.text, plain, size, maxWidth-beside-32*u)
	width := float32(0)
	for _, line := range lines {
		width = max(width, p.TextWidth(line, plain, size))
	}
	step := 1.45 * size
	if half := (width+beside)/2 + 16*u; f.W/2-half > x-maxWidth/2 {
		x = f.W / 2 // below the clock, if there is room
	}
	box := ui.Rect{X: x - (width+beside)/2 - 16*u, Y: f.topUsed + 6*u, W: width + beside + 32*u, H: .7*size + step*float32(len(lines))}
	if !f.Occupied.TryOccupy(box) {
		return
	}
	from := p.DrawnSoFar()
	p.DrawPanel(box.X, box.Y, box.W, box.H, o.color)
	for i, line := range lines {
		p.DrawText(line, plain, box.X+16*u+head, box.Y+1.1*size+step*float32(i), size, white)
	}
	p.DrawRightText(count, strong, box.X+box.W-12*u, box.Y+box.H/2, 1.25*size, o.color)
	o.lesson.drawHead(p, u, size, box)
	p.FadeSince(from, o.opacity)
	f.topUsed = box.Y + box.H + 6*u
}

// countdownText returns the number beside the text.
func (o *notice) countdownText(w *TextCache) string {
	switch {
	case o.countdown <= 0:
		return ""
	case o.inTenths:
		return w.TenthsText(int(o.countdown / (100 * time.Millisecond)))
	}
	if left := StepsLeft(o.countdown, time.Second); left < 60 {
		return w.Number(left)
	}
	return w.clockText(StepsLeft(o.countdown, time.Second))
}

// warmUpText says what the warm-up waits for and what the player can do.
func warmUpText(v *netcode.View) string {
	switch {
	case !v.Config.Alone():
		return lang.T("Warm-up: nothing counts until a second player joins")
	case v.Code != "":
		return lang.T("Warm-up: nothing counts until your friend joins. The menu has the link")
	}
	return lang.T("Warm-up: nothing counts without an opponent. The menu leads to the queue")
}
