package httpx

import (
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

const (
	xForwardedFor = "X-Forwarded-For"
	rfc7239       = "Forwarded"
	xRealIP       = "X-Real-Ip"
)

// forwarding are the headers by which proxies tell whom they speak for. Where there
// are several, the first counts: it is the one that most proxies write by themselves.
var forwarding = []string{xForwardedFor, rfc7239, xRealIP}

// hopsOf are the addresses in one of these headers, the latest last.
func hopsOf(r *http.Request, header string) []string {
	switch header {
	case rfc7239:
		return forwarded(r, "for")
	case xRealIP: // holds one address; of several lines the last is the proxy's
		all := r.Header.Values(xRealIP)
		return all[max(0, len(all)-1):]
	}
	return List(r, header)
}

// List splits a header that holds a list, on one line or on several.
func List(r *http.Request, header string) []string {
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

// parseHop reads one address; some proxies add the port.
func parseHop(s string) (netip.Addr, bool) {
	s = strings.TrimSpace(s)
	if ap, err := netip.ParseAddrPort(s); err == nil {
		return ap.Addr().Unmap(), true
	}
	addr, err := netip.ParseAddr(strings.Trim(s, "[]"))
	return addr.Unmap(), err == nil
}

// forwarded is one parameter of each element of the Forwarded headers of r (RFC
// 7239); empty where an element has none.
func forwarded(r *http.Request, parameter string) (all []string) {
	values := r.Header.Values(rfc7239)
	if len(values) == 0 {
		return nil
	}
	for _, element := range unquoted(strings.Join(values, ","), ',') {
		value := ""
		for _, pair := range unquoted(element, ';') {
			if name, v, ok := strings.Cut(pair, "="); ok && strings.EqualFold(strings.TrimSpace(name), parameter) {
				value = strings.Trim(strings.TrimSpace(v), `"`)
			}
		}
		all = append(all, value)
	}
	return all
}

// unquoted cuts s at each sep that is in no quotes. It reads from the end: what the
// proxy of ours wrote comes last, and a quote that a client left open before it does
// not swallow that. Nothing in an address is escaped.
func unquoted(s string, sep byte) (parts []string) {
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
