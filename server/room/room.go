// Package room plays one match at a fixed tick.
//
// A Room is an actor. The goroutine inside Run owns every field and is the only
// one to touch the world; everyone else posts a command and returns at once.
// Inputs, which come hundreds of times a second, do not even post: each seat has
// a Lane that the room empties once per tick.
package room

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"perihelion/shared/protocol"
	"perihelion/shared/snapshot"
	"perihelion/shared/transport"
	"perihelion/sim"
)

// Asking something of a room fails in these ways only.
var (
	ErrBusy   = errors.New("room: mailbox full")
	ErrClosed = errors.New("room: closed")
	ErrFull   = errors.New("room: no free seat")
	ErrStale  = errors.New("room: the seat is gone or was taken over by a newer connection")
)

// World is the game being played: *sim.World in production, a fake in tests.
type World interface {
	Tick() sim.Tick
	Join(sim.PlayerID)
	Leave(sim.PlayerID)
	Step(inputs []sim.Input)
	AppendEntities(dst []sim.Entity) []sim.Entity
	AppendEvents(dst []sim.Event) []sim.Event
	Private(sim.PlayerID) sim.Private
	Eye(sim.PlayerID) (x, y int32)
	Hash() uint64
}

// Peer is one player's way out of the room. None of its methods blocks.
type Peer interface {
	// Publish offers the newest snapshot; one that was not sent yet is dropped.
	// The peer owns one reference to u.Snap and releases it.
	Publish(u Update)
	// Notify hands over an encoded frame that must arrive. The bytes are shared
	// and read only.
	Notify(frame []byte)
	// Close ends the connection.
	Close(r transport.Reason, text string)
}

// Update is one player's share of a published snapshot.
type Update struct {
	Snap    *snapshot.Snapshot
	Share   snapshot.Share
	Newest  sim.Tick  // newest input tick received from this player
	Slack   int8      // how early it came, in 2 ms
	Arrived time.Time // when it came
}

// Config describes a room. The zero value of every field but ID, Sim works.
type Config struct {
	ID       string
	Code     string        // opens a private room to those who know it; empty: public
	Sim      sim.Config    //
	Interval int           // ticks between snapshots; 0 means 2
	Fill     int           // bots keep the number of pilots at this; 0: no bots
	Hold     time.Duration // how long a seat outlives its socket; 0 means 20 s
	Linger   time.Duration // how long an empty room stays open; 0 means 30 s
}

// Request asks for a seat.
type Request struct {
	Player string       // account id; one account holds one seat per room
	Name   string       // clean
	Peer   Peer         //
	HalfW  int32        // half the width of the view, clamped
	Resume bool         // take back the seat of an earlier connection:
	Seat   sim.PlayerID // that seat,
	Epoch  uint32       // as of that connection
}

// Seat is what a Request gets: the seat, where to put inputs, what to tell the client.
type Seat struct {
	Me    sim.PlayerID
	Epoch uint32
	Lane  *Lane
	Tick  sim.Tick
}

// Info is what the lobby shows of a room.
type Info struct {
	ID, Code      string
	Mode          sim.Mode
	Phase         sim.Phase
	Players, Bots int
	Seats         int
}

// Room plays one match. Make one with New and drive it with Run.
type Room struct{}

// New returns a room that plays w.
func New(cfg Config, w World, log *slog.Logger) *Room { panic("not built yet") }

// Run plays the room until ctx ends or it has been empty for long. Call it once.
func (r *Room) Run(ctx context.Context) {}

// Join takes a seat, a bot's if need be. The request waits for the next tick.
func (r *Room) Join(ctx context.Context, req Request) (Seat, error) { panic("not built yet") }

// Lost tells that the socket of a seat is gone; a bot flies on and the seat is held.
func (r *Room) Lost(p sim.PlayerID, epoch uint32) {}

// Quit gives the seat up.
func (r *Room) Quit(p sim.PlayerID, epoch uint32) {}

// Say sends a line of chat to everyone in the room.
func (r *Room) Say(p sim.PlayerID, epoch uint32, text string) {}

// Info is safe to call from anywhere.
func (r *Room) Info() Info { panic("not built yet") }

// Config is what the room was made of.
func (r *Room) Config() Config { panic("not built yet") }

// Lane carries one player's inputs from the socket to the room without waking
// either: the reader puts, the room drains once per tick. It is bounded; a
// client that floods it loses its own oldest inputs.
type Lane struct{}

// Put hands over a decoded frame that arrived at now.
func (l *Lane) Put(in *protocol.Inputs, now time.Time) {}
