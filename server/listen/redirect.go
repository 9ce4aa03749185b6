package listen

import (
	"net"
	"net/http"
	"net/url"
	"strings"

	"perihelion/server/httpx"
)

// Redirect answers plain HTTP: it sends browsers to the same page by TLS, which
// is reached at port, and shows an ACME directory what that asked us to show.
func (d *Listeners) Redirect(port string) http.Handler {
	return d.answers(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			// A body that came in the clear must not look as if that had been fine.
			httpx.NewProblem(http.StatusForbidden, "this server is reached by https").Respond(w)
			return
		}
		w.Header().Set("Connection", "close")
		http.Redirect(w, r, "https://"+hostFor(r.Host, port)+r.URL.RequestURI(), http.StatusPermanentRedirect)
	}))
}

// hostFor is the host of a request with the port of TLS, which goes without
// saying if it is 443.
func hostFor(host, port string) string {
	u := url.URL{Host: host}
	switch name := u.Hostname(); {
	case port != "443":
		return net.JoinHostPort(name, port)
	case strings.Contains(name, ":"): // IPv6
		return "[" + name + "]"
	default:
		return name
	}
}
