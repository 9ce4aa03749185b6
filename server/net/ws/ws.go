// Package ws turns HTTP requests into WebSocket connections that carry whole frames. It
// enforces the limits of the network side: origins, number and rate of connections, frame
// sizes and rates, and timeouts of clients that stop sending or reading. A Server is safe
// for concurrent use; Session and Conn say what callers may do.
//
// A connection is read by a goroutine of its own until its first message has come, and then
// by the sweeper, which reads all of them in turn. Frames are told apart by package wsframe
// and not by a library: libraries read sockets themselves, and wait for each.
package ws

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"time"

	"perihelion/server/net/httpx"
	"perihelion/server/ops/panics"
	"perihelion/shared/protocol"
	"perihelion/shared/transport"
	"perihelion/shared/waitgroup"
)

// readBuffer is in bytes and holds many inputs; a client sends one small frame per tick.
const readBuffer = 1 << 10

// Session handles one connection. Its methods are called one after the other, by whoever reads
// the socket.
type Session interface {
	// Receive handles a frame, which is only valid during the call. The first one may make it
	// wait; after that it must not, because the goroutine may read other connections as well.
	Receive(frame []byte, now time.Time)
	// Lost ends the session; no method is called after it.
	Lost()
}

// OpenSession makes the session of a new connection whose client offered token.
type OpenSession func(c *Conn, token string) Session

// Metrics counts what happens to connections.
type Metrics interface {
	HandshakeRefused(why string)
	ConnOpened()
	ConnClosed(r transport.Reason)
	ProtocolViolated(kind string) // a frame broke the protocol, or there were too many
}

// Config holds the limits. Fields up to PerSecond must not be zero.
type Config struct {
	ReadLimit    int
	WriteTimeout time.Duration
	IdleTimeout  time.Duration
	MaxConns     int
	PerIP        int
	PerSecond    int // new connections of one address, without those that ReconnectSeat accepts
	Proxies      httpx.Proxies
	Origins      *httpx.Origins
	AnyOrigin    bool                                                           // the caller of Serve has checked the origin
	Banned       func(from netip.Addr, now time.Time) (why string, banned bool) // may be nil
	Subprotocol  Subprotocol                                                    // zero: that of the game
	// ReconnectSeat verifies a token and returns the seat that it leads back to, if it
	// still belongs to the player of the token. Such a connection needs no free slot,
	// because it replaces the older one of its seat, and is not limited by the rate of new
	// connections. May be nil.
	ReconnectSeat func(token string, now time.Time) (seat string, ok bool)
	Panics        panics.Guard
	Swept         func(took time.Duration) // what it cost to read all that talk, once; may be nil
}

// Subprotocol is what clients and this Server agree on in the handshake.
type Subprotocol struct {
	Name        string
	TokenPrefix string // of the offered subprotocol that carries the token
	Optional    bool   // a client may offer no subprotocol
	Text        bool   // frames are text, not binary
}

var gameSubprotocol = Subprotocol{Name: protocol.Subprotocol, TokenPrefix: protocol.TicketPrefix}

// Server upgrades requests. Make one with New.
type Server struct {
	cfg              Config
	openSession      OpenSession
	metrics          Metrics
	log              *slog.Logger
	rate             *httpx.Rate[netip.Addr]
	reconnectChecks  *httpx.Rate[netip.Addr] // token checks for addresses over the rate; see isReconnect
	reconnectsBySeat *httpx.Rate[string]
	slots            httpx.ConnSlots
	sweeper          sweeper
	reconnects       reconnectSlots

	mu      sync.Mutex
	closing bool
	conns   map[*Conn]struct{}
	wg      sync.WaitGroup // one per connection; must not grow after closing is set
}

// New returns a server that calls openSession for each connection.
func New(cfg Config, open OpenSession, metrics Metrics, log *slog.Logger) *Server {
	if cfg.Subprotocol == (Subprotocol{}) {
		cfg.Subprotocol = gameSubprotocol
	}
	if cfg.Origins == nil {
		cfg.Origins = &httpx.Origins{}
	}
	return &Server{
		cfg: cfg, openSession: open, metrics: metrics, log: log,
		rate:             httpx.NewRate[netip.Addr](cfg.PerSecond),
		reconnectChecks:  httpx.NewRate[netip.Addr](checksPerUpgrade * cfg.PerSecond),
		reconnectsBySeat: httpx.NewRateEvery[string](reconnectEvery, reconnectBurst),
		slots:            httpx.ConnSlots{Max: cfg.MaxConns, PerAddr: cfg.PerIP},
		conns:            map[*Conn]struct{}{},
	}
}

