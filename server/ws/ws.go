// Package ws turns HTTP requests into connections that carry whole frames, and
// keeps the network's bad manners out of the game: foreign pages, floods of
// connections, frames too large, peers that fall silent or stop reading. A
// Server is safe for concurrent use; what it hands to a session says itself.
package ws

import (
	"bufio"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"

	"github.com/lxzan/gws"

	"perihelion/server/httpx"
	"perihelion/server/panics"
	"perihelion/shared/protocol"
	"perihelion/shared/transport"
)

// readBuffer holds many inputs; a client sends one small frame per tick.
const readBuffer = 1 << 10

// Session is the conversation over one connection. Its methods are called on
// the goroutine that reads the socket, one after the other.
type Session interface {
	// Receive takes a binary frame, which is only valid during the call.
	Receive(frame []byte, now time.Time)
	// Lost ends the session; nothing is called after it.
	Lost()
}

// Open begins the session of a new connection that offered ticket.
type Open func(c *Conn, ticket string) Session

// Metrics count what happens to connections.
type Metrics interface {
	HandshakeRefused(why string)
	Opened()
	Closed(r transport.Reason)
	Violated(kind string) // a frame broke the protocol, or there were too many
}

// Config holds the limits. No field may be zero but Proxies and what follows it.
type Config struct {
	ReadLimit    int
	WriteTimeout time.Duration
	IdleTimeout  time.Duration
	MaxConns     int
	PerIP        int
	PerSecond    int // new connections of one address, beside those that Returns knows
	Proxies      httpx.Proxies
	Origins      *httpx.Origins
	AnyOrigin    bool                                                           // whoever calls Serve has looked at it
	Banned       func(from netip.Addr, now time.Time) (why string, banned bool) // nil: nobody is
	Language     Language                                                       // zero: that of matches
	// Returns names the seat that a ticket leads back to, once it has verified the
	// ticket and that the seat is its bearer's. Such a connection needs no free slot,
	// for it ends the older one of its seat, and need not wait for those who come as
	// newcomers. nil: everyone needs one.
	Returns func(ticket string, now time.Time) (seat string, ok bool)
	Panics  panics.Guard
}

// Language is what is spoken over the connections of a Server.
type Language struct {
	Subprotocol string
	Prefix      string // of the offered subprotocol that is a ticket
	Optional    bool   // a client may offer no subprotocol at all
	Text        bool   // frames are text, not binary
}

var matches = Language{Subprotocol: protocol.Subprotocol, Prefix: protocol.TicketPrefix}

// Server upgrades requests. Make one with New.
type Server struct {
	cfg      Config
	open     Open
	metrics  Metrics
	log      *slog.Logger
	upgrader *gws.Upgrader
	wordless *gws.Upgrader // of those who offer no subprotocol: they may not get one either
	rate     *httpx.Rate[netip.Addr]
	proofs   *httpx.Rate[netip.Addr] // of those beyond rate who come back; see comesBack
	bySeat   *httpx.Rate[string]
	slots    httpx.Slots
	returns  returns

	mu      sync.Mutex
	closing bool
	conns   map[*Conn]struct{}
	wg      sync.WaitGroup // one per connection; grows only while !closing
}

// New returns a server that begins a session for every connection.
func New(cfg Config, open Open, metrics Metrics, log *slog.Logger) *Server {
	if cfg.Language == (Language{}) {
		cfg.Language = matches
	}
	if cfg.Origins == nil {
		cfg.Origins = &httpx.Origins{}
	}
	s := &Server{
		cfg: cfg, open: open, metrics: metrics, log: log,
		rate:   httpx.NewRate[netip.Addr](cfg.PerSecond),
		proofs: httpx.NewRate[netip.Addr](proofsPerUpgrade * cfg.PerSecond),
		bySeat: httpx.NewRateEvery[string](seatEvery, seatBurst),
		slots:  httpx.Slots{Max: cfg.MaxConns, PerAddr: cfg.PerIP},
		conns:  map[*Conn]struct{}{},
	}
	s.upgrader, s.wordless = upgrader(&cfg, cfg.Language.Subprotocol), upgrader(&cfg)
	return s
}

