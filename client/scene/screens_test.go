package scene

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/input"
	"perihelion/client/lang"
	"perihelion/client/online"
	"perihelion/client/online/onlinetest"
	"perihelion/client/render/sprites"
	"perihelion/client/ui"
	"perihelion/shared/api"
	"perihelion/shared/deeds"
	"perihelion/shared/protocol"
	"perihelion/sim/games"
)

// viewport is the size of a window in CSS pixels.
type viewport struct {
	w, h  int
	touch bool
}

func (v viewport) name() string {
	if v.touch {
		return fmt.Sprintf("%dx%d touch", v.w, v.h)
	}
	return fmt.Sprintf("%dx%d", v.w, v.h)
}

// sizes are the windows in which every screen is checked.
var sizes = []viewport{
	{320, 240, false},
	{480, 320, false},
	{390, 844, true},
	{844, 390, true},
	{1024, 768, false},
	{1024, 768, true},
	{960, 540, false},
	{800, 450, false},
	{1280, 720, false},
	{1920, 1080, false},
	{2560, 1080, false},
	{3840, 2160, false},
}

// The longest names that the server makes, and the widest that a player can choose.
const (
	longBot   = "Tsiolkovsky"
	longGuest = "Schaumasse 999"
)

var widestName = strings.Repeat("W", protocol.MaxName)

// isServerName reports whether short is the start of a name made by the server.
func isServerName(short string) bool {
	return short != "" && (strings.HasPrefix(longBot, short) || strings.HasPrefix(longGuest, short))
}

// A screen is one situation to check: the scenes from the lowest visible one to the top.
type screen struct {
	name     string
	set      func(p *screenCheck) []scene
	mustShow string // text that must be visible; alternatives are separated by |
}

// screenCheck is a client without a window, for one size.
type screenCheck struct {
	*testClient
	sheet *sprites.Atlas
	pen   *ui.Pen
}

func newScreenCheck(t *testing.T, pen *ui.Pen, sheet *sprites.Atlas, v viewport, text float64) *screenCheck {
	tc := newTestClient(t, Options{Server: "http://game.test", Build: "v1.2.3-45-gabcdef0"})
	p := &screenCheck{tc, sheet, pen}
	p.deps.pen = pen
	p.frame = frame{w: v.w, h: v.h, unit: pointSize(v.w, v.h, 1, text), now: time.Unix(1_800_000_000, 0), top: true, in: &ui.Input{}}
	if v.touch {
		p.deps.Devices.SetActive(input.Touch)
	}
	p.frame.minTarget = p.deps.minTarget(1)
	p.pollDevices()
	p.saveGuest(longGuest, "mine")
	p.deps.online.SetName("")
	l := p.deps.online.Lobby
	l.StatusKnown, l.Status = true, api.Status{Players: 118, Bots: 240, Queued: 12, Rooms: testRooms()[:1]}
	for range 12 {
		l.Apply(&api.Live{Kill: &api.Kill{Killer: longBot, Victim: widestName, Weapon: "seeker"}})
	}
	for i := range int(9) {
		l.Chat.AddMessage(api.Message{ID: fmt.Sprint(i), PlayerID: "x", Name: longGuest, Text: strings.Repeat("word ", 1+8*int(i))})
	}
	return p
}

// pollDevices lets the touch buttons find their places.
func (p *screenCheck) pollDevices() {
	p.deps.Devices.ProcessRaw(float32(p.frame.w), float32(p.frame.h), p.frame.unit, 1./60)
}

func testRooms() (list []api.Room) {
	for i, mode := range []string{"skirmish", "teams", "duel"} {
		list = append(list, api.Room{
			ID: fmt.Sprint(i), Mode: mode, Players: 9, Bots: 5, Seats: 16 << i, Free: 2 - i, Rated: true, Phase: "countdown",
			Leader: longBot, Points: 1888, Limit: 2000,
		})
	}
	return list
}

