package lobby

import (
	"context"
	"crypto/rand"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"perihelion/server/httpx"
	"perihelion/shared/api"
)

const minSeats = 2 // of a private room; the most are said in api.NewRoom

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
	}, l.oneRoom)
	register(l, huma.Operation{
		OperationID: "create-room", Method: http.MethodPost, Path: "/v1/rooms", DefaultStatus: http.StatusCreated, Tags: tags,
		Summary: "Open a private room", Description: "Its code in the answer lets friends in. It closes when nobody plays in it. A player has a few at a time, and an address some more.",
		Security: Guests(), Errors: []int{http.StatusConflict, http.StatusServiceUnavailable},
	}, l.createRoom)
	register(l, huma.Operation{
		OperationID: "join-room", Method: http.MethodPost, Path: "/v1/rooms/{room}/join", Tags: tags,
		Summary: "Take a seat", Security: Guests(), Errors: busy,
	}, l.joinRoom)
	register(l, huma.Operation{
		OperationID: "watch-room", Method: http.MethodPost, Path: "/v1/rooms/{room}/watch", Tags: tags,
		Summary: "Take a place among the spectators", Security: Guests(), Errors: busy,
	}, l.watchRoom)
}

func (l *Lobby) createRoom(ctx context.Context, in *struct{ Body api.NewRoom }) (*answerOf[*api.Assignment], error) {
	c := callerOf(ctx)
	if in.Body.Seats != 0 && in.Body.Seats < minSeats {
		return nil, httpx.Refuse(http.StatusUnprocessableEntity, "a room has at least %d seats", minSeats)
	}
	if refusal := limit(l, l.opening, c.from); refusal != nil {
		return nil, refusal
	}
	if refusal := l.mayReserve(c, 1); refusal != nil {
		return nil, refusal
	}
	place, err := l.rooms.Open(c.player.ID, c.from, in.Body)
	if err != nil {
		return nil, err
	}
	return &answerOf[*api.Assignment]{l.assign(c, place, rand.Text(), time.Now())}, nil
}

// RoomPath names a room in a path.
type RoomPath struct {
	Room string `path:"room" maxLength:"64" doc:"id of a public room, or code of a private one"`
}

func (l *Lobby) oneRoom(ctx context.Context, in *struct {
	RoomPath
	Known
},
) (*tagged[api.Room], error) {
	room, err := guess(ctx, l, in.Room, func() (api.Room, error) { return l.rooms.Find(in.Room) })
	if err != nil {
		return nil, err
	}
	return hashed(in.Known, room)
}

func (l *Lobby) joinRoom(ctx context.Context, in *RoomPath) (*answerOf[*api.Assignment], error) {
	c := callerOf(ctx)
	if refusal := l.mayReserve(c, 1); refusal != nil {
		return nil, refusal
	}
	place, err := guess(ctx, l, in.Room, func() (Place, error) { return l.rooms.Join(c.player.ID, c.from, in.Room) })
	if err != nil {
		return nil, err
	}
	return &answerOf[*api.Assignment]{l.assign(c, place, rand.Text(), time.Now())}, nil
}

func (l *Lobby) watchRoom(ctx context.Context, in *RoomPath) (*answerOf[*api.Assignment], error) {
	place, err := guess(ctx, l, in.Room, func() (Place, error) { return l.rooms.Watch(in.Room) })
	if err != nil {
		return nil, err
	}
	return &answerOf[*api.Assignment]{l.assign(callerOf(ctx), place, rand.Text(), time.Now())}, nil
}
