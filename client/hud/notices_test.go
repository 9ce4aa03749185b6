package hud

import (
	"strings"
	"testing"
	"time"

	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/client/ui"
	"perihelion/shared/protocol"
	"perihelion/sim"
)

func TestNoticeFitsTheWindowAndCountsDownOnlyFutureTimes(t *testing.T) {
	const long = "Your opponent did not come back. Looking for another; the menu leads to the queue"
	for _, c := range []struct {
		name string
		n    protocol.Notice
		wide int
		want string // must be shown
		not  string
	}{
		{"counting", protocol.Notice{Text: long, In: 9 * time.Second}, 1600, long + " 9 ", ""},
		{"counting in a narrow window", protocol.Notice{Text: long, In: 90 * time.Second}, 640, long + " 1:30 ", ""},
		{"without a countdown", protocol.Notice{Text: "Your opponent is here"}, 1600, "is here ", "is here 0"},
	} {
		t.Run(c.name, func(t *testing.T) {
			h, v := newTestHUD(t), testView()
			v.Notice = &c.n
			h.Update(v, 1.0/60)
			h.BuildFrame(v, render.Camera{W: c.wide, H: 800}, Options{Scale: 1})
			if text := h.AllText(); !strings.Contains(text, c.want) || c.not != "" && strings.Contains(text, c.not) {
				t.Errorf("shows %q, want %q and not %q", text, c.want, c.not)
			}
			for _, p := range h.layers {
				for _, l := range p.texts {
					if strings.Contains(l.text, "opponent") && (l.x < 0 || l.x+p.letters.Width(l.text, l.style) > float32(c.wide)) {
						t.Errorf("%q leaves the screen at %v", l.text, l.x)
					}
				}
			}
		})
	}
}

// noticeCases lists every kind of notice, the least important first. add makes it current.
var noticeCases = []struct {
	of   priority
	add  func(v *netcode.View, s *Options, h *HUD)
	want string
}{
	{lessonPriority, func(_ *netcode.View, s *Options, _ *HUD) {
		s.Lesson = Lesson{Keys: "Space", Text: "Boost", Opacity: 1}
	}, "Boost"},
	{hintPriority, func(_ *netcode.View, s *Options, _ *HUD) { s.Hint, s.HintFade = "W: fly", 1 }, "W: fly"},
	{warmUpPriority, func(v *netcode.View, _ *Options, _ *HUD) { v.Seen = append(v.Seen, phaseEntity(sim.PhaseWarmup)) }, "Warm-up: nothing counts until a second player joins"},
	{oldServerPriority, func(v *netcode.View, _ *Options, h *HUD) {
		v.Notice = &protocol.Notice{Text: "The server restarts", In: 5 * time.Minute}
		h.notices.serverText, h.notices.serverTextSince = v.Notice.Text, -serverTextNew
	}, "The server restarts"},
	{issuePriority, func(_ *netcode.View, _ *Options, h *HUD) {
		h.netGraph.diagnosis = diagnosis{issue: slowMachine, value: 12}
		h.notices.diagnosis, h.notices.issueSince = h.netGraph.diagnosis, h.time-issueHold
	}, "This device is too slow"},
	{reconnectedPriority, func(_ *netcode.View, _ *Options, h *HUD) { h.notices.reconnectedAt = h.time }, "Connected again"},
	{newServerPriority, func(v *netcode.View, _ *Options, _ *HUD) {
		v.Notice = &protocol.Notice{Text: "You will be moved", In: 20 * time.Second}
	}, "You will be moved"},
	{silencePriority, func(_ *netcode.View, _ *Options, h *HUD) {
		h.netGraph.last.Snapshots, h.netGraph.history.silence = 9, 1.5
	}, "No answer from the server"},
	{lostPriority, func(_ *netcode.View, s *Options, _ *HUD) { s.LostFor = 3 * time.Second }, "Connection lost"},
}

func phaseEntity(p sim.Phase) netcode.Seen {
	e := netcode.Seen{Kind: kindMatch}
	e.To[matchPhase] = int32(p)
	e.From = e.To
	return e
}

func TestOneNoticeAtATimeByPriority(t *testing.T) {
	h, v := newTestHUD(t), testView()
	s := Options{Scale: 1}
	h.Update(v, 1)
	var places []ui.Rect
	for i, c := range noticeCases {
		c.add(v, &s, h)
		h.BuildFrame(v, testCamera, s)
		text := h.AllText()
		for k, other := range noticeCases {
			if got := strings.Contains(text, other.want); got != (k == i) {
				t.Errorf("with %d notices: %q is shown: %v", i+1, other.want, got)
			}
		}
		p := h.layers[1].panels
		places = append(places, p[len(p)-1])
	}
	for _, r := range places {
		if r.Y != places[0].Y || r.X+r.W/2 != places[0].X+places[0].W/2 {
			t.Errorf("a notice is at %v, another at %v: want one place", r, places[0])
		}
	}
}

