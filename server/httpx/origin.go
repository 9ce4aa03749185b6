package httpx

import (
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// AnyPage in a list of origins lets every page talk to this server.
const AnyPage = "*"

// Origins are the web pages that may talk to this server: those listed, and
// always those that this server itself served. No Origin at all means that the
// client is no browser. The zero value lists none; do not copy one that is in use.
type Origins struct {
	Public  string       // the URL by which players reach this server, or nothing
	Listed  []string     // others, such as https://example.com, or AnyPage
	Setting string       // of the environment that lists them, to which one can be added
	Own     string       // and the one that names Public
	Log     *slog.Logger // nil: nobody is told

	told firsts[string] // origins that were refused
}

// Allow tells whether the page that sent r may open a WebSocket, which browsers
// leave to the server to decide.
func (o *Origins) Allow(r *http.Request) bool {
	origin := r.Header.Get("Origin")
	if origin == "" || o.listed(origin) || sameHost(origin, r.Host) {
		return true
	}
	o.refuse(r, origin)
	return false
}

// CORS lets the pages listed read the answers of next.
func (o *Origins) CORS(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Add("Vary", "Origin")
		origin := r.Header.Get("Origin")
		if origin == "" || !o.listed(origin) {
			next.ServeHTTP(w, r)
			if origin != "" && h.Get("Access-Control-Allow-Origin") == "" && !sameHost(origin, r.Host) {
				o.refuse(r, origin) // by the browser, for want of that header
			}
			return
		}
		h.Set("Access-Control-Allow-Origin", origin)
		h.Set("Access-Control-Expose-Headers", "Date, ETag, Idempotent-Replayed, Location, Retry-After, X-Request-Id")
		if r.Method == http.MethodOptions && r.Header.Get("Access-Control-Request-Method") != "" {
			h.Set("Access-Control-Allow-Methods", "GET, POST, PATCH, DELETE")
			h.Set("Access-Control-Allow-Headers", "Authorization, Content-Type, Idempotency-Key, If-None-Match, Last-Event-ID")
			h.Set("Access-Control-Max-Age", "600")
			w.WriteHeader(http.StatusNoContent)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// refuse tells, once of each page, what would let it in.
func (o *Origins) refuse(r *http.Request, origin string) {
	origin = plain(origin)
	if o.Log == nil || !o.told.first(origin, maxPages) {
		return
	}
	allow := origin
	if !strings.HasPrefix(origin, "http") { // a sandboxed page is "null", as is a file; others are apps
		allow = AnyPage
	}
	log := o.Log.With("origin", origin, "host", r.Host, "set", o.Setting+allow)
	if o.Public == "" {
		log.Warn("a page of another origin was refused; set the one if it is yours, the other if it is this server's own, behind a proxy that writes another Host",
			"or", o.Own+origin)
		return
	}
	log.Warn("a page of another origin was refused; set this if it is yours")
}

// listed compares as browsers do: the case of names and a port that goes without
// saying make no difference.
func (o *Origins) listed(origin string) bool {
	same := func(listed string) bool { return listed == AnyPage || plain(listed) == plain(origin) }
	return o.Public != "" && same(o.Public) || slices.ContainsFunc(o.Listed, same)
}

// plain is the origin of a URL as a browser writes it: without the default port, in
// small letters.
func plain(text string) string {
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

// sameHost compares hosts with their ports and lets the scheme be: behind a
// proxy that speaks TLS the page came by https and the request by http. A port that
// the one does not name is the default of the page's scheme.
func sameHost(origin, host string) bool {
	u, err := url.Parse(origin)
	return err == nil && u.Host != "" && plain(u.Scheme+"://"+host) == plain(origin)
}
