// Package session is the conversation with one client: it checks the ticket,
// takes a seat for it, decodes and limits what it sends, and writes what its room
// has to tell. The listener of WebSockets, or a test, opens sessions at a Gate.
//
// Who calls what: whoever reads the connection calls Receive and Lost, and the room's
// goroutine calls the methods of room.Peer. A goroutine of the session's own writes, until
// the connection need not wait for its client: from then on the gate's pool does. The room
// never waits for a client.
package session

import (
	"log/slog"
	"sync"
	"time"

	"perihelion/server/ops/panics"
	"perihelion/shared/protocol"
	"perihelion/shared/transport"
)

// Sender is the way out to one client.
type Sender interface {
	// Send writes a frame, which is the caller's again afterwards. It may block.
	Send(frame []byte) error
	// Close ends the connection, and a Send that blocks. It may be called from
	// anywhere, and more than once.
	Close(r transport.Reason, text string)
}

// queuedSender is a Sender that can do without waiting: *ws.Conn.
type queuedSender interface {
	// QueueWrites makes Send return at once from now on, and reports whether that can be. drained is
	// called whenever the connection is not full any more; it must not block.
	QueueWrites(drained func()) bool
	// Full reports whether a frame that was sent has not been taken by the network.
	Full() bool
}

// Gate admits clients. It is safe for concurrent use.
type Gate struct {
	rooms     Rooms
	tokens    Tokens
	moderator ChatModerator
	bans      Bans // may be nil
	limits    Limits
	log       *slog.Logger
	metrics   Metrics
	panics    panics.Guard
	pool      *pool
	offer     func(now time.Time) protocol.Offer // may be nil

	work sync.WaitGroup // sessions, and closers of connections

	telling sync.Mutex // held before mu while clients are told of standbys: what they hear last is the newest

	mu     sync.Mutex
	closed bool
	open   map[*Session]struct{}
	offers offers
	moves  map[string]standby // by room
}

// NewGate returns a gate through which nobody has come yet.
func NewGate(cfg Config) *Gate {
	if cfg.Moderator == nil {
		cfg.Moderator = nopModerator{}
	}
	if cfg.Metrics == nil {
		cfg.Metrics = nopMetrics{}
	}
	return &Gate{
		rooms: cfg.Rooms, tokens: cfg.Tokens, moderator: cfg.Moderator, bans: cfg.Bans, limits: cfg.Limits.withDefaults(),
		log: cfg.Log, metrics: cfg.Metrics, panics: cfg.Panics, pool: newPool(), open: map[*Session]struct{}{},
		offer: cfg.Offer, offers: offers{}, moves: map[string]standby{},
	}
}

// Open begins the session of a connection that came with a token. Whoever reads the
// connection hands each frame to Receive, and calls Lost at its end. After Close the
// session has ended already, and so has the connection.
func (g *Gate) Open(out Sender, token string) *Session {
	s := newSession(g, out, token)
	g.mu.Lock()
	late := g.closed
	if !late {
		g.work.Add(1) // joined by Close
		go s.write()
		g.open[s] = struct{}{}
	}
	g.mu.Unlock()
	if late { // Close may be done waiting: nothing may begin that it would have to wait for
		s.end(transport.Restarting, nil)
		out.Close(transport.Restarting, "")
	}
	return s
}

// Serve reads conn until its end, as the session of a client with this ticket.
func (g *Gate) Serve(conn transport.Conn, ticket string) {
	s := g.Open(plainSender{conn}, ticket)
	defer s.Lost()
	for {
		frame, err := conn.Receive()
		if err != nil {
			return
		}
		s.Receive(frame, time.Now())
	}
}

// plainSender makes a Sender of a connection that closes without a text.
type plainSender struct{ transport.Conn }

func (w plainSender) Close(r transport.Reason, _ string) { w.Conn.Close(r) }

// Len is how many sessions are open.
func (g *Gate) Len() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return len(g.open)
}

// Close ends every session and waits for them. Close the rooms first, so that
// they are the ones to say why.
func (g *Gate) Close() {
	g.mu.Lock()
	g.closed = true
	for s := range g.open {
		s.Close(transport.Restarting, "")
	}
	g.mu.Unlock()
	g.work.Wait()
}

// CloseRoom ends every session in the room of that id, which cannot do so itself.
func (g *Gate) CloseRoom(id string, r transport.Reason, text string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for s := range g.open {
		if s.info().Room == id {
			s.Close(r, text)
		}
	}
}

func (g *Gate) forget(s *Session) {
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.open, s)
	g.voidOffer(s)
}
