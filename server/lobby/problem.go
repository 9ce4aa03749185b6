package lobby

import (
	"context"
	"errors"
	"net/http"
	"time"

	"perihelion/server/data/arenas"
	"perihelion/server/data/runs"
	"perihelion/server/data/store"
	"perihelion/server/match"
	"perihelion/server/net/httpx"
	"perihelion/server/people/account"
	"perihelion/server/people/friends"
	"perihelion/server/people/party"
)

// These are the errors of Rooms.
var (
	ErrRoomNotFound         = errors.New("lobby: no such room")
	ErrRoomClosed           = errors.New("lobby: the room has closed") // like ErrRoomNotFound, but of an id, which players do not type
	ErrRoomFull             = errors.New("lobby: the room is full")
	ErrServerFull           = errors.New("lobby: the server is full")
	ErrPrivateRoomsFull     = errors.New("lobby: no more private rooms")
	ErrTooManyOwnRooms      = errors.New("lobby: the player has enough private rooms")
	ErrTooManyRoomsFromAddr = errors.New("lobby: enough rooms were opened from this address")
	ErrDraining             = errors.New("lobby: the server is about to stop")
	ErrNoAnswer             = errors.New("lobby: a server does not answer")
	ErrUnknownMode          = errors.New("lobby: no such mode")
	ErrUnknownArena         = errors.New("lobby: no such arena")
	ErrNoEditing            = errors.New("lobby: a game whose arena is not changed")
)

// BadMatch is the error of a match that cannot go on here. It says why, in words for players.
type BadMatch string

func (b BadMatch) Error() string { return "lobby: a match that cannot go on: " + string(b) }

