package httpx

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"
	"time"
)

func newRequest(remote string, headers ...string) *http.Request {
	r := httptest.NewRequest("GET", "http://game.test/v1/rooms", nil)
	r.RemoteAddr = remote
	for i := 0; i < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	return r
}

func TestClientAddress(t *testing.T) {
	proxies := Proxies{Networks: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("fd00::/8")}}
	const xff, real, fwd = "X-Forwarded-For", "X-Real-IP", "Forwarded"
	tests := []struct {
		name string
		r    *http.Request
		want string
	}{
		{"a direct client", newRequest("203.0.113.7:1"), "203.0.113.7"},
		{"a direct client that claims to be another", newRequest("203.0.113.7:1", xff, "1.2.3.4"), "203.0.113.7"},
		{"behind a proxy", newRequest("10.0.0.1:1", xff, "203.0.113.7"), "203.0.113.7"},
		{"behind two proxies", newRequest("10.0.0.1:1", xff, "203.0.113.7, 10.9.9.9"), "203.0.113.7"},
		{"behind two proxies that add lines", newRequest("10.0.0.1:1", xff, "203.0.113.7", xff, "10.9.9.9"), "203.0.113.7"},
		{"a client that claims to be another, behind a proxy", newRequest("10.0.0.1:1", xff, "1.2.3.4, 203.0.113.7"), "203.0.113.7"},
		{"behind a proxy that adds the port", newRequest("10.0.0.1:1", xff, "203.0.113.7:4711"), "203.0.113.7"},
		{"behind a proxy that adds the port to IPv6", newRequest("10.0.0.1:1", xff, "[2001:db8:1:2:3:4:5:6]:4711"), "2001:db8:1:2::"},
		{"behind a proxy that puts IPv6 in brackets", newRequest("10.0.0.1:1", xff, "[2001:db8:1:2:3:4:5:6]"), "2001:db8:1:2::"},
		{"nonsense before a proxy", newRequest("10.0.0.1:1", xff, "nonsense"), "10.0.0.1"},
		{"a proxy that says nothing", newRequest("10.0.0.1:1"), "10.0.0.1"},
		{"behind a proxy that knows nginx' own header only", newRequest("10.0.0.1:1", real, "203.0.113.7"), "203.0.113.7"},
		{"a direct client with that header", newRequest("203.0.113.7:1", real, "1.2.3.4"), "203.0.113.7"},
		{"a client that wrote that header, before the proxy did", newRequest("10.0.0.1:1", real, "1.2.3.4", real, "203.0.113.7"), "203.0.113.7"},
		{"behind a proxy that speaks RFC 7239", newRequest("10.0.0.1:1", fwd, "for=203.0.113.7;proto=https;by=10.0.0.1"), "203.0.113.7"},
		{"a direct client that speaks it", newRequest("203.0.113.7:1", fwd, "for=1.2.3.4"), "203.0.113.7"},
		{"two such proxies, IPv6, a port, quotes, other letters", newRequest("10.0.0.1:1", fwd, `For="[2001:db8:1:2:3:4:5:6]:4711", proto=http ; FOR=10.9.9.9`), "2001:db8:1:2::"},
		{"two such proxies that add lines", newRequest("10.0.0.1:1", fwd, "for=203.0.113.7", fwd, "for=10.9.9.9"), "203.0.113.7"},
		{"a client that wrote such an element before", newRequest("10.0.0.1:1", fwd, "for=1.2.3.4, for=203.0.113.7"), "203.0.113.7"},
		{"a client that left a quote open", newRequest("10.0.0.1:1", fwd, `for="1.2.3.4, for=203.0.113.7`), "203.0.113.7"},
		{"a proxy that hides its clients", newRequest("10.0.0.1:1", fwd, "for=_hidden;proto=https"), "10.0.0.1"},
		{"a proxy that does not know its client", newRequest("10.0.0.1:1", fwd, "for=1.2.3.4, for=unknown"), "10.0.0.1"},
		{"all three, that agree", newRequest("10.0.0.1:1", real, "203.0.113.7", fwd, "for=203.0.113.7", xff, "203.0.113.7"), "203.0.113.7"},
		{"a proxy's X-Forwarded-For and what a client wrote", newRequest("10.0.0.1:1", real, "1.2.3.4", fwd, "for=1.2.3.4", xff, "203.0.113.7"), "203.0.113.7"},
		{"a proxy's Forwarded and what a client wrote", newRequest("10.0.0.1:1", real, "1.2.3.4", fwd, "for=203.0.113.7"), "203.0.113.7"},
		{"IPv6 counts as its /64", newRequest("[2001:db8:1:2:3:4:5:6]:1"), "2001:db8:1:2::"},
		{"IPv4 in IPv6 clothing", newRequest("[::ffff:203.0.113.7]:1"), "203.0.113.7"},
		{"a zone is no part of it", newRequest("[fe80::1%eth0]:1"), "fe80::"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := proxies.Client(tt.r).String(); got != tt.want {
				t.Errorf("Client = %s, want %s", got, tt.want)
			}
		})
	}
}

