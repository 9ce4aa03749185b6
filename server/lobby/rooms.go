package lobby

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"math"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"perihelion/server/data/store"
	"perihelion/server/net/httpx"
	"perihelion/shared/api"
)

const minSeats = 2 // of a private room; api.NewRoom has the maximum

func (l *Lobby) routeRooms() {
	tags := []string{"Rooms"}
	busy := []int{http.StatusNotFound, http.StatusConflict, http.StatusServiceUnavailable}
	register(l, huma.Operation{
		OperationID: "list-rooms", Method: http.MethodGet, Path: "/v1/rooms", Tags: tags,
		Summary: "Browse the public rooms, fullest first",
	}, l.listRooms)
	register(l, huma.Operation{
		OperationID: "room", Method: http.MethodGet, Path: "/v1/rooms/{room}", Tags: tags,
		Summary: "One room", Errors: []int{http.StatusNotFound},
	}, l.getRoom)
	register(l, huma.Operation{
		OperationID: "create-room", Method: http.MethodPost, Path: "/v1/rooms", DefaultStatus: http.StatusCreated, Tags: tags,
		Summary: "Open a private room", Description: "Its code in the answer lets friends in. A match that is played without a server goes on in it if its log is sent. It closes when nobody plays in it. A player has a few at a time, and an address some more.",
		Security: GuestAuth(), Errors: []int{http.StatusConflict, http.StatusServiceUnavailable},
	}, l.createRoom)
	register(l, huma.Operation{
		OperationID: "join-room", Method: http.MethodPost, Path: "/v1/rooms/{room}/join", Tags: tags,
		Summary: "Take a seat", Security: GuestAuth(), Errors: busy,
	}, l.joinRoom)
}

func (l *Lobby) createRoom(ctx context.Context, in *struct{ Body api.NewRoom }) (*response[*api.Assignment], error) {
	req := requestInfoOf(ctx)
	if in.Body.Seats != 0 && in.Body.Seats < minSeats {
		return nil, httpx.NewProblem(http.StatusUnprocessableEntity, "a room has at least %d seats", minSeats)
	}
	if in.Body.Edit && (in.Body.Points != 0 || in.Body.Seconds != 0) {
		return nil, httpx.NewProblem(http.StatusUnprocessableEntity, "a room whose arena is changed has no rounds: leave out points and seconds")
	}
	if problem := checkRate(l, l.roomCreations, req.from); problem != nil {
		return nil, problem
	}
	if problem := l.checkReservations(req, 1); problem != nil {
		return nil, problem
	}
	dest, err := l.openRoom(req, &in.Body)
	if err != nil {
		return nil, err
	}
	return &response[*api.Assignment]{l.newAssignment(req, dest, rand.Text(), time.Now())}, nil
}

// openRoom opens the private room that is asked for.
func (l *Lobby) openRoom(req *requestInfo, want *api.NewRoom) (Destination, error) {
	if len(want.Log) == 0 {
		return l.rooms.OpenPrivate(req.player.ID, req.from, *want)
	}
	if want.Mode != "" || want.Seats != 0 || want.Bots != nil || want.Points != 0 || want.Seconds != 0 || want.Arena != "" || want.Edit {
		return Destination{}, httpx.NewProblem(http.StatusUnprocessableEntity, "a match that goes on has its rules already: send only log")
	}
	return l.rooms.ContinueMatch(req.player.ID, req.player.Name, req.from, want.Log)
}

// RoomPath is the path parameter of a room.
type RoomPath struct {
	Room string `path:"room" maxLength:"64" doc:"id of a public room, or code of a private one"`
}

func (l *Lobby) getRoom(ctx context.Context, in *struct {
	RoomPath
	IfNoneMatch
},
) (*taggedResponse[api.Room], error) {
	room, err := limitGuesses(ctx, l, in.Room, func() (api.Room, error) { return l.rooms.FindRoom(in.Room) })
	if err != nil {
		return nil, err
	}
	return respondHashed(in.IfNoneMatch, room)
}

func (l *Lobby) joinRoom(ctx context.Context, in *RoomPath) (*response[*api.Assignment], error) {
	req := requestInfoOf(ctx)
	if problem := l.checkReservations(req, 1); problem != nil {
		return nil, problem
	}
	dest, err := limitGuesses(ctx, l, in.Room, func() (Destination, error) { return l.rooms.ReserveSeat(req.player.ID, req.from, in.Room) })
	if err != nil {
		return nil, err
	}
	return &response[*api.Assignment]{l.newAssignment(req, dest, rand.Text(), time.Now())}, nil
}

// Page selects a part of a long list.
type Page struct {
	Limit  int    `query:"limit" minimum:"1" maximum:"100" default:"20" doc:"lines of a page"`
	Cursor string `query:"cursor" maxLength:"256" doc:"next of the page before"`
}

// roomFilter selects rooms of the list.
type roomFilter struct {
	Mode string `query:"mode" maxLength:"32" doc:"only rooms of this mode"`
	Free bool   `query:"free" doc:"only rooms with a free seat"`
	Text string `query:"q" maxLength:"64" doc:"only rooms whose id begins with this, or whose leader's name holds it"`
	Page
	IfNoneMatch
}

func (l *Lobby) listRooms(_ context.Context, in *roomFilter) (*taggedResponse[api.Rooms], error) {
	from, ok := parsePosition(in.Cursor)
	if !ok {
		return nil, store.ErrBadCursor
	}
	rooms := slices.DeleteFunc(l.rooms.PublicRooms(), func(r api.Room) bool {
		return !in.matches(&r) || !from.before(positionOf(&r))
	})
	slices.SortFunc(rooms, func(a, b api.Room) int { return positionOf(&a).compareTo(positionOf(&b)) })
	list := api.Rooms{Rooms: rooms}
	if len(rooms) > in.Limit {
		list.Rooms = rooms[:in.Limit]
		list.Next = positionOf(&rooms[in.Limit-1]).String()
	}
	if len(list.Rooms) == 0 {
		list.Rooms = []api.Room{} // so that an empty list is [] and not null
	}
	return respondHashed(in.IfNoneMatch, list)
}

func (b *roomFilter) matches(r *api.Room) bool {
	return (b.Mode == "" || b.Mode == r.Mode) && (!b.Free || r.Free > 0) &&
		(strings.HasPrefix(r.ID, strings.ToLower(b.Text)) || strings.Contains(strings.ToLower(r.Leader), strings.ToLower(b.Text)))
}

// listPosition is the place of a room in the list, fullest first. Rooms may move between
// two pages, so one may be listed twice or not at all; one whose players do not change is
// listed exactly once.
type listPosition struct {
	players int
	id      string
}

func positionOf(r *api.Room) listPosition { return listPosition{r.Players, r.ID} }

func (s listPosition) compareTo(o listPosition) int {
	return cmp.Or(cmp.Compare(o.players, s.players), cmp.Compare(s.id, o.id))
}

func (s listPosition) before(o listPosition) bool { return s.compareTo(o) < 0 }

func (s listPosition) String() string {
	return base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "%d %s", s.players, s.id))
}

func parsePosition(cursor string) (s listPosition, ok bool) {
	if cursor == "" {
		return listPosition{players: math.MaxInt}, true // before the first room
	}
	text, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil {
		return listPosition{}, false
	}
	n, err := fmt.Sscanf(string(text), "%d %s", &s.players, &s.id)
	return s, n == 2 && err == nil
}
