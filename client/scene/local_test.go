package scene

import (
	"encoding/json"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/hud"
	"perihelion/client/input"
	"perihelion/client/netcode"
	"perihelion/client/online"
	"perihelion/client/online/onlinetest"
	"perihelion/client/render"
	"perihelion/client/render/sprites"
	"perihelion/client/ui"
	"perihelion/shared/api"
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
		s.mode.Selected, s.skill.Selected = 2, int(sim.Ace-sim.Rookie)
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
		menu, ok := tc.stack.top().(*localMenu)
		if !ok {
			t.Fatalf("Escape leads to %s", tc.stack.top().Name())
		}
		before = m.match.View.OwnTick
		tc.runFor(time.Second)
		if got := m.match.View.OwnTick; got != before {
			t.Errorf("%d ticks were played below the menu", got-before)
		}
		menu.setFocus(&menu.leave)
		tc.playFrame(enterKey)
		tc.playFrame(ui.Input{})
		if name := tc.stack.top().Name(); name != "practice" || tc.history.captured {
			t.Errorf("LEAVE leads to %s, Back is captured: %v", name, tc.history.captured)
		}
	})
}

// practise begins a match on this machine, and opens its menu.
func (tc *testClient) practise() *localMenu {
	s := newPracticeScene(tc.deps, "skirmish")
	tc.stack.scenes = append(tc.stack.scenes, s)
	tc.stack.applyTransition(1, s.startMatch())
	tc.runFor(time.Second)
	tc.pressKeys(ui.Input{}, escapeKey)
	tc.pressKeys(ui.Input{})
	return tc.stack.top().(*localMenu)
}

func TestInviteTakesTheMatchToARoom(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tc := newTestClient(t, Options{})
		defer tc.closeAll()
		tc.saveGuest("Ada", "mine")
		menu := tc.practise()
		want := menu.local.match.Log()
		var got api.NewRoom
		tc.server.Handle("POST rooms", func(w http.ResponseWriter, r *http.Request) {
			if err := json.NewDecoder(r.Body).Decode(&got); err != nil {
				t.Error(err)
			}
			onlinetest.RespondJSON(onlinetest.Seat)(w, r)
		})
		menu.setFocus(&menu.invite)
		tc.playFrame(enterKey)
		tc.waitForScene("match", time.Second)
		if !reflect.DeepEqual(got, api.NewRoom{Log: want}) {
			t.Errorf("asked for a room of %d bytes, want the %d of the moment, and nothing else", len(got.Log), len(want))
		}
		m := tc.stack.top().(*matchScene)
		m.view = &netcode.View{Code: "NOVA42"} // as after the first snapshot
		m.share.tellOfLinks(m, 1)
		if tc.platform.copied != "http://game.test/?room=NOVA42" || !strings.Contains(m.share.text, "NOVA42") {
			t.Errorf("copied %q, says %q", tc.platform.copied, m.share.text)
		}
		m.share.tellOfLinks(m, 1)
		if m.share.opacity() == 0 {
			t.Error("nobody is told")
		}
		m.view = nil
	})
}

func TestWithoutAServerTheMatchWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tc := newTestClient(t, Options{})
		defer tc.closeAll()
		tc.saveGuest("Ada", "mine")
		menu := tc.practise()
		before := menu.local.match.View.OwnTick
		tc.server.SetErrors(onlinetest.ErrNoRoute, onlinetest.ErrNoRoute)
		menu.setFocus(&menu.invite)
		tc.playFrame(enterKey)
		tc.waitForScene("finding", time.Second)
		tc.runFor(time.Minute)
		s := tc.stack.top().(*matchmakingScene)
		if text := s.reasonText(); text != "The server could not be reached. Your match waits: go back to play on." || !s.needsPlayer() {
			t.Errorf("it says %q", text)
		}
		tc.playFrame(ui.Input{Cancel: true})
		tc.playFrame(ui.Input{Cancel: true})
		if name := tc.stack.top().Name(); name != "local" || menu.local.match.View.OwnTick != before {
			t.Fatalf("two steps back are %s, at tick %d", name, menu.local.match.View.OwnTick)
		}
		tc.runFor(time.Second)
		if menu.local.match.View.OwnTick < before+50 {
			t.Error("the match does not go on")
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
		{"practice, menu", func(p *screenCheck) []scene {
			s := p.localScene(p.practiceMatch("skirmish"))
			return []scene{s, newLocalMenu(s)}
		}, "The match waits"},
		{"practice, no server to invite to", func(p *screenCheck) []scene {
			s := p.localScene(p.practiceMatch("skirmish"))
			m := newMatchmakingScene(p.deps, online.Destination{OpenRoom: true, NewRoom: api.NewRoom{Log: s.match.Log()}})
			m.startedAt, m.failure.Text = p.frame.now, "The server could not be reached. Your match waits: go back to play on."
			m.handleButtons(&p.frame)
			return []scene{s, newLocalMenu(s), m}
		}, "Your match waits"},
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
	s.cam = render.Camera{Scale: render.ViewScale(&ships.Rules.About().View, p.frame.w, p.frame.h), W: p.frame.w, H: p.frame.h}
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
