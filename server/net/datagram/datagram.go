// Package datagram takes WebTransport sessions of players who have a WebSocket already, and
// carries datagrams for them. Nothing else is served on its UDP port: no page, no stream. A
// Server is safe for concurrent use; package app makes it.
package datagram

import (
	"context"
	"crypto/tls"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"time"

	"github.com/quic-go/quic-go"
	"github.com/quic-go/quic-go/http3"
	"github.com/quic-go/webtransport-go"
	"golang.org/x/time/rate"

	"perihelion/server/net/httpx"
	"perihelion/server/ops/panics"
	"perihelion/shared/protocol"
	"perihelion/shared/transport"
)

const (
	handshakeTimeout = 3 * time.Second
	sessionTimeout   = 5 * time.Second  // from the handshake to an admitted session
	idleTimeout      = 10 * time.Second // clients probe twice a second
	window           = 16 << 10         // bytes of streams that a client may send unread: one request and its headers
	maxHeader        = 4 << 10

	// Beyond so many handshakes a second, whoever knocks must first show that its address is its
	// own: spoofed packets leave no state then, and get an answer no longer than themselves.
	unverifiedPerSecond = 16
	unverifiedBurst     = 64
)

// Why sessions are refused.
const (
	RefusedLimit  = "limit"  // too many connections
	RefusedToken  = "token"  // no session has it
	RefusedBroken = "broken" // it did not keep to WebTransport
)

// Metrics counts what happens on the port.
type Metrics interface {
	// DatagramsRefused counts a session that was refused: one of the Refused… words.
	DatagramsRefused(why string)
}

// Config says who is let in. Fields must not be zero, unless they say so.
type Config struct {
	Addr            string                                               // of the UDP port
	Certificate     func(*tls.ClientHelloInfo) (*tls.Certificate, error) // nil: made here, and known to clients by its hash
	MaxConns, PerIP int
	// Admit takes the token of a session and returns what serves its datagrams until they end.
	Admit   func(token string, from netip.Addr, now time.Time) (serve func(transport.Datagrams), err error)
	Metrics Metrics
	Panics  panics.Guard
	Log     *slog.Logger
}

// Server is an open UDP port.
type Server struct {
	cfg    Config
	certs  *ownCerts // nil: Config.Certificate
	udp    *quic.Transport
	ln     *quic.Listener
	wt     *webtransport.Server
	slots  httpx.ConnSlots
	conns  sync.WaitGroup
	closed context.Context
	close  context.CancelFunc
}

// Listen opens the port. Run serves it.
func Listen(cfg Config) (*Server, error) {
	s := &Server{cfg: cfg, slots: httpx.ConnSlots{Max: cfg.MaxConns, PerAddr: cfg.PerIP}}
	if cfg.Certificate == nil {
		s.certs = &ownCerts{}
		s.cfg.Certificate = func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return s.certs.current(time.Now()) }
	}
	addr, err := net.ResolveUDPAddr("udp", cfg.Addr)
	if err != nil {
		return nil, err
	}
	conn, err := net.ListenUDP("udp", addr)
	if err != nil {
		return nil, err
	}
	s.closed, s.close = context.WithCancel(context.Background())
	unverified := rate.NewLimiter(unverifiedPerSecond, unverifiedBurst)
	s.udp = &quic.Transport{
		Conn: newSweptConn(conn), ConnContext: s.admitConn,
		VerifySourceAddress: func(net.Addr) bool { return !unverified.Allow() },
	}
	quicConfig := quicLimits()
	tlsConfig := http3.ConfigureTLSConfig(&tls.Config{MinVersion: tls.VersionTLS13, GetCertificate: s.cfg.Certificate})
	if s.ln, err = s.udp.Listen(tlsConfig, quicConfig); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	h3 := &http3.Server{Handler: s, MaxHeaderBytes: maxHeader, QUICConfig: quicConfig, TLSConfig: tlsConfig, Logger: slog.New(slog.DiscardHandler)}
	s.wt = &webtransport.Server{
		H3: h3,
		// The origin was checked when the WebSocket opened by which alone the token can be known. Here
		// it could not be: the page's port is another one.
		CheckOrigin: func(*http.Request) bool { return true },
		// WebKit refuses a server that allows none at all.
		Config: &webtransport.Config{MaxIncomingStreams: 1, MaxIncomingUniStreams: 1, MaxIncomingData: window},
	}
	webtransport.ConfigureHTTP3Server(h3)
	return s, nil
}

