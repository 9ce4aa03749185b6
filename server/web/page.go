package web

import (
	"io"
	"net/http"
	"strings"
)

// policy is what a page of ours may do: run our scripts and our wasm, talk to us
// and to the host that a ticket names. Ebitengine hands the browser its audio
// worklet as a blob. Who may hold it in a frame, the operator says.
const policy = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval' blob:; worker-src 'self' blob:; " +
	"connect-src 'self' ws: wss:; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; " +
	"object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors "

// Frames are the pages that may hold ours in a frame, as frame-ancestors of CSP names
// them; none: nobody may.
type Frames []string

// self is the word of CSP for pages of the same host.
const self = "'self'"

// secure sets what the page may do, and who may hold it: by CSP, and for old browsers
// in X-Frame-Options, which knows no list, and so is left out where there is one.
func (f Frames) secure(h http.Header) {
	if len(f) == 0 { // as httpx.Secure has it for all answers
		h.Set("Content-Security-Policy", policy+"'none'")
		return
	}
	h.Set("Content-Security-Policy", policy+strings.Join(f, " "))
	h.Del("X-Frame-Options")
	if len(f) == 1 && f[0] == self {
		h.Set("X-Frame-Options", "SAMEORIGIN")
	}
}

const unbuiltPage = `<!doctype html>
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

// unbuilt explains why there is no game here, as a 404 so that no one caches it
// and no check of a deployment mistakes it for the client.
func unbuilt(w http.ResponseWriter) {
	w.Header().Set("Content-Type", types[".html"])
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusNotFound)
	_, _ = io.WriteString(w, unbuiltPage)
}
