package listen

import (
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"sync"

	"perihelion/server/net/httpx"
	"perihelion/server/ops/panics"
)

// Metrics counts connections.
type Metrics interface {
	// ConnRefused counts a refused connection; scope is all or address.
	ConnRefused(scope string)
	// ConnsOpen adds n to the open connections.
	ConnsOpen(n int)
}

// LimitsConfig is what ConnLimits needs.
type LimitsConfig struct {
	Max, PerAddr int           // connections at the same time
	Proxies      httpx.Proxies // have no limit per address
	Metrics      Metrics
	Panics       panics.Guard
	Log          *slog.Logger
}

// ConnLimits limits the HTTP connections, in all and per address, so that idle connections
// of one client cannot lock others out. WebSockets are counted by package ws instead. Track
// is the ConnState of an http.Server.
type ConnLimits struct {
	cfg   LimitsConfig
	slots httpx.ConnSlots

	mu   sync.Mutex
	open map[net.Conn]netip.Addr
}

// NewConnLimits allows so many connections at the same time.
func NewConnLimits(cfg LimitsConfig) *ConnLimits {
	return &ConnLimits{
		cfg: cfg, open: map[net.Conn]netip.Addr{},
		slots: httpx.ConnSlots{Max: cfg.Max, PerAddr: cfg.PerAddr},
	}
}

// Track is the http.Server's ConnState. It is called with StateNew before anything is read,
// so refused connections are cheap.
func (c *ConnLimits) Track(conn net.Conn, state http.ConnState) {
	defer c.cfg.Panics.Recover(panics.Connection, c.cfg.Log, func() { httpx.ResetClose(conn) })
	switch state {
	case http.StateNew:
		c.onNew(conn)
	case http.StateHijacked, http.StateClosed:
		c.onClosed(conn)
	}
}

func (c *ConnLimits) onNew(conn net.Conn) {
	addr, proxy := c.cfg.Proxies.Peer(conn.RemoteAddr())
	take := c.slots.Acquire
	if proxy {
		take = c.slots.AcquireProxy
	}
	if err := take(addr); err != nil {
		scope := "all"
		if errors.Is(err, httpx.ErrTooManyConnsFromAddr) {
			scope = "address"
		}
		c.cfg.Metrics.ConnRefused(scope)
		httpx.ResetClose(conn)
		return
	}
	tuneSocket(conn)
	c.cfg.Metrics.ConnsOpen(+1)
	c.mu.Lock()
	c.open[conn] = addr
	c.mu.Unlock()
}

func (c *ConnLimits) onClosed(conn net.Conn) {
	c.mu.Lock()
	addr, held := c.open[conn]
	delete(c.open, conn)
	c.mu.Unlock()
	if held {
		c.slots.Release(addr)
		c.cfg.Metrics.ConnsOpen(-1)
	}
}
