package lobby

import (
	"context"
	"errors"
	"net/http"
	"time"

	"perihelion/server/account"
	"perihelion/server/edge"
	"perihelion/server/match"
	"perihelion/server/party"
	"perihelion/server/store"
)

// Rooms refuse in these ways.
var (
	ErrNoRoom   = errors.New("lobby: no such room")
	ErrGone     = errors.New("lobby: the room has closed") // it is named by an id, which nobody types
	ErrFull     = errors.New("lobby: the room is full")
	ErrCrowded  = errors.New("lobby: the server is full")
	ErrPrivate  = errors.New("lobby: no more private rooms")
	ErrYours    = errors.New("lobby: the player has enough private rooms")
	ErrPerAddr  = errors.New("lobby: enough rooms were opened from this address")
	ErrDraining = errors.New("lobby: the server is about to stop")
	ErrNoMode   = errors.New("lobby: no such mode")
)

// answers are what those errors mean to a client, in words fit for a player.
var answers = []struct {
	err error
	edge.Refusal
}{
	{ErrNoRoom, edge.Refusal{Status: http.StatusNotFound, Kind: "no-such-room", Detail: "there is no room of this code: it has closed, or the code is another; ask whoever gave it to you"}},
	{ErrGone, edge.Refusal{Status: http.StatusNotFound, Kind: "room-closed", Detail: "this room has closed; choose another one, or play a quick match"}},
	{ErrFull, edge.Refusal{Status: http.StatusConflict, Kind: "room-full", Detail: "every seat of this room is taken", Retry: 5 * time.Second}},
	{ErrCrowded, edge.Refusal{Status: http.StatusServiceUnavailable, Kind: "server-full", Detail: "every room of this server is full", Retry: 10 * time.Second}},
	{ErrPrivate, edge.Refusal{Status: http.StatusServiceUnavailable, Kind: "private-rooms-full", Detail: "all rooms for friends are taken; quick play has others, or try again in a minute", Retry: time.Minute}},
	{ErrYours, edge.Refusal{Status: http.StatusConflict, Kind: "too-many-rooms", Detail: "you have enough private rooms open; play in one of them, or wait a minute: a room closes soon after the last player has left"}},
	{ErrPerAddr, edge.Refusal{Status: http.StatusServiceUnavailable, Kind: "too-many-rooms", Detail: "enough rooms are open for players from your address; join one of them, or try again in a minute", Retry: time.Minute}},
	{ErrDraining, edge.Refusal{Status: http.StatusServiceUnavailable, Kind: "draining", Detail: "the server is about to restart", Retry: 10 * time.Second}},
	{ErrNoMode, edge.Refusal{Status: http.StatusUnprocessableEntity, Kind: "no-such-mode", Detail: "there is no such mode"}},
	{account.ErrBadCode, edge.Refusal{Status: http.StatusUnprocessableEntity, Kind: "bad-link-code", Detail: "this code does not link anything; codes are good for ten minutes, and once"}},
	{account.ErrErased, edge.Refusal{Status: http.StatusNotFound, Kind: "erased", Detail: "this player has deleted their data"}},
	{store.ErrErased, edge.Refusal{Status: http.StatusNotFound, Kind: "erased", Detail: "this player has deleted their data"}},
	{store.ErrNotFound, edge.Refusal{Status: http.StatusNotFound, Detail: "there is nothing of this id"}},
	{store.ErrBadCursor, edge.Refusal{Status: http.StatusUnprocessableEntity, Kind: "bad-cursor", Detail: "cursor: not a cursor of ours"}},
	{store.ErrSlow, edge.Refusal{Status: http.StatusServiceUnavailable, Kind: "store-slow", Detail: "the database takes too long for this; play goes on, ask again later", Retry: 10 * time.Second}},
	{store.ErrUnavailable, edge.Refusal{Status: http.StatusServiceUnavailable, Kind: "store-away", Detail: "the database is out of reach; play goes on, ask again later", Retry: 10 * time.Second}},
	{match.ErrNoQueue, edge.Refusal{Status: http.StatusUnprocessableEntity, Kind: "no-such-queue", Detail: "there is no such queue; GET /v1/meta lists them"}},
	{match.ErrNoTicket, edge.Refusal{Status: http.StatusNotFound, Kind: "no-such-ticket", Detail: "there is no such ticket; it may have ended a while ago"}},
	{match.ErrParty, edge.Refusal{Status: http.StatusConflict, Kind: "party-too-large", Detail: "the party is too large for this queue"}},
	{match.ErrFull, edge.Refusal{Status: http.StatusServiceUnavailable, Kind: "server-full", Detail: "every room of this server is full", Retry: 10 * time.Second}},
	{match.ErrBusy, edge.Refusal{Status: http.StatusServiceUnavailable, Kind: "server-full", Detail: "too many wait already", Retry: 10 * time.Second}},
	{match.ErrClosed, edge.Refusal{Status: http.StatusServiceUnavailable, Kind: "draining", Detail: "the server is about to restart", Retry: 10 * time.Second}},
	{party.ErrNotFound, edge.Refusal{Status: http.StatusNotFound, Kind: "no-such-party", Detail: "there is no such party; it may have ended"}},
	{party.ErrFull, edge.Refusal{Status: http.StatusConflict, Kind: "party-full", Detail: "this party is full"}},
	{party.ErrCrowded, edge.Refusal{Status: http.StatusServiceUnavailable, Kind: "server-full", Detail: "this server has no room for another party", Retry: 10 * time.Second}},
	{party.ErrChanged, edge.Refusal{Status: http.StatusConflict, Kind: "party-changed", Detail: "somebody came or left just now; queue again"}},
	{party.ErrNotLeader, edge.Refusal{Status: http.StatusForbidden, Kind: "not-leader", Detail: "only the leader queues for all"}},
}

// problem turns an error into the answer that fits it.
func (l *Lobby) problem(ctx context.Context, err error) *edge.Refusal {
	if refusal, ok := errors.AsType[*edge.Refusal](err); ok {
		return refusal
	}
	if bad, ok := errors.AsType[account.BadName](err); ok {
		return badName(bad)
	}
	for i := range answers {
		if errors.Is(err, answers[i].err) {
			return &answers[i].Refusal
		}
	}
	if ctx.Err() != nil { // whoever asked is gone
		return edge.Refuse(http.StatusServiceUnavailable, "nobody waits for this answer")
	}
	c := callerOf(ctx)
	l.log.Error("request refused for no good reason", "request", c.request, "player", c.player.ID, "path", c.path, "err", err)
	return broken()
}

func broken() *edge.Refusal {
	return edge.Refuse(http.StatusInternalServerError, "something broke on our side")
}
