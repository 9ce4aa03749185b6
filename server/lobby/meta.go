package lobby

import (
	"cmp"
	"context"
	"io"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"perihelion/server/net/httpx"
	"perihelion/server/people/party"
	"perihelion/shared/api"
)

const pingPath = "/v1/ping"

// response is a response that has only a body.
type response[T any] struct{ Body T }

func (l *Lobby) routeMeta() {
	register(l, huma.Operation{
		OperationID: "meta", Method: http.MethodGet, Path: "/v1/meta", Tags: []string{"Server"},
		Summary: "Whether a client can play here, and what",
	}, func(ctx context.Context, _ *struct{}) (*response[api.Meta], error) {
		m := l.cfg.Meta
		for _, r := range l.rooms.Regions() {
			base := cmp.Or(strings.TrimRight(r.URL, "/"), l.baseURL(requestInfoOf(ctx)))
			m.Regions = append(m.Regions, api.Region{ID: r.ID, PingURL: base + pingPath})
		}
		for _, q := range l.matchmaker.Queues() {
			m.Queues = append(m.Queues, api.Queue{Name: q.Name, Mode: q.Mode, Game: q.Game, Text: q.Text, Rated: q.Rated, Teams: q.Teams, Seats: q.Seats, Party: min(max(q.Party, 1), party.MaxMembers)})
		}
		if m.Store = "ok"; l.store.Down() != nil {
			m.Store = "degraded"
		}
		return &response[api.Meta]{m}, nil
	})
	register(l, huma.Operation{
		OperationID: "ping", Method: http.MethodGet, Path: pingPath, Tags: []string{"Server"},
		Summary: "Nothing, as fast as possible", Description: "Measure the round trip to a region with it.",
	}, func(context.Context, *struct{}) (*struct{}, error) { return nil, nil })
}

// Health answers the probes of orchestrators and monitors.
type Health struct {
	// Degraded lists what does not work. The process must not be restarted for it: all
	// players would lose their match.
	Degraded func() []string
	// Ready returns an error while no new players should be sent here.
	Ready func() error
}

// Register adds /healthz and /readyz to mux. An answer at /healthz, whatever it says, means
// that the process is alive.
func (h Health) Register(mux *http.ServeMux) {
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		writeHealth(w, h.Degraded())
	})
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, _ *http.Request) {
		if err := h.Ready(); err != nil {
			httpx.NewProblem(http.StatusServiceUnavailable, "%v", err).Respond(w)
			return
		}
		writeHealth(w, nil)
	})
}

func writeHealth(w http.ResponseWriter, degraded []string) {
	text := "ok\n"
	if len(degraded) > 0 {
		text = "degraded: " + strings.Join(degraded, "; ") + "\n"
	}
	w.Header().Set("Cache-Control", "no-store")
	_, _ = io.WriteString(w, text)
}
