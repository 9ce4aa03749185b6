// Package snapshot is what a client sees of a world: entities quantised to
// words, encoded once per tick and shared by every connection that sees them.
//
// A room owns one Publisher, which publishes immutable Snapshots. Each connection holds
// a ClientEncoder, which knows what that connection was sent and composes the body of
// its next frame from shared chunks. The client holds a ClientState, which applies the
// bodies. Publisher belongs to the room's goroutine, ClientEncoder to the connection's
// writer, ClientState to the client. Any goroutine may read a Snapshot.
//
// # The rule of the forecast
//
// Both ends advance what the client holds by sim.Model.Forecast, once for each
// snapshot published since the last frame, whether that snapshot was sent to
// this client or not. What the frame then says corrects that forecast, and what
// it does not mention is as forecast. So a rock at rest, a pulse in flight and a
// ship that coasts as the motion model says cost nothing at all, and so does
// having skipped the snapshots in which they did.
//
// Of what has velocities a difference tells first what steers it, and both ends take the forecast
// with that. And where the truth is off by no more than a field tolerates, the server leaves the words
// as clients have forecast them, and goes on from there itself, so that nothing adds up.
//
// # What is shared
//
// Publish encodes, once: the difference of each entity from its forecast, the
// first words of each spawned entity, one chunk of all that is Global and, where a view
// can be so wide, one of everything else, each event, and the radar sweep. A ClientEncoder
// copies the bits of what its client sees: all of them at once if that is everything.
// The first connection that needs the difference of an entity over several snapshots, because it
// skipped some or has acked no newer one, encodes it for all others with the same baseline. Only
// what concerns one client is encoded for it: its own ship's exact state, where it could not predict
// that, and an entity that flies into its view.
//
// FORMAT.md draws the body bit by bit.
package snapshot

import (
	"sync/atomic"

	"perihelion/sim"
)

// View is the part of the world one client looks at, in whole world units.
type View struct {
	X, Y         int32 // the centre
	HalfW, HalfH int32
}

// PlayerView is what one player sees: the part of the world, and their own exact state.
type PlayerView struct {
	Me   sim.PlayerID
	View View
	Own  sim.Private

	// PredictedSince is the first tick since which Own has become what the client could predict: it
	// sent the input of each tick after it, and nothing else has changed Own.
	PredictedSince sim.Tick
}

// Snapshot is the world at one tick, immutable. Its memory is pooled: whoever
// keeps it calls Retain, and Release exactly once afterwards.
type Snapshot struct {
	refs   atomic.Int32
	pool   *pool
	codec  *codec
	now    *world
	past   [maxPast]*world // past[i] was published i+1 snapshots ago; nil: none
	step   sim.Tick        // from the previous snapshot to this one
	steady uint32          // the oldest snapshot since which every step was equal to step
	grid   grid
	// globalIDs are those of grid.global, in a list that is never written again: while they stay
	// the same, snapshots and all connections share one.
	globalIDs []sim.EntityID

	blobs  []byte // the bits of chunks; each starts on a byte
	chunks []chunk
	global listDelta                // from the Global entities of the previous snapshot to these
	local  listDelta                // the same of all others; empty if nobody could see all of them
	older  [maxPast - 1]olderDeltas // from the worlds before the last one: those of 2 snapshots ago, 3 …
	sum    atomic.Uint64            // checksum of the local entities, with bit 32 set once it is known
	events events
	radar  radar
}

// chunk is where in Snapshot.blobs some shared bits lie.
type chunk struct {
	at   uint32 // byte
	bits uint32
}

// listDelta is how one of the two lists has changed since the previous snapshot, for a
// client that holds all of it.
type listDelta struct{ changes, spawned chunk }

// Tick is the tick after which the world looked like this.
func (s *Snapshot) Tick() sim.Tick { return s.now.tick }

// Retain adds a reference, for a goroutine that will call Release.
func (s *Snapshot) Retain() {
	if s.refs.Add(1) <= 1 {
		panic("snapshot: retained after its release")
	}
}

// Release gives a reference back. The last one recycles the memory.
func (s *Snapshot) Release() {
	switch n := s.refs.Add(-1); {
	case n < 0:
		panic("snapshot: released twice")
	case n == 0:
		s.pool.recycle(s)
	}
}

// ago returns the world n snapshots before s if a difference to it means
// anything: it is remembered, and all steps since were equal.
func (s *Snapshot) ago(n uint32) *world {
	switch {
	case n == 1:
		return s.past[0]
	case n > maxPast || s.now.seq-n < s.steady:
		return nil
	}
	return s.past[n-1]
}
