package httpx

import (
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// Proxies are the networks whose forwarding headers are believed. Anyone else
// could write there whatever they like. The zero value believes nobody.
type Proxies struct {
	Networks []netip.Prefix
	// Header is the one in which they name the client, as http.CanonicalHeaderKey
	// has it; empty: the first of forwarding that is there. Then a client may get
	// away with one that its proxy passes on as it came.
	Header string
}

// Client is the address that r comes from: of the last hop that is not a proxy
// of ours. An IPv6 client counts as its /64, which is what one home or one
// attacker has.
func (p Proxies) Client(r *http.Request) netip.Addr {
	for _, header := range p.headers() {
		if hops := hopsOf(r, header); len(hops) > 0 {
			return network(p.follow(remote(r), hops))
		}
	}
	return network(remote(r))
}

// headers are those that are looked at.
func (p Proxies) headers() []string {
	if p.Header != "" {
		return []string{p.Header}
	}
	return forwarding
}

// follow goes back from a peer over the hops that it and those before it tell of, the
// latest last, for as long as those who tell are trusted.
func (p Proxies) follow(addr netip.Addr, hops []string) netip.Addr {
	for _, text := range slices.Backward(hops) {
		hop, ok := parseHop(text)
		if !p.trust(addr) || !ok { // the proxy wrote nothing, or a client wrote nonsense before it
			break
		}
		addr = hop
	}
	return addr
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
		if proto := p.proto(r); proto != "" {
			return strings.EqualFold(proto, "https") || strings.EqualFold(proto, "wss")
		}
	}
	return r.TLS != nil
}

// proto is how the client reached the first proxy: the first entry of a list. A
// client may have written that one itself, and then misleads nobody else: it is told
// of an address that it does not reach.
func (p Proxies) proto(r *http.Request) string {
	lists := [][]string{List(r, "X-Forwarded-Proto"), forwarded(r, "proto")}
	if p.Header == rfc7239 {
		slices.Reverse(lists)
	}
	for _, entry := range slices.Concat(lists...) {
		if entry != "" {
			return entry
		}
	}
	return ""
}

func (p Proxies) trust(addr netip.Addr) bool {
	return slices.ContainsFunc(p.Networks, func(n netip.Prefix) bool { return n.Contains(addr) })
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
