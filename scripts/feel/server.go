package feel

import (
	"context"
	"fmt"
	"sync"
	"time"

	"perihelion/scripts/harness"
	"perihelion/server/play/room"
	"perihelion/sim"
	"perihelion/sim/games"
)

// server is a server in memory with one room, and what is recorded about it.
type server struct {
	*harness.MemoryServer
	world  *recorder
	inputs harness.InputCounter
	keys   keyLog
}

func newServer(seats int, seed uint64) (*server, error) {
	s := &server{keys: keyLog{last: make([]keyPress, seats)}}
	s.MemoryServer = harness.NewMemoryServer(harness.MemoryOptions{Game: games.Ships.WithWorld(func(cfg sim.Config) sim.World {
		s.world = newRecorder(cfg)
		return s.world
	})})
	err := s.OpenRoom(room.Config{Sim: sim.Config{Seed: seed, Seats: seats}, Linger: time.Hour, Metrics: &s.inputs})
	if err != nil {
		return nil, fmt.Errorf("open a room: %w", err)
	}
	return s, nil
}

func (s *server) close() { _ = s.Close(context.Background()) }

// starved is how many ticks the room has played without their input.
func (s *server) starved() int {
	inputs, _ := s.inputs.Totals()
	return inputs.Starved
}

// keyLog holds the newest press of the strafe keys by each player, so that the others can
// measure how long it took to show. Players write and read it, so it has a lock.
type keyLog struct {
	mu   sync.Mutex
	last []keyPress // by player
}

// keyPress is a change of what a player holds sideways.
type keyPress struct {
	at     time.Time
	strafe int32
}

func (k *keyLog) recordStrafe(p sim.PlayerID, strafe int32, at time.Time) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.last[p].strafe != strafe {
		k.last[p] = keyPress{at, strafe}
	}
}

func (k *keyLog) newest(p sim.PlayerID) keyPress {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.last[p]
}
