package lobby

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"perihelion/server/edge"
	"perihelion/shared/api"
)

const (
	minSeats, maxSeats = 2, 32 // of a private room

	skirmish = "skirmish"
)

func (l *Lobby) routeRooms() {
	tags := []string{"Rooms"}
	register(l, huma.Operation{
		OperationID: "list-rooms", Method: http.MethodGet, Path: "/v1/rooms", Tags: tags,
		Summary: "Browse the public rooms",
	}, l.listRooms)
	register(l, huma.Operation{
		OperationID: "create-room", Method: http.MethodPost, Path: "/v1/rooms", DefaultStatus: http.StatusCreated, Tags: tags,
		Summary: "Open a private room", Security: Guests(), Errors: []int{http.StatusServiceUnavailable},
	}, l.createRoom)
	register(l, huma.Operation{
		OperationID: "join-room", Method: http.MethodPost, Path: "/v1/rooms/{room}/join", Tags: tags,
		Summary: "Take a seat in a private room", Security: Guests(),
		Errors: []int{http.StatusNotFound, http.StatusConflict, http.StatusServiceUnavailable},
	}, l.joinRoom)
}

func (l *Lobby) listRooms(context.Context, *struct{}) (*answerOf[api.Rooms], error) {
	rooms := l.rooms.List()
	if rooms == nil {
		rooms = []api.Room{} // an empty list is [] and not null
	}
	return &answerOf[api.Rooms]{api.Rooms{Rooms: rooms}}, nil
}

func (l *Lobby) createRoom(ctx context.Context, in *struct{ Body api.NewRoom }) (*answerOf[*api.Assignment], error) {
	want, c := in.Body, callerOf(ctx)
	if want.Mode != "" && want.Mode != skirmish {
		return nil, edge.Refuse(http.StatusUnprocessableEntity, "there is no mode %.40q; there is %q", want.Mode, skirmish)
	}
	if want.Seats != 0 && (want.Seats < minSeats || want.Seats > maxSeats) {
		return nil, edge.Refuse(http.StatusUnprocessableEntity, "a room has %d to %d seats, not %d", minSeats, maxSeats, want.Seats)
	}
	if refusal := l.limit(l.opening, c.from); refusal != nil {
		return nil, refusal
	}
	place, err := l.rooms.Open(c.guest.Player, want)
	if err != nil {
		return nil, err
	}
	return &answerOf[*api.Assignment]{l.assign(c, place, time.Now())}, nil
}

// roomPath names a room in a path.
type roomPath struct {
	Room string `path:"room" maxLength:"64" doc:"id, or the code of a private room"`
}

func (l *Lobby) joinRoom(ctx context.Context, in *roomPath) (*answerOf[*api.Assignment], error) {
	place, err := l.rooms.ByCode(callerOf(ctx).guest.Player, strings.ToUpper(in.Room))
	if err != nil {
		return nil, err
	}
	return &answerOf[*api.Assignment]{l.assign(callerOf(ctx), place, time.Now())}, nil
}
