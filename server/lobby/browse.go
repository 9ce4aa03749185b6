package lobby

import (
	"cmp"
	"context"
	"encoding/base64"
	"fmt"
	"math"
	"slices"
	"strings"

	"perihelion/server/store"
	"perihelion/shared/api"
)

// Page is which part of a long list is wanted.
type Page struct {
	Limit  int    `query:"limit" minimum:"1" maximum:"100" default:"20" doc:"lines of a page"`
	Cursor string `query:"cursor" maxLength:"256" doc:"next of the page before"`
}

// browse is which rooms are wanted.
type browse struct {
	Mode string `query:"mode" maxLength:"32" doc:"only rooms of this mode"`
	Free bool   `query:"free" doc:"only rooms with a free seat"`
	Text string `query:"q" maxLength:"64" doc:"only rooms whose id begins with this, or whose leader's name holds it"`
	Page
	Known
}

func (l *Lobby) listRooms(_ context.Context, in *browse) (*tagged[api.Rooms], error) {
	from, ok := parseSpot(in.Cursor)
	if !ok {
		return nil, store.ErrBadCursor
	}
	rooms := slices.DeleteFunc(l.rooms.List(), func(r api.Room) bool {
		return !in.shows(&r) || !from.before(spotOf(&r))
	})
	slices.SortFunc(rooms, func(a, b api.Room) int { return spotOf(&a).compare(spotOf(&b)) })
	list := api.Rooms{Rooms: rooms}
	if len(rooms) > in.Limit {
		list.Rooms = rooms[:in.Limit]
		list.Next = spotOf(&rooms[in.Limit-1]).String()
	}
	if len(list.Rooms) == 0 {
		list.Rooms = []api.Room{} // an empty list is [] and not null
	}
	return hashed(in.Known, list)
}

func (b *browse) shows(r *api.Room) bool {
	return (b.Mode == "" || b.Mode == r.Mode) && (!b.Free || r.Free > 0) &&
		(strings.HasPrefix(r.ID, strings.ToLower(b.Text)) || strings.Contains(strings.ToLower(r.Leader), strings.ToLower(b.Text)))
}

// spot is where a room stands in the list. People come and go between two pages,
// so a room may be seen twice or not at all; none that stands still is.
type spot struct {
	players int
	id      string
}

func spotOf(r *api.Room) spot { return spot{r.Players, r.ID} }

func (s spot) compare(o spot) int {
	return cmp.Or(cmp.Compare(o.players, s.players), cmp.Compare(s.id, o.id))
}

func (s spot) before(o spot) bool { return s.compare(o) < 0 }

func (s spot) String() string {
	return base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "%d %s", s.players, s.id))
}

func parseSpot(cursor string) (s spot, ok bool) {
	if cursor == "" {
		return spot{players: math.MaxInt}, true // before all rooms
	}
	text, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil {
		return spot{}, false
	}
	n, err := fmt.Sscanf(string(text), "%d %s", &s.players, &s.id)
	return s, n == 2 && err == nil
}
