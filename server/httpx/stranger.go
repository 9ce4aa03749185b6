package httpx

import (
	"log/slog"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"sync"
)

// Anybody can write a header, and make us write a line about it: there must not be
// many. Of each kind of line so many are written, ever.
const (
	maxStrangers = 4
	maxPages     = 8
)

// firsts remembers what has been told of, up to a number.
type firsts[K comparable] struct {
	mu    sync.Mutex
	known []K
}

// first tells whether k is new and there is room for it.
func (f *firsts[K]) first(k K, most int) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.known) >= most || slices.Contains(f.known, k) {
		return false
	}
	f.known = append(f.known, k)
	return true
}

// doubts are what a Front has told of.
type doubts struct {
	strangers firsts[netip.Addr] // speak for others and are not believed
	torn      firsts[netip.Addr] // proxies whose headers contradict each other
	silent    firsts[netip.Addr] // proxies that do not say for whom they speak
}

// suspect warns, once, of a proxy that the settings do not fit: all who come by it
// would share the limits of one address, or could choose theirs.
func (f *Front) suspect(r *http.Request) {
	peer := remote(r)
	present := slices.DeleteFunc(slices.Clone(forwarding), func(h string) bool { return r.Header.Get(h) == "" })
	nameless := !slices.ContainsFunc(f.Proxies.headers(), func(h string) bool { return r.Header.Get(h) != "" })
	switch trusted := f.Proxies.trust(peer); {
	case !trusted && len(present) > 0:
		f.stranger(r, peer)
	case trusted && nameless && r.Header.Get("Upgrade") != "" && f.doubts.silent.first(peer, maxStrangers):
		f.Log.Warn("a trusted proxy does not say for whom it speaks, so all its players share the limits of one address; have it send one of these",
			"proxy", peer, "headers", strings.Join(f.Proxies.headers(), ", "))
	case trusted && len(present) > 1 && f.Proxies.Header == "" && f.torn(r, present) && f.doubts.torn.first(peer, maxStrangers):
		f.Log.Warn("headers that come by a trusted proxy name different addresses of a player; say which of them the proxy writes: it passes on the others as the player wrote them",
			"proxy", peer, "headers", strings.Join(present, ", "), "believed", present[0], "set", f.HeaderSetting+strings.ToLower(present[0]))
	}
}

func (f *Front) stranger(r *http.Request, peer netip.Addr) {
	f.Metrics.Untrusted()
	if !f.doubts.strangers.first(peer, maxStrangers) {
		return
	}
	level := slog.LevelInfo // anybody out there can write such a header
	if peer.IsLoopback() || peer.IsPrivate() {
		level = slog.LevelWarn
	}
	f.Log.Log(r.Context(), level, "requests come by a proxy that is not trusted, so all its players share the limits of one address; set this if the proxy is yours",
		"from", peer, "set", f.Setting+peer.String())
}

// torn tells whether two of these headers lead to different clients. One that leads to
// a proxy of ours says nothing about the client.
func (f *Front) torn(r *http.Request, headers []string) bool {
	var client netip.Addr
	for _, h := range headers {
		addr := network(f.Proxies.follow(remote(r), hopsOf(r, h)))
		switch {
		case f.Proxies.trust(addr):
		case client.IsValid() && addr != client:
			return true
		default:
			client = addr
		}
	}
	return false
}
