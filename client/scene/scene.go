// Package scene holds the screens of the game and the stack that they lie on: the title,
// the search for a match, the match, and the menus over it. main passes a Game to
// Ebitengine; no other package calls in. Scenes run only on Ebitengine's goroutine.
// Everything that waits for the network runs in a goroutine of its own and answers through
// a channel of limited size.
package scene

import (
	"time"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/ui"
)

// Frame is what every scene needs to know about the current frame.
type Frame struct {
	W, H      int     // size of the window in pixels
	Unit      float32 // pixels per point
	MinTarget float32 // minimum width and height in pixels of anything that can be pressed
	Now       time.Time
	DT        float64   // seconds since the last frame
	In        *ui.Input // empty for a scene that another one covers
	Top       bool      // no other scene lies above

	Dimmed      bool    // a scene above hides most of this one
	CoveredRect ui.Rect // the part of the window that an overlay above covers; the rest stays visible
}

// px converts n points to pixels.
func (f *Frame) px(n float32) float32 { return n * f.Unit }

// targetHeight converts n points to pixels, but returns at least MinTarget. Use it for the
// height of anything that can be pressed.
func (f *Frame) targetHeight(n float32) float32 { return max(f.px(n), f.MinTarget) }

// Scene is one screen. Scenes below the top one are still updated, because a match goes on
// while its menu is open; Frame.Top tells them apart.
type Scene interface {
	Name() string
	Update(f *Frame) Transition
	Draw(dst *ebiten.Image, f *Frame)
}

// Transition is what Scene.Update returns: which scene comes next. The zero value changes
// nothing.
type Transition struct {
	op     transitionOp
	target Scene
}

type transitionOp uint8

const (
	opStay transitionOp = iota
	opPush
	opPop
	opSwap
	opHome
)

// Push puts s on top of the scene that returns it.
func Push(s Scene) Transition { return Transition{opPush, s} }

// Swap replaces the scene that returns it, and removes those above.
func Swap(s Scene) Transition { return Transition{opSwap, s} }

// Pop removes the scene that returns it, and those above.
func Pop() Transition { return Transition{op: opPop} }

// Home goes back to the first scene.
func Home() Transition { return Transition{op: opHome} }

// Stack holds the scenes from the first to the top one. It is never empty.
type Stack struct {
	scenes  []Scene
	frame   Frame // a copy for the scene that is being updated or drawn
	noInput ui.Input
}

// NewStack returns a stack with one scene.
func NewStack(first Scene) *Stack { return &Stack{scenes: []Scene{first}} }

// Top is the scene that gets the player's input.
func (s *Stack) Top() Scene { return s.scenes[len(s.scenes)-1] }

// Base is the first scene, the title.
func (s *Stack) Base() Scene { return s.scenes[0] }

// Update updates all scenes from the first to the top. The first one that returns a
// transition ends the loop, and the scenes above it are removed.
func (s *Stack) Update(f *Frame) {
	for i, sc := range s.scenes {
		s.frame = *f
		s.frame.Top = i == len(s.scenes)-1
		if !s.frame.Top {
			s.frame.In = &s.noInput
		}
		if tr := sc.Update(&s.frame); tr.op != opStay {
			s.applyTransition(i, tr)
			return
		}
	}
}

// exiter is implemented by scenes that must clean up when they are removed.
type exiter interface{ onExit() }

// dropFrom removes the scenes from index n on.
func (s *Stack) dropFrom(n int) {
	for _, sc := range s.scenes[n:] {
		if l, ok := sc.(exiter); ok {
			l.onExit()
		}
	}
	s.scenes = s.scenes[:n]
}

func (s *Stack) applyTransition(i int, tr Transition) {
	switch tr.op {
	case opPush:
		s.dropFrom(i + 1)
		s.scenes = append(s.scenes, tr.target)
	case opSwap:
		s.dropFrom(i)
		s.scenes = append(s.scenes, tr.target)
	case opPop:
		s.dropFrom(max(1, i))
	case opHome:
		s.dropFrom(1)
	}
}

// opaqueScene is implemented by scenes that hide everything below them.
type opaqueScene interface{ coversWindow() }

// overlay is implemented by scenes that cover only a part of those below.
type overlay interface{ overlayRect(f *Frame) ui.Rect }

// Draw draws the scenes from the highest opaque one up.
func (s *Stack) Draw(dst *ebiten.Image, f *Frame) {
	first := 0
	for i, sc := range s.scenes {
		if _, ok := sc.(opaqueScene); ok {
			first = i
		}
	}
	for i := first; i < len(s.scenes); i++ {
		s.frame = *f
		s.frame.Top = i == len(s.scenes)-1
		for _, above := range s.scenes[i+1:] {
			if p, ok := above.(overlay); ok {
				s.frame.CoveredRect = p.overlayRect(f)
			} else {
				s.frame.Dimmed = true
			}
		}
		s.scenes[i].Draw(dst, &s.frame)
	}
}
