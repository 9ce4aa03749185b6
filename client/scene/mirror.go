package scene

import (
	"slices"
	"sync"

	"perihelion/client/ui"
)

// A mirror shows what is on the canvas as elements of a page, which screen readers can read
// and other aids can press. It reads State and acts by Presses.

// Press is an act on one of the controls of State.
type Press struct {
	Control int    // index in State.Controls
	Label   string // of it, as the page had read it: the screen may have changed since
	Nav     ui.Nav // NavLeft or NavRight: change its value by a step; NoNav: press it
	Row     int    // of a list, from 1: choose it; 0: none
}

// Presses are acts that wait for the next frame. The zero value is empty. Safe for concurrent
// use.
type Presses struct {
	mu      sync.Mutex
	waiting []Press
}

// maxPresses is how many acts can wait; more are dropped.
const maxPresses = 16

// Add lets a frame to come carry out p.
func (q *Presses) Add(p Press) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.waiting) < maxPresses {
		q.waiting = append(q.waiting, p)
	}
}

// nextPress takes out and returns the oldest act; ok is false if there is none.
func (q *Presses) nextPress() (p Press, ok bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.waiting) == 0 {
		return p, false
	}
	p = q.waiting[0]
	q.waiting = slices.Delete(q.waiting, 0, 1)
	return p, true
}

// controlLister is a scene with controls that State lists.
type controlLister interface{ listControls() []Control }

// focuser is a scene that can give one of its controls the focus.
type focuser interface{ focusControl(n int) }

// carryOutPress changes the input of a frame so that the oldest act happens in it. An act on a
// control that is gone is dropped.
func (s *stack) carryOutPress(q *Presses, in *ui.Input) {
	p, ok := q.nextPress()
	if !ok {
		return
	}
	top, lists := s.top().(controlLister)
	if !lists {
		return
	}
	list := top.listControls()
	if p.Control < 0 || p.Control >= len(list) || list[p.Control].Label != p.Label {
		return
	}
	if rows, ok := s.top().(rowSelector); ok && p.Row > 0 {
		rows.selectRow(p.Control, p.Row-1)
		return
	}
	if p.Nav == ui.NoNav {
		c := &list[p.Control]
		in.X, in.Y, in.Pressed, in.Released = c.X+c.W/2, c.Y+c.H/2, true, true
	} else if scene, focuses := s.top().(focuser); focuses {
		scene.focusControl(p.Control)
		in.Nav = p.Nav
	}
}
