package lobby

import (
	"io"
	"net/http"

	"perihelion/server/edge"
)

// Health answers whoever watches over the process.
type Health struct {
	Alive func() error // an error: restart me
	Ready func() error // an error: send nobody new
}

// Register adds /healthz and /readyz to mux.
func (h Health) Register(mux *http.ServeMux) {
	mux.HandleFunc("GET /healthz", probe(h.Alive))
	mux.HandleFunc("GET /readyz", probe(h.Ready))
}

func probe(check func() error) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		if err := check(); err != nil {
			edge.Refuse(http.StatusServiceUnavailable, "%v", err).Write(w)
			return
		}
		w.Header().Set("Cache-Control", "no-store")
		_, _ = io.WriteString(w, "ok\n")
	}
}
