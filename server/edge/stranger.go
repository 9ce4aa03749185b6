package edge

import (
	"log/slog"
	"net/http"
	"net/netip"
	"slices"
	"sync"
)

// maxStrangers is how many addresses are warned of. Anybody can write such a header,
// and make us write a line: it must not be many.
const maxStrangers = 4

// forwarding are the headers by which proxies tell whom they speak for.
var forwarding = []string{"X-Forwarded-For", "Forwarded", "X-Real-Ip"}

// strangers are addresses that speak for others and are not believed.
type strangers struct {
	mu    sync.Mutex
	known []netip.Addr
}

// suspect warns, once, of an address that seems to be a proxy of ours which the
// settings do not name: all who come by it would share the limits of one address.
func (f *Front) suspect(r *http.Request) {
	peer := remote(r)
	if f.Proxies.trust(peer) || !slices.ContainsFunc(forwarding, func(h string) bool { return r.Header.Get(h) != "" }) {
		return
	}
	f.Metrics.Untrusted()
	if f.strangers.first(peer) {
		level := slog.LevelInfo // anybody out there can write such a header
		if peer.IsLoopback() || peer.IsPrivate() {
			level = slog.LevelWarn
		}
		f.Log.Log(r.Context(), level, "requests come by a proxy that is not trusted, so all its players share the limits of one address; set this if the proxy is yours",
			"from", peer, "set", f.Setting+peer.String())
	}
}

func (s *strangers) first(peer netip.Addr) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.known) == maxStrangers || slices.Contains(s.known, peer) {
		return false
	}
	s.known = append(s.known, peer)
	return true
}
