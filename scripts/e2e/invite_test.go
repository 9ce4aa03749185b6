//go:build e2e

package e2e

import "testing"

// TestAnInviteLeadsIntoTheSameRoom opens a private room with the mouse; a friend
// follows its link, another types the code.
func TestAnInviteLeadsIntoTheSameRoom(t *testing.T) {
	base := serve(t)
	chrome := browser(t)
	host := newTab(t, chrome, "host", base+"/?name=Host")
	await(t, host, patience, "title", func(s state) bool { return s.Frames > 2 })
	host.push("PRIVATE")
	shoot(t, host, "private")
	host.push("OPEN A ROOM")
	room := await(t, host, patience, "private room", func(s state) bool { return ready(s) && s.Code != "" })
	host.press(escape)
	await(t, host, patience, "menu", func(s state) bool { return s.Scene == "pause" })
	shoot(t, host, "invite")

	friend := newTab(t, chrome, "friend", base+"/?name=Friend&room="+room.Code)
	typist := newTab(t, chrome, "typist", base+"/?name=Typist")
	await(t, typist, patience, "title", func(s state) bool { return s.Frames > 2 })
	typist.push("PRIVATE")
	typist.push("CODE")
	typist.write(room.Code)
	typist.push("JOIN")
	for _, p := range []*tab{friend, typist} {
		if s := await(t, p, patience, "seat", ready); s.Room != room.Room || s.Me == room.Me {
			t.Errorf("%s has seat %d of %s, the host %d of %s", p.Name(), s.Me, s.Room, room.Me, room.Room)
		}
	}
	await(t, host, patience, "both friends on the scoreboard", func(s state) bool {
		people := 0
		for _, sc := range s.Scores {
			if !sc.Bot {
				people++
			}
		}
		return people == 3
	})
}
