package httpx

import (
	"log/slog"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"sync"
)

// Clients can send any header and so cause log lines: these bound the number of lines of
// each kind, in the whole life of the process.
const (
	maxProxyWarnings  = 4
	maxOriginWarnings = 8
)

// onceSet remembers a limited number of keys that were logged.
type onceSet[K comparable] struct {
	mu    sync.Mutex
	known []K
}

// addNew reports whether k is new and there is room for it.
func (f *onceSet[K]) addNew(k K, limit int) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.known) >= limit || slices.Contains(f.known, k) {
		return false
	}
	f.known = append(f.known, k)
	return true
}

// proxyWarnings are the proxies that were warned about.
type proxyWarnings struct {
	untrusted   onceSet[netip.Addr] // send forwarding headers and are not trusted
	conflicting onceSet[netip.Addr] // trusted, with headers that contradict each other
	nameless    onceSet[netip.Addr] // trusted, without the address of the client
}

// checkProxy warns once about a proxy that does not fit the settings: all its clients would
// share the limits of one address, or could choose their address.
func (m *Middleware) checkProxy(r *http.Request) {
	peer := remoteAddr(r)
	present := slices.DeleteFunc(slices.Clone(forwardingHeaders), func(h string) bool { return r.Header.Get(h) == "" })
	nameless := !slices.ContainsFunc(m.Proxies.clientHeaders(), func(h string) bool { return r.Header.Get(h) != "" })
	switch trusted := m.Proxies.trusts(peer); {
	case !trusted && len(present) > 0:
		m.warnUntrusted(r, peer)
	case trusted && nameless && r.Header.Get("Upgrade") != "" && m.warnings.nameless.addNew(peer, maxProxyWarnings):
		m.Log.Warn("a trusted proxy does not say for whom it speaks, so all its players share the limits of one address; have it send one of these",
			"proxy", peer, "headers", strings.Join(m.Proxies.clientHeaders(), ", "))
	case trusted && len(present) > 1 && m.Proxies.Header == "" && m.headersConflict(r, present) && m.warnings.conflicting.addNew(peer, maxProxyWarnings):
		m.Log.Warn("headers that come by a trusted proxy name different addresses of a player; say which of them the proxy writes: it passes on the others as the player wrote them",
			"proxy", peer, "headers", strings.Join(present, ", "), "believed", present[0], "set", m.HeaderSetting+strings.ToLower(present[0]))
	}
}

func (m *Middleware) warnUntrusted(r *http.Request, peer netip.Addr) {
	m.Metrics.UntrustedProxy()
	if !m.warnings.untrusted.addNew(peer, maxProxyWarnings) {
		return
	}
	level := slog.LevelInfo // anybody can send such a header
	if peer.IsLoopback() || peer.IsPrivate() {
		level = slog.LevelWarn
	}
	m.Log.Log(r.Context(), level, "requests come by a proxy that is not trusted, so all its players share the limits of one address; set this if the proxy is yours",
		"from", peer, "set", m.Setting+peer.String())
}

// headersConflict reports whether two of these headers lead to different clients. A header
// that leads to a trusted proxy says nothing about the client.
func (m *Middleware) headersConflict(r *http.Request, headers []string) bool {
	var client netip.Addr
	for _, h := range headers {
		addr := networkOf(m.Proxies.resolveClient(remoteAddr(r), hopsOf(r, h)))
		switch {
		case m.Proxies.trusts(addr):
		case client.IsValid() && addr != client:
			return true
		default:
			client = addr
		}
	}
	return false
}
