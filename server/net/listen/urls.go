package listen

import (
	"net"
	"net/netip"
)

// URLs are the addresses of a server that listens on addr: on this machine, and on the
// networks of this machine. Without interfaces there is only the first.
func URLs(scheme, addr string, interfaces []net.Addr) (here string, elsewhere []string) {
	at, err := netip.ParseAddrPort(addr)
	if err != nil || !at.Addr().IsUnspecified() {
		return scheme + addr, nil
	}
	for _, i := range interfaces {
		prefix, err := netip.ParsePrefix(i.String())
		if err != nil || !prefix.Addr().Is4() || prefix.Addr().IsLoopback() || prefix.Addr().IsLinkLocalUnicast() {
			continue // IPv6 addresses are hard to type
		}
		elsewhere = append(elsewhere, scheme+netip.AddrPortFrom(prefix.Addr(), at.Port()).String())
	}
	_, port, _ := net.SplitHostPort(addr)
	return scheme + net.JoinHostPort("localhost", port), elsewhere
}
