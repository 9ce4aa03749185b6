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
	"context"
	"log/slog"
	"net/netip"
	"sync"
	"time"

	"perihelion/server/ops/panics"
	"perihelion/server/people/auth"
	"perihelion/server/play/room"
	"perihelion/shared/protocol"
	"perihelion/shared/transport"
)

// Rooms are where sessions sit: *room.Registry.
type Rooms interface {
	Join(ctx context.Context, id string, req room.Request) (*room.Room, room.Seat, error)
}

// Tokens are what clients come with: *auth.Signer.
type Tokens interface {
	// Redeem reads a ticket. One that is good for a single use is spent by it.
	Redeem(token string, now time.Time) (auth.JoinToken, error)
	// Resume signs the ticket back into a seat.
	Resume(t auth.JoinToken, now time.Time) string
}

// Bans are who may not play here.
type Bans interface {
	// Banned reports why a player who comes from an address may not, if so.
	Banned(player string, from netip.Addr, now time.Time) (why string, banned bool)
	// Erased reports whether that is because they have deleted their data.
	Erased(player string) bool
}

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

// ChatModerator decides what players may say: *chat.Service.
type ChatModerator interface {
	// Moderate returns a text as others may read it, or why the player of this account
	// may not say it, in words for that player. A quick line has no text.
	Moderate(account, text string, quick bool, now time.Time) (string, error)
}

// Config is what a gate stands between, and what it allows.
type Config struct {
	Rooms     Rooms
	Tokens    Tokens
	Moderator ChatModerator // nil: whatever can be shown may be said
	Bans      Bans          // nil: everyone may play
	Limits    Limits
	Log       *slog.Logger
	Metrics   Metrics // nil: nobody counts
	Panics    panics.Guard
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

	work sync.WaitGroup // sessions, and closers of connections

	mu     sync.Mutex
	closed bool
	open   map[*Session]struct{}
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
	}
}

// nopModerator lets through whatever can be shown.
type nopModerator struct{}

func (nopModerator) Moderate(_, text string, quick bool, _ time.Time) (string, error) {
	if quick {
		return "", nil
	}
	return protocol.CleanChat(text)
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
}
