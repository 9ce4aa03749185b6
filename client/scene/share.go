package scene

import "perihelion/client/lang"

// shareTime is for how many seconds a player is told of the link to their room.
const shareTime = 10

// share is what the player is told of links: that to a room which they have just opened, for friends,
// or that the one which they have followed lets them edit no more.
type share struct {
	text     string  // what the player is told; empty: there was nothing to share yet
	shownFor float64 // seconds
}

// tellOfLinks copies the link once the room is there.
func (s *share) tellOfLinks(m *matchScene, dt float64) {
	v := m.view
	switch {
	case s.text != "":
		s.shownFor += dt
		return
	case v == nil:
		return
	case v.Edits.Refused:
		s.text = lang.T("The link to edit is an old one: ask for another. You fly.")
		return
	case v.Code == "" || !m.session.Dest.OpenRoom:
		return
	}
	s.text = lang.F("Room %s: the menu has the link for your friends", v.Code)
	if m.deps.Platform.Copy(m.deps.Platform.Invite(v.Code, "")) {
		s.text = lang.F("Room %s: the link for your friends is copied, and in the menu", v.Code)
	}
}

// opacity is how much of the text is to be seen, 0 to 1.
func (s *share) opacity() float32 {
	return float32(max(0, min(1, 3*s.shownFor, 3*(shareTime-s.shownFor))))
}
