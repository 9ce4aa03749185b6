package scene

import (
	"strings"

	"perihelion/client/lang"
	"perihelion/client/online"
	"perihelion/client/ui"
	"perihelion/shared/api"
	"perihelion/shared/protocol"
)

// friendsScene lists our friends: to challenge one to a duel, to join one in a match, to answer
// requests, and to ask somebody.
type friendsScene struct {
	dialog
	list   ui.List
	name   ui.Field
	add    ui.Button
	duel   ui.Button // or another answer to what the friend wants
	join   ui.Button
	remove ui.Button
	chosen string // the player who is selected
	begun  bool
}

func newFriendsScene(deps *Deps) *friendsScene {
	s := &friendsScene{
		dialog: newDialog(deps, lang.T("FRIENDS")),
		list:   ui.List{Name: "Friends", Head: []string{lang.Key("PLAYER"), lang.Key("NOW")}},
		name:   ui.Field{Placeholder: "Name of a friend", Limit: protocol.MaxName, EnterSends: true},
		add:    ui.Button{Label: "ADD"},
		duel:   ui.Button{Label: "DUEL", Primary: true},
		join:   ui.Button{Label: "JOIN"},
		remove: ui.Button{Label: "REMOVE"},
	}
	s.list.Cells = func(row int) []string {
		friend := &deps.online.Friends.List[row]
		return []string{friend.Name, friendText(friend)}
	}
	s.widgets = []ui.Widget{&s.list, &s.name, &s.add, &s.duel, &s.join, &s.remove, &s.back}
	return s
}

func (s *friendsScene) Name() string { return "friends" }

func (s *friendsScene) Update(f *frame) transition {
	if !f.top {
		return transition{}
	}
	l := &s.deps.online.Friends
	if !s.begun {
		s.begun = true
		l.RefreshSoon()
	}
	s.deps.online.Lobby.WatchFeed(f.now)
	s.errText = l.ErrText
	s.selectChosen()
	s.layoutFriends(f)
	s.labelButtons()
	w := s.updateWidgets(f)
	switch {
	case (w == &s.name || w == &s.add) && !s.add.Disabled:
		l.Add(api.NewFriend{Name: s.name.Value()})
		s.name.SetValue("")
	case w == &s.back, f.in.Cancel:
		return pop()
	case s.list.Count > 0:
		return s.actOn(w, &l.List[s.list.Selected])
	}
	return transition{}
}

// selectChosen keeps the selection on a player while the list changes.
func (s *friendsScene) selectChosen() {
	all := s.deps.online.Friends.List
	if s.list.Count = len(all); s.list.Count == 0 {
		return
	}
	s.list.Selected = min(s.list.Selected, s.list.Count-1)
	for i := range all {
		if all[i].PlayerID == s.chosen {
			s.list.Selected = i
		}
	}
}

// actOn does what was pressed with the selected friend.
func (s *friendsScene) actOn(w ui.Widget, friend *api.Friend) transition {
	s.chosen = s.deps.online.Friends.List[s.list.Selected].PlayerID
	switch {
	case w == &s.remove:
		s.deps.online.Friends.Remove(friend.PlayerID)
	case w == &s.join && !s.join.Disabled:
		return push(newMatchmakingScene(s.deps, online.Destination{Room: friend.Room}))
	case (w == &s.duel || w == &s.list) && !s.duel.Disabled:
		if friend.State == api.FriendAsks {
			s.deps.online.Friends.Add(api.NewFriend{PlayerID: friend.PlayerID})
			return transition{}
		}
		return push(newMatchmakingScene(s.deps, duelWith(friend)))
	}
	return transition{}
}

// duelWith is where a duel with a friend is: in the room to which they have invited us, or in a
// private one to which we invite them.
func duelWith(friend *api.Friend) online.Destination {
	if friend.Invitation != nil {
		return online.Destination{Room: friend.Invitation.Room}
	}
	return online.Destination{OpenRoom: true, NewRoom: api.NewRoom{Mode: duelMode}, Invite: friend.PlayerID}
}

const duelMode = "duel"

// labelButtons says what can be done with the selected friend.
func (s *friendsScene) labelButtons() {
	s.add.Disabled = s.name.Value() == "" || s.deps.online.Friends.Busy()
	s.duel.Label, s.duel.Disabled, s.join.Disabled, s.remove.Disabled = "DUEL", true, true, s.list.Count == 0
	s.remove.Label = "REMOVE"
	if s.list.Count == 0 {
		return
	}
	switch friend := &s.deps.online.Friends.List[s.list.Selected]; {
	case friend.State == api.FriendAsks:
		s.duel.Label, s.duel.Disabled, s.remove.Label = "ACCEPT", false, "DECLINE"
	case friend.Invitation != nil:
		s.duel.Label, s.duel.Disabled = "PLAY", false
	case friend.State == api.FriendMutual:
		s.duel.Disabled, s.join.Disabled = !friend.Online, friend.Room == ""
	}
}

// friendText says how it is with a friend.
func friendText(friend *api.Friend) string {
	switch {
	case friend.State == api.FriendAsks:
		return lang.T("asks to be your friend")
	case friend.State == api.FriendAsked:
		return lang.T("has not answered yet")
	case friend.Invitation != nil:
		return lang.F("invites you: %s", lang.T(strings.ToUpper(friend.Invitation.Mode)))
	case friend.Mode != "":
		return lang.F("plays %s", lang.T(strings.ToUpper(friend.Mode)))
	case friend.Online:
		return lang.T("online")
	}
	return lang.T("offline")
}
