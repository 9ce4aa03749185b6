//go:build e2e

package e2e

import "testing"

// TestAnInviteLeadsIntoTheSameRoom opens a private room with the mouse. One friend
// follows its link, another types the code.
func TestAnInviteLeadsIntoTheSameRoom(t *testing.T) {
	t.Parallel()
	base := startGame(t)
	chrome := startChromium(t)
	host := newTab(t, chrome, "host", base+"/?name=Host")
	awaitState(t, host, maxWait, "title", func(s clientState) bool { return s.Frames > 2 })
	host.clickControl("PRIVATE")
	takeScreenshot(t, host, "private")
	host.clickControl("OPEN A ROOM")
	room := awaitState(t, host, maxWait, "private room", func(s clientState) bool { return hasSeat(s) && s.Code != "" })
	host.pressKey(escapeKey)
	awaitState(t, host, maxWait, "menu", func(s clientState) bool { return s.Scene == "pause" })
	takeScreenshot(t, host, "invite")

	friend := newTab(t, chrome, "friend", base+"/?name=Friend&room="+room.Code)
	typist := newTab(t, chrome, "typist", base+"/?name=Typist")
	awaitState(t, typist, maxWait, "title", func(s clientState) bool { return s.Frames > 2 })
	typist.clickControl("PRIVATE")
	typist.clickControl("CODE")
	typist.typeText(room.Code)
	typist.clickControl("JOIN")
	for _, p := range []*tab{friend, typist} {
		if s := awaitState(t, p, maxWait, "seat", hasSeat); s.Room != room.Room || s.Me == room.Me {
			t.Errorf("%s has seat %d of %s, the host %d of %s", p.ClientName(), s.Me, s.Room, room.Me, room.Room)
		}
	}
	awaitState(t, host, maxWait, "both friends on the scoreboard", func(s clientState) bool {
		people := 0
		for _, sc := range s.Scores {
			if !sc.Bot {
				people++
			}
		}
		return people == 3
	})
}
