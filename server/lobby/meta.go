package lobby

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"perihelion/server/party"
	"perihelion/shared/api"
)

const (
	pingPath    = "/v1/ping"
	localRegion = "local" // of a server that stands alone
)

// answerOf is an answer that is nothing but its body.
type answerOf[T any] struct{ Body T }

func (l *Lobby) routeMeta() {
	register(l, huma.Operation{
		OperationID: "meta", Method: http.MethodGet, Path: "/v1/meta", Tags: []string{"Server"},
		Summary: "Whether a client can play here, and what",
	}, func(ctx context.Context, _ *struct{}) (*answerOf[api.Meta], error) {
		m := l.cfg.Meta
		m.Regions = []api.Region{{ID: localRegion, PingURL: l.base(callerOf(ctx)) + pingPath}}
		for _, q := range l.matchmaker.Queues() {
			m.Queues = append(m.Queues, api.Queue{Name: q.Name, Mode: q.Mode, Rated: q.Rated, Teams: q.Teams, Seats: q.Seats, Party: min(max(q.Party, 1), party.MaxMembers)})
		}
		if m.Store = "ok"; l.store.Down() != nil {
			m.Store = "degraded"
		}
		return &answerOf[api.Meta]{m}, nil
	})
	register(l, huma.Operation{
		OperationID: "ping", Method: http.MethodGet, Path: pingPath, Tags: []string{"Server"},
		Summary: "Nothing, as fast as possible", Description: "Measure the round trip to a region with it.",
	}, func(context.Context, *struct{}) (*struct{}, error) { return nil, nil })
}
