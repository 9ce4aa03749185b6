package listen

import (
	"net"
	"net/http"
	"net/url"
	"strings"

	"perihelion/server/net/httpx"
)

// Redirect answers plain HTTP: it redirects browsers to TLS at port, and answers ACME
// challenges.
func (l *Listeners) Redirect(port string) http.Handler {
	return l.wrapACME(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			// A body was sent unencrypted: do not let that look like success.
			httpx.NewProblem(http.StatusForbidden, "this server is reached by https").Respond(w)
			return
		}
		w.Header().Set("Connection", "close")
		http.Redirect(w, r, "https://"+hostWithPort(r.Host, port)+r.URL.RequestURI(), http.StatusPermanentRedirect)
	}))
}

// hostWithPort is the host of a request with the port of TLS, which is omitted if it is
// 443.
func hostWithPort(host, port string) string {
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

// TLSPort is the port at which browsers reach TLS: that of the public URL, or without one
// that of addr.
func TLSPort(publicURL, addr string) string {
	u, err := url.Parse(publicURL)
	switch {
	case err == nil && u.Port() != "":
		return u.Port()
	case publicURL != "":
		return "443"
	}
	_, port, _ := net.SplitHostPort(addr)
	return port
}
