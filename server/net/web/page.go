package web

import (
	"io"
	"net/http"
	"strings"
)

// pagePolicy is the Content-Security-Policy of the client: it may run our scripts and wasm,
// and connect to this server and to the host in an assignment. Ebitengine loads its audio
// worklet from a blob. The operator sets frame-ancestors.
const pagePolicy = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval' blob:; worker-src 'self' blob:; " +
	"connect-src 'self' ws: wss: https:; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; " +
	"object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors "

// FrameAncestors are the origins that may embed the client in a frame, in CSP syntax; none:
// nobody may.
type FrameAncestors []string

// self is the CSP keyword for the same origin.
const self = "'self'"

// setHeaders sets the policy, and X-Frame-Options for old browsers where it can express the
// same.
func (f FrameAncestors) setHeaders(h http.Header) {
	if len(f) == 0 { // X-Frame-Options is set by httpx.WithSecurityHeaders
		h.Set("Content-Security-Policy", pagePolicy+"'none'")
		return
	}
	h.Set("Content-Security-Policy", pagePolicy+strings.Join(f, " "))
	h.Del("X-Frame-Options")
	if len(f) == 1 && f[0] == self {
		h.Set("X-Frame-Options", "SAMEORIGIN")
	}
}

const notBuiltPage = `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Perihelion</title>
<style>
body { background: #05060d; color: #cfe3ff; font: 1.1rem/1.6 system-ui, sans-serif; display: grid; place-items: center; min-height: 100vh; margin: 0 }
main { max-width: 34rem; padding: 2rem }
h1 { color: #ffb35c; letter-spacing: .2em; font-weight: 300 }
code { background: #141a33; border-radius: .3em; padding: .15em .5em; color: #7df9ff }
</style>
<main>
<h1>PERIHELION</h1>
<p>The server runs. What it has to show in a browser is not built yet.</p>
<p>Stop it and start it with <code>make run</code>, which builds both, or build the page with <code>make wasm</code>
and start the server with <code>PERIHELION_WEB_DIR=.build/web</code>.</p>
<p>The desktop client needs no page: <code>make client</code> plays on this very server.</p>
</main>
</html>
`

// serveNotBuilt explains why there is no client, with status 404, so that it is not cached
// and checks of a deployment fail.
func serveNotBuilt(w http.ResponseWriter) {
	w.Header().Set("Content-Type", contentTypes[".html"])
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusNotFound)
	_, _ = io.WriteString(w, notBuiltPage)
}
