package httpx

import (
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// Proxies are the networks whose forwarding headers are trusted. The zero value trusts
// none.
type Proxies struct {
	Networks []netip.Prefix
	// Header is the header in which they send the client's address, in canonical form;
	// empty: the first of forwardingHeaders that is present. In that case a client may send
	// one that the proxy does not overwrite.
	Header string
}

// Client is the address of the client: the last hop that is not a trusted proxy. For IPv6
// it is the /64 network, which belongs to one household.
func (p Proxies) Client(r *http.Request) netip.Addr {
	for _, header := range p.clientHeaders() {
		if hops := hopsOf(r, header); len(hops) > 0 {
			return networkOf(p.resolveClient(remoteAddr(r), hops))
		}
	}
	return networkOf(remoteAddr(r))
}

// clientHeaders are the headers that are used.
func (p Proxies) clientHeaders() []string {
	if p.Header != "" {
		return []string{p.Header}
	}
	return forwardingHeaders
}

// resolveClient goes back from a peer over the hops, newest last, while they are trusted
// proxies.
func (p Proxies) resolveClient(addr netip.Addr, hops []string) netip.Addr {
	for _, text := range slices.Backward(hops) {
		hop, ok := parseHop(text)
		if !p.trusts(addr) || !ok { // the proxy wrote nothing, or the client wrote an invalid address
			break
		}
		addr = hop
	}
	return addr
}

// Peer is the address of a connection before anything was read, and whether it is a trusted
// proxy.
func (p Proxies) Peer(a net.Addr) (addr netip.Addr, proxy bool) {
	ap, _ := netip.ParseAddrPort(a.String())
	addr = ap.Addr().Unmap().WithZone("")
	return networkOf(addr), p.trusts(addr)
}

// IsTLS reports whether the client used TLS.
func (p Proxies) IsTLS(r *http.Request) bool {
	if p.trusts(remoteAddr(r)) {
		if proto := p.forwardedProto(r); proto != "" {
			return strings.EqualFold(proto, "https") || strings.EqualFold(proto, "wss")
		}
	}
	return r.TLS != nil
}

// forwardedProto is how the client reached the first proxy: the first entry of a list. A
// client may have written it, but only affects the URLs in its own responses.
func (p Proxies) forwardedProto(r *http.Request) string {
	lists := [][]string{HeaderList(r, "X-Forwarded-Proto"), forwardedParam(r, "proto")}
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

func (p Proxies) trusts(addr netip.Addr) bool {
	return slices.ContainsFunc(p.Networks, func(n netip.Prefix) bool { return n.Contains(addr) })
}

// remoteAddr is the other end of the TCP connection.
func remoteAddr(r *http.Request) netip.Addr {
	ap, _ := netip.ParseAddrPort(r.RemoteAddr)
	return ap.Addr().Unmap().WithZone("")
}

// networkOf is the /64 network of an IPv6 address, and addr itself for IPv4.
func networkOf(addr netip.Addr) netip.Addr {
	if !addr.Is6() {
		return addr
	}
	prefix, _ := addr.WithZone("").Prefix(64)
	return prefix.Addr()
}

const (
	xForwardedFor = "X-Forwarded-For"
	rfc7239       = "Forwarded"
	xRealIP       = "X-Real-Ip"
)

// forwardingHeaders are the headers in which proxies send the client's address. If several
// are present the first one is used, because most proxies set it.
var forwardingHeaders = []string{xForwardedFor, rfc7239, xRealIP}

// hopsOf returns the addresses in one of these headers, newest last.
func hopsOf(r *http.Request, header string) []string {
	switch header {
	case rfc7239:
		return forwardedParam(r, "for")
	case xRealIP: // has one address; of several headers the last one is the proxy's
		all := r.Header.Values(xRealIP)
		return all[max(0, len(all)-1):]
	}
	return HeaderList(r, header)
}

// HeaderList splits a header with a comma-separated list, also over several lines.
func HeaderList(r *http.Request, header string) []string {
	values := r.Header.Values(header)
	if len(values) == 0 {
		return nil
	}
	parts := strings.Split(strings.Join(values, ","), ",")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	return parts
}

// parseHop parses an address, maybe with a port.
func parseHop(s string) (netip.Addr, bool) {
	s = strings.TrimSpace(s)
	if ap, err := netip.ParseAddrPort(s); err == nil {
		return ap.Addr().Unmap(), true
	}
	addr, err := netip.ParseAddr(strings.Trim(s, "[]"))
	return addr.Unmap(), err == nil
}

// forwardedParam returns a parameter of each element of the Forwarded headers (RFC 7239);
// empty where it is missing.
func forwardedParam(r *http.Request, parameter string) (all []string) {
	values := r.Header.Values(rfc7239)
	if len(values) == 0 {
		return nil
	}
	for _, element := range splitUnquoted(strings.Join(values, ","), ',') {
		value := ""
		for _, pair := range splitUnquoted(element, ';') {
			if name, v, ok := strings.Cut(pair, "="); ok && strings.EqualFold(strings.TrimSpace(name), parameter) {
				value = strings.Trim(strings.TrimSpace(v), `"`)
			}
		}
		all = append(all, value)
	}
	return all
}

// splitUnquoted splits s at each sep outside of quotes. It scans backwards: our proxy's
// entry is last, and an unclosed quote of the client before it must not hide that.
// Addresses have no escapes.
func splitUnquoted(s string, sep byte) (parts []string) {
	quoted, end := false, len(s)
	for i := len(s) - 1; i >= 0; i-- {
		switch {
		case s[i] == '"':
			quoted = !quoted
		case s[i] == sep && !quoted:
			parts, end = append(parts, s[i+1:end]), i
		}
	}
	parts = append(parts, s[:end])
	slices.Reverse(parts)
	return parts
}
