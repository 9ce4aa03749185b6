package admin

import (
	_ "embed"
	"net/http"
)

//go:embed page/index.html
var indexHTML []byte

//go:embed page/admin.css
var adminCSS []byte

//go:embed page/admin.js
var adminJS []byte

//go:embed page/charts.js
var chartsJS []byte

// files are the page. It says nothing by itself, so anyone may have it; what it
// shows it asks the API for, with the token that the operator types.
var files = map[string]file{
	"/{$}":       {"text/html; charset=utf-8", &indexHTML},
	"/admin.css": {"text/css; charset=utf-8", &adminCSS},
	"/admin.js":  {"text/javascript; charset=utf-8", &adminJS},
	"/charts.js": {"text/javascript; charset=utf-8", &chartsJS},
}

type file struct {
	kind string
	body *[]byte
}

// policy lets the page run nothing but its own scripts, whatever players call
// themselves.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; " +
	"base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

func (f file) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	h := w.Header()
	h.Set("Content-Type", f.kind)
	h.Set("Cache-Control", "no-cache")
	h.Set("Content-Security-Policy", policy)
	_, _ = w.Write(*f.body)
}
