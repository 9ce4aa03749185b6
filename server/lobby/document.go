package lobby

import (
	"encoding/json"
	"net/http"
	"sync"
)

// DocumentPath is where the OpenAPI document is, with .json or .yaml behind it.
const DocumentPath = "/v1/openapi"

// routeDocument serves the document, and the page made of it. They are written
// when somebody first asks: until then others may still add what they answer.
func (l *Lobby) routeDocument() {
	files := []struct {
		path, kind string
		write      func() ([]byte, error)
	}{
		{DocumentPath + ".json", "application/openapi+json", func() ([]byte, error) { return json.MarshalIndent(l.api.OpenAPI(), "", "  ") }},
		{DocumentPath + ".yaml", "application/openapi+yaml", l.api.OpenAPI().YAML},
		{docsPath, "text/html; charset=utf-8", func() ([]byte, error) { return docsPage(l.api.OpenAPI()) }},
	}
	for _, f := range files {
		written := sync.OnceValues(f.write)
		gated{l.mux, l}.HandleFunc("GET "+f.path, func(w http.ResponseWriter, r *http.Request) {
			body, err := written()
			if err != nil {
				l.log.Error("document cannot be written", "path", f.path, "err", err)
				broken().Write(w)
				return
			}
			h := w.Header()
			h.Set("Content-Type", f.kind)
			h.Set("Cache-Control", "no-cache")
			h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'")
			_, _ = w.Write(body) // a client that is gone cannot be told so
		})
	}
}
