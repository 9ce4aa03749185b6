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

func TestANoticeFitsAndCountsOnlyWhatIsToCome(t *testing.T) {
	const long = "Your opponent did not come back. Looking for another; the menu leads to the queue"
	for _, c := range []struct {
		name string
		n    protocol.Notice
		wide int
		want string // on the screen
		not  string
	}{
		{"counting", protocol.Notice{Text: long, In: 9 * time.Second}, 1600, long + " 9 ", ""},
		{"where it is narrow", protocol.Notice{Text: long, In: 90 * time.Second}, 640, long + " 1:30 ", ""},
		{"of what has happened", protocol.Notice{Text: "Your opponent is here"}, 1600, "is here ", "is here 0"},
	} {
		t.Run(c.name, func(t *testing.T) {
			h, v := testHUD(t), match()
			v.Notice = &c.n
			h.Update(v, 1.0/60)
			h.build(v, render.Camera{W: c.wide, H: 800}, Show{Scale: 1})
			if text := h.printed(); !strings.Contains(text, c.want) || c.not != "" && strings.Contains(text, c.not) {
				t.Errorf("shows %q, want %q and not %q", text, c.want, c.not)
			}
			for _, p := range h.pages {
				for _, l := range p.lines {
					if strings.Contains(l.text, "opponent") && (l.x < 0 || l.x+p.letters.Width(l.text, l.style) > float32(c.wide)) {
						t.Errorf("%q leaves the screen at %v", l.text, l.x)
					}
				}
			}
		})
	}
}

// all is a frame in which everything is to be told at once, from the least important on.
var all = []struct {
	of   importance
	add  func(v *netcode.View, s *Show, h *HUD)
	want string
}{
	{aHint, func(_ *netcode.View, s *Show, _ *HUD) { s.Hint, s.HintFade = "W: fly", 1 }, "W: fly"},
	{aWait, func(v *netcode.View, _ *Show, _ *HUD) { v.Seen = append(v.Seen, inPhase(sim.PhaseWarmup)) }, "Warm-up: nothing counts until a second pilot joins"},
	{aWord, func(v *netcode.View, _ *Show, h *HUD) {
		v.Notice = &protocol.Notice{Text: "The server restarts", In: 5 * time.Minute}
		h.notices.word, h.notices.heard = v.Notice.Text, -wordIsNew
	}, "The server restarts"},
	{aTrouble, func(_ *netcode.View, _ *Show, h *HUD) {
		h.graph.found = ailment{kind: slowMachine, n: 12}
		h.notices.trouble, h.notices.began = h.graph.found, h.time-troubleHold
	}, "This device is too slow"},
	{aReturn, func(_ *netcode.View, _ *Show, h *HUD) { h.notices.returned = h.time }, "Connected again"},
	{anUrgent, func(v *netcode.View, _ *Show, _ *HUD) {
		v.Notice = &protocol.Notice{Text: "You will be moved", In: 20 * time.Second}
	}, "You will be moved"},
	{aSilence, func(_ *netcode.View, _ *Show, h *HUD) { h.graph.last.Snapshots, h.graph.journal.silent = 9, 1.5 }, "No answer from the server"},
	{aLoss, func(_ *netcode.View, s *Show, _ *HUD) { s.Lost = 3 * time.Second }, "Connection lost"},
}

func inPhase(p sim.Phase) netcode.Seen {
	e := netcode.Seen{Kind: sim.KindMatch}
	e.To[sim.MatchPhase] = int32(p)
	e.From = e.To
	return e
}

func TestOneThingIsToldAtATimeTheMostImportantFirst(t *testing.T) {
	h, v := testHUD(t), match()
	s := Show{Scale: 1}
	h.Update(v, 1)
	var places []ui.Rect
	for i, c := range all {
		c.add(v, &s, h)
		h.build(v, lens, s)
		text := h.printed()
		for k, other := range all {
			if got := strings.Contains(text, other.want); got != (k == i) {
				t.Errorf("with %d things to tell: %q is told: %v", i+1, other.want, got)
			}
		}
		p := h.pages[1].panels
		places = append(places, p[len(p)-1])
	}
	for _, r := range places {
		if r.Y != places[0].Y || r.X+r.W/2 != places[0].X+places[0].W/2 {
			t.Errorf("a notice is at %v, another at %v: want one place", r, places[0])
		}
	}
}

