package room

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"

	"perihelion/shared/transport"
	"perihelion/sim"
)

// recover ends a room whose goroutine panicked. The other rooms play on; what
// was played here is kept, so that it can be played again until it is understood.
func (m *match) recover() {
	cause := recover()
	if cause == nil {
		return
	}
	stack := string(debug.Stack())
	var (
		tick sim.Tick
		path string
		err  error
	)
	m.protect("dump", func() { tick = m.world.Tick(); path, err = m.dump() })
	m.log.Error("room crashed", "panic", cause, "tick", tick, "replay", path, "replay_err", err, "stack", stack)
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

// dump writes the recording into the crash directory.
func (m *match) dump() (path string, err error) {
	if m.cfg.CrashDir == "" {
		return "", nil
	}
	if err := os.MkdirAll(m.cfg.CrashDir, 0o755); err != nil {
		return "", err
	}
	path = filepath.Join(m.cfg.CrashDir, fmt.Sprintf("%s-%d.replay", m.cfg.ID, m.now.Unix()))
	return path, os.WriteFile(path, m.record.finish(), 0o644)
}
