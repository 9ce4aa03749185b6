//go:build e2e

package e2e

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"

	"perihelion/scripts/harness"
	"perihelion/server/admin"
)

// title waits for the first scene.
func title(t *testing.T, b *tab) {
	t.Helper()
	await(t, b, patience, "title", func(s state) bool { return s.Scene == "title" && s.Frames > 2 })
}

// TestFriendsPlayTogether has two people find each other in the lobby, found a
// party, and follow their leader into one room, where one of them says something
// without typing.
func TestFriendsPlayTogether(t *testing.T) {
	base := serve(t)
	chrome := browser(t)
	ada, bob := newTab(t, chrome, "Ada", base+"/?name=Ada"), newTab(t, chrome, "Bob", base+"/?name=Bob")
	for _, b := range []*tab{ada, bob} {
		title(t, b)
		b.push("CHAT")
	}
	ada.push("Say something")
	ada.write("hello lobby")
	ada.press(enter)
	for _, b := range []*tab{ada, bob} {
		await(t, b, patience, "line in the lobby", func(s state) bool { return slices.Contains(s.Lounge.Chat, "Ada: hello lobby") })
		shoot(t, b, "lobby")
		b.push("BACK")
		b.push("PARTY")
	}

	ada.push("START A PARTY")
	party := await(t, ada, patience, "party", func(s state) bool { return s.Lounge.Party != "" })
	bob.push("CODE")
	bob.write(party.Lounge.Party)
	bob.push("JOIN")
	for _, b := range []*tab{ada, bob} {
		await(t, b, patience, "party of two", func(s state) bool { return slices.Equal(s.Lounge.Members, []string{"Ada", "Bob"}) })
	}
	bob.push("Say something to your party")
	bob.write("ready")
	bob.press(enter)
	await(t, ada, patience, "line in the party", func(s state) bool { return slices.Contains(s.Lounge.Said, "Bob: ready") })
	shoot(t, ada, "party")

	ada.push("BACK")
	ada.push("TEAMS")
	ada.push("PLAY, ALL 2")
	here := await(t, ada, patience, "seat", ready)
	there := await(t, bob, patience, "seat beside the leader", ready)
	if here.Room != there.Room || here.Me == there.Me || here.Mode != "teams" {
		t.Errorf("Ada has seat %d of %s, Bob %d of %s, a room of %s", here.Me, here.Room, there.Me, there.Room, here.Mode)
	}
	gestures(t, ada, bob)
	whispers(t, bob, ada)
}

// gestures has one say something to the whole room and to the own side, on the wheel.
func gestures(t *testing.T, ada, bob *tab) {
	t.Helper()
	for _, w := range []struct {
		key  rune
		want string
	}{{'v', "Ada: Good game!"}, {'b', "Ada: Fall back!"}} {
		ada.point(wide/2, high/2)
		ada.settle()
		ada.down(w.key)
		await(t, ada, patience, "wheel", func(s state) bool { return s.Wheel })
		ada.point(wide/2+150, high/2) // the third line is to the right
		ada.settle()
		shoot(t, ada, "wheel "+string(w.key))
		ada.up(w.key)
		for _, b := range []*tab{ada, bob} {
			await(t, b, patience, "quick line", func(s state) bool { return slices.Contains(s.Said, w.want) })
		}
	}
}

// whispers has one type something to the own side.
func whispers(t *testing.T, bob, ada *tab) {
	t.Helper()
	shift := []rune(kb.Shift)[0]
	bob.down(shift)
	bob.press(enter)
	bob.up(shift)
	bob.write("flank them")
	shoot(t, bob, "team chat")
	bob.press(enter)
	for _, b := range []*tab{bob, ada} {
		await(t, b, patience, "line for the side", func(s state) bool { return slices.Contains(s.Said, "Bob: flank them") })
	}
}

// TestTheBrowserLeadsIntoARoom finds a match that goes on: one joins it, one
// watches it, and the title tells of it.
func TestTheBrowserLeadsIntoARoom(t *testing.T) {
	base := serve(t, "PERIHELION_DEV=true", "PERIHELION_ROUND_POINTS=3") // soon over: that is news, and what bots do is none
	chrome := browser(t)
	host := newTab(t, chrome, "Host", base+"/?play=1&bot=1&name=Host")
	room := await(t, host, patience, "seat", ready)

	guest := newTab(t, chrome, "Guest", base+"/?name=Guest")
	title(t, guest)
	await(t, guest, 3*patience, "news on the ticker", func(s state) bool { return s.Lounge.Online > 0 && len(s.Lounge.News) > 0 })
	shoot(t, guest, "ticker")
	guest.push("ROOMS")
	await(t, guest, patience, "room in the browser", func(s state) bool { return s.Lounge.Rooms > 0 })
	shoot(t, guest, "rooms")
	guest.push("WATCH")
	watched := await(t, guest, patience, "place among the spectators", func(s state) bool { return s.Ready && s.Watching })
	if watched.Room != room.Room || watched.Me >= 0 && watched.Me < 2048 {
		t.Errorf("watches %s from seat %d, want %s from none", watched.Room, watched.Me, room.Room)
	}
	await(t, guest, patience, "somebody to follow", func(s state) bool { return s.Following >= 0 && len(s.Ships) > 0 })
	shoot(t, guest, "watching")
	before, _ := guest.State()
	guest.press([]rune(kb.ArrowRight)[0])
	await(t, guest, patience, "somebody else", func(s state) bool { return s.Following >= 0 && s.Following != before.Following })

	guest.press(escape)
	guest.push("LEAVE THE MATCH")
	guest.push("ROOMS")
	await(t, guest, patience, "room in the browser", func(s state) bool { return s.Lounge.Rooms > 0 })
	guest.push("JOIN")
	if s := await(t, guest, patience, "seat", ready); s.Room != room.Room || s.Me == room.Me {
		t.Errorf("has seat %d of %s, the host %d of %s", s.Me, s.Room, room.Me, room.Room)
	}
}