func upgrader(cfg *Config, subprotocols ...string) *gws.Upgrader {
	return gws.NewUpgrader(events{}, &gws.ServerOption{
		SubProtocols:       subprotocols,
		ReadMaxPayloadSize: cfg.ReadLimit, // more ends with 1009
		ReadBufferSize:     readBuffer,
		HandshakeTimeout:   cfg.WriteTimeout,
	})
}

// ServeHTTP upgrades r, or refuses it before anything is spent on it.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.Serve(w, r, s.open) }

// Serve is ServeHTTP with a session of the caller's own.
func (s *Server) Serve(w http.ResponseWriter, r *http.Request, open Open) {
	from := s.cfg.Proxies.Client(r)
	ticket, h, refusal := s.admit(r, from, time.Now())
	if refusal != nil {
		s.metrics.HandshakeRefused(refusal.Kind)
		w.Header().Set("Connection", "close") // whoever came for a WebSocket wants nothing else
		if refusal.Status == http.StatusUpgradeRequired {
			w.Header().Set("Upgrade", "websocket")
			w.Header().Set("Sec-WebSocket-Version", "13")
		}
		refusal.Respond(w)
		return
	}
	var c *Conn
	defer func() {
		if c == nil { // or the connection gives it back
			s.release(h)
		}
	}()
	c, err := s.upgrade(w, r, h)
	if err != nil {
		s.metrics.HandshakeRefused("broken")
		s.log.Debug("upgrade", "request", w.Header().Get(httpx.RequestID), "err", err)
		return
	}
	s.begin(c, ticket, open)
}

// upgrade takes the TCP connection of r over.
func (s *Server) upgrade(w http.ResponseWriter, r *http.Request, h hold) (done *Conn, err error) {
	raw, early, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return nil, err
	}
	defer func() {
		if done == nil {
			raw.Close()
		}
	}()
	if early.Reader.Buffered() > 0 {
		return nil, errors.New("ws: the client did not wait for the answer")
	}
	if err := tune(raw); err != nil {
		s.log.Debug("tune socket", "request", w.Header().Get(httpx.RequestID), "err", err) // works without, only less well
	}
	c := newConn(s, raw, h, w.Header().Get(httpx.RequestID))
	up := s.wordless
	if offered := r.Header.Values("Sec-Websocket-Protocol"); len(offered) > 0 {
		up = s.upgrader
		r.Header.Set("Sec-Websocket-Protocol", strings.Join(offered, ",")) // gws reads the first line only
	}
	nc := newWire(raw, c)
	c.ws, err = up.UpgradeFromConn(nc, bufio.NewReaderSize(nc, readBuffer), r)
	if err != nil {
		return nil, err
	}
	return c, nil
}

// begin reads c on a goroutine of its own until it ends, so that the request and
// its buffers can go.
func (s *Server) begin(c *Conn, ticket string, open Open) {
	s.mu.Lock()
	late := s.closing
	if !late {
		s.conns[c] = struct{}{}
		s.wg.Add(1)
	}
	s.mu.Unlock()
	if late { // Refuse came while the upgrade was under way
		c.Close(transport.Restarting, "")
		_ = c.raw.Close()
		s.release(c.hold)
		return
	}
	s.metrics.Opened()
	go func() {
		defer s.wg.Done()
		defer s.forget(c)
		c.serve(ticket, open)
	}()
}

func (s *Server) forget(c *Conn) {
	s.release(c.hold)
	s.mu.Lock()
	delete(s.conns, c)
	s.mu.Unlock()
	s.metrics.Closed(c.reason())
}

// Refuse turns new connections away from now on.
func (s *Server) Refuse() {
	s.mu.Lock()
	s.closing = true
	s.mu.Unlock()
}

// CloseAll closes what is still open.
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
			defer s.cfg.Panics.Recover(panics.Connection, c.log, c.hangUp)
			c.Close(r, text)
		})
	}
	wg.Wait()
}

// Wait returns when every connection is gone. When ctx ends first it cuts them
// off. Call it after Refuse.
func (s *Server) Wait(ctx context.Context) {
	done := make(chan struct{})
	go func() {
		s.wg.Wait()
		close(done)
	}()
	select {
	case <-done:
		return
	case <-ctx.Done():
	}
	s.mu.Lock()
	for c := range s.conns {
		c.hangUp()
	}
	s.mu.Unlock()
	<-done
}

// Len is the number of open connections.
func (s *Server) Len() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.conns)
}
