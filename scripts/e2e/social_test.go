//go:build e2e

package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"perihelion/scripts/harness"
	"perihelion/server/ops/admin"
)

// awaitTitle waits for the title scene.
func awaitTitle(t *testing.T, b *tab) {
	t.Helper()
	awaitState(t, b, maxWait, "title", func(s clientState) bool { return s.Scene == "title" && s.Frames > 2 })
}

// TestFriendsPlayTogether lets two players chat in the lobby, create a party and follow
// its leader into one room, where they use the chat wheel and the team's chat.
func TestFriendsPlayTogether(t *testing.T) {
	t.Parallel()
	base := startGame(t)
	chrome := startChromium(t)
	ada, bob := newTab(t, chrome, "Ada", base+"/?name=Ada"), newTab(t, chrome, "Bob", base+"/?name=Bob")
	for _, b := range []*tab{ada, bob} {
		awaitTitle(t, b)
		b.clickControl("CHAT")
	}
	ada.clickControl("Say something")
	ada.typeText("hello lobby")
	ada.pressKey(enterKey)
	for _, b := range []*tab{ada, bob} {
		awaitState(t, b, maxWait, "line in the lobby", func(s clientState) bool { return slices.Contains(s.Lounge.Chat, "Ada: hello lobby") })
		takeScreenshot(t, b, "lobby")
		b.clickControl("BACK")
		b.clickControl("PARTY")
	}

	ada.clickControl("START A PARTY")
	party := awaitState(t, ada, maxWait, "party", func(s clientState) bool { return s.Lounge.Party != "" })
	bob.clickControl("CODE")
	bob.typeText(party.Lounge.Party)
	bob.clickControl("JOIN")
	for _, b := range []*tab{ada, bob} {
		awaitState(t, b, maxWait, "party of two", func(s clientState) bool { return slices.Equal(s.Lounge.Members, []string{"Ada", "Bob"}) })
	}
	bob.clickControl("Say something to your party")
	bob.typeText("ready")
	bob.pressKey(enterKey)
	awaitState(t, ada, maxWait, "line in the party", func(s clientState) bool { return slices.Contains(s.Lounge.Said, "Bob: ready") })
	takeScreenshot(t, ada, "party")

	ada.clickControl("BACK")
	ada.clickControl("TEAMS")
	ada.clickControl("PLAY, ALL 2")
	here := awaitState(t, ada, maxWait, "seat", hasSeat)
	there := awaitState(t, bob, maxWait, "seat beside the leader", hasSeat)
	if here.Room != there.Room || here.Me == there.Me || here.Mode != "teams" {
		t.Errorf("Ada has seat %d of %s, Bob %d of %s, a room of %s", here.Me, here.Room, there.Me, there.Room, here.Mode)
	}
	checkChatWheel(t, ada, bob)
	checkTeamChat(t, bob, ada)
}

// checkChatWheel sends a line of the wheel to the whole room, and one to the team.
func checkChatWheel(t *testing.T, ada, bob *tab) {
	t.Helper()
	for _, w := range []struct {
		key  rune
		want string
	}{{'v', "Ada: Good game!"}, {'b', "Ada: Fall back!"}} {
		ada.moveMouse(pageW/2, pageH/2)
		ada.awaitFrames()
		ada.keyDown(w.key)
		awaitState(t, ada, maxWait, "wheel", func(s clientState) bool { return s.Wheel })
		ada.moveMouse(pageW/2+150, pageH/2) // the third line is to the right
		ada.awaitFrames()
		takeScreenshot(t, ada, "wheel "+string(w.key))
		ada.keyUp(w.key)
		for _, b := range []*tab{ada, bob} {
			awaitState(t, b, maxWait, "quick line", func(s clientState) bool { return slices.Contains(s.Said, w.want) })
		}
	}
}

