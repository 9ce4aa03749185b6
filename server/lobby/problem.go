package lobby

import (
	"context"
	"errors"
	"net/http"
	"time"

	"perihelion/server/edge"
)

// Rooms refuse in these ways.
var (
	ErrNoRoom   = errors.New("lobby: no such room")
	ErrFull     = errors.New("lobby: the room is full")
	ErrCrowded  = errors.New("lobby: the server is full")
	ErrDraining = errors.New("lobby: the server is about to stop")
)

// problem turns an error into the answer that fits it.
func (l *Lobby) problem(ctx context.Context, err error) *edge.Refusal {
	var refusal *edge.Refusal
	switch {
	case errors.As(err, &refusal):
		return refusal
	case errors.Is(err, ErrNoRoom):
		return &edge.Refusal{Status: http.StatusNotFound, Kind: "no-such-room", Detail: "no room has this code; it may have closed"}
	case errors.Is(err, ErrFull):
		return &edge.Refusal{Status: http.StatusConflict, Kind: "room-full", Detail: "every seat of this room is taken", Retry: 5 * time.Second}
	case errors.Is(err, ErrCrowded):
		return &edge.Refusal{Status: http.StatusServiceUnavailable, Kind: "server-full", Detail: "every room of this server is full", Retry: 10 * time.Second}
	case errors.Is(err, ErrDraining):
		return &edge.Refusal{Status: http.StatusServiceUnavailable, Kind: "draining", Detail: "the server is about to restart", Retry: 10 * time.Second}
	}
	c := callerOf(ctx)
	l.log.Error("request refused for no good reason", "request", c.request, "path", c.path, "err", err)
	return broken()
}

func broken() *edge.Refusal {
	return edge.Refuse(http.StatusInternalServerError, "something broke on our side")
}

func unauthorized(why string) *edge.Refusal {
	return &edge.Refusal{Status: http.StatusUnauthorized, Kind: "bad-token", Detail: why}
}
