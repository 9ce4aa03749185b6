// Package scene is what the player goes through: the title, the way to a seat,
// the match, the menus over it. main hands a Game to Ebitengine and nobody else
// calls in. Scenes run on Ebitengine's goroutine alone; whatever waits for a
// network has a goroutine of its own, and a bounded channel leads back.
package scene

import (
	"time"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/ui"
)

// Frame is what every scene needs to know about this frame.
type Frame struct {
	W, H      int     // of the window, in pixels
	Unit      float32 // pixels of a point
	MinTarget float32 // pixels that whatever can be pressed is wide and high at the least
	Now       time.Time
	DT        float64   // seconds since the last frame
	In        *ui.Input // of an empty player, for a scene that is covered
	Top       bool      // no other scene lies above

	Dimmed      bool    // a scene above leaves only an inkling of this one
	CoveredRect ui.Rect // what a scene above covers that leaves the rest in sight
}

// px is n points in pixels.
func (f *Frame) px(n float32) float32 { return n * f.Unit }

// high is n points in pixels, or more where a finger needs it: for the height of what
// can be pressed.
func (f *Frame) targetHeight(n float32) float32 { return max(f.px(n), f.MinTarget) }

// Scene is one place of the game. A scene below another is still updated, for a
// match goes on while its menu is open, and is told so by Frame.Top.
type Scene interface {
	Name() string
	Update(f *Frame) Transition
	Draw(dst *ebiten.Image, f *Frame)
}

// Transition says where to go after an Update. The zero Move stays.
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

// Push puts a scene on top of the one that moves.
func Push(s Scene) Transition { return Transition{opPush, s} }

// Swap replaces the scene that moves, and what lies above it.
func Swap(s Scene) Transition { return Transition{opSwap, s} }

// Pop takes the scene that moves away, and what lies above it.
func Pop() Transition { return Transition{op: opPop} }

// Home goes back to the first scene.
func Home() Transition { return Transition{op: opHome} }

// Stack is the scenes from the first to the one on top. It is never empty.
type Stack struct {
	scenes  []Scene
	frame   Frame // as the scene at hand sees it
	noInput ui.Input
}

// NewStack returns a stack of one scene.
func NewStack(first Scene) *Stack { return &Stack{scenes: []Scene{first}} }

// Top is the scene that the player sees.
func (s *Stack) Top() Scene { return s.scenes[len(s.scenes)-1] }

// Base is the scene that fills the window.
func (s *Stack) Base() Scene { return s.scenes[0] }

// Update updates every scene from the first on. The first that wants to move
// does, and drops what lies above it.
func (s *Stack) Update(f *Frame) {
	for i, sc := range s.scenes {
		s.frame = *f
		s.frame.Top = i == len(s.scenes)-1
		if !s.frame.Top {
			s.frame.In = &s.noInput
		}
		if tr := sc.Update(&s.frame); tr.op != opStay {
			s.apply(i, tr)
			return
		}
	}
}

// exiter is a Scene that has something to end when it goes.
type exiter interface{ onExit() }

// drop takes away the scenes from n on.
func (s *Stack) dropFrom(n int) {
	for _, sc := range s.scenes[n:] {
		if l, ok := sc.(exiter); ok {
			l.onExit()
		}
	}
	s.scenes = s.scenes[:n]
}

func (s *Stack) apply(i int, tr Transition) {
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

// opaqueScene is a Scene that leaves nothing to see of those below it.
type opaqueScene interface{ coversWindow() }

// overlay is a Scene that covers a part of those below it and leaves the rest in sight.
type overlay interface{ overlayRect(f *Frame) ui.Rect }

// Draw draws the scenes that can be seen, from the lowest of them on.
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