// A proxy sets one of the headers and passes on the others from the client: if the operator
// names it, clients cannot choose their address.
func TestTheHeaderOfTheProxyCanBeNamed(t *testing.T) {
	headers := map[string]func(addr string) string{
		"X-Forwarded-For": func(addr string) string { return addr },
		"Forwarded":       func(addr string) string { return "for=" + addr },
		"X-Real-Ip":       func(addr string) string { return addr },
	}
	for named, write := range headers {
		proxies := Proxies{Networks: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}, Header: named}
		lies := []string{named, write("203.0.113.7")}
		for other, write := range headers {
			if other != named {
				lies = append(lies, other, write("1.2.3.4"))
			}
		}
		if got := proxies.Client(newRequest("10.0.0.1:1", lies...)).String(); got != "203.0.113.7" {
			t.Errorf("%s is named, and others lie: Client = %s", named, got)
		}
		if got := proxies.Client(newRequest("10.0.0.1:1", lies[2:]...)).String(); got != "10.0.0.1" {
			t.Errorf("%s is named and not there: Client = %s, want the proxy", named, got)
		}
	}
}

func TestSecureBelievesOnlyProxies(t *testing.T) {
	tests := []struct {
		name   string
		r      *http.Request
		header string
		want   bool
	}{
		{"a stranger", newRequest("203.0.113.7:1", "X-Forwarded-Proto", "https"), "", false},
		{"a stranger who speaks RFC 7239", newRequest("203.0.113.7:1", "Forwarded", "proto=https"), "", false},
		{"a proxy", newRequest("10.0.0.1:1", "X-Forwarded-Proto", "https"), "", true},
		{"a proxy that has no TLS", newRequest("10.0.0.1:1", "X-Forwarded-Proto", "http"), "", false},
		{"two proxies, the outer of which has TLS", newRequest("10.0.0.1:1", "X-Forwarded-Proto", "https, http"), "", true},
		{"two such proxies that add lines", newRequest("10.0.0.1:1", "X-Forwarded-Proto", "HTTPS", "X-Forwarded-Proto", "http"), "", true},
		{"two proxies, the inner of which has TLS", newRequest("10.0.0.1:1", "X-Forwarded-Proto", "http,https"), "", false},
		{"a proxy that names the scheme of WebSockets", newRequest("10.0.0.1:1", "X-Forwarded-Proto", "wss"), "", true},
		{"a proxy that speaks RFC 7239", newRequest("10.0.0.1:1", "Forwarded", `for=203.0.113.7;proto="https"`), "", true},
		{"two of them", newRequest("10.0.0.1:1", "Forwarded", "for=203.0.113.7;proto=https, for=10.2.2.2;proto=http"), "", true},
		{"one that is named, and a client that writes the other", newRequest("10.0.0.1:1", "Forwarded", "proto=https", "X-Forwarded-Proto", "http"), "Forwarded", true},
		{"a proxy that says nothing", newRequest("10.0.0.1:1", "X-Forwarded-Proto", ""), "", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			proxies := Proxies{Networks: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}, Header: tt.header}
			if got := proxies.IsTLS(tt.r); got != tt.want {
				t.Errorf("Secure = %v, want %v", got, tt.want)
			}
		})
	}
}

