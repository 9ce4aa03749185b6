package room

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"

	"perihelion/shared/transport"
)

// recover ends a room whose goroutine panicked. The other rooms play on; what
// was played here is kept, so that it can be played again until it is understood.
func (r *Room) recover() {
	cause := recover()
	if cause == nil {
		return
	}
	path, err := r.dump()
	r.log.Error("room crashed", "panic", cause, "tick", r.world.Tick(), "replay", path, "replay_err", err, "stack", string(debug.Stack()))
	r.end(ClosedCrashed, transport.RoomCrashed, "")
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
	return path, os.WriteFile(path, r.record.take(), 0o644)
}
