package online

import (
	"context"
	"time"

	"perihelion/client/lobby"
	"perihelion/shared/api"
	"perihelion/shared/protocol"
)

// Friends are our friends and requests, as the server has said them last.
type Friends struct {
	List    []api.Friend // without those whom we have muted
	Known   bool         // the server has said them
	ErrText string       // what failed last

	service *Service
	list    *Call[api.Friends]
	change  *Call[api.Friends]
	next    time.Time // when to ask again
	room    string    // where we play
	playing time.Time // when it was said last
}

// Between two looks at our friends, and how long a room counts that is not said any more.
const (
	friendsInterval = 10 * time.Second
	lonelyInterval  = 30 * time.Second // of who has neither friends nor requests
	playingTime     = 2 * time.Second
)

// Playing is called each frame of a match, with its room, which friends may then join.
func (l *Friends) Playing(room string, now time.Time) { l.room, l.playing = room, now }

// Refresh is called each frame. Somebody without an account has no friends, and gets no account by
// this.
func (l *Friends) Refresh(now time.Time) {
	if r, ok := l.list.Result(); ok {
		l.list = nil
		if r.Err == nil {
			l.showList(&r.Value)
		}
	}
	if r, ok := l.change.Result(); ok {
		l.change, l.ErrText = nil, ""
		if r.Err != nil {
			l.ErrText = Explain(r.Err).Text
		} else {
			l.showList(&r.Value)
		}
	}
	if l.service.Guest().Token == "" || l.list != nil || now.Before(l.next) {
		return
	}
	if l.next = now.Add(friendsInterval); len(l.List) == 0 {
		l.next = now.Add(lonelyInterval)
	}
	room := l.room
	if now.Sub(l.playing) > playingTime {
		room = ""
	}
	l.list = requestOptionalAuth(l.service, requestTimeout, func(ctx context.Context, c *lobby.Client) (api.Friends, error) {
		return c.Friends(ctx, room)
	})
}

func (l *Friends) showList(now *api.Friends) {
	l.List, l.Known = l.List[:0], true
	for _, f := range now.Friends {
		if f.State != api.FriendAsks || !l.service.Prefs.IsMuted(uint64(protocol.AccountOf(f.PlayerID))) {
			l.List = append(l.List, f)
		}
	}
}

// RefreshSoon asks again with the next Refresh.
func (l *Friends) RefreshSoon() { l.next = time.Time{} }

// Add asks a player to be our friend, or agrees.
func (l *Friends) Add(who api.NewFriend) {
	l.request(func(ctx context.Context, c *lobby.Client) (api.Friends, error) { return c.AddFriend(ctx, who) })
}

// Remove ends a friendship, or a request of either.
func (l *Friends) Remove(player string) {
	l.request(func(ctx context.Context, c *lobby.Client) (f api.Friends, err error) {
		if err = c.RemoveFriend(ctx, player); err == nil {
			f, err = c.Friends(ctx, "")
		}
		return f, err
	})
}

// Busy reports whether a change is on its way.
func (l *Friends) Busy() bool { return l.change != nil }

func (l *Friends) request(f func(ctx context.Context, c *lobby.Client) (api.Friends, error)) {
	if l.change == nil {
		l.ErrText = ""
		l.change = request(l.service, f)
	}
}

// Invitation is the friend who has invited us last, but not to where we play.
func (l *Friends) Invitation() (f api.Friend, ok bool) {
	for _, other := range l.List {
		if i := other.Invitation; i != nil && i.Room != l.room && (!ok || i.At.After(f.Invitation.At)) {
			f, ok = other, true
		}
	}
	return f, ok
}
