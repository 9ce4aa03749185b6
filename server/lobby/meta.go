package lobby

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"perihelion/shared/api"
)

// answerOf is an answer that is nothing but its body.
type answerOf[T any] struct{ Body T }

func (l *Lobby) routeMeta() {
	register(l, huma.Operation{
		OperationID: "meta", Method: http.MethodGet, Path: "/v1/meta", Tags: []string{"Server"},
		Summary: "Whether a client can play here, and what",
	}, func(context.Context, *struct{}) (*answerOf[api.Meta], error) {
		return &answerOf[api.Meta]{l.cfg.Meta}, nil
	})
	register(l, huma.Operation{
		OperationID: "ping", Method: http.MethodGet, Path: "/v1/ping", Tags: []string{"Server"},
		Summary: "Nothing, as fast as possible", Description: "Measure the round trip to a region with it.",
	}, func(context.Context, *struct{}) (*struct{}, error) { return nil, nil })
}