// checkTeamChat types a line for the team.
func checkTeamChat(t *testing.T, bob, ada *tab) {
	t.Helper()
	shift := []rune(kb.Shift)[0]
	bob.keyDown(shift)
	bob.pressKey(enterKey)
	bob.keyUp(shift)
	bob.typeText("flank them")
	takeScreenshot(t, bob, "team chat")
	bob.pressKey(enterKey)
	for _, b := range []*tab{bob, ada} {
		awaitState(t, b, maxWait, "line for the side", func(s clientState) bool { return slices.Contains(s.Said, "Bob: flank them") })
	}
}

// TestTheRoomListLeadsIntoARoom finds a running match in the list of rooms and joins it, as
// one does who reads the page instead of the canvas. The ticker of the title shows news of it.
func TestTheRoomListLeadsIntoARoom(t *testing.T) {
	t.Parallel()
	base := startGame(t, "PERIHELION_DEV=true", "PERIHELION_ROUND_POINTS=3") // rounds end soon: that is news, which bots alone do not make
	chrome := startChromium(t)
	host := newTab(t, chrome, "Host", base+"/?play=1&bot=1&name=Host")
	room := awaitState(t, host, maxWait, "seat", hasSeat)

	guest := newTab(t, chrome, "Guest", base+"/?name=Guest")
	awaitTitle(t, guest)
	awaitState(t, guest, 3*maxWait, "news on the ticker", func(s clientState) bool { return s.Lounge.Online > 0 && len(s.Lounge.News) > 0 })
	takeScreenshot(t, guest, "ticker")
	evalScript[any](guest, `document.getElementById("mirror-switch").click()`)
	guest.pressInMirror("ROOMS")
	awaitState(t, guest, maxWait, "room in the browser", func(s clientState) bool { return s.Lounge.Rooms > 0 })
	awaitScript(t, guest, "heading of the mirror", `document.querySelector("#mirror h2").textContent === "Rooms"`)
	takeScreenshot(t, guest, "rooms")
	guest.checkAccessibility("heading Rooms", "table Rooms", "columnheader MODE", "columnheader FREE", "rowheader SKIRMISH", "list Controls", "listitem ", "tablist ", "tab ALL", "button JOIN", "log What happens")
	guest.pressInMirror("JOIN")
	if s := awaitState(t, guest, maxWait, "seat", hasSeat); s.Room != room.Room || s.Me == room.Me {
		t.Errorf("has seat %d of %s, the host %d of %s", s.Me, s.Room, room.Me, room.Room)
	}
}

// checkAccessibility waits until the browser's accessibility tree has nodes with these roles and
// names, in this order.
func (b *tab) checkAccessibility(want ...string) {
	b.t.Helper()
	missing := ""
	for deadline := time.Now().Add(maxWait); time.Now().Before(deadline); time.Sleep(keyHoldTime) {
		var tree axTree
		b.runActions(chromedp.ActionFunc(func(ctx context.Context) error {
			return cdp.Execute(ctx, "Accessibility.getFullAXTree", nil, &tree)
		}))
		left := want
		for _, text := range tree.inOrder() {
			if len(left) > 0 && text == left[0] {
				left = left[1:]
			}
		}
		if len(left) == 0 {
			return
		}
		missing = left[0]
	}
	b.t.Errorf("the accessibility tree has no %q, or not there", missing)
}

// axTree is what of the accessibility tree is read here: the package of the protocol does not know
// all that browsers of today say in the rest.
type axTree struct {
	Nodes []axNode `json:"nodes"` // the root first, else in no order
}

type axNode struct {
	ID       string   `json:"nodeId"`
	Ignored  bool     `json:"ignored"`
	Role     axValue  `json:"role"`
	Name     axValue  `json:"name"`
	Children []string `json:"childIds"`
}

// inOrder returns role and name of all nodes as a screen reader comes across them.
func (t *axTree) inOrder() (texts []string) {
	nodes := map[string]*axNode{}
	for i := range t.Nodes {
		nodes[t.Nodes[i].ID] = &t.Nodes[i]
	}
	var visit func(n *axNode)
	visit = func(n *axNode) {
		if !n.Ignored {
			texts = append(texts, fmt.Sprintf("%v %v", n.Role.Value, n.Name.Value))
		}
		for _, id := range n.Children {
			if child := nodes[id]; child != nil {
				visit(child)
			}
		}
	}
	if len(t.Nodes) > 0 {
		visit(&t.Nodes[0])
	}
	return texts
}

