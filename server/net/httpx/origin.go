package httpx

import (
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// anyOrigin in a list of origins allows every page.
const anyOrigin = "*"

// Origins are the origins of web pages that may use this server: the listed ones, and
// always the server's own. Requests without an Origin are not from browsers. The zero value
// lists none; do not copy one in use.
type Origins struct {
	Public        string       // the URL by which players reach this server, or empty
	Listed        []string     // others, such as https://example.com, or anyOrigin
	Setting       string       // the environment variable that lists them, for log messages; an origin can be appended
	PublicSetting string       // the environment variable of Public
	Log           *slog.Logger // nil: not logged

	logged onceSet[string] // refused origins that were logged
}

// Allow reports whether the page that sent r may open a WebSocket; browsers leave that
// check to the server.
func (o *Origins) Allow(r *http.Request) bool {
	origin := r.Header.Get("Origin")
	if origin == "" || o.isListed(origin) || sameHost(origin, r.Host) {
		return true
	}
	o.logRefused(r, origin)
	return false
}

// CORS lets listed pages read the responses of next.
func (o *Origins) CORS(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Add("Vary", "Origin")
		origin := r.Header.Get("Origin")
		if origin == "" || !o.isListed(origin) {
			next.ServeHTTP(w, r)
			if origin != "" && h.Get("Access-Control-Allow-Origin") == "" && !sameHost(origin, r.Host) {
				o.logRefused(r, origin) // the browser refuses it, because that header is missing
			}
			return
		}
		h.Set("Access-Control-Allow-Origin", origin)
		h.Set("Access-Control-Expose-Headers", "Date, ETag, Idempotent-Replayed, Location, Retry-After, X-Request-Id")
		if r.Method == http.MethodOptions && r.Header.Get("Access-Control-Request-Method") != "" {
			h.Set("Access-Control-Allow-Methods", "GET, POST, PUT, PATCH, DELETE")
			h.Set("Access-Control-Allow-Headers", "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, Last-Event-ID, Replay-Pass")
			h.Set("Access-Control-Max-Age", "600")
			w.WriteHeader(http.StatusNoContent)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// logRefused logs, once for each origin, which setting would allow it.
func (o *Origins) logRefused(r *http.Request, origin string) {
	origin = normalizeOrigin(origin)
	if o.Log == nil || !o.logged.addNew(origin, maxOriginWarnings) {
		return
	}
	allow := origin
	if !strings.HasPrefix(origin, "http") { // sandboxed pages and files are "null"; others are apps
		allow = anyOrigin
	}
	log := o.Log.With("origin", origin, "host", r.Host, "set", o.Setting+allow)
	if o.Public == "" {
		log.Warn("a page of another origin was refused; set the one if it is yours, the other if it is this server's own, behind a proxy that writes another Host",
			"or", o.PublicSetting+origin)
		return
	}
	log.Warn("a page of another origin was refused; set this if it is yours")
}

// isListed compares like browsers: without the case of names and default ports.
func (o *Origins) isListed(origin string) bool {
	same := func(listed string) bool {
		return listed == anyOrigin || normalizeOrigin(listed) == normalizeOrigin(origin)
	}
	return o.Public != "" && same(o.Public) || slices.ContainsFunc(o.Listed, same)
}

// normalizeOrigin is the origin of a URL as browsers write it: in lower case and without a
// default port.
func normalizeOrigin(text string) string {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" {
		return text
	}
	return u.Scheme + "://" + strings.ToLower(strings.TrimSuffix(u.Host, ":"+defaultPort(u.Scheme)))
}

func defaultPort(scheme string) string {
	if scheme == "https" {
		return "443"
	}
	return "80"
}

// sameHost compares hosts and ports, but not the scheme: behind a TLS proxy the page has
// https and the request http. A missing port is the default of the page's scheme.
func sameHost(origin, host string) bool {
	u, err := url.Parse(origin)
	return err == nil && u.Host != "" && normalizeOrigin(u.Scheme+"://"+host) == normalizeOrigin(origin)
}
