package httpx

import (
	"errors"
	"net"
	"net/netip"
	"sync"
)

// The errors of ConnSlots.
var (
	ErrTooManyConns         = errors.New("http: all connections are taken")
	ErrTooManyConnsFromAddr = errors.New("http: too many connections from this address")
)

// ConnSlots counts connections, in all and per address, and enforces limits. It is safe for
// concurrent use.
type ConnSlots struct {
	Max, PerAddr int

	mu     sync.Mutex
	total  int
	byAddr map[netip.Addr]int
}

// Acquire counts a connection of addr, which must be released, or returns an error.
func (s *ConnSlots) Acquire(addr netip.Addr) error { return s.acquireUpTo(addr, s.PerAddr) }

// AcquireProxy is Acquire for a proxy, which has no limit of its own.
func (s *ConnSlots) AcquireProxy(addr netip.Addr) error { return s.acquireUpTo(addr, s.Max) }

// AcquireBeyondLimit counts a connection of addr without a limit: the caller limits these.
func (s *ConnSlots) AcquireBeyondLimit(addr netip.Addr) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.addConn(addr)
}

func (s *ConnSlots) acquireUpTo(addr netip.Addr, perAddr int) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.total >= s.Max:
		return ErrTooManyConns
	case s.byAddr[addr] >= perAddr:
		return ErrTooManyConnsFromAddr
	}
	s.addConn(addr)
	return nil
}

func (s *ConnSlots) addConn(addr netip.Addr) {
	if s.byAddr == nil {
		s.byAddr = map[netip.Addr]int{}
	}
	s.total++
	s.byAddr[addr]++
}

// Release undoes one of the Acquire methods.
func (s *ConnSlots) Release(addr netip.Addr) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.total--
	if s.byAddr[addr]--; s.byAddr[addr] == 0 {
		delete(s.byAddr, addr)
	}
}

// ResetClose closes a connection at once and discards what is unsent. After a normal close,
// the kernel would go on sending to a client that reads slowly.
func ResetClose(c net.Conn) {
	if tcp, ok := TCPConn(c); ok {
		_ = tcp.SetLinger(0)
		_ = tcp.Close() // below TLS, which would still send an alert
	}
	_ = c.Close()
}

// TCPConn is the TCP connection below a connection, also below TLS.
func TCPConn(c net.Conn) (*net.TCPConn, bool) {
	if layer, ok := c.(interface{ NetConn() net.Conn }); ok {
		c = layer.NetConn()
	}
	tcp, ok := c.(*net.TCPConn)
	return tcp, ok
}
