package room

import (
	"runtime/debug"

	"perihelion/shared/transport"
	"perihelion/sim"
)

// recover ends a room whose goroutine panicked. The other rooms play on. The log of this one
// is kept, so that it can be played again until it is understood; and its match goes on in
// another room, once, without the tick that did it.
func (m *match) recover() {
	cause := recover()
	if cause == nil {
		return
	}
	stack := string(debug.Stack())
	var tick sim.Tick
	m.protect("find the tick", func() { tick = m.world.Tick() })
	m.log.Error("room crashed", "panic", cause, "tick", tick, "stack", stack)
	m.ended = true
	m.protect("end the log", func() { m.info.goesOn.Store(m.breakLog()) })
	if m.info.goesOn.Load() {
		m.protect("end", func() { m.end(ClosedCrashed, transport.Restarting, "the match goes on in a moment") })
		return
	}
	m.protect("conclude", func() {
		if m.round.live {
			m.endRound(true)
		}
	})
	m.protect("end", func() { m.end(ClosedCrashed, transport.RoomCrashed, "") })
}

// protect does what a panic may have made impossible: a second one would take every
// other room along.
func (m *match) protect(what string, f func()) {
	defer func() {
		if again := recover(); again != nil {
			m.log.Error("room panicked in its end", "in", what, "panic", again, "stack", string(debug.Stack()))
		}
	}()
	f()
}
