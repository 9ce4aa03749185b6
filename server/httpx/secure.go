package httpx

import "net/http"

// nothing is what a browser may do with an answer that is no page of ours. A page
// sets a policy of its own.
const nothing = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// secured is on every answer, refusals among them, unless its handler says
// otherwise: it is what its type says, its address goes nowhere else, no other
// site shows or embeds it, and no cache keeps what may be private.
var secured = map[string]string{
	"Cache-Control":                "no-store",
	"Content-Security-Policy":      nothing,
	"Cross-Origin-Opener-Policy":   "same-origin",
	"Cross-Origin-Resource-Policy": "same-origin", // pages that may read an answer do so by CORS, which passes this
	"Permissions-Policy":           "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
	"Referrer-Policy":              "no-referrer",
	"X-Content-Type-Options":       "nosniff",
	"X-Frame-Options":              "DENY", // for what does not know frame-ancestors
}

// Secure sets these headers before next answers.
func Secure(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		for name, value := range secured {
			h.Set(name, value)
		}
		next.ServeHTTP(w, r)
	})
}