// traceScenes draws the scenes as the stack would, and records the layout.
func (p *screenCheck) traceScenes(scenes []scene) *layoutTrace {
	g := &layoutTrace{window: ui.Rect{W: float32(p.frame.w), H: float32(p.frame.h)}}
	p.pen.Trace = g
	defer func() { p.pen.Trace = nil }()
	dst := ebiten.NewImage(p.frame.w, p.frame.h)
	defer dst.Deallocate()
	p.stack.scenes = p.withTitle(scenes)
	p.stack.draw(dst, &p.frame)
	return g
}

// withTitle puts the title below the scenes, as in the game.
func (p *screenCheck) withTitle(scenes []scene) []scene {
	if base := p.stack.base(); scenes[0] != base {
		return append([]scene{base}, scenes...)
	}
	return scenes
}

func TestEveryScreenCanBeReadAndTouchedInEverySize(t *testing.T) {
	pen, sheet := newPen(t), sprites.NewAtlas()
	for _, size := range sizes {
		for _, text := range []float64{minTextSize, 1, maxTextSize} {
			t.Run(fmt.Sprintf("%s, text %v", size.name(), text), func(t *testing.T) {
				for _, s := range allScreens() {
					s.checkScreen(t, newScreenCheck(t, pen, sheet, size, text))
				}
			})
		}
	}
}

func TestEverySceneIsAmongTheScreens(t *testing.T) {
	pen, sheet, drawn := newPen(t), sprites.NewAtlas(), map[string]bool{}
	for _, s := range allScreens() {
		scenes := s.set(newScreenCheck(t, pen, sheet, sizes[0], 1))
		drawn[scenes[len(scenes)-1].Name()] = true
	}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	named := regexp.MustCompile(`\) Name\(\) string \{ return "(\w+)" \}`)
	n := 0
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range named.FindAllSubmatch(source, -1) {
			if n++; !drawn[string(m[1])] {
				t.Errorf("%s: no screen shows the scene %s", file, m[1])
			}
		}
	}
	if n < 10 {
		t.Errorf("%d scenes found in the source: does the test still see them?", n)
	}
}

func newPen(t *testing.T) *ui.Pen {
	pen, err := ui.NewPen()
	if err != nil {
		t.Fatal(err)
	}
	return pen
}

// checkScreen draws a screen and reports the faults of its layout.
func (s *screen) checkScreen(t *testing.T, p *screenCheck) {
	scenes := s.set(p)
	g := p.traceScenes(scenes)
	for _, fault := range g.checkTargets(p.targets(scenes[len(scenes)-1]), p.frame.minTarget) {
		t.Errorf("%s: %s", s.name, fault)
	}
	if s.mustShow != "" && !g.shows(s.mustShow) {
		t.Errorf("%s: %q is not to be seen", s.name, s.mustShow)
	}
}

func allScreens() []screen {
	return slices.Concat(menuScreens(), matchScreens(), puckScreens(), replayScreens(), localScreens(), dailyScreens(), friendsScreens(), editScreens(), arenaScreens())
}

// allQueues are those of a server that offers every mode of every game.
func allQueues() (list []api.Queue) {
	for _, g := range games.All {
		for _, m := range g.About().Modes {
			if m.Queue == "" {
				continue // not to be searched
			}
			list = append(list, api.Queue{Name: m.Queue, Mode: m.Name, Game: g.About().Name, Text: m.Text, Seats: 8, Party: 4})
		}
	}
	return list
}

