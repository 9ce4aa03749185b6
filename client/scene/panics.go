package scene

import (
	"errors"
	"runtime/debug"
	"time"

	"perihelion/client/lang"
)

// A panic of this package must not end the game for the player, nor leave a page that
// stands still. The scene in which it happened ends, the player returns to the title with
// a message, and the log gets the stack trace. Only this file handles panics: every
// goroutine of this package is started by Deps.StartGuarded, and Game guards each frame.
// Several panics within a short time end the game, and the page around it says so.

const (
	maxPanics   = 3
	panicWindow = 10 * time.Second
)

var panicText = lang.Key("Something in the game broke, and you are back at the title. Sorry! The log says what it was.")

var errManyPanics = errors.New("one fault after another; what they are stands above")

// startGuarded runs f in a new goroutine. If f panics it ends without an answer, and the
// next frame returns to the title.
func (deps *Deps) startGuarded(f func()) {
	go func() {
		defer deps.recoverPanic()
		f()
	}()
}

// recoverPanic is deferred by everything that may panic.
func (deps *Deps) recoverPanic() {
	if cause := recover(); cause != nil {
		deps.Log.Error("the game has a fault", "panic", cause, "stack", string(debug.Stack()))
		deps.panicked.Store(true)
	}
}

// handlePanics returns to the title after a panic. Its error ends the game.
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
	if s, ok := g.stack.base().(*titleScene); ok {
		s.errText = lang.T(panicText)
	}
	g.deps.History.ClearAddress() // so that a reload does not go back to the panic
	return nil
}

// exitScene calls onExit of a scene, which may itself panic.
func (g *Game) exitScene(sc scene) {
	defer g.deps.recoverPanic()
	if l, ok := sc.(exiter); ok {
		l.onExit()
	}
}
