package scene

import (
	"strconv"
	"strings"

	"perihelion/client/lang"
	"perihelion/shared/api"
)

// partyPlayLabel is the text of PLAY for a party of n, and whether it is disabled. It must
// say what the server will do.
func partyPlayLabel(q *api.Queue, n int) (label string, off bool) {
	switch {
	case n < 2:
		return lang.T("PLAY"), false
	case n > q.Party:
		return lang.F("%s TAKES %d OF YOU", lang.T(strings.ToUpper(q.Mode)), q.Party), true
	case isWholeMatch(q, n):
		return lang.T("PLAY EACH OTHER"), false
	}
	return lang.F("PLAY, ALL %d", n), false
}

// isWholeMatch reports whether a party of n fills a match of q.
func isWholeMatch(q *api.Queue, n int) bool { return n == q.Seats && n > 1 }

// modeText describes the selected mode, for this party.
func (s *titleScene) modeText() string {
	if friend, ok := s.deps.online.Friends.Invitation(); ok {
		return lang.F("%s invites you to a duel", friend.Name)
	}
	q, p := s.selectedQueue(), &s.deps.online.Lobby.Party
	switch n := len(p.Members()); {
	case p.Code == "" || !p.IsLeader():
	case n > q.Party:
		return lang.F("You are %d: choose another mode, or open a private room", n)
	case isWholeMatch(q, n):
		return lang.T("You against each other, in a room of your own. It changes no rating")
	}
	return queueText(q, s.deps.online.Lobby.Meta.Bots > 0)
}

// queueLabel is the name of a queue on a button.
func queueLabel(q *api.Queue) string { return strings.ToUpper(q.Mode) }

// queueText describes a queue in one line. bots: they fill rooms on this server.
func queueText(q *api.Queue, bots bool) string {
	line := lang.T(q.Text)
	if line == "" {
		line = lang.F("A match of %s", lang.T(q.Mode))
	}
	if bots && q.Name == "quick" {
		line += lang.T(". Bots fill the empty seats")
	}
	return line
}

// syncFriends says on their button how many friends are online, or that one has invited us, to whom
// it then leads.
func (s *titleScene) syncFriends() {
	b := &s.screens[toFriends]
	if _, b.Primary = s.deps.online.Friends.Invitation(); b.Primary {
		b.Label = "DUEL!"
		return
	}
	online := 0
	for _, friend := range s.deps.online.Friends.List {
		if friend.Online {
			online++
		}
	}
	if b.Label = screenLabels[toFriends]; online > 0 {
		b.Label = lang.T(screenLabels[toFriends]) + " · " + strconv.Itoa(online)
	}
}