// errorProblems are the responses to known errors, in words for players.
var errorProblems = []struct {
	err error
	httpx.Problem
}{
	{ErrRoomNotFound, httpx.Problem{Status: http.StatusNotFound, Kind: "no-such-room", Detail: "there is no room of this code: it has closed, or the code is another; ask whoever gave it to you"}},
	{ErrRoomClosed, httpx.Problem{Status: http.StatusNotFound, Kind: "room-closed", Detail: "this room has closed; choose another one, or play a quick match"}},
	{ErrRoomFull, httpx.Problem{Status: http.StatusConflict, Kind: "room-full", Detail: "every seat of this room is taken", Retry: 5 * time.Second}},
	{ErrServerFull, httpx.Problem{Status: http.StatusServiceUnavailable, Kind: "server-full", Detail: "every room of this server is full", Retry: 10 * time.Second}},
	{ErrPrivateRoomsFull, httpx.Problem{Status: http.StatusServiceUnavailable, Kind: "private-rooms-full", Detail: "all rooms for friends are taken; quick play has others, or try again in a minute", Retry: time.Minute}},
	{ErrTooManyOwnRooms, httpx.Problem{Status: http.StatusConflict, Kind: "too-many-rooms", Detail: "you have enough private rooms open; play in one of them, or wait a minute: a room closes soon after the last player has left"}},
	{ErrTooManyRoomsFromAddr, httpx.Problem{Status: http.StatusServiceUnavailable, Kind: "too-many-rooms", Detail: "enough rooms are open for players from your address; join one of them, or try again in a minute", Retry: time.Minute}},
	{ErrDraining, httpx.Problem{Status: http.StatusServiceUnavailable, Kind: "draining", Detail: "the server is about to restart", Retry: 10 * time.Second}},
	{ErrNoAnswer, httpx.Problem{Status: http.StatusServiceUnavailable, Kind: "no-answer", Detail: "the server of that room does not answer; try again in a moment", Retry: 2 * time.Second}},
	{ErrUnknownMode, httpx.Problem{Status: http.StatusUnprocessableEntity, Kind: "no-such-mode", Detail: "there is no such mode"}},
	{ErrNoEditing, httpx.Problem{Status: http.StatusUnprocessableEntity, Kind: "no-editing", Detail: "in this mode's game players do not change the arena; leave out edit, or choose a mode of the ships"}},
	{ErrUnknownArena, httpx.Problem{Status: http.StatusUnprocessableEntity, Kind: "no-such-arena", Detail: "there is no such arena; it may have been deleted"}},
	{account.ErrBadCode, httpx.Problem{Status: http.StatusUnprocessableEntity, Kind: "bad-link-code", Detail: "this code does not link anything; codes are good for ten minutes, and once"}},
	{account.ErrErased, httpx.Problem{Status: http.StatusNotFound, Kind: "erased", Detail: "this player has deleted their data"}},
	{store.ErrErased, httpx.Problem{Status: http.StatusNotFound, Kind: "erased", Detail: "this player has deleted their data"}},
	{store.ErrNotFound, httpx.Problem{Status: http.StatusNotFound, Detail: "there is nothing of this id"}},
	{store.ErrBadCursor, httpx.Problem{Status: http.StatusUnprocessableEntity, Kind: "bad-cursor", Detail: "cursor: not a cursor of ours"}},
	{store.ErrSlow, httpx.Problem{Status: http.StatusServiceUnavailable, Kind: "store-slow", Detail: "the database takes too long for this; play goes on, ask again later", Retry: 10 * time.Second}},
	{store.ErrUnavailable, httpx.Problem{Status: http.StatusServiceUnavailable, Kind: "store-away", Detail: "the database is out of reach; play goes on, ask again later", Retry: 10 * time.Second}},
	{runs.ErrNoRun, httpx.Problem{Status: http.StatusNotFound, Kind: "no-daily-run", Detail: "there is no daily run here"}},
	{runs.ErrBusy, httpx.Problem{Status: http.StatusServiceUnavailable, Kind: "runs-busy", Detail: "many runs are being checked just now; send yours again in a moment", Retry: 15 * time.Second}},
	{arenas.ErrNone, httpx.Problem{Status: http.StatusNotFound, Kind: "no-arenas", Detail: "there are no arenas of players here"}},
	{arenas.ErrOff, httpx.Problem{Status: http.StatusServiceUnavailable, Kind: "no-publishing", Detail: "arenas cannot be published on this server; play yours with friends in a private room"}},
	{arenas.ErrNotOwner, httpx.Problem{Status: http.StatusForbidden, Kind: "not-yours", Detail: "this arena is somebody else's; make a fork, which is yours"}},
	{arenas.ErrOwn, httpx.Problem{Status: http.StatusUnprocessableEntity, Kind: "own-arena", Detail: "this arena is your own; delete it if something is wrong with it"}},
	{store.ErrArenaChanged, *arenaChangedProblem()},
	{store.ErrArenaHidden, httpx.Problem{Status: http.StatusForbidden, Kind: "arena-hidden", Detail: "the operator has hidden this arena; you may edit it and play it with friends, but neither publish nor copy it"}},
	{store.ErrTooManyArenas, httpx.Problem{Status: http.StatusConflict, Kind: "arenas-full", Detail: "you have as many arenas as one may have"}},
	{store.ErrArenaBytes, httpx.Problem{Status: http.StatusConflict, Kind: "arenas-full", Detail: "your arenas take as many bytes as they may; delete one first, or make this one simpler"}},
	{store.ErrQueueFull, httpx.Problem{Status: http.StatusServiceUnavailable, Kind: "checks-full", Detail: "many arenas wait to be checked just now; publish yours again in a while", Retry: 5 * time.Minute}},
	{match.ErrNoQueue, httpx.Problem{Status: http.StatusUnprocessableEntity, Kind: "no-such-queue", Detail: "there is no such queue; GET /v1/meta lists them"}},
	{match.ErrNoTicket, httpx.Problem{Status: http.StatusNotFound, Kind: "no-such-ticket", Detail: "there is no such ticket; it may have ended a while ago"}},
	{match.ErrParty, httpx.Problem{Status: http.StatusConflict, Kind: "party-too-large", Detail: "the party is too large for this queue"}},
	{match.ErrFull, httpx.Problem{Status: http.StatusServiceUnavailable, Kind: "server-full", Detail: "every room of this server is full", Retry: 10 * time.Second}},
	{match.ErrBusy, httpx.Problem{Status: http.StatusServiceUnavailable, Kind: "server-full", Detail: "too many wait already", Retry: 10 * time.Second}},
	{match.ErrClosed, httpx.Problem{Status: http.StatusServiceUnavailable, Kind: "draining", Detail: "the server is about to restart", Retry: 10 * time.Second}},
	{friends.ErrSelf, httpx.Problem{Status: http.StatusUnprocessableEntity, Kind: "own-friend", Detail: "that is you"}},
	{friends.ErrNoFriend, httpx.Problem{Status: http.StatusNotFound, Kind: "no-friend", Detail: "this player is not among your friends"}},
	{friends.ErrUnnamed, httpx.Problem{Status: http.StatusNotFound, Kind: "no-such-name", Detail: "nobody has exactly this name; ask them how they write it"}},
	{friends.ErrAmbiguous, httpx.Problem{Status: http.StatusConflict, Kind: "several-of-that-name", Detail: "several players have this name; one of you can take another name for it"}},
	{friends.ErrBusy, httpx.Problem{Status: http.StatusServiceUnavailable, Kind: "server-full", Detail: "too many invitations are open already", Retry: 10 * time.Second}},
	{store.ErrTooManyFriends, httpx.Problem{Status: http.StatusConflict, Kind: "friends-full", Detail: "you have as many friends as one may have; remove one first"}},
	{store.ErrTooManyRequests, httpx.Problem{Status: http.StatusConflict, Kind: "requests-full", Detail: "too many have asked this player already; try again another day"}},
	{party.ErrNotFound, httpx.Problem{Status: http.StatusNotFound, Kind: "no-such-party", Detail: "there is no such party; it may have ended"}},
	{party.ErrFull, httpx.Problem{Status: http.StatusConflict, Kind: "party-full", Detail: "this party is full"}},
	{party.ErrTooMany, httpx.Problem{Status: http.StatusServiceUnavailable, Kind: "server-full", Detail: "this server has no room for another party", Retry: 10 * time.Second}},
	{party.ErrChanged, httpx.Problem{Status: http.StatusConflict, Kind: "party-changed", Detail: "somebody came or left just now; queue again"}},
	{party.ErrNotLeader, httpx.Problem{Status: http.StatusForbidden, Kind: "not-leader", Detail: "only the leader queues for all"}},
}