// menuScreens are the screens outside of a match.
func menuScreens() []screen {
	return []screen{
		{"title", func(p *screenCheck) []scene { return []scene{p.stack.base()} }, "PLAY"},
		{"title of all games", func(p *screenCheck) []scene {
			l := p.deps.online.Lobby
			l.Queues, l.QueuesVersion = allQueues(), l.QueuesVersion+1
			return []scene{p.stack.base()}
		}, "PERIHELION|PUCK"},
		{"title, with a name that cannot be", func(p *screenCheck) []scene {
			s := p.stack.base().(*titleScene)
			s.errText = online.Sentence("a name has 20 letters at most")
			return []scene{s}
		}, "20 letters"},
		{"title with a level", func(p *screenCheck) []scene {
			p.showLevel()
			return []scene{p.stack.base()}
		}, "LEVEL 28|PROFILE"},
		{"title with goals", func(p *screenCheck) []scene {
			p.showLevel()
			p.showGoals()
			return []scene{p.stack.base()}
		}, "LEVEL 28|PROFILE"},
		{"looks, title", func(p *screenCheck) []scene { return []scene{p.looks(0, 3)} }, "CHOSEN"},
		{"looks, trail", func(p *screenCheck) []scene { return []scene{p.looks(kindTrail, 2)} }, "CHOSEN"},
		{"looks, hull", func(p *screenCheck) []scene { return []scene{p.looks(2, 3)} }, "CHOSEN"},
		{"looks, kill sound", func(p *screenCheck) []scene { return []scene{p.looks(3, 3)} }, "CHOSEN"},
		{"title of a party's leader", func(p *screenCheck) []scene {
			p.addParty(true)
			return []scene{p.stack.base()}
		}, "4"},
		{"title of a party's member", func(p *screenCheck) []scene {
			p.addParty(false)
			return []scene{p.stack.base()}
		}, ""},
		{"search", func(p *screenCheck) []scene { return []scene{p.search()} }, "LOOKING FOR A MATCH"},
		{"search that failed", func(p *screenCheck) []scene {
			s := newMatchmakingScene(p.deps, online.Destination{Room: "x"})
			s.failure, s.full, s.tries = online.Failure{Text: "You have asked for too many rooms that do not exist. Wait a minute, and look at the code again."}, true, 3
			s.handleButtons(&p.frame)
			return []scene{s}
		}, "No match"},
		{"search that tries again", func(p *screenCheck) []scene {
			s := newMatchmakingScene(p.deps, online.Destination{})
			s.failure, s.nextTry = online.Failure{Text: "Every seat of this server is taken, and no more rooms may be opened."}, p.frame.now.Add(3*time.Second)
			s.handleButtons(&p.frame)
			return []scene{s}
		}, "Trying again"},
		{"rooms", func(p *screenCheck) []scene {
			s := newRoomsScene(p.deps)
			s.poller.Value, s.poller.Known = append(testRooms(), testRooms()...), true
			s.filterRooms()
			return []scene{s}
		}, "SKIRMISH"},
		{"no rooms", func(p *screenCheck) []scene {
			s := newRoomsScene(p.deps)
			s.poller.Known, s.errText = true, "The server could not be reached."
			return []scene{s}
		}, "No room is open"},
		{"private", func(p *screenCheck) []scene { return []scene{newPrivateScene(p.deps)} }, "OPEN A ROOM"},
		{"private, of all games", func(p *screenCheck) []scene { return []scene{p.privateRoom()} }, "JOIN"},
		{"no party", func(p *screenCheck) []scene {
			s := newPartyScene(p.deps)
			s.errText = "The party is over."
			s.arrangeWidgets(false)
			return []scene{s}
		}, "START A PARTY"},
		{"party", func(p *screenCheck) []scene {
			p.addParty(false)
			s := newPartyScene(p.deps)
			s.arrangeWidgets(true)
			return []scene{s}
		}, "NOVA42"},
		{"ranks", func(p *screenCheck) []scene { return []scene{p.leaderboard()} }, "MATCHES"},
		{"no ranks", func(p *screenCheck) []scene {
			s := newLeaderboardScene(p.deps)
			s.requested, s.around.Selected = true, 1
			s.addPage(online.Reply[api.Board]{Value: api.Board{Season: api.Season{Number: 1, Present: true, EndsAt: time.Now().Add(time.Hour), Placement: 5}}})
			return []scene{s}
		}, "You are not on this board yet"},
		{"seasons", func(p *screenCheck) []scene {
			profile := api.Profile{Ratings: []api.Rating{{Mode: "skirmish", Season: 12, Matches: 2, Placement: 5}, {Mode: "duel", Season: 12, Matches: 912, Placement: 5, Rank: 1234, BestRank: 99}}}
			for n := range 12 {
				profile.Seasons = append(profile.Seasons, api.PastRating{Mode: "skirmish", Season: 11 - n, Matches: 1234, Rank: 1234, BestRank: 12})
			}
			return []scene{newSeasonsScene(p.deps, &profile)}
		}, "placement 2/5"},
		{"profile", func(p *screenCheck) []scene { return []scene{p.profile()} }, longGuest},
		{"other device", func(p *screenCheck) []scene {
			s := newLinkDeviceScene(p.deps, func() {})
			s.link = api.Link{Code: "NOVA42XY", ExpiresAt: p.frame.now.Add(9 * time.Minute)}
			return []scene{s}
		}, "NOVA42XY"},
		{"delete my data", func(p *screenCheck) []scene {
			s := newDeleteDataScene(p.deps)
			s.savedPath = "/home/somebody/Downloads/perihelion-data.json"
			return []scene{s}
		}, "DELETE EVERYTHING"},
		{"settings", func(p *screenCheck) []scene { return []scene{newSettingsScene(p.deps)} }, "Volume"},
		{"settings, at their end", func(p *screenCheck) []scene {
			s := newSettingsScene(p.deps)
			s.setFocus(s.widgets[len(s.widgets)-3])
			s.waitingFor = len(s.keys) - 1
			s.layoutSettings(&p.frame)
			s.scrollToFocus(&p.frame)
			return []scene{s}
		}, "Quick chat, team"},
		{"lobby chat", func(p *screenCheck) []scene {
			return []scene{newLobbyChatScene(p.deps, &p.deps.online.Lobby.Chat, lang.T("LOBBY"))}
		}, longGuest},
		{"ended", func(p *screenCheck) []scene {
			return []scene{newEndedScene(p.deps, "The operator closes this room: "+strings.Repeat("maintenance ", 12), online.Destination{})}
		}, "PLAY AGAIN"},
	}
}

