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
func (r *Room) recover() {
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
	r.protect("dump", func() { tick = r.world.Tick(); path, err = r.dump() })
	r.log.Error("room crashed", "panic", cause, "tick", tick, "replay", path, "replay_err", err, "stack", stack)
	r.protect("conclude", func() {
		if r.round.live {
			r.endRound(true)
		}
	})
	r.protect("end", func() { r.end(ClosedCrashed, transport.RoomCrashed, "") })
}

// protect does what a panic may have made impossible: a second one would take every
// other room along.
func (r *Room) protect(what string, f func()) {
	defer func() {
		if again := recover(); again != nil {
			r.log.Error("room panicked in its end", "in", what, "panic", again, "stack", string(debug.Stack()))
		}
	}()
	f()
}

// dump writes the recording into the crash directory.
func (r *Room) dump() (path string, err error) {
	if r.cfg.CrashDir == "" {
		return "", nil
	}
	if err := os.MkdirAll(r.cfg.CrashDir, 0o755); err != nil {
		return "", err
	}
	path = filepath.Join(r.cfg.CrashDir, fmt.Sprintf("%s-%d.replay", r.cfg.ID, r.now.Unix()))
	return path, os.WriteFile(path, r.record.finish(), 0o644)
}