// shows is what is told at a time after these offers, if anything is.
func (n *notices) shows(now float32, offers ...notice) string {
	n.begin(now)
	for _, o := range offers {
		n.offer(o)
	}
	if o := n.choose(); o != nil {
		return o.text
	}
	return ""
}

func TestANoticeStaysUntilItCanBeRead(t *testing.T) {
	var n notices
	hint, word, loss := notice{of: aHint, text: "hint"}, notice{of: aWord, text: "word"}, notice{of: aLoss, text: "loss"}
	for _, step := range []struct {
		at     float32
		offers []notice
		want   string
	}{
		{1, []notice{hint}, "hint"},
		{1.1, []notice{hint, word}, "word"}, // what matters more comes at once
		{1.2, []notice{hint}, "word"},       // and can be read
		{1.3, []notice{hint, loss}, "loss"},
		{1.4, nil, "loss"},
		{1.3 + leastShown, []notice{hint}, "hint"},
		{9, nil, ""},
	} {
		if got := n.shows(step.at, step.offers...); got != step.want {
			t.Errorf("at %v: %q, want %q", step.at, got, step.want)
		}
	}
}

func TestATroubleIsToldOnceAMinute(t *testing.T) {
	h := testHUD(t)
	h.graph.found = ailment{kind: trickle, grave: true}
	told := func(at float32) bool {
		n := &h.notices
		n.watch(h.graph.found, at)
		n.begin(at)
		n.diagnosis(&h.graph)
		return n.offered
	}
	for _, step := range []struct {
		at   float32
		want bool
	}{{10, false}, {10 + troubleHold, true}, {10 + troubleHold + troubleTold, false}, {40, false}, {11 + troubleRest, false}, {11 + troubleRest + troubleHold, true}} {
		if got := told(step.at); got != step.want {
			t.Errorf("at %v: told %v, want %v", step.at, got, step.want)
		}
	}
	h.graph.found = ailment{}
	told(80)
	h.graph.found = ailment{kind: slowServer}
	if told(81); !told(81 + troubleHold) {
		t.Error("another trouble is not told")
	}
}

func TestPlayersAreToldInTheirOwnWords(t *testing.T) {
	blames := map[ill]string{
		holding: "Your connection", trickle: "Your connection", halfRate: "Your connection", stalling: "Your connection",
		slowServer: "The server", slowMachine: "This device",
	}
	for kind := range distant + 1 {
		text := ailment{kind: kind, n: 12, grave: true}.told()
		if !strings.HasPrefix(text, blames[kind]) || (blames[kind] == "") != (text == "") {
			t.Errorf("%v: %q, want that %q is blamed", ailment{kind: kind}, text, blames[kind])
		}
		for _, term := range []string{"Hz", "tick", "snapshot", "packet", "link", "jitter", "ms", "input", "frame", "buffer"} {
			if strings.Contains(text, term) {
				t.Errorf("%q says %q, which only engineers know", text, term)
			}
		}
	}
}

func TestTheServersWordComesForwardWhenItIsNewAndWhenItActs(t *testing.T) {
	var n notices
	word := func(at float32, in time.Duration) importance {
		n.begin(at)
		n.serverWord(&protocol.Notice{Text: "restart", In: in})
		return n.best.of
	}
	for _, step := range []struct {
		at   float32
		in   time.Duration
		want importance
	}{{1, 5 * time.Minute, anUrgent}, {1 + wordIsNew, 4 * time.Minute, aWord}, {200, 29 * time.Second, anUrgent}, {231, 0, aWord}} {
		if got := word(step.at, step.in); got != step.want {
			t.Errorf("at %v, %v before it acts: importance %d, want %d", step.at, step.in, got, step.want)
		}
	}
}

func TestTheWarmUpSaysWhatItWaitsFor(t *testing.T) {
	for _, c := range []struct {
		mode sim.Mode
		code string
		want string
	}{
		{sim.Skirmish, "", "until a second pilot joins"},
		{sim.Duel, "", "without an opponent. The menu leads to the queue"},
		{sim.Duel, "NOVA42", "until your friend joins. The menu has the link"},
	} {
		v := match()
		v.Config.Mode, v.Code = c.mode, c.code
		if got := warmUp(v); !strings.Contains(got, c.want) {
			t.Errorf("%v %q: says %q, want %q", c.mode, c.code, got, c.want)
		}
	}
}