// showLevel gives the player a level.
func (p *screenCheck) showLevel() {
	p.server.Handle("GET players/me", onlinetest.RespondJSON(api.Profile{PlayerID: p.deps.online.Guest().ID, Level: api.Level{Number: 28, Experience: 18_420, Gained: 920, Needed: 1000}}))
	for known := false; !known; _, known = p.deps.online.Progress.Level() {
		p.deps.online.Progress.Refresh(p.frame.now)
		time.Sleep(time.Millisecond)
	}
}

// showGoals gives the week goals.
func (p *screenCheck) showGoals() {
	list := api.Goals{Goals: []api.WeekGoal{
		{Deed: deeds.Kills, Target: 100, Done: 42, Reward: 250},
		{Deed: deeds.WinsOf("skirmish"), Target: 3, Done: 3, Reward: 200},
		{Deed: deeds.Bold, Target: 35, Reward: 300},
	}}
	p.server.Handle("GET goals", onlinetest.RespondJSON(list))
	for !p.deps.online.Progress.Goals.Known {
		p.deps.online.Progress.RefreshGoals(p.frame.now)
		time.Sleep(time.Millisecond)
	}
}

// looks is the scene of titles and trails, with one of them chosen.
func (p *screenCheck) looks(kind, number int) scene {
	profile := api.Profile{Name: widestName, Level: api.Level{Number: 12}, Deeds: map[string]int{deeds.Kills: 1234, deeds.Bold: 12}, Looks: api.Looks{Title: number, Trail: number, Lines: number, KillSound: number}}
	s := newLooksScene(p.deps, &profile)
	s.kinds.Selected, s.preview.near = kind, kind != kindTrail
	s.showChosen()
	s.layoutLooks(&p.frame)
	for range 90 {
		s.preview.fly(1. / 60)
	}
	return s
}