// problem converts an error to a response. Unknown errors are logged and become 500.
func (l *Lobby) problem(ctx context.Context, err error) *httpx.Problem {
	if problem, ok := errors.AsType[*httpx.Problem](err); ok {
		return problem
	}
	if bad, ok := errors.AsType[account.BadName](err); ok {
		return badNameProblem(bad)
	}
	if bad, ok := errors.AsType[arenas.Bad](err); ok {
		return &httpx.Problem{Status: http.StatusUnprocessableEntity, Kind: "bad-arena", Detail: "this is no arena: " + truncate(string(bad))}
	}
	if bad, ok := errors.AsType[BadMatch](err); ok {
		return &httpx.Problem{Status: http.StatusUnprocessableEntity, Kind: "bad-match", Detail: "the match cannot go on on this server: " + truncate(string(bad))}
	}
	for i := range errorProblems {
		if errors.Is(err, errorProblems[i].err) {
			return &errorProblems[i].Problem
		}
	}
	if ctx.Err() != nil { // the client is gone
		return httpx.NewProblem(http.StatusServiceUnavailable, "nobody waits for this answer")
	}
	req := requestInfoOf(ctx)
	l.log.Error("request refused for no good reason", "request", req.id, "player", req.player.ID, "path", req.path, "err", err)
	return internalProblem()
}

// internalProblem is the response to an unexpected error.
func internalProblem() *httpx.Problem {
	return httpx.NewProblem(http.StatusInternalServerError, "something broke on our side")
}