// quicLimits bound what one connection may do.
func quicLimits() *quic.Config {
	return &quic.Config{
		EnableDatagrams: true, EnableStreamResetPartialDelivery: true,
		HandshakeIdleTimeout: handshakeTimeout, MaxIdleTimeout: idleTimeout,
		MaxIncomingStreams: 2, MaxIncomingUniStreams: 8, // a request, the control streams of HTTP/3, and a browser's grease
		InitialStreamReceiveWindow: window, MaxStreamReceiveWindow: window,
		InitialConnectionReceiveWindow: 2 * window, MaxConnectionReceiveWindow: 2 * window,
	}
}

// Port is the port that it listens on.
func (s *Server) Port() uint16 { return uint16(s.udp.Conn.LocalAddr().(*net.UDPAddr).Port) }

// Hashes are those of the certificates that the server may show; nil if they are signed by an
// authority.
func (s *Server) Hashes(now time.Time) [][]byte {
	if s.certs == nil {
		return nil
	}
	return s.certs.hashes(now)
}

// guest is a connection, from its first packet on.
type guest struct {
	conn     *quic.Conn    // since its handshake
	admitted chan struct{} // closed when it has a session
	once     sync.Once
}

type guestKey struct{}

// admitConn is called for each connection before its handshake. The context ends with it.
func (s *Server) admitConn(ctx context.Context, info *quic.ClientInfo) (context.Context, error) {
	from := addrOf(info.RemoteAddr)
	if err := s.slots.Acquire(from); err != nil {
		s.cfg.Metrics.DatagramsRefused(RefusedLimit)
		return nil, err
	}
	context.AfterFunc(ctx, func() { s.slots.Release(from) })
	return context.WithValue(ctx, guestKey{}, &guest{admitted: make(chan struct{})}), nil
}

func addrOf(a net.Addr) netip.Addr {
	if u, ok := a.(*net.UDPAddr); ok {
		return u.AddrPort().Addr().Unmap()
	}
	return netip.Addr{}
}

// Run serves connections until Close.
func (s *Server) Run() error {
	for {
		conn, err := s.ln.Accept(s.closed)
		if err != nil {
			if s.closed.Err() != nil {
				return nil
			}
			return err
		}
		s.conns.Go(func() {
			defer s.cfg.Panics.Recover(panics.Connection, s.cfg.Log, func() { _ = conn.CloseWithError(0, "") })
			s.serveConn(conn)
		})
	}
}

// serveConn serves a connection until its end, which comes soon if it does not become a session.
func (s *Server) serveConn(conn *quic.Conn) {
	if g, ok := conn.Context().Value(guestKey{}).(*guest); ok {
		g.conn = conn
		late := time.AfterFunc(sessionTimeout, func() {
			select {
			case <-g.admitted:
			default:
				_ = conn.CloseWithError(0, "no session in time")
			}
		})
		defer late.Stop()
	}
	if err := s.wt.ServeQUICConn(conn); err != nil {
		s.cfg.Log.Debug("datagrams end", "from", conn.RemoteAddr(), "err", err)
	}
}

// ServeHTTP makes a request a session, which lasts until it returns. http3 recovers its panics.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodConnect || r.URL.Path != protocol.DatagramPath {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	from := netip.Addr{}
	if at, err := netip.ParseAddrPort(r.RemoteAddr); err == nil {
		from = at.Addr().Unmap()
	}
	serve, err := s.cfg.Admit(r.URL.Query().Get("token"), from, time.Now())
	if err != nil {
		s.cfg.Metrics.DatagramsRefused(RefusedToken)
		w.WriteHeader(http.StatusForbidden)
		return
	}
	session, err := s.wt.Upgrade(w, r)
	if err != nil {
		s.cfg.Metrics.DatagramsRefused(RefusedBroken)
		return
	}
	g := r.Context().Value(guestKey{}).(*guest) // by admitConn
	g.once.Do(func() { close(g.admitted) })
	l := newLink(session, g.conn)
	s.conns.Go(func() { // ends with the link
		defer s.cfg.Panics.Recover(panics.Connection, s.cfg.Log, l.cancel)
		l.sendAll()
	})
	defer l.Close(transport.GoingAway)
	defer s.cfg.Panics.Recover(panics.Connection, s.cfg.Log, nil)
	serve(l)
}

// Close ends all connections and the port.
func (s *Server) Close() {
	s.close()
	_ = s.wt.Close()
	_ = s.ln.Close()
	_ = s.udp.Close()
	_ = s.udp.Conn.Close()
	s.conns.Wait()
}
