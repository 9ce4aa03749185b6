package feel

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"perihelion/server/auth"
	"perihelion/server/room"
	"perihelion/server/session"
	"perihelion/sim"
)

// A hall is a server without sockets: a gate and one room.
type hall struct {
	rooms *room.Registry
	room  *room.Room
	gate  *session.Gate
	world *tap
	tally tally
	keys  board
}

func newHall(seats int, seed uint64) (*hall, error) {
	h := &hall{keys: board{last: make([]press, seats)}}
	log := slog.New(slog.DiscardHandler)
	open := func(cfg sim.Config) room.World {
		h.world = newTap(cfg)
		return h.world
	}
	h.rooms = room.NewRegistry(room.RegistryConfig{}, open, log, nil)
	r, err := h.rooms.Open(room.Config{
		Sim: sim.Config{Seed: seed, Seats: seats}, Linger: time.Hour, Metrics: &h.tally,
	})
	if err != nil {
		return nil, fmt.Errorf("open a room: %w", err)
	}
	h.room = r
	h.gate = session.NewGate(session.Config{Rooms: h.rooms, Tokens: paper{r.Config().ID}, Log: log})
	return h, nil
}

func (h *hall) close() {
	_ = h.rooms.Close(context.Background()) // nobody is in a hurry
	h.gate.Close()
}

// paper is a box of tickets that nobody forges: a ticket is the player's name.
type paper struct{ room string }

func (p paper) Redeem(token string, _ time.Time) (auth.JoinToken, error) {
	return auth.JoinToken{Player: token, Name: token, Room: p.room}, nil
}

func (paper) Resume(t auth.JoinToken, _ time.Time) string { return t.Player }

// A tally is the room's Metrics: what became of inputs.
type tally struct {
	mu               sync.Mutex
	starved, slipped int
}

func (t *tally) Tick(sim.Mode, time.Duration, time.Duration) {}
func (t *tally) Buffered(int)                                {}
func (t *tally) Joined(bool)                                 {}
func (t *tally) Hit(room.Hit)                                {}
func (t *tally) Ping(time.Duration)                          {}

func (t *tally) RoomClosed(string, time.Duration) {}

func (t *tally) Slipped(ticks int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.slipped += ticks
}

func (t *tally) Inputs(seen room.InputStats) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.starved += seen.Starved
}

func (t *tally) starvedSoFar() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.starved
}

// A board is where pilots write down which key they have just pressed, so that the
// others can tell how long it took to show.
type board struct {
	mu   sync.Mutex
	last []press // by player
}

// A press is a change of what a pilot holds sideways.
type press struct {
	at     time.Time
	strafe int8
}

func (b *board) write(p sim.PlayerID, strafe int8, at time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.last[p].strafe != strafe {
		b.last[p] = press{at, strafe}
	}
}

func (b *board) read(p sim.PlayerID) press {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.last[p]
}
