package scene

import (
	"errors"
	"runtime/debug"
	"time"
)

// A fault of ours, a panic, must not end the game for a player, nor leave a page that
// stands still. What it happened in ends, the player is back at the title and is told,
// and the log says what it was. This file is the only place that knows: every goroutine
// of this package is started by Deps.StartGuarded, and a frame is guarded by Game. Faults that
// come one after another end the game, and the page around it says so.

const (
	maxPanics   = 3
	panicWindow = 10 * time.Second
)

const panicText = "Something in the game broke, and you are back at the title. Sorry! The log says what it was."

var errManyPanics = errors.New("one fault after another; what they are stands above")

// StartGuarded runs f in a goroutine of its own. A panic there ends f, which then never
// answers, and the next frame goes back to the title.
func (deps *Deps) StartGuarded(f func()) {
	go func() {
		defer deps.recoverPanic()
		f()
	}()
}

// recoverPanic is deferred by whatever may panic.
func (deps *Deps) recoverPanic() {
	if cause := recover(); cause != nil {
		deps.Log.Error("the game has a fault", "panic", cause, "stack", string(debug.Stack()))
		deps.panicked.Store(true)
	}
}

// handlePanics goes back to the title, once there was a fault.
func (g *Game) handlePanics() error {
	if !g.deps.panicked.Swap(false) {
		return nil
	}
	now := g.deps.Now()
	for len(g.panics) > 0 && now.Sub(g.panics[0]) > panicWindow {
		g.panics = g.panics[1:]
	}
	if g.panics = append(g.panics, now); len(g.panics) > maxPanics {
		return errManyPanics
	}
	above := g.stack.scenes[1:]
	g.stack.scenes = g.stack.scenes[:1]
	for _, sc := range above {
		g.exitScene(sc)
	}
	if s, ok := g.stack.Base().(*titleScene); ok {
		s.errText = panicText
	}
	g.deps.History.ClearAddress() // so that a reload does not go where the fault was
	return nil
}

// leave ends a scene that may be what is broken.
func (g *Game) exitScene(sc Scene) {
	defer g.deps.recoverPanic()
	if l, ok := sc.(exiter); ok {
		l.onExit()
	}
}