// addParty puts the player into a party of four.
func (p *screenCheck) addParty(lead bool) {
	members := []api.Member{{PlayerID: "me", Name: longGuest}, {PlayerID: "b", Name: longGuest}, {PlayerID: "c", Name: widestName}, {PlayerID: "d", Name: longGuest}}
	leader := "b"
	if lead {
		leader = "me"
	}
	party := &p.deps.online.Lobby.Party
	party.Enter(api.Party{Code: "NOVA42", LeaderID: leader, Members: members, Channel: "party:x"})
	for i := range int(5) {
		party.Chat.AddMessage(api.Message{ID: fmt.Sprint(i), PlayerID: "b", Name: longGuest, Text: "Where are you? We wait for you, and for the others."})
	}
}

func (p *screenCheck) search() scene {
	s := newMatchmakingScene(p.deps, online.Destination{})
	s.flow, s.startedAt = &online.JoinFlow{}, p.frame.now
	status := &online.TicketStatus{At: p.frame.now, Ticket: api.Ticket{Queue: "skirmish", Players: 3, ExpiresAt: p.frame.now.Add(time.Minute), Search: &api.Search{
		WaitedMS: 83_000, Place: 12, Queued: 104, Rating: 25.1, Window: 8.4,
		Expect: &api.Expect{P50MS: 40_000, P90MS: 90_000}, Nearest: &api.Miss{Why: "rating", By: 4.2, OpensMS: 9000},
	}}}
	s.radar.updateSearch(status, &p.frame)
	s.offerLoadout(&p.frame)
	s.handleButtons(&p.frame)
	return s
}

func (p *screenCheck) leaderboard() scene {
	s := newLeaderboardScene(p.deps)
	s.requested = true
	b := api.Board{Season: api.Season{Number: 12, Present: true, EndsAt: time.Now().Add(55 * 24 * time.Hour), Placement: 5}}
	for i := range 30 {
		b.Lines = append(b.Lines, api.BoardLine{Rank: 1 + i*41, Name: cmp.Or([]string{widestName, longGuest}[i%2]), Score: 1234.5, Matches: 12345, Wins: 9999, Me: i == 3})
	}
	s.addPage(online.Reply[api.Board]{Value: b})
	return s
}

func (p *screenCheck) profile() scene {
	s := newProfileScene(p.deps)
	d := online.Account{Profile: api.Profile{PlayerID: "me", Name: longGuest, Matches: 12345, Wins: 4321, Figures: map[string]int{"kills": 54321, "deaths": 43210}}}
	d.Level = api.Level{Number: 28, Experience: 18_420, Gained: 920, Needed: 1000}
	for _, mode := range []string{"skirmish", "teams", "duel"} {
		d.Ratings = append(d.Ratings, api.Rating{Mode: mode, Mu: 25.1, Sigma: 8.3, Score: -12.3, Rank: 1234})
	}
	d.Ratings[0].Rank, d.Ratings[0].Matches, d.Ratings[0].Placement = 0, 2, 5
	for i := range 20 {
		m := api.Match{Mode: "skirmish", EndedAt: time.Now().Add(-time.Duration(59*i+59) * time.Minute), Lines: make([]api.MatchLine, 16), Aborted: i == 2}
		m.Lines[0] = api.MatchLine{PlayerID: "me", Place: 12, Figures: map[string]int{"kills": 88, "deaths": 77}, Points: 1888, Gain: -12.3, Experience: 188}
		d.History = append(d.History, m)
	}
	s.call.Cancel()
	s.call = online.StartCall(s.deps.online, time.Second, func(context.Context) online.Reply[online.Account] { return online.Reply[online.Account]{Value: d} })
	for s.call != nil {
		s.pollCalls()
		time.Sleep(time.Millisecond)
	}
	return s
}
