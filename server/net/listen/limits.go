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

// ConnLimits limits the HTTP connections, in all and per address, so that idle connections
// of one client cannot lock others out. WebSockets are counted by package ws instead. Track
// is the ConnState of an http.Server.
type ConnLimits struct {
	proxies httpx.Proxies // have no limit per address
	metrics Metrics
	guard   panics.Guard
	log     *slog.Logger
	slots   httpx.ConnSlots

	mu   sync.Mutex
	open map[net.Conn]netip.Addr
}

// NewConnLimits allows this many connections at the same time.
func NewConnLimits(total, perAddr int, proxies httpx.Proxies, m Metrics, guard panics.Guard, log *slog.Logger) *ConnLimits {
	return &ConnLimits{
		proxies: proxies, metrics: m, guard: guard, log: log, open: map[net.Conn]netip.Addr{},
		slots: httpx.ConnSlots{Max: total, PerAddr: perAddr},
	}
}

// Track is the http.Server's ConnState. It is called with StateNew before anything is read,
// so refused connections are cheap.
func (c *ConnLimits) Track(conn net.Conn, state http.ConnState) {
	defer c.guard.Recover(panics.Connection, c.log, func() { httpx.ResetClose(conn) })
	switch state {
	case http.StateNew:
		c.onNew(conn)
	case http.StateHijacked, http.StateClosed:
		c.onClosed(conn)
	}
}

func (c *ConnLimits) onNew(conn net.Conn) {
	addr, proxy := c.proxies.Peer(conn.RemoteAddr())
	take := c.slots.Acquire
	if proxy {
		take = c.slots.AcquireProxy
	}
	if err := take(addr); err != nil {
		scope := "all"
		if errors.Is(err, httpx.ErrTooManyConnsFromAddr) {
			scope = "address"
		}
		c.metrics.ConnRefused(scope)
		httpx.ResetClose(conn)
		return
	}
	tuneSocket(conn)
	c.metrics.ConnsOpen(+1)
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
		c.metrics.ConnsOpen(-1)
	}
}
