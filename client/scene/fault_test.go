package scene

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/ui"
)

// broken is a scene with a fault in whatever is set.
type broken struct {
	menu
	update, draw, quit bool
	left               bool
}

func (*broken) Name() string { return "broken" }

func (s *broken) Update(*Frame) Move {
	if s.update {
		panic("in an update")
	}
	return Move{}
}

func (s *broken) Draw(*ebiten.Image, *Frame) {
	if s.draw {
		panic("in a drawing")
	}
}

func (s *broken) leave() {
	s.left = true
	if s.quit {
		panic("on leaving")
	}
}

func TestAFaultLeadsBackToTheTitle(t *testing.T) {
	for name, s := range map[string]*broken{
		"in an update":                   {update: true},
		"in a drawing":                   {draw: true},
		"in an update, and when it goes": {update: true, quit: true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				th := newTheatre(t, Options{})
				defer th.close()
				g := &Game{kit: th.kit, stack: th.stack, frame: th.frame, scale: 1}
				g.frame.In = &ui.Input{}
				g.stack.scenes = append(g.stack.scenes, s)
				g.drawScenes(nil)
				for range 3 {
					if err := g.Update(); err != nil {
						t.Fatalf("the game ends: %v", err)
					}
				}
				home := g.stack.Top().(*homeScene)
				if home.wrong != faultWords || !s.left {
					t.Errorf("at the title it says %q; the scene was left: %v", home.wrong, s.left)
				}
			})
		})
	}
}

func TestAFaultBesideTheFramesLeadsBackToTheTitle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		th := newTheatre(t, Options{})
		defer th.close()
		g := &Game{kit: th.kit, stack: th.stack, frame: th.frame, scale: 1}
		g.stack.scenes = append(g.stack.scenes, &broken{})
		begin(th.kit, time.Second, func(context.Context) reply[int] {
			panic("a fault beside the frames")
		})
		synctest.Wait()
		if err := g.Update(); err != nil || g.stack.Top().Name() != "title" {
			t.Errorf("the scene is %s, %v; want the title", g.stack.Top().Name(), err)
		}
	})
}

func TestFaultsThatComeOneAfterAnotherEndTheGame(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		th := newTheatre(t, Options{})
		defer th.close()
		g := &Game{kit: th.kit, stack: th.stack, frame: th.frame, scale: 1}
		fault := func() error {
			g.stack.scenes = append(g.stack.scenes, &broken{update: true})
			return g.Update()
		}
		for range 2 * mostFaults { // a minute apart
			if err := fault(); err != nil {
				t.Fatalf("a fault now and then: %v", err)
			}
			time.Sleep(time.Minute)
		}
		for i := range mostFaults + 1 {
			if err := fault(); errors.Is(err, errFaults) != (i == mostFaults) {
				t.Errorf("fault %d in a row: %v", i+1, err)
			}
		}
	})
}
