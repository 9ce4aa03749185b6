package lobby

import (
	"context"
	"errors"
	"net/http"
	"time"

	"perihelion/server/account"
	"perihelion/server/httpx"
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
	httpx.Refusal
}{
	{ErrNoRoom, httpx.Refusal{Status: http.StatusNotFound, Kind: "no-such-room", Detail: "there is no room of this code: it has closed, or the code is another; ask whoever gave it to you"}},
	{ErrGone, httpx.Refusal{Status: http.StatusNotFound, Kind: "room-closed", Detail: "this room has closed; choose another one, or play a quick match"}},
	{ErrFull, httpx.Refusal{Status: http.StatusConflict, Kind: "room-full", Detail: "every seat of this room is taken", Retry: 5 * time.Second}},
	{ErrCrowded, httpx.Refusal{Status: http.StatusServiceUnavailable, Kind: "server-full", Detail: "every room of this server is full", Retry: 10 * time.Second}},
	{ErrPrivate, httpx.Refusal{Status: http.StatusServiceUnavailable, Kind: "private-rooms-full", Detail: "all rooms for friends are taken; quick play has others, or try again in a minute", Retry: time.Minute}},
	{ErrYours, httpx.Refusal{Status: http.StatusConflict, Kind: "too-many-rooms", Detail: "you have enough private rooms open; play in one of them, or wait a minute: a room closes soon after the last player has left"}},
	{ErrPerAddr, httpx.Refusal{Status: http.StatusServiceUnavailable, Kind: "too-many-rooms", Detail: "enough rooms are open for players from your address; join one of them, or try again in a minute", Retry: time.Minute}},
	{ErrDraining, httpx.Refusal{Status: http.StatusServiceUnavailable, Kind: "draining", Detail: "the server is about to restart", Retry: 10 * time.Second}},
	{ErrNoMode, httpx.Refusal{Status: http.StatusUnprocessableEntity, Kind: "no-such-mode", Detail: "there is no such mode"}},
	{account.ErrBadCode, httpx.Refusal{Status: http.StatusUnprocessableEntity, Kind: "bad-link-code", Detail: "this code does not link anything; codes are good for ten minutes, and once"}},
	{account.ErrErased, httpx.Refusal{Status: http.StatusNotFound, Kind: "erased", Detail: "this player has deleted their data"}},
	{store.ErrErased, httpx.Refusal{Status: http.StatusNotFound, Kind: "erased", Detail: "this player has deleted their data"}},
	{store.ErrNotFound, httpx.Refusal{Status: http.StatusNotFound, Detail: "there is nothing of this id"}},
	{store.ErrBadCursor, httpx.Refusal{Status: http.StatusUnprocessableEntity, Kind: "bad-cursor", Detail: "cursor: not a cursor of ours"}},
	{store.ErrSlow, httpx.Refusal{Status: http.StatusServiceUnavailable, Kind: "store-slow", Detail: "the database takes too long for this; play goes on, ask again later", Retry: 10 * time.Second}},
	{store.ErrUnavailable, httpx.Refusal{Status: http.StatusServiceUnavailable, Kind: "store-away", Detail: "the database is out of reach; play goes on, ask again later", Retry: 10 * time.Second}},
	{match.ErrNoQueue, httpx.Refusal{Status: http.StatusUnprocessableEntity, Kind: "no-such-queue", Detail: "there is no such queue; GET /v1/meta lists them"}},
	{match.ErrNoTicket, httpx.Refusal{Status: http.StatusNotFound, Kind: "no-such-ticket", Detail: "there is no such ticket; it may have ended a while ago"}},
	{match.ErrParty, httpx.Refusal{Status: http.StatusConflict, Kind: "party-too-large", Detail: "the party is too large for this queue"}},
	{match.ErrFull, httpx.Refusal{Status: http.StatusServiceUnavailable, Kind: "server-full", Detail: "every room of this server is full", Retry: 10 * time.Second}},
	{match.ErrBusy, httpx.Refusal{Status: http.StatusServiceUnavailable, Kind: "server-full", Detail: "too many wait already", Retry: 10 * time.Second}},
	{match.ErrClosed, httpx.Refusal{Status: http.StatusServiceUnavailable, Kind: "draining", Detail: "the server is about to restart", Retry: 10 * time.Second}},
	{party.ErrNotFound, httpx.Refusal{Status: http.StatusNotFound, Kind: "no-such-party", Detail: "there is no such party; it may have ended"}},
	{party.ErrFull, httpx.Refusal{Status: http.StatusConflict, Kind: "party-full", Detail: "this party is full"}},
	{party.ErrCrowded, httpx.Refusal{Status: http.StatusServiceUnavailable, Kind: "server-full", Detail: "this server has no room for another party", Retry: 10 * time.Second}},
	{party.ErrChanged, httpx.Refusal{Status: http.StatusConflict, Kind: "party-changed", Detail: "somebody came or left just now; queue again"}},
	{party.ErrNotLeader, httpx.Refusal{Status: http.StatusForbidden, Kind: "not-leader", Detail: "only the leader queues for all"}},
}

// problem turns an error into the answer that fits it.
func (l *Lobby) problem(ctx context.Context, err error) *httpx.Refusal {
	if refusal, ok := errors.AsType[*httpx.Refusal](err); ok {
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
		return httpx.Refuse(http.StatusServiceUnavailable, "nobody waits for this answer")
	}
	c := callerOf(ctx)
	l.log.Error("request refused for no good reason", "request", c.request, "player", c.player.ID, "path", c.path, "err", err)
	return broken()
}

func broken() *httpx.Refusal {
	return httpx.Refuse(http.StatusInternalServerError, "something broke on our side")
}