// shownText returns the text that is shown at a time after these offers, or "".
func (n *notices) shownText(now float32, offers ...notice) string {
	n.beginFrame(now)
	for _, o := range offers {
		n.offerNotice(o)
	}
	if o := n.chooseNotice(); o != nil {
		return o.text
	}
	return ""
}

func TestNoticeStaysLongEnoughToRead(t *testing.T) {
	var n notices
	hint, word, loss := notice{priority: hintPriority, text: "hint"}, notice{priority: oldServerPriority, text: "word"}, notice{priority: lostPriority, text: "loss"}
	for _, step := range []struct {
		at     float32
		offers []notice
		want   string
	}{
		{1, []notice{hint}, "hint"},
		{1.1, []notice{hint, word}, "word"}, // a more important one comes at once
		{1.2, []notice{hint}, "word"},       // and stays long enough
		{1.3, []notice{hint, loss}, "loss"},
		{1.4, nil, "loss"},
		{1.3 + minNoticeTime, []notice{hint}, "hint"},
		{9, nil, ""},
	} {
		if got := n.shownText(step.at, step.offers...); got != step.want {
			t.Errorf("at %v: %q, want %q", step.at, got, step.want)
		}
	}
}

func TestIssueIsShownOnceAMinute(t *testing.T) {
	h := newTestHUD(t)
	h.netGraph.diagnosis = diagnosis{issue: lowRate, severe: true}
	shown := func(at float32) bool {
		n := &h.notices
		n.trackIssue(h.netGraph.diagnosis, at)
		n.beginFrame(at)
		n.offerDiagnosis(&h.netGraph)
		return n.offered
	}
	for _, step := range []struct {
		at   float32
		want bool
	}{{10, false}, {10 + issueHold, true}, {10 + issueHold + issueShown, false}, {40, false}, {11 + issueRepeat, false}, {11 + issueRepeat + issueHold, true}} {
		if got := shown(step.at); got != step.want {
			t.Errorf("at %v: shown %v, want %v", step.at, got, step.want)
		}
	}
	h.netGraph.diagnosis = diagnosis{}
	shown(80)
	h.netGraph.diagnosis = diagnosis{issue: slowServer}
	if shown(81); !shown(81 + issueHold) {
		t.Error("another issue is not shown")
	}
}

func TestPlayerTextsNameTheCauseWithoutTechnicalTerms(t *testing.T) {
	causes := map[issue]string{
		linkDead: "Your connection", lowRate: "Your connection", halfRate: "Your connection", linkStalling: "Your connection",
		slowServer: "The server", slowMachine: "This device",
	}
	for kind := range highLatency + 1 {
		text := diagnosis{issue: kind, value: 12, severe: true}.playerText()
		if !strings.HasPrefix(text, causes[kind]) || (causes[kind] == "") != (text == "") {
			t.Errorf("%v: %q, want the cause %q", diagnosis{issue: kind}, text, causes[kind])
		}
		for _, term := range []string{"Hz", "tick", "snapshot", "packet", "link", "jitter", "ms", "input", "frame", "buffer"} {
			if strings.Contains(text, term) {
				t.Errorf("%q says %q, which is a technical term", text, term)
			}
		}
	}
}

func TestServerNoticeHasPriorityWhenNewAndWhenItActsSoon(t *testing.T) {
	var n notices
	word := func(at float32, in time.Duration) priority {
		n.beginFrame(at)
		n.offerServerNotice(&protocol.Notice{Text: "restart", In: in})
		return n.best.priority
	}
	for _, step := range []struct {
		at   float32
		in   time.Duration
		want priority
	}{{1, 5 * time.Minute, newServerPriority}, {1 + serverTextNew, 4 * time.Minute, oldServerPriority}, {200, 29 * time.Second, newServerPriority}, {231, 0, oldServerPriority}} {
		if got := word(step.at, step.in); got != step.want {
			t.Errorf("at %v, %v before it acts: priority %d, want %d", step.at, step.in, got, step.want)
		}
	}
}

func TestWarmUpTextSaysWhatItWaitsFor(t *testing.T) {
	for _, c := range []struct {
		mode *sim.Mode
		code string
		want string
	}{
		{freeForAll, "", "until a second player joins"},
		{duel, "", "without an opponent. The menu leads to the queue"},
		{duel, "NOVA42", "until your friend joins. The menu has the link"},
	} {
		v := testView()
		v.Config.Mode, v.Code = c.mode, c.code
		if got := warmUpText(v); !strings.Contains(got, c.want) {
			t.Errorf("%v %q: says %q, want %q", c.mode, c.code, got, c.want)
		}
	}
}
