package httpx

import (
	"net/http"
	"net/url"
	"strings"
)

// Below serves next below a path such as /game, and at the root as well: a proxy may
// pass the path on or take it away. To the path itself it answers with the way to the
// slash behind it, on which the relative links of a page rest. An empty path is the
// root alone.
func Below(path string, next http.Handler) http.Handler {
	if path == "" {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == path && (r.Method == http.MethodGet || r.Method == http.MethodHead) {
			to := url.URL{Path: path + "/", RawQuery: r.URL.RawQuery}
			http.Redirect(w, r, to.String(), http.StatusPermanentRedirect)
			return
		}
		if rest, ok := strings.CutPrefix(r.URL.Path, path+"/"); ok {
			r.URL.Path = "/" + rest // in place: who counts requests by their pattern looks into this very request
			r.URL.RawPath = strings.TrimPrefix(r.URL.RawPath, path)
		}
		next.ServeHTTP(w, r)
	})
}