// ServeHTTP upgrades r, or refuses it.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.Serve(w, r, s.openSession) }

// Serve is ServeHTTP with another session.
func (s *Server) Serve(w http.ResponseWriter, r *http.Request, open OpenSession) {
	from := s.cfg.Proxies.Client(r)
	token, slot, problem := s.checkUpgrade(r, from, time.Now())
	if problem != nil {
		s.metrics.HandshakeRefused(problem.Kind)
		w.Header().Set("Connection", "close") // the client wants a WebSocket and nothing else
		if problem.Status == http.StatusUpgradeRequired {
			w.Header().Set("Upgrade", "websocket")
			w.Header().Set("Sec-WebSocket-Version", "13")
		}
		problem.Respond(w)
		return
	}
	raw, err := s.upgrade(w, r)
	if err != nil {
		s.releaseSlot(slot)
		s.metrics.HandshakeRefused("broken")
		s.log.Debug("upgrade", "request", w.Header().Get(httpx.RequestID), "err", err)
		return
	}
	s.startConn(newConn(s, plainLink{raw}, slot, w.Header().Get(httpx.RequestID)), raw, token, open)
}

// upgrade takes over the TCP connection of r.
func (s *Server) upgrade(w http.ResponseWriter, r *http.Request) (net.Conn, error) {
	raw, early, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return nil, err
	}
	if early.Reader.Buffered() > 0 {
		raw.Close()
		return nil, errors.New("ws: the client did not wait for the answer")
	}
	if err := tuneSocket(raw); err != nil {
		s.log.Debug("tune socket", "request", w.Header().Get(httpx.RequestID), "err", err) // not fatal: only the latency is worse
	}
	_ = raw.SetWriteDeadline(time.Now().Add(s.cfg.WriteTimeout))
	if _, err := raw.Write(acceptance(r, &s.cfg.Subprotocol)); err != nil {
		raw.Close()
		return nil, err
	}
	return raw, nil
}

// startConn reads c on a goroutine of its own, so that the request and its buffers can be
// freed.
func (s *Server) startConn(c *Conn, raw net.Conn, token string, open OpenSession) {
	s.mu.Lock()
	late := s.closing
	if !late {
		s.conns[c] = struct{}{}
		s.wg.Add(1)
	}
	s.mu.Unlock()
	if late { // StopAccepting was called during the upgrade
		c.Close(transport.Restarting, "")
		c.finish()
		s.releaseSlot(c.slot)
		return
	}
	s.metrics.ConnOpened()
	go func() {
		if !c.readAlone(raw, token, open) {
			s.removeConn(c)
		}
	}()
}

// removeConn frees what a connection held, after its end.
func (s *Server) removeConn(c *Conn) {
	defer s.wg.Done()
	c.finish()
	s.releaseSlot(c.slot)
	s.mu.Lock()
	delete(s.conns, c)
	s.mu.Unlock()
	s.metrics.ConnClosed(c.endReason())
}

// StopAccepting refuses new connections from now on.
func (s *Server) StopAccepting() {
	s.mu.Lock()
	s.closing = true
	s.mu.Unlock()
}

// CloseAll closes all open connections.
func (s *Server) CloseAll(r transport.Reason, text string) {
	s.mu.Lock()
	open := make([]*Conn, 0, len(s.conns))
	for c := range s.conns {
		open = append(open, c)
	}
	s.mu.Unlock()
	var wg sync.WaitGroup
	for _, c := range open {
		wg.Go(func() {
			defer s.cfg.Panics.Recover(panics.Connection, c.log, c.cutOff)
			c.Close(r, text)
		})
	}
	wg.Wait()
}

// Wait returns when all connections are closed. When ctx ends first it cuts them off. Call
// StopAccepting before.
func (s *Server) Wait(ctx context.Context) {
	if waitgroup.WaitContext(ctx, &s.wg) == nil {
		return
	}
	s.mu.Lock()
	for c := range s.conns {
		c.cutOff()
	}
	s.mu.Unlock()
	s.wg.Wait()
}

// Len is the number of open connections.
func (s *Server) Len() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.conns)
}
