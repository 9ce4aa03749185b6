// Package snapshot is what a client sees of a world: entities cut into cells,
// encoded once per tick and shared by every connection that sees the cell.
//
// A room owns one Publisher. It publishes immutable Snapshots; each connection
// holds a Feed, which knows what that connection has been sent and composes
// the body of its next frame from the shared chunks; the client holds a Replica,
// which applies the bodies. Publisher belongs to the room's goroutine, Feed to the
// connection's writer, Replica to the client. A Snapshot may be read by any.
package snapshot

import "perihelion/sim"

// View is the part of the world one client looks at, in whole world units.
type View struct {
	X, Y         int32 // the centre
	HalfW, HalfH int32
}

// Publisher turns the world of each snapshot tick into a shared Snapshot.
type Publisher struct{}

// NewPublisher returns a publisher for a world of cfg.
func NewPublisher(cfg sim.Config) *Publisher { panic("not built yet") }

// Publish encodes the world at tick t: every entity, sorted by ID, and the
// events since the last call. The result carries one reference, the caller's.
func (p *Publisher) Publish(t sim.Tick, es []sim.Entity, evs []sim.Event) *Snapshot {
	panic("not built yet")
}

// Snapshot is the world at one tick, immutable. Its memory is pooled: whoever
// keeps it calls Retain, and Release exactly once afterwards.
type Snapshot struct{}

func (s *Snapshot) Tick() sim.Tick { panic("not built yet") }
func (s *Snapshot) Retain()        {}
func (s *Snapshot) Release()       {}

// Feed is one connection's end of the stream: its baseline, which is the last
// snapshot it was sent, and the cells it is subscribed to.
type Feed struct{}

// Share is what the world shows one player beside the shared cells.
type Share struct {
	Me   sim.PlayerID // NoPlayer for a spectator
	View View
	Own  sim.Private
}

// Append composes the body of a frame that takes the connection from its
// baseline to s, and makes s the baseline. The first body is a keyframe.
func (f *Feed) Append(dst []byte, s *Snapshot, sh *Share) []byte { panic("not built yet") }

// Reset makes the next body a keyframe, for a client that asks for one.
func (f *Feed) Reset() {}

// Replica is a client's copy of what it has been sent.
type Replica struct{}

// NewReplica returns an empty replica of a world of cfg.
func NewReplica(cfg sim.Config) *Replica { panic("not built yet") }

// Apply reads the body of the frame for tick t. After an error the replica must
// not be used until the next keyframe; Apply of a keyframe repairs it.
func (r *Replica) Apply(t sim.Tick, body []byte) error { panic("not built yet") }

// Entities are those in sight, in order of ID, valid until the next Apply.
func (r *Replica) Entities() []sim.Entity { panic("not built yet") }

// Events are those the last Apply brought, oldest first, valid until the next.
func (r *Replica) Events() []sim.Event { panic("not built yet") }

// Own is the exact state of the client's own player at the last applied tick.
func (r *Replica) Own() sim.Private { panic("not built yet") }

// Blip is a ship on the radar, in 1/255 of the arena's bounding square.
type Blip struct{ X, Y uint8 }

// Radar is the newest radar sweep, which comes twice a second for the whole arena.
func (r *Replica) Radar() []Blip { panic("not built yet") }
