//go:build e2e

package e2e

import (
	"net/url"
	"testing"
	"time"

	"perihelion/client/game/ships"
)

const maxWait = 3 * time.Minute // for one state; long, because two busy cores may draw three clients in software

// TestMatch plays with two browser tabs and a desktop client in one room with bots. Then
// Ada's link is cut.
func TestMatch(t *testing.T) {
	base := startGame(t, "PERIHELION_DEV=true", "PERIHELION_ROOM_SEATS=4", "PERIHELION_BOT_FILL=4") // in the smallest arena all meet soon
	chrome := startChromium(t)
	play := func(base, name string) string {
		return base + "/?" + url.Values{"play": {"1"}, "bot": {"1"}, "name": {name}}.Encode()
	}
	link := newNetLink(t, base)
	ada := newTab(t, chrome, "Ada", play(link.URL(), "Ada"))
	first := awaitState(t, ada, maxWait, "seat", hasSeat)
	bob := newTab(t, chrome, "Bob", play(base, "Bob"))
	cyd := newDesktop(t, startDisplay(t), t.TempDir(), "Cyd", "-noaudio", "-server", base, "-play", "-bot")
	all := []gameClient{ada, bob, cyd}

	ids := make([]int, len(all))
	for i, p := range all {
		s := awaitState(t, p, maxWait, "seat", hasSeat)
		ids[i] = s.Me
		if s.Room != first.Room {
			t.Errorf("%s is in room %s, Ada in %s: want one match", p.ClientName(), s.Room, first.Room)
		}
		if line, _ := scoreOf(s, s.Me); line.Name != p.ClientName() {
			t.Errorf("%s is called %q on the scoreboard", p.ClientName(), line.Name)
		}
	}
	for _, p := range all {
		takeScreenshot(t, p, "match")
	}
	awaitMeeting(t, all, ids)
	awaitState(t, ada, maxWait, "shot of its own", func(s clientState) bool { return s.Shots > 0 })
	checkSameScores(t, all)
	for _, p := range all {
		takeScreenshot(t, p, "scores")
		awaitState(t, p, maxWait, "seat to the end", hasSeat)
	}
	t.Run("a broken connection goes back into its seat", func(t *testing.T) { checkResume(t, ada, link) })
}

// checkResume cuts the link of a player, and restores it when the player has been told.
func checkResume(t *testing.T, b *tab, link *netLink) {
	b.allowErrors("WebSocket connection to", "net::ERR_CONNECTION") // what the browser says of a cut link, and of a request on its way
	before := awaitState(t, b, maxWait, "seat", hasSeat)
	link.Cut()
	awaitState(t, b, maxWait, "notice of the cut link", func(s clientState) bool { return s.Broken && !s.Ready })
	takeScreenshot(t, b, "cut")
	link.Restore()
	mended := time.Now()
	after := awaitState(t, b, maxWait, "way back", func(s clientState) bool { return s.Resumed > before.Resumed && s.Ready && len(s.Scores) > 0 })
	t.Logf("back in the seat %v after the line was", time.Since(mended).Round(100*time.Millisecond))
	if after.Me != before.Me || after.Room != before.Room || after.Name != before.Name {
		t.Errorf("back as %s in seat %d of %s, was %s in seat %d of %s", after.Name, after.Me, after.Room, before.Name, before.Me, before.Room)
	}
	was, _ := scoreOf(before, before.Me)
	is, _ := scoreOf(after, before.Me)
	if after.Round == before.Round && (is.Name != was.Name || is.Kills < was.Kills || is.Deaths < was.Deaths) {
		t.Errorf("the score is %+v, was %+v", is, was)
	}
	away := before.OwnTick
	awaitState(t, b, maxWait, "flight that goes on", func(s clientState) bool { return s.OwnTick > away && s.Own != nil })
}

func hasSeat(s clientState) bool { return s.Ready && s.Me >= 0 }

// awaitMeeting waits until every client has seen the ships of all others at two places.
// Bots chase the ships they see, so they meet soon.
func awaitMeeting(t *testing.T, all []gameClient, ids []int) {
	t.Helper()
	type pair struct{ who, whom int }
	seen, moved := map[pair]ships.Ship{}, map[pair]bool{}
	begun := time.Now()
	for len(moved) < len(all)*(len(all)-1) {
		if time.Since(begun) > 3*maxWait {
			t.Fatalf("of seats %v, by number, only these have seen each other move within %v: %v", ids, 3*maxWait, moved)
		}
		for i, p := range all {
			s, _ := p.ClientState() // a client that does not answer has seen nobody
			for j := range all {
				if sh, ok := shipOf(s, ids[j]); ok && i != j {
					was, before := seen[pair{i, j}]
					if before && (sh.X != was.X || sh.Y != was.Y) {
						moved[pair{i, j}] = true
					}
					seen[pair{i, j}] = sh
				}
			}
		}
		time.Sleep(pollEvery)
	}
	t.Logf("all have seen each other after %v", time.Since(begun).Round(time.Second))
}

// checkSameScores waits for any kill and then until every client shows the same table.
func checkSameScores(t *testing.T, all []gameClient) {
	t.Helper()
	total := func(s clientState) (kills int) {
		for _, sc := range s.Scores {
			kills += sc.Kills
		}
		return kills
	}
	before := awaitState(t, all[0], 3*maxWait, "kill in a live match", func(s clientState) bool { return s.Phase == "live" && total(s) > 0 })
	for _, p := range all[1:] {
		awaitState(t, p, maxWait, "scores that Ada has seen", func(s clientState) bool {
			return s.Round > before.Round || total(s) >= total(before) && len(s.Scores) == len(before.Scores)
		})
	}
}