// TestADuelFromTheSearchToTheRating queues for a duel that nobody else wants, looks
// around, and queues again beside a rival, until a round has changed a rating.
func TestADuelFromTheSearchToTheRating(t *testing.T) {
	operator := harness.FreeAddr(t)
	base := serve(t, "PERIHELION_DEV=true", "PERIHELION_MM_FILL_AFTER=80s", "PERIHELION_ROUND_TIME=10s", "PERIHELION_ROUND_POINTS=1", "PERIHELION_ADMIN_ADDR="+operator, "PERIHELION_ADMIN_TOKEN="+adminToken)
	chrome := browser(t)
	b := newTab(t, chrome, "Solo", base+"/?bot=1&name=Solo")
	title(t, b)
	b.push("DUEL")
	b.push("PLAY")
	s := await(t, b, patience, "explanation", func(s state) bool { return strings.Contains(s.Lounge.Search, "Opponents within") })
	for _, want := range []string{"1st of 1 in the queue", "One more pilot is needed"} {
		if !strings.Contains(s.Lounge.Search, want) {
			t.Errorf("the search says %q, without %q", s.Lounge.Search, want)
		}
	}
	shoot(t, b, "search")
	b.push("CANCEL")
	title(t, b)
	looksUp(t, b)

	// Sides that are even after those ten seconds play on for the next point.
	rival := newTab(t, chrome, "Rival", base+"/?bot=1&name=Rival")
	title(t, rival)
	for _, p := range []*tab{b, rival} {
		p.push("DUEL")
		p.push("PLAY")
	}
	s = await(t, b, 3*patience, "rating on the podium", func(s state) bool { return s.Phase == "podium" && s.Gain != "" })
	shoot(t, b, "podium")
	if s.Mode != "duel" || len(s.Scores) != 2 {
		t.Errorf("a %s of %d, want a duel of two", s.Mode, len(s.Scores))
	}
	await(t, rival, patience, "rating of the rival", func(s state) bool { return s.Gain != "" })
	accuses(t, b, operator)
}

// looksUp opens what the title knows of us.
func looksUp(t *testing.T, b *tab) {
	t.Helper()
	b.push("PROFILE")
	await(t, b, patience, "profile", func(s state) bool { return s.Scene == "profile" && s.Lounge.Me != "" })
	b.settle()
	shoot(t, b, "profile")
	b.push("OTHER DEVICE")
	b.push("SHOW A CODE")
	b.settle()
	shoot(t, b, "device")
	b.push("BACK")
	b.push("BACK")
	b.push("RANKS")
	b.settle()
	shoot(t, b, "ranks")
	b.push("BACK")
	title(t, b)
}

// accuses reports whoever else flies, and asks at the operator's whether that came.
func accuses(t *testing.T, b *tab, operator string) {
	t.Helper()
	b.press(escape)
	b.push("PILOTS")
	b.push("CHEATING")
	b.push("REPORT")
	b.settle()
	shoot(t, b, "report")
	var reports []admin.Report
	for deadline := time.Now().Add(patience); len(reports) == 0; time.Sleep(pollEvery) {
		if time.Now().After(deadline) {
			t.Fatal("no report has come to the operator")
		}
		r, err := http.NewRequest("GET", "http://"+operator+"/api/reports", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer "+adminToken)
		res, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		err = json.NewDecoder(res.Body).Decode(&reports)
		res.Body.Close()
		if err != nil || res.StatusCode != http.StatusOK {
			t.Fatalf("the operator is told %s, %v", res.Status, err)
		}
	}
	if r := reports[0]; r.Reason != "cheating" || r.Name != "Rival" || r.Accused == "" || r.Reporter == r.Accused {
		t.Errorf("the operator reads %+v, want that Solo says Rival cheats", r)
	}
}

const adminToken = "for-the-operator-only"
