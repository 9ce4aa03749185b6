package session

import (
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"perihelion/server/ops/panics"
	"perihelion/server/people/auth"
	"perihelion/server/play/room"
	"perihelion/shared/protocol"
	"perihelion/shared/transport"
	"perihelion/sim"
)

// maxReliable is how many frames can wait in the reliable queue of a client. When
// there are more it is too slow: its connection closes and its seat is held.
const maxReliable = 64

// behindAt is how many frames wait for a client that is Behind.
const behindAt = maxReliable / 4

// sampleEvery is how many updates lie between two looks at what waits for a
// client: about a second. It is the room's goroutine that looks, for the writer
// of a client that does not read stands still.
const sampleEvery = 32

// Session is one client. It is a room.Peer. It begins when the connection does,
// waits for Hello, sits in a room, and ends once. What only whoever writes may touch is in a
// writer.
type Session struct {
	gate  *Gate
	out   Sender
	log   *slog.Logger
	token string

	receiving sync.Mutex       // held by who reads the connection, or its datagrams; guards the rest of this part
	meter     meter            // of all that the client sends
	inputs    protocol.Inputs  // scratch
	filter    inputFilter      // of inputs, once they may come twice
	schema    *sim.InputSchema // of the game in the room
	ackedAt   time.Time        // when the last ack came that was new
	acks      ackTracker       // of the writer, too

	offered   string                    // token of datagrams; Gate.mu guards it
	datagrams atomic.Pointer[datagrams] // nil: none
	repeatDue atomic.Bool               // the newest state by datagram is to be sent again
	lost      atomic.Uint32             // datagrams of inputs that did not come before they were repeated
	lossShare float64                   // share of them, of late; receiving guards it
	losesMuch atomic.Bool               // that is more than muchLoss
	lostAt    atomic.Int64              // when a datagram was lost last, either way, or the client moved to datagrams, in ns
	chosenAt  atomic.Int64              // when the newest inputs came, if by datagram, in ns; 0: by the stream

	greeted  chan struct{}          // closed when Hello came
	welcome  chan welcome           // once there is a seat
	reliable chan []byte            // queue of frames that must arrive; full: the session ends
	latest   *tripleBuffer          // the newest state
	updates  uint                   // that the room has published, of its goroutine
	ready    chan struct{}          // wakes the writing goroutine
	pooled   atomic.Pointer[writer] // not nil: there is none, and the pool writes
	turn     atomic.Uint32          // of the pool

	wantsKeyframe atomic.Bool   // the client asks for a keyframe
	sendRate      atomic.Uint32 // the SendRate of the writer, for Info

	done     chan struct{} // closed when the session has ended
	mu       sync.Mutex
	ended    atomic.Bool // set with mu held, read without it for each frame
	quitting bool        // the client gave its seat up
	member   membership
	back     auth.JoinToken // into its seat
}

// membership is the seat of a session in a room, and whose it is. The zero membership is
// none.
type membership struct {
	room   *room.Room
	seat   room.Seat
	player string // account
}

func newSession(g *Gate, out Sender, ticket string) *Session {
	log := g.log
	if o, ok := out.(addressed); ok {
		log = log.With("request", o.Request())
	}
	return &Session{
		gate: g, out: out, log: log, token: ticket,
		meter:    newMeter(g.limits),
		greeted:  make(chan struct{}),
		welcome:  make(chan welcome, 1),
		reliable: make(chan []byte, maxReliable),
		latest:   newTripleBuffer(),
		ready:    make(chan struct{}, 1),
		done:     make(chan struct{}),
	}
}

// Publish is room.Peer's: the newest state replaces one that was not sent.
func (s *Session) Publish(u room.Update) {
	if s.latest.put(u) {
		s.gate.metrics.Replaced()
	}
	s.wake()
	if s.updates++; s.updates%sampleEvery == 0 {
		s.gate.metrics.Outbox(len(s.reliable))
	}
}

// Notify is room.Peer's.
func (s *Session) Notify(frame []byte) {
	select {
	case s.reliable <- frame:
		s.wake()
	default:
		s.Close(transport.TooSlow, "too much is waiting for you")
	}
}

// Behind is room.Peer's.
func (s *Session) Behind() bool { return len(s.reliable) >= behindAt }

// Close is room.Peer's: it ends the session and its connection.
func (s *Session) Close(r transport.Reason, text string) {
	s.end(r, func() { s.out.Close(r, text) })
}

// Lost tells that the connection is gone. The seat is held.
func (s *Session) Lost() { s.end(transport.Abnormal, nil) }

// end ends the session; the first reason counts. Hanging up may block, so it has
// a goroutine of its own. The session, which is released after this, keeps the
// gate's count above zero until that has begun.
func (s *Session) end(r transport.Reason, hangUp func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended.Load() {
		return
	}
	s.ended.Store(true)
	if hangUp != nil {
		log := s.log
		s.gate.work.Go(func() {
			defer s.gate.panics.Recover(panics.Session, log, nil) // what hangs up cuts the line if it cannot
			hangUp()
		})
	}
	s.gate.metrics.SessionEnded(r)
	s.log.Debug("session ended", "reason", uint16(r))
	close(s.done)
	if d := s.datagrams.Load(); d != nil {
		d.link.Close(r)
	}
	s.wake()
}

// logger is the session's log, to which a join may be giving more to tell.
func (s *Session) logger() *slog.Logger {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.log
}

// hasEnded reports whether the session has ended.
func (s *Session) hasEnded() bool { return s.ended.Load() }
