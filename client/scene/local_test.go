package scene

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/hud"
	"perihelion/client/input"
	"perihelion/client/online/onlinetest"
	"perihelion/client/render"
	"perihelion/client/render/sprites"
	"perihelion/client/ui"
	"perihelion/sim"
	"perihelion/sim/ships"
)

var escapeKey = input.Key(ebiten.KeyEscape)

func TestPracticeNeedsNoServer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tc := newTestClient(t, Options{})
		defer tc.closeAll()
		tc.server.SetErrors(onlinetest.ErrNoRoute, onlinetest.ErrNoRoute)
		tc.runFor(100 * time.Millisecond)
		title := tc.stack.top().(*titleScene)
		tc.stack.applyTransition(0, push(title.newScreen(toPractice)))
		s := tc.stack.top().(*practiceScene)
		if mode := s.modes[s.mode.Selected]; mode != ships.Skirmish {
			t.Errorf("the mode of the title is skirmish, that of practice %s", mode)
		}
		s.mode.Selected, s.skill.Selected = 2, int(sim.Ace)
		tc.pressKeys(enterKey, mouseLeft) // START has the focus
		m, ok := tc.stack.top().(*localScene)
		if !ok {
			t.Fatalf("START leads to %s", tc.stack.top().Name())
		}
		if v := &m.match.View; v.Config.Mode != ships.Duel || v.Config.Seats != 2 || m.match.Skill != sim.Ace {
			t.Errorf("a match of %+v against %v, want a duel with an ace", v.Config, m.match.Skill)
		}
		tc.pressKeys(ui.Input{}, mouseLeft)
		if got := m.match.View.Held.Buttons; got != 0 {
			t.Errorf("the press on START fires: %b", got)
		}
		tc.pressKeys(ui.Input{})
		tc.pressKeys(ui.Input{}, mouseLeft)
		if got := m.match.View.Held.Buttons; got != ships.ButtonPulse {
			t.Errorf("pressed in the match: %b, want the pulse", got)
		}
		before := m.match.View.OwnTick
		for range 60 {
			tc.playFrame(ui.Input{})
		}
		if played := m.match.View.OwnTick - before; played < 58 || played > 61 {
			t.Errorf("a second had %d ticks, want 60", played)
		}
		tc.pressKeys(ui.Input{}, escapeKey)
		if name := tc.stack.top().Name(); name != "practice" || tc.history.captured {
			t.Errorf("Escape leads to %s, Back is captured: %v", name, tc.history.captured)
		}
	})
}

// localScreens are the screens of practice.
func localScreens() []screen {
	return []screen{
		{"practice", func(p *screenCheck) []scene { return []scene{newPracticeScene(p.deps, "teams")} }, "REGULARS"},
		{"practice, a match", func(p *screenCheck) []scene { return []scene{p.localScene(p.practiceMatch("skirmish"))} }, "You against bots"},
		{"taken over", func(p *screenCheck) []scene {
			return []scene{p.localScene(p.replayScene(12 * time.Second).startFromHere().target.(*localScene))}
		}, "You against bots"},
		{"practice, hockey", func(p *screenCheck) []scene { return []scene{p.localScene(p.practiceMatch("puck"))} }, "You against bots"},
	}
}

// practiceMatch is what START leads to.
func (p *screenCheck) practiceMatch(mode string) *localScene {
	return newPracticeScene(p.deps, mode).startMatch().target.(*localScene)
}

// localScene lets a match go on for a second, and shows it.
func (p *screenCheck) localScene(s *localScene) *localScene {
	in := &sprites.Renderer{Atlas: p.sheet}
	if p.deps.renderer != nil {
		in = p.deps.renderer.Sprites
	}
	s.hud = hud.New(s.play, in, p.pen)
	s.cam = render.Camera{Scale: float32(p.frame.h) / (2 * ships.ViewHalfHeight), W: p.frame.w, H: p.frame.h}
	s.shownFor = 2
	p.pollDevices()
	for range 4 {
		s.match.Advance(.1, s.sampleInput)
		s.hud.Update(&s.match.View, .3)
	}
	if p.deps.renderer != nil {
		for range 20 {
			s.match.Advance(1./60, s.sampleInput)
			s.play.Update(&s.match.View, 1./60)
		}
		s.cam = s.play.Camera(&s.match.View, 0, 0, p.frame.w, p.frame.h)
	}
	return s
}
