package edge

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// Proxies are the networks whose forwarding headers are believed. Anyone else
// could write there whatever they like.
type Proxies []netip.Prefix

// Client is the address that r comes from: of the last hop that is not a proxy
// of ours. An IPv6 client counts as its /64, which is what one home or one
// attacker has.
func (p Proxies) Client(r *http.Request) netip.Addr {
	addr := remote(r)
	if !p.trust(addr) {
		return network(addr)
	}
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0; i-- {
		hop, ok := parseHop(strings.TrimSpace(hops[i]))
		if !ok {
			break // the proxy wrote nothing, or a client wrote nonsense before it
		}
		addr = hop
		if !p.trust(addr) {
			break
		}
	}
	return network(addr)
}

// parseHop reads one entry of X-Forwarded-For; some proxies add the port.
func parseHop(s string) (netip.Addr, bool) {
	if ap, err := netip.ParseAddrPort(s); err == nil {
		return ap.Addr().Unmap(), true
	}
	addr, err := netip.ParseAddr(strings.Trim(s, "[]"))
	return addr.Unmap(), err == nil
}

// Peer is the address that a connection comes from, before anything was read of
// it, and whether that is a proxy, behind which there may be anyone.
func (p Proxies) Peer(a net.Addr) (addr netip.Addr, proxy bool) {
	ap, _ := netip.ParseAddrPort(a.String())
	addr = ap.Addr().Unmap().WithZone("")
	return network(addr), p.trust(addr)
}

// Secure tells whether the client came by TLS.
func (p Proxies) Secure(r *http.Request) bool {
	if p.trust(remote(r)) {
		if proto := r.Header.Get("X-Forwarded-Proto"); proto != "" {
			return strings.EqualFold(proto, "https")
		}
	}
	return r.TLS != nil
}

func (p Proxies) trust(addr netip.Addr) bool {
	for _, prefix := range p {
		if prefix.Contains(addr) {
			return true
		}
	}
	return false
}

// remote is the other end of the TCP connection.
func remote(r *http.Request) netip.Addr {
	ap, _ := netip.ParseAddrPort(r.RemoteAddr)
	return ap.Addr().Unmap().WithZone("")
}

func network(addr netip.Addr) netip.Addr {
	if !addr.Is6() {
		return addr
	}
	prefix, _ := addr.WithZone("").Prefix(64)
	return prefix.Addr()
}
