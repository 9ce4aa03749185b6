package lobby

import (
	"io"
	"net/http"
	"strings"

	"perihelion/server/httpx"
)

// Health answers whoever watches over the process.
type Health struct {
	// Degraded lists what is not as it should be. It ends no process: all who play
	// would lose their match for it.
	Degraded func() []string
	// Ready is an error while nobody new may be sent here.
	Ready func() error
}

// Register adds /healthz and /readyz to mux. Whatever answers at /healthz is alive.
func (h Health) Register(mux *http.ServeMux) {
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		healthy(w, h.Degraded())
	})
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, _ *http.Request) {
		if err := h.Ready(); err != nil {
			httpx.Refuse(http.StatusServiceUnavailable, "%v", err).Write(w)
			return
		}
		healthy(w, nil)
	})
}

func healthy(w http.ResponseWriter, degraded []string) {
	text := "ok\n"
	if len(degraded) > 0 {
		text = "degraded: " + strings.Join(degraded, "; ") + "\n"
	}
	w.Header().Set("Cache-Control", "no-store")
	_, _ = io.WriteString(w, text)
}
