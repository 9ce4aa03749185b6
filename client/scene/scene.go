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

// frame is what every scene needs to know about the current frame.
type frame struct {
	w, h      int     // size of the window in pixels
	unit      float32 // pixels per point
	minTarget float32 // minimum width and height in pixels of anything that can be pressed
	now       time.Time
	dt        float64   // seconds since the last frame
	in        *ui.Input // empty for a scene that another one covers
	top       bool      // no other scene lies above

	dimmed      bool    // a scene above hides most of this one
	coveredRect ui.Rect // the part of the window that an overlay above covers; the rest stays visible
}

// advance begins a frame at now. A frame after a pause counts as a quarter of a second.
func (f *frame) advance(now time.Time) {
	if !f.now.IsZero() {
		f.dt = min(now.Sub(f.now).Seconds(), .25)
	}
	f.now = now
}

// px converts n points to pixels.
func (f *frame) px(n float32) float32 { return n * f.unit }

// targetHeight converts n points to pixels, but returns at least minTarget. Use it for the
// height of anything that can be pressed.
func (f *frame) targetHeight(n float32) float32 { return max(f.px(n), f.minTarget) }

// scene is one screen. Scenes below the top one are still updated, because a match goes on
// while its menu is open; frame.top tells them apart.
type scene interface {
	Name() string
	Update(f *frame) transition
	Draw(dst *ebiten.Image, f *frame)
}

// transition is what scene.Update returns: which scene comes next. The zero value changes
// nothing.
type transition struct {
	op     transitionOp
	target scene
}

type transitionOp uint8

const (
	opStay transitionOp = iota
	opPush
	opPop
	opSwap
	opHome
)

// push puts s on top of the scene that returns it.
func push(s scene) transition { return transition{opPush, s} }

// swap replaces the scene that returns it, and removes those above.
func swap(s scene) transition { return transition{opSwap, s} }

// pop removes the scene that returns it, and those above.
func pop() transition { return transition{op: opPop} }

// home goes back to the first scene.
func home() transition { return transition{op: opHome} }

// stack holds the scenes from the first to the top one. It is never empty.
type stack struct {
	scenes  []scene
	frame   frame // a copy for the scene that is being updated or drawn
	noInput ui.Input
}

// newStack returns a stack with one scene.
func newStack(first scene) *stack { return &stack{scenes: []scene{first}} }

// top is the scene that gets the player's input.
func (s *stack) top() scene { return s.scenes[len(s.scenes)-1] }

// base is the first scene, the title.
func (s *stack) base() scene { return s.scenes[0] }

// updateScenes updates all scenes from the first to the top. The first one that returns a
// transition ends the loop, and the scenes above it are removed.
func (s *stack) updateScenes(f *frame) {
	for i, sc := range s.scenes {
		s.frame = *f
		s.frame.top = i == len(s.scenes)-1
		if !s.frame.top {
			s.frame.in = &s.noInput
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
func (s *stack) dropFrom(n int) {
	for _, sc := range s.scenes[n:] {
		if l, ok := sc.(exiter); ok {
			l.onExit()
		}
	}
	s.scenes = s.scenes[:n]
}

func (s *stack) applyTransition(i int, tr transition) {
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

// opaqueScene is implemented by scenes that hide everything below them, as does the title, which is the
// lowest: they draw on the whole window.
type opaqueScene interface{ coversWindow() }

// overlay is implemented by scenes that cover only a part of those below.
type overlay interface{ overlayRect(f *frame) ui.Rect }

// draw draws the scenes from the highest opaque one up.
func (s *stack) draw(dst *ebiten.Image, f *frame) {
	first := 0
	for i, sc := range s.scenes {
		if _, ok := sc.(opaqueScene); ok {
			first = i
		}
	}
	for i := first; i < len(s.scenes); i++ {
		s.frame = *f
		s.frame.top = i == len(s.scenes)-1
		for _, above := range s.scenes[i+1:] {
			if p, ok := above.(overlay); ok {
				s.frame.coveredRect = p.overlayRect(f)
			} else {
				s.frame.dimmed = true
			}
		}
		s.scenes[i].Draw(dst, &s.frame)
	}
}
