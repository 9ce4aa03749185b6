package lobby

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"perihelion/server/net/httpx"
	"perihelion/server/people/friends"
	"perihelion/shared/api"
)

// Asking and inviting reach another player, so each is limited for a player.
const (
	askEvery = 30 * time.Second
	maxAsks  = 20 // at once: a class that meets for the first time

	askEveryPerAddr = 3 * time.Second // that class is behind one address
	maxAsksPerAddr  = 200

	inviteEvery = 5 * time.Second
	maxInvites  = 10
)

func (l *Lobby) routeFriends() {
	tags := []string{"Friends"}
	lost := playerErrors
	register(l, huma.Operation{
		OperationID: "friends", Method: http.MethodGet, Path: "/v1/friends", Tags: tags,
		Summary:     "Your friends, where they are, and open requests",
		Description: "Asking for it tells your friends that you are online; who does not ask for 75 seconds is not.",
		Security:    GuestAuth(), Errors: lost,
	}, l.listFriends)
	register(l, huma.Operation{
		OperationID: "add-friend", Method: http.MethodPost, Path: "/v1/friends", Tags: tags,
		Summary: "Ask a player to be your friend, or agree to one who has asked you", Description: "By id, or by a name that only one has.",
		Security: GuestAuth(), Errors: []int{http.StatusNotFound, http.StatusConflict, http.StatusServiceUnavailable},
	}, l.addFriend)
	register(l, huma.Operation{
		OperationID: "remove-friend", Method: http.MethodDelete, Path: "/v1/friends/{id}", Tags: tags,
		Summary: "End a friendship, take a request back, or decline one", Security: GuestAuth(), Errors: lost,
	}, l.removeFriend)
	register(l, huma.Operation{
		OperationID: "invite-friend", Method: http.MethodPost, Path: "/v1/friends/{id}/invite", Tags: tags, DefaultStatus: http.StatusNoContent,
		Summary: "Invite a friend to a room", Description: "They find it in their list of friends, for two minutes. For a duel open a private room first.",
		Security: GuestAuth(), Errors: lost,
	}, l.inviteFriend)
}

func (l *Lobby) listFriends(ctx context.Context, in *struct {
	Room string `query:"room" maxLength:"64" doc:"where you play, for your friends: id of a public room, code of a private one"`
},
) (*response[api.Friends], error) {
	me, at := requestingPlayerID(ctx), friends.Place{}
	if in.Room != "" {
		at, _ = l.placeOf(ctx, in.Room) // a room that has closed is none
	}
	l.friends.Appear(me, at, time.Now())
	return l.friendList(ctx, me)
}

// placeOf is the room of an id or a code.
func (l *Lobby) placeOf(ctx context.Context, room string) (friends.Place, error) {
	found, err := limitGuesses(ctx, l, room, func() (api.Room, error) { return l.rooms.FindRoom(room) })
	if err != nil {
		return friends.Place{}, err
	}
	return friends.Place{Room: room, Mode: found.Mode}, nil
}

func (l *Lobby) addFriend(ctx context.Context, in *struct{ Body api.NewFriend }) (*response[api.Friends], error) {
	me, friend := requestingPlayerID(ctx), in.Body.PlayerID
	if (in.Body.PlayerID == "") == (in.Body.Name == "") {
		return nil, httpx.NewProblem(http.StatusUnprocessableEntity, "send either player_id or name")
	}
	if problem := checkRate(l, l.asks, me); problem != nil {
		return nil, problem
	}
	if problem := checkRate(l, l.asksByAddr, requestInfoOf(ctx).from); problem != nil {
		return nil, problem
	}
	if friend == "" {
		var err error
		if friend, err = l.friends.PlayerNamed(ctx, in.Body.Name); err != nil {
			return nil, err
		}
	}
	if err := l.friends.Want(ctx, me, friend, time.Now()); err != nil {
		return nil, err
	}
	return l.friendList(ctx, me)
}

func (l *Lobby) removeFriend(ctx context.Context, in *PlayerPath) (*struct{}, error) {
	return nil, l.friends.Forget(ctx, requestingPlayerID(ctx), in.ID)
}

func (l *Lobby) inviteFriend(ctx context.Context, in *struct {
	PlayerPath
	Body api.NewInvitation
},
) (*struct{}, error) {
	me := requestingPlayerID(ctx)
	if problem := checkRate(l, l.invites, me); problem != nil {
		return nil, problem
	}
	at, err := l.placeOf(ctx, in.Body.Room)
	if err != nil {
		return nil, err
	}
	return nil, l.friends.Invite(ctx, me, in.ID, at, time.Now())
}

func (l *Lobby) friendList(ctx context.Context, me string) (*response[api.Friends], error) {
	found, err := l.friends.List(ctx, me, time.Now())
	if err != nil {
		return nil, err
	}
	list := api.Friends{Friends: make([]api.Friend, 0, len(found)), Limit: friends.MaxFriends}
	for i := range found {
		list.Friends = append(list.Friends, friendView(&found[i]))
	}
	return &response[api.Friends]{list}, nil
}

func friendView(f *friends.Friend) api.Friend {
	v := api.Friend{PlayerID: f.Player, Name: f.Name, State: api.FriendMutual, Online: f.Online, Room: f.Place.Room, Mode: f.Place.Mode}
	switch {
	case f.Wants.IsZero():
		v.State = api.FriendAsked
	case f.Wanted.IsZero():
		v.State = api.FriendAsks
	}
	v.Since = f.Wanted.UTC()
	if f.Wants.After(f.Wanted) {
		v.Since = f.Wants.UTC()
	}
	if i := &f.Invitation; !i.At.IsZero() {
		v.Invitation = &api.Invitation{Room: i.Room, Mode: i.Mode, At: i.At.UTC()}
	}
	return v
}
