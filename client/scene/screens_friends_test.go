package scene

import (
	"testing"
	"time"

	"perihelion/shared/api"
)

// friendsScreens are the screens of friends, and the title when one has invited us.
func friendsScreens() []screen {
	list := func(name string, selected int, see string) screen {
		return screen{name, func(p *screenCheck) []scene {
			p.addFriends()
			s := newFriendsScene(p.deps)
			s.begun, s.list.Selected = true, selected
			s.chosen = p.deps.online.Friends.List[selected].PlayerID
			s.selectChosen()
			s.labelButtons()
			return []scene{s}
		}, see}
	}
	return []screen{
		{"no friends", func(p *screenCheck) []scene {
			p.deps.online.Friends.Known = true
			s := newFriendsScene(p.deps)
			s.begun = true
			s.labelButtons()
			return []scene{s}
		}, "Ask"},
		list("friends, one asks", 0, "ACCEPT"),
		list("friends, one plays", 2, "DUEL"),
		list("friends, one invites", 1, "PLAY"),
		{"title with an invitation", func(p *screenCheck) []scene {
			p.addFriends()
			return []scene{p.stack.base()}
		}, "DUEL!"},
	}
}

func (p *screenCheck) addFriends() {
	p.deps.online.Friends.Known = true
	p.deps.online.Friends.List = []api.Friend{
		{PlayerID: "a", Name: widestName, State: api.FriendAsks},
		{PlayerID: "b", Name: longGuest, State: api.FriendMutual, Online: true, Room: "x", Mode: "teams-2v2", Invitation: &api.Invitation{Room: "NOVA42", Mode: "duel", At: time.Now()}},
		{PlayerID: "c", Name: widestName, State: api.FriendMutual, Online: true, Room: "x", Mode: "teams-2v2"},
		{PlayerID: "d", Name: longBot, State: api.FriendMutual, Online: true},
		{PlayerID: "e", Name: "Łukasz Żółć", State: api.FriendMutual},
		{PlayerID: "f", Name: longGuest, State: api.FriendAsked},
	}
}

func TestWhatCanBeDoneWithAFriend(t *testing.T) {
	tc := newTestClient(t, Options{})
	newTitle(tc.deps)
	p := &screenCheck{testClient: tc}
	p.addFriends()
	s := newFriendsScene(tc.deps)
	for i, want := range []struct {
		label          string
		duel, join     bool
		remove         string
		room, invites  string
		opensOwn, asks bool
	}{
		{label: "ACCEPT", duel: true, remove: "DECLINE", asks: true},
		{label: "PLAY", duel: true, remove: "REMOVE", room: "NOVA42"},
		{label: "DUEL", duel: true, join: true, remove: "REMOVE", invites: "c", opensOwn: true},
		{label: "DUEL", duel: true, remove: "REMOVE", invites: "d", opensOwn: true},
		{label: "DUEL", remove: "REMOVE"},
		{label: "DUEL", remove: "REMOVE"},
	} {
		friend := &tc.deps.online.Friends.List[i]
		s.chosen = friend.PlayerID
		s.selectChosen()
		s.labelButtons()
		if s.duel.Label != want.label || s.duel.Disabled == want.duel || s.join.Disabled == want.join || s.remove.Label != want.remove {
			t.Errorf("%s: %s (disabled %v), join disabled %v, %s", friend.PlayerID, s.duel.Label, s.duel.Disabled, s.join.Disabled, s.remove.Label)
		}
		if want.room == "" && want.invites == "" {
			continue
		}
		if dest := duelWith(friend); dest.Room != want.room || dest.Invite != want.invites || dest.OpenRoom != want.opensOwn {
			t.Errorf("%s: the duel is at %+v", friend.PlayerID, dest)
		}
	}
}
