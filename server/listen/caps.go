package listen

import (
	"errors"
	"net"
	"net/http"
	"net/netip"
	"sync"

	"perihelion/server/httpx"
)

// Metrics count what is turned away.
type Metrics interface {
	// ConnRefused tells of a connection that found no slot: all, or address.
	ConnRefused(scope string)
	// ConnsOpen adds n to the connections that are open.
	ConnsOpen(n int)
}

// Caps bounds how many connections HTTP holds, in all and per address, so that
// who opens them by the hundred and says nothing keeps nobody else out. What
// became a WebSocket has left HTTP and is counted there. Hand Track to a server
// as its ConnState.
type Caps struct {
	proxies httpx.Proxies // through which many come from one address
	metrics Metrics
	slots   httpx.Slots

	mu   sync.Mutex
	held map[net.Conn]netip.Addr
}

// NewCaps allows as many connections at the same time.
func NewCaps(total, perAddr int, proxies httpx.Proxies, m Metrics) *Caps {
	return &Caps{
		proxies: proxies, metrics: m, held: map[net.Conn]netip.Addr{},
		slots: httpx.Slots{Max: total, PerAddr: perAddr},
	}
}

// Track is the http.Server's ConnState. A server calls it with StateNew before it
// reads anything, so a connection that is closed there costs next to nothing.
func (c *Caps) Track(conn net.Conn, state http.ConnState) {
	switch state {
	case http.StateNew:
		c.take(conn)
	case http.StateHijacked, http.StateClosed:
		c.give(conn)
	}
}

func (c *Caps) take(conn net.Conn) {
	addr, proxy := c.proxies.Peer(conn.RemoteAddr())
	take := c.slots.Take
	if proxy {
		take = c.slots.TakeAny
	}
	if err := take(addr); err != nil {
		scope := "all"
		if errors.Is(err, httpx.ErrTakenByIP) {
			scope = "address"
		}
		c.metrics.ConnRefused(scope)
		httpx.ResetClose(conn)
		return
	}
	tune(conn)
	c.metrics.ConnsOpen(+1)
	c.mu.Lock()
	c.held[conn] = addr
	c.mu.Unlock()
}

func (c *Caps) give(conn net.Conn) {
	c.mu.Lock()
	addr, held := c.held[conn]
	delete(c.held, conn)
	c.mu.Unlock()
	if held {
		c.slots.Give(addr)
		c.metrics.ConnsOpen(-1)
	}
}
