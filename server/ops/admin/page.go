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

// pageFiles are the files of the page. They contain no data, so they need no token: the
// page asks the API for data, with the token that the operator types.
var pageFiles = map[string]pageFile{
	"/{$}":       {"text/html; charset=utf-8", &indexHTML},
	"/admin.css": {"text/css; charset=utf-8", &adminCSS},
	"/admin.js":  {"text/javascript; charset=utf-8", &adminJS},
	"/charts.js": {"text/javascript; charset=utf-8", &chartsJS},
}

type pageFile struct {
	kind string
	body *[]byte
}

// contentSecurityPolicy allows the page to run only its own scripts, so that names of
// players cannot inject any.
const contentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; " +
	"base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

func (f pageFile) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	h := w.Header()
	h.Set("Content-Type", f.kind)
	h.Set("Cache-Control", "no-cache")
	h.Set("Content-Security-Policy", contentSecurityPolicy)
	_, _ = w.Write(*f.body)
}
