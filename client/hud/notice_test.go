package hud

import (
	"strings"
	"testing"
	"time"

	"perihelion/client/render"
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
