package scene

import (
	"errors"
	"runtime/debug"
	"time"
)

// A fault of ours, a panic, must not end the game for a player, nor leave a page that
// stands still. What it happened in ends, the player is back at the title and is told,
// and the log says what it was. This file is the only place that knows: every goroutine
// of this package is begun by Kit.start, and a frame is guarded by Game. Faults that
// come one after another end the game, and the page around it says so.

const (
	mostFaults   = 3
	faultsWithin = 10 * time.Second
)

const faultWords = "Something in the game broke, and you are back at the title. Sorry! The log says what it was."

var errFaults = errors.New("one fault after another; what they are stands above")

// start runs f in a goroutine of its own. A panic there ends f, which then never
// answers, and the next frame goes back to the title.
func (k *Kit) start(f func()) {
	go func() {
		defer k.guard()
		f()
	}()
}

// guard is deferred by whatever may panic.
func (k *Kit) guard() {
	if cause := recover(); cause != nil {
		k.Log.Error("the game has a fault", "panic", cause, "stack", string(debug.Stack()))
		k.faulted.Store(true)
	}
}

// rescue goes back to the title, once there was a fault.
func (g *Game) rescue() error {
	if !g.kit.faulted.Swap(false) {
		return nil
	}
	now := g.kit.Now()
	for len(g.faults) > 0 && now.Sub(g.faults[0]) > faultsWithin {
		g.faults = g.faults[1:]
	}
	if g.faults = append(g.faults, now); len(g.faults) > mostFaults {
		return errFaults
	}
	above := g.stack.scenes[1:]
	g.stack.scenes = g.stack.scenes[:1]
	for _, sc := range above {
		g.leave(sc)
	}
	if h, ok := g.stack.Base().(*homeScene); ok {
		h.wrong = faultWords
	}
	g.kit.History.Restore() // so that a reload does not go where the fault was
	return nil
}

// leave ends a scene that may be what is broken.
func (g *Game) leave(sc Scene) {
	defer g.kit.guard()
	if l, ok := sc.(leaver); ok {
		l.leave()
	}
}