func TestRate(t *testing.T) {
	now := time.Unix(1000, 0)
	r := NewRate[netip.Addr](5)
	one, two := netip.MustParseAddr("1.1.1.1"), netip.MustParseAddr("2.2.2.2")
	for i := range 10 {
		if wait := r.Take(one, now); wait != 0 {
			t.Fatalf("request %d of the burst has to wait %v", i, wait)
		}
	}
	if wait := r.Take(one, now); wait <= 0 || wait > 200*time.Millisecond {
		t.Errorf("beyond the burst: wait %v, want up to 200ms", wait)
	}
	if wait := r.Take(two, now); wait != 0 {
		t.Errorf("another address has to wait %v", wait)
	}
	if wait := r.Take(one, now.Add(200*time.Millisecond)); wait != 0 {
		t.Errorf("after a fifth of a second: still %v", wait)
	}
}

func TestARateMayBeSlow(t *testing.T) {
	now, addr := time.Unix(1000, 0), netip.MustParseAddr("1.1.1.1")
	r := NewRateEvery[netip.Addr](10*time.Second, 3)
	for range 3 {
		if wait := r.Take(addr, now); wait != 0 {
			t.Fatalf("within the burst: wait %v", wait)
		}
	}
	if wait := r.Take(addr, now); wait != 10*time.Second {
		t.Errorf("beyond the burst: wait %v, want 10s", wait)
	}
	if wait := r.Take(addr, now.Add(10*time.Second)); wait != 0 {
		t.Errorf("after ten seconds: still %v", wait)
	}
}

func TestRateDropsTheLeastRecentlyUsed(t *testing.T) {
	r, addr := NewRate[netip.Addr](5), netip.MustParseAddr("10.0.0.0")
	for range 3 * maxKeys {
		r.Take(addr, time.Unix(1000, 0))
		addr = addr.Next()
	}
	if len(r.byKey) != maxKeys || r.recent.Len() != maxKeys {
		t.Errorf("%d keys remembered, want %d", len(r.byKey), maxKeys)
	}
}

func TestSlots(t *testing.T) {
	s := ConnSlots{Max: 3, PerAddr: 2}
	one, two, three := netip.MustParseAddr("1.1.1.1"), netip.MustParseAddr("2.2.2.2"), netip.MustParseAddr("3.3.3.3")
	for _, step := range []struct {
		addr netip.Addr
		want error
	}{{one, nil}, {one, nil}, {one, ErrTooManyConnsFromAddr}, {two, nil}, {three, ErrTooManyConns}} {
		if err := s.Acquire(step.addr); !errors.Is(err, step.want) {
			t.Errorf("Take(%v) = %v, want %v", step.addr, err, step.want)
		}
	}
	s.Release(one)
	if err := s.Acquire(three); err != nil {
		t.Errorf("Take of a slot given back = %v", err)
	}
	s.Release(one)
	s.Release(two)
	s.Release(three)
	if len(s.byAddr) != 0 || s.total != 0 {
		t.Errorf("after all are back: %d in %v", s.total, s.byAddr)
	}
}

func TestUncleanPathsAreNotFound(t *testing.T) {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /v1/rooms", func(http.ResponseWriter, *http.Request) {})
	mux.HandleFunc("GET /v1/rooms/{room}", func(http.ResponseWriter, *http.Request) {})
	for path, want := range map[string]int{
		"/v1/rooms": 200, "/v1/rooms/a": 200, "/v1/rooms/%2e%2e": 404, "//v1//rooms": 404, "/v1/./rooms": 404, "/v1/x/../rooms": 404,
		"/v1": 404, "/v1/rooms/": 404, "//": 404, "/": 404, "/v1/rooms/a%2fb": 200, "/v1/rooms/..%2f..%2fetc": 404,
	} {
		w := httptest.NewRecorder()
		WithProblems(mux).ServeHTTP(w, httptest.NewRequest("GET", "http://game.test"+path, nil))
		if kind := w.Header().Get("Content-Type"); w.Code != want || want == 404 && kind != "application/problem+json" {
			t.Errorf("GET %s = %d %s, want %d and a problem", path, w.Code, kind, want)
		}
	}
}