type axValue struct {
	Value any `json:"value"`
}

// pressInMirror presses the element that mirrors a control, once it is there.
func (b *tab) pressInMirror(label string) {
	b.t.Helper()
	find := fmt.Sprintf(`[...document.querySelectorAll("#mirror button")].find(e => e.textContent === %q)`, label)
	awaitScript(b.t, b, label+" in the mirror", find+" !== undefined")
	evalScript[any](b, find+".click()")
}

// TestADuelFromTheSearchToTheRating queues alone for a duel, cancels, opens other screens,
// and queues again with a rival, until a round has changed a rating.
func TestADuelFromTheSearchToTheRating(t *testing.T) {
	t.Parallel()
	operator := harness.FreeAddr(t)
	base := startGame(t, "PERIHELION_DEV=true", "PERIHELION_MM_FILL_AFTER=80s", "PERIHELION_ROUND_TIME=10s", "PERIHELION_ROUND_POINTS=1", "PERIHELION_ADMIN_ADDR="+operator, "PERIHELION_ADMIN_TOKEN="+adminToken)
	chrome := startChromium(t)
	b := newTab(t, chrome, "Solo", base+"/?bot=1&name=Solo")
	awaitTitle(t, b)
	b.clickControl("DUEL")
	b.clickControl("PLAY")
	s := awaitState(t, b, maxWait, "explanation", func(s clientState) bool { return strings.Contains(s.Lounge.Search, "Opponents within") })
	for _, want := range []string{"1st of 1 in the queue", "One more player is needed"} {
		if !strings.Contains(s.Lounge.Search, want) {
			t.Errorf("the search says %q, without %q", s.Lounge.Search, want)
		}
	}
	takeScreenshot(t, b, "search")
	b.clickControl("CANCEL")
	awaitTitle(t, b)
	checkProfileScreens(t, b)

	// If the score is even after those ten seconds, the next point decides.
	rival := newTab(t, chrome, "Rival", base+"/?bot=1&name=Rival")
	awaitTitle(t, rival)
	for _, p := range []*tab{b, rival} {
		p.clickControl("DUEL")
		p.clickControl("PLAY")
	}
	s = awaitState(t, b, 3*maxWait, "rating on the podium", func(s clientState) bool { return s.Phase == "podium" && s.Gain != "" })
	takeScreenshot(t, b, "podium")
	if s.Mode != "duel" || len(s.Scores) != 2 {
		t.Errorf("a %s of %d, want a duel of two", s.Mode, len(s.Scores))
	}
	awaitState(t, rival, maxWait, "rating of the rival", func(s clientState) bool { return s.Gain != "" })
	checkReport(t, b, operator)
}

// checkProfileScreens opens the screens about the own account and the ranks.
func checkProfileScreens(t *testing.T, b *tab) {
	t.Helper()
	b.clickControl("PROFILE")
	awaitState(t, b, maxWait, "profile", func(s clientState) bool { return s.Scene == "profile" && s.Lounge.Me != "" })
	b.awaitFrames()
	takeScreenshot(t, b, "profile")
	b.clickControl("OTHER DEVICE")
	b.clickControl("SHOW A CODE")
	b.awaitFrames()
	takeScreenshot(t, b, "device")
	b.clickControl("BACK")
	b.clickControl("BACK")
	b.clickControl("RANKS")
	b.awaitFrames()
	takeScreenshot(t, b, "ranks")
	b.clickControl("BACK")
	awaitTitle(t, b)
}

// checkReport reports the opponent, and reads the report on the operator's API.
func checkReport(t *testing.T, b *tab, operator string) {
	t.Helper()
	b.pressKey(escapeKey)
	b.clickControl("PLAYERS")
	b.clickControl("CHEATING")
	b.clickControl("REPORT")
	b.awaitFrames()
	takeScreenshot(t, b, "report")
	var reports []admin.Report
	for deadline := time.Now().Add(maxWait); len(reports) == 0; time.Sleep(pollEvery) {
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
