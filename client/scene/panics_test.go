package scene

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/online"
	"perihelion/client/ui"
)

// brokenScene is a scene that panics where the fields say so.
type brokenScene struct {
	menu
	panicOnUpdate, panicOnDraw, panicOnExit bool
	exited                                  bool
}

func (*brokenScene) Name() string { return "broken" }

func (s *brokenScene) Update(*frame) transition {
	if s.panicOnUpdate {
		panic("in an update")
	}
	return transition{}
}

func (s *brokenScene) Draw(*ebiten.Image, *frame) {
	if s.panicOnDraw {
		panic("in a drawing")
	}
}

func (s *brokenScene) onExit() {
	s.exited = true
	if s.panicOnExit {
		panic("on leaving")
	}
}

func TestAPanicLeadsBackToTheTitle(t *testing.T) {
	for name, s := range map[string]*brokenScene{
		"in an update":                   {panicOnUpdate: true},
		"in a drawing":                   {panicOnDraw: true},
		"in an update, and when it goes": {panicOnUpdate: true, panicOnExit: true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				tc := newTestClient(t, Options{})
				defer tc.closeAll()
				g := &Game{deps: tc.deps, stack: tc.stack, frame: tc.frame, scale: 1}
				g.frame.in = &ui.Input{}
				g.stack.scenes = append(g.stack.scenes, s)
				g.drawScenes(nil)
				for range 3 {
					if err := g.Update(); err != nil {
						t.Fatalf("the game ends: %v", err)
					}
				}
				title := g.stack.top().(*titleScene)
				if title.errText != panicText || !s.exited {
					t.Errorf("at the title it says %q; the scene was left: %v", title.errText, s.exited)
				}
			})
		})
	}
}

func TestAPanicInAGoroutineLeadsBackToTheTitle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tc := newTestClient(t, Options{})
		defer tc.closeAll()
		g := &Game{deps: tc.deps, stack: tc.stack, frame: tc.frame, scale: 1}
		g.stack.scenes = append(g.stack.scenes, &brokenScene{})
		online.StartCall(tc.deps.online, time.Second, func(context.Context) online.Reply[int] {
			panic("a fault beside the frames")
		})
		synctest.Wait()
		if err := g.Update(); err != nil || g.stack.top().Name() != "title" {
			t.Errorf("the scene is %s, %v; want the title", g.stack.top().Name(), err)
		}
	})
}

func TestRepeatedPanicsEndTheGame(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tc := newTestClient(t, Options{})
		defer tc.closeAll()
		g := &Game{deps: tc.deps, stack: tc.stack, frame: tc.frame, scale: 1}
		panicOnce := func() error {
			g.stack.scenes = append(g.stack.scenes, &brokenScene{panicOnUpdate: true})
			return g.Update()
		}
		for range 2 * maxPanics { // one minute apart
			if err := panicOnce(); err != nil {
				t.Fatalf("a fault now and then: %v", err)
			}
			time.Sleep(time.Minute)
		}
		for i := range maxPanics + 1 {
			if err := panicOnce(); errors.Is(err, errManyPanics) != (i == maxPanics) {
				t.Errorf("fault %d in a row: %v", i+1, err)
			}
		}
	})
}
