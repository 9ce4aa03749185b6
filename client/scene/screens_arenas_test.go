package scene

import (
	"bytes"
	"image/png"
	"strings"
	"testing"
	"time"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/shared/api"
	"perihelion/sim/games"
)

// widestTitle is a wide title of an arena, as long as one may be.
var widestTitle = widestName + " " + longBot

// testReport is what bots found in an arena, with a figure of each verdict.
func testReport(good bool) *api.ArenaReport {
	r := &api.ArenaReport{Good: good, Findings: []api.ArenaFinding{
		{Name: "spawn-kills", Mode: "skirmish", Value: 12, Most: 60, Verdict: api.FindingOK},
		{Name: "spawn-crashes", Mode: "skirmish", Value: 145, Most: 30, Verdict: api.FindingWarning},
		{Name: "stuck-ships", Mode: "teams", Value: 0, Most: 10, Verdict: api.FindingOK},
		{Name: "side-wins", Mode: "teams", Value: 800, Least: 250, Most: 750, Verdict: api.FindingWarning},
		{Name: "tick-cost", Value: 18, Most: 1000, Verdict: api.FindingOK},
	}}
	if !good {
		r.Findings[1].Value, r.Findings[1].Verdict = 600, api.FindingUnplayable
	}
	return r
}

// testArenas are arenas of others, and some of our own.
func testArenas(now time.Time) []api.LibraryArena {
	return []api.LibraryArena{
		{ID: "a", Owner: widestName, State: api.ArenaFeatured, Newest: 1, Published: 1, Plays: 1234, Shown: api.ArenaVersion{Title: widestTitle, Picture: "0"}},
		{ID: "b", Owner: longGuest, State: api.ArenaPublished, Newest: 2, Published: 2, Shown: api.ArenaVersion{Title: longBot, Picture: "1", Report: testReport(true)}},
		{ID: "c", Owner: longGuest, Mine: true, State: api.ArenaDraft, Newest: 3, QueuedAt: &now, Shown: api.ArenaVersion{Title: longGuest, Picture: "2"}},
		{ID: "d", Owner: longGuest, Mine: true, State: api.ArenaDraft, Newest: 3, Shown: api.ArenaVersion{Title: longGuest, Picture: "3", Report: testReport(false)}},
		{ID: "e", Owner: longGuest, Mine: true, State: api.ArenaPublished, Newest: 3, Published: 2, Shown: api.ArenaVersion{Title: longBot, Picture: "4"}},
	}
}

// testVersions are those of the last of testArenas.
func testVersions() []api.ArenaVersion {
	day := time.Unix(1_790_000_000, 0)
	return []api.ArenaVersion{
		{Version: 3, Title: longBot, Picture: "4", CreatedAt: day},
		{Version: 2, Title: longBot, Picture: "3", CreatedAt: day, Report: testReport(true)},
		{Version: 1, Title: longBot, Picture: "2", CreatedAt: day, Report: testReport(false)},
	}
}

// testPictures are those of the arenas that come with the game.
func testPictures() arenaPictures {
	l := arenaPictures{map[string]*ebiten.Image{}}
	for i, a := range games.Ships.About().Arenas {
		drawn, err := png.Decode(bytes.NewReader(games.Ships.Tools.Picture(a)))
		if err != nil {
			panic(err)
		}
		l.images[string(rune('0'+i))] = ebiten.NewImageFromImage(drawn)
	}
	return l
}

// arenaScreens are the library of arenas, and one of them.
func arenaScreens() []screen {
	pictures := testPictures()
	list := func(name string, tab int, known bool, see string) screen {
		return screen{name, func(p *screenCheck) []scene {
			s := newArenasScene(p.deps)
			s.pictures, s.lists.Selected = pictures, tab
			if see == "NEW" {
				s.showArenas(testArenas(p.frame.now), known)
			} else {
				s.showArenas(nil, known)
			}
			return []scene{s}
		}, see}
	}
	one := func(name string, n int, set func(s *arenaScene), see string) screen {
		return screen{name, func(p *screenCheck) []scene {
			s := newArenaScene(p.deps, testArenas(p.frame.now)[n])
			s.pictures = pictures
			set(s)
			s.arrange()
			return []scene{s}
		}, see}
	}
	return []screen{
		list("arenas", 1, true, "NEW"),
		list("arenas, none of mine", 3, true, "MINE"),
		list("arenas, not known yet", 0, false, "PLAY"),
		one("arena of another", 1, func(*arenaScene) {}, "REPORT"),
		one("arena of another that is reported", 1, func(s *arenaScene) { s.sure = true }, "REALLY REPORT"),
		one("arena of mine that waits", 2, func(*arenaScene) {}, "PUBLISH"),
		one("arena of mine that nobody could play in", 3, func(*arenaScene) {}, "PUBLISH"),
		one("arena of mine, its versions", 4, func(s *arenaScene) { s.views.Selected, s.kept = 1, testVersions() }, "DELETE"),
		one("arena of mine, deleted", 4, func(s *arenaScene) { s.views.Selected, s.kept, s.sure = 1, testVersions(), true }, "REALLY DELETE"),
	}
}

func TestWhatCanBeDoneWithAnArena(t *testing.T) {
	tc := newTestClient(t, Options{})
	newTitle(tc.deps)
	for i, want := range []struct {
		act            string
		disabled, link bool
		text           string
	}{
		{"REPORT", false, true, "played: 1234"},
		{"REPORT", false, true, "bots find it unfair"},
		{"PUBLISH", true, false, "bots try it"},
		{"PUBLISH", false, false, "nobody could play in it"},
		{"PUBLISH", false, true, "changed since it was published"},
	} {
		a := testArenas(time.Now())[i]
		s := newArenaScene(tc.deps, a)
		s.labelAct()
		if s.act.Label != want.act || s.act.Disabled != want.disabled || s.link.Disabled == want.link || arenaText(&a) != want.text {
			t.Errorf("%s: %s (disabled %v), link disabled %v, %s", a.ID, s.act.Label, s.act.Disabled, s.link.Disabled, arenaText(&a))
		}
	}
	if dest := arenaRoom("a"); !dest.OpenRoom || dest.NewRoom.Arena != "a" {
		t.Errorf("play leads to %+v", dest)
	}
	if a := tc.deps.online.Arenas; a.Busy() {
		t.Error("looking at arenas has asked the server for something")
	}
	cells := findingCells(&api.ArenaFinding{Name: "side-wins", Mode: "teams", Value: 805, Least: 250, Most: 750})
	if got := strings.Join(cells, "|"); got != "TEAMS: rounds that the first side won|80.5 %|25 % to 75 %" {
		t.Errorf("a finding reads %s", got)
	}
}
