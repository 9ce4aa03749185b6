package hud

import (
	"strings"
	"testing"
	"time"

	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/client/render/demomatch"
	"perihelion/client/render/sprites"
	"perihelion/client/ui"
	"perihelion/shared/protocol"
	"perihelion/sim"
	"perihelion/sim/ships"
)

var testCamera = render.Camera{Scale: 1, W: 1600, H: 900}

func newTestHUD(t testing.TB) *HUD {
	t.Helper()
	letters, err := ui.NewPen()
	if err != nil {
		t.Fatal(err)
	}
	return newHUD(sprites.NewAtlas(), letters)
}

// testView returns a View with players 1 (the viewer) to 4.
func testView() *netcode.View {
	v := &netcode.View{Ready: true, Me: 1, Config: sim.Config{Seats: 8, Seed: 1}, Tick: 100, OwnTick: 110}
	v.Own[ships.OwnAlive], v.Own[ships.OwnHull] = 1, 100<<16
	v.OwnPrev = v.Own
	for i, name := range []string{"Ada", "Bo", "Cy", "Di"} {
		v.Roster = append(v.Roster, protocol.Player{ID: sim.PlayerID(i + 1), Name: name})
	}
	return v
}

func testEvent(k sim.Kind, words ...int32) sim.Event {
	e := sim.Event{Entity: sim.Entity{Kind: k}}
	copy(e.Words[:], words)
	return e
}

// allText returns all texts of the last buildFrame, with spaces between them.
func (h *HUD) allText() string {
	var b strings.Builder
	for _, p := range h.layers {
		for _, l := range p.texts {
			b.WriteString(l.text + " ")
		}
	}
	return b.String()
}

func TestKillFeedNamesBothAndExpires(t *testing.T) {
	h, v := newTestHUD(t), testView()
	v.Events = []sim.Event{
		testEvent(ships.EventKill, 2, 3, int32(ships.WeaponRail)),
		testEvent(ships.EventKill, int32(sim.NoPlayer), 4, int32(ships.WeaponStar)),
	}
	h.Update(v, 1.0/60)
	if h.killFeed.n != 2 {
		t.Fatalf("%d lines, want 2", h.killFeed.n)
	}
	if o := h.killFeed.lines[1]; o.killer != "Bo" || o.victim != "Cy" || o.weapon != ships.WeaponRail {
		t.Errorf("the older line is %+v", o)
	}
	if o := h.killFeed.lines[0]; o.killer != "" || o.victim != "Di" {
		t.Errorf("the star got a name: %+v", o)
	}
	v.Events = nil
	for range int(killFeedTime*60) + 2 {
		h.Update(v, 1.0/60)
	}
	if h.killFeed.n != 0 {
		t.Errorf("%d lines are still there", h.killFeed.n)
	}
}

func TestKillFeedKeepsTheNewest(t *testing.T) {
	h, v := newTestHUD(t), testView()
	for range killFeedLines + 3 {
		v.Events = []sim.Event{testEvent(ships.EventKill, 2, 3, int32(ships.WeaponPulse))}
		h.Update(v, 1.0/60)
	}
	v.Events = []sim.Event{testEvent(ships.EventKill, 3, 2, int32(ships.WeaponMine))}
	h.Update(v, 1.0/60)
	if h.killFeed.n != killFeedLines || h.killFeed.lines[0].victim != "Bo" {
		t.Errorf("%d lines, newest %+v", h.killFeed.n, h.killFeed.lines[0])
	}
}

func TestScoresAreRankedByPointsThenDeaths(t *testing.T) {
	h, v := newTestHUD(t), testView()
	for p, score := range map[sim.PlayerID][2]int32{1: {5, 2}, 2: {9, 0}, 3: {5, 1}} {
		s := netcode.Seen{ID: ships.ScoreID(p), Kind: ships.KindScore}
		s.To[ships.ScorePoints], s.To[ships.ScoreDeaths] = score[0], score[1]
		v.Seen = append(v.Seen, s)
	}
	h.Update(v, 1.0/60)
	want := []sim.PlayerID{2, 3, 1}
	for i, r := range h.scores.rows {
		if r.player != want[i] {
			t.Errorf("place %d is player %d, want %d", i+1, r.player, want[i])
		}
	}
	if h.scores.myRank != 3 {
		t.Errorf("the player is %d., want 3.", h.scores.myRank)
	}
}

func TestRecapAddsUpAndShowsTheDetails(t *testing.T) {
	h, v := newTestHUD(t), testView()
	v.Events = []sim.Event{
		testEvent(ships.EventHit, 2, 1, int32(ships.WeaponPulse), 12, 0, 0, 0, 0),
		testEvent(ships.EventHit, 2, 1, int32(ships.WeaponPulse), 12, 0, 0, 0, 0),
		testEvent(ships.EventHit, 2, 1, int32(ships.WeaponRail), 45, 0, 0, 6, 1),
		testEvent(ships.EventKill, 2, 1, int32(ships.WeaponRail)),
	}
	v.Own[ships.OwnAlive], v.Own[ships.OwnRespawn] = 0, 90
	v.Roster[0].Ping, v.Roster[1].Ping = 120, 61
	h.Update(v, 1.0/60)
	const human, receipt = "They hit you where they saw you, 0.1 seconds earlier", "Bo · rail · judged 100 ms ago, more was not granted (their ping 61, yours 120)"
	for _, c := range []struct {
		graph     bool
		want, not string
	}{{false, human, "judged"}, {true, receipt, human}} {
		h.buildFrame(v, testCamera, Options{Scale: 1, NetGraph: c.graph})
		text := h.allText()
		for _, want := range []string{"Bo  hit you with the rail", "24", "45", c.want, "1.5"} {
			if !strings.Contains(text, want) || strings.Contains(text, c.not) {
				t.Errorf("net graph %v: want %q and not %q: %s", c.graph, want, c.not, text)
			}
		}
	}
	v.Events, v.Own[ships.OwnAlive], v.Own[ships.OwnHull] = nil, 1, 100<<16
	h.Update(v, 1.0/60)
	if h.recap.dead || h.recap.n != 0 {
		t.Error("the recap of the last life is still there")
	}
}

func TestDeathIsExplainedInPlainWords(t *testing.T) {
	none := sim.NoPlayer
	for _, c := range []struct {
		name   string
		by     sim.PlayerID
		with   ships.Weapon
		rewind int32
		capped bool
		bot    bool
		want   []string
	}{
		{"shot", 2, ships.WeaponPulse, 0, false, false, []string{"Bo  shot you down", "You were where they aimed"}},
		{"shot over a slow connection", 2, ships.WeaponPulse, 6, false, false, []string{"set ahead by the time that their connection takes"}},
		{"hit from the past", 2, ships.WeaponRail, 12, true, false, []string{"0.2 seconds earlier", "not made up for in full"}},
		{"by a bot", 2, ships.WeaponRail, 12, false, true, []string{"A bot: it sees and does no more than you can"}},
		{"by the star", none, ships.WeaponStar, 0, false, false, []string{"The star took you", "its corona burns"}},
		{"driven into it", 2, ships.WeaponStar, 0, false, false, []string{"Bo  drove you into the star"}},
		{"by a rock", none, ships.WeaponRock, 0, false, false, []string{"You hit an asteroid"}},
		{"by an own mine", 1, ships.WeaponMine, 0, false, false, []string{"Your own mine took you"}},
	} {
		h, v := newTestHUD(t), testView()
		v.Roster[1].Bot = c.bot
		capped := int32(0)
		if c.capped {
			capped = 1
		}
		v.Events = []sim.Event{
			testEvent(ships.EventHit, int32(c.by), 1, int32(c.with), 45, 0, 0, c.rewind, capped),
			testEvent(ships.EventKill, int32(c.by), 1, int32(c.with)),
		}
		v.Own[ships.OwnAlive], v.Own[ships.OwnRespawn] = 0, 90
		h.Update(v, 1.0/60)
		h.buildFrame(v, testCamera, Options{Scale: 1})
		text := h.allText()
		for _, want := range c.want {
			if !strings.Contains(text, want) {
				t.Errorf("%s: want %q in %q", c.name, want, text)
			}
		}
		for _, term := range []string{"ping", " ms", "judged", "granted", "rewind", "tick"} {
			if strings.Contains(text, term) {
				t.Errorf("%s: %q is for the net graph: %q", c.name, term, text)
			}
		}
	}
}

// podiumView returns the end of a round. points are those of players 2, 3, 4 and 1.
func podiumView(points ...int32) *netcode.View {
	v := testView()
	m := netcode.Seen{ID: 5120, Kind: ships.KindMatch}
	m.To[ships.MatchPhase], m.To[ships.MatchEnds], m.To[ships.MatchRound] = int32(sim.PhasePodium), 400, 2
	v.Seen = append(v.Seen, m)
	for i, p := range []sim.PlayerID{2, 3, 4, 1} {
		s := netcode.Seen{ID: ships.ScoreID(p), Kind: ships.KindScore}
		s.To[ships.ScorePoints], s.To[ships.ScoreKills], s.To[ships.ScoreDeaths] = points[i], points[i], 1
		v.Seen = append(v.Seen, s)
	}
	return v
}

func TestPodiumShowsThePlayer(t *testing.T) {
	for _, c := range []struct {
		name   string
		points []int32
		watch  bool
		want   []string
		not    string
	}{
		{"the player won", []int32{3, 2, 1, 9}, false, []string{"YOU WIN", "YOU 1st of  4", "death 1  kills 9  points 9"}, "wins"},
		{"second", []int32{9, 2, 1, 3}, false, []string{"Bo  wins", "YOU 2nd of  4"}, "YOU WIN"},
		{"not on the podium", []int32{9, 4, 3, 1}, false, []string{"Bo  wins", "YOU 4th of  4", "kill 1  point 1"}, "YOU WIN"},
		{"a spectator", []int32{9, 4, 3, 1}, true, []string{"Bo  wins"}, "YOU"},
	} {
		h, v := newTestHUD(t), podiumView(c.points...)
		if c.watch {
			v.Me, v.Watching = sim.NoPlayer, true
		}
		h.Update(v, 1.0/60)
		h.buildFrame(v, testCamera, Options{Scale: 1})
		text := h.allText()
		for _, want := range c.want {
			if !strings.Contains(text, strings.ReplaceAll(want, "  ", " ")) && !strings.Contains(text, want) {
				t.Errorf("%s: want %q in %q", c.name, want, text)
			}
		}
		if strings.Contains(text, c.not) {
			t.Errorf("%s: must not show %q: %q", c.name, c.not, text)
		}
	}
}

func TestOnlyHitsOnThePlayerFlashTheView(t *testing.T) {
	h, v := newTestHUD(t), testView()
	v.Events = []sim.Event{testEvent(ships.EventHit, 1, 2, int32(ships.WeaponPulse), 12)}
	h.Update(v, 1.0/60)
	if h.damage.flash != 0 || h.hitMarkers.damage != 12 {
		t.Errorf("after the player hit another: flash %v, damage %v", h.damage.flash, h.hitMarkers.damage)
	}
	v.Events = []sim.Event{testEvent(ships.EventHit, 2, 1, int32(ships.WeaponPulse), 12)}
	h.Update(v, 1.0/60)
	if h.damage.flash == 0 {
		t.Error("being hit shows nothing")
	}
}

func TestPodiumShowsAwards(t *testing.T) {
	h, v := newTestHUD(t), testView()
	m := netcode.Seen{ID: 5120, Kind: ships.KindMatch}
	m.To[ships.MatchPhase], m.To[ships.MatchEnds], m.To[ships.MatchRound] = int32(sim.PhasePodium), 400, 2
	v.Seen = append(v.Seen, m)
	v.Events = []sim.Event{testEvent(ships.EventAward, 3, int32(ships.TitleMoth), 41)}
	h.Update(v, 1.0/60)
	h.buildFrame(v, testCamera, Options{Scale: 1})
	for _, want := range []string{"Moth", "Cy", "41"} {
		if !strings.Contains(h.allText(), want) {
			t.Errorf("the podium lacks %q", want)
		}
	}
	v.Events = nil
	v.Seen[0].To[ships.MatchPhase] = int32(sim.PhaseLive)
	h.Update(v, 1.0/60)
	if h.awards.n != 0 {
		t.Error("the awards of the last round are still there")
	}
}

func TestCountdownsNeverShowZero(t *testing.T) {
	for left, want := range map[time.Duration]int{0: 1, time.Millisecond: 1, time.Second: 1, 1001 * time.Millisecond: 2, 3 * time.Second: 3} {
		if got := stepsLeft(left, time.Second); got != want {
			t.Errorf("%v is shown as %d, want %d", left, got, want)
		}
	}
	for _, phase := range []sim.Phase{sim.PhaseCountdown, sim.PhasePodium} {
		h, v := newTestHUD(t), testView()
		m := netcode.Seen{ID: 5120, Kind: ships.KindMatch}
		m.To[ships.MatchPhase], m.To[ships.MatchEnds], m.To[ships.MatchRound] = int32(phase), int32(v.Tick), 2
		v.Seen, v.Notice = append(v.Seen, m), &protocol.Notice{Text: "Closing in", In: time.Millisecond}
		h.Update(v, 1.0/60)
		h.buildFrame(v, testCamera, Options{Scale: 1})
		if text := h.allText(); strings.Contains(text, "in  0") || strings.Contains(text, " 0 ") {
			t.Errorf("phase %v counts to zero: %s", phase, text)
		}
	}
}

func TestOrdinals(t *testing.T) {
	for n, want := range map[int]string{1: "1st", 2: "2nd", 3: "3rd", 4: "4th", 11: "11th", 12: "12th", 13: "13th", 21: "21st", 111: "111th"} {
		if got := ordinal(n); got != want {
			t.Errorf("%d is %q, want %q", n, got, want)
		}
	}
}

func TestChatStaysForAWhile(t *testing.T) {
	h, v := newTestHUD(t), testView()
	v.Chat = []protocol.Line{{From: 2, Name: "Bob", Text: "gg"}}
	h.Update(v, 1.0/60)
	v.Chat = nil
	h.buildFrame(v, testCamera, Options{Scale: 1})
	if !strings.Contains(h.allText(), "gg") {
		t.Error("the line is not shown")
	}
	for range chatTime*60 + 2 {
		h.Update(v, 1.0/60)
	}
	h.buildFrame(v, testCamera, Options{Scale: 1})
	if strings.Contains(h.allText(), "gg") {
		t.Error("the line is still shown")
	}
}

func TestHUDFitsSmallWindows(t *testing.T) {
	for _, size := range [][2]int{{640, 360}, {360, 640}, {3840, 2160}} {
		c := render.Camera{Scale: 1, W: size[0], H: size[1]}
		u := unit(c, 3)
		if u*minWidth > float32(size[0])+.5 || u*minHeight > float32(size[1])+.5 {
			t.Errorf("%v: %v pixels a unit is too large", size, u)
		}
	}
}

func TestCornerPanelsFadeOverAShip(t *testing.T) {
	points := func(shipX, shipY float32) (faintest float32) {
		h, v := newTestHUD(t), testView()
		score := netcode.Seen{ID: ships.ScoreID(2), Kind: ships.KindScore}
		score.To[ships.ScorePoints] = 777
		ship := netcode.Seen{ID: ships.ShipID(3), Kind: ships.KindShip}
		x, y := testCamera.ToWorld(shipX, shipY)
		ship.To[ships.ShipX], ship.To[ships.ShipY] = int32(16*x), int32(16*y)
		ship.From = ship.To
		v.Seen = append(v.Seen, ship, score)
		h.Update(v, 1./60)
		h.buildFrame(v, testCamera, Options{Scale: 1})
		for _, l := range h.layers[1].texts {
			if l.text == "777" {
				return l.style.Color.A
			}
		}
		t.Fatalf("the ranking is not there: %s", h.allText())
		return 0
	}
	if got := points(800, 700); got < .7 {
		t.Errorf("with nobody below it the ranking is shown at %v", got)
	}
	if got := points(90, mapY+mapRadius+45); got > .3 {
		t.Errorf("above a ship the ranking is shown at %v: a ship can hide there", got)
	}
}

func TestFrameOfAFightAllocatesNothing(t *testing.T) {
	h, f := newTestHUD(t), demomatch.New(16, 3)
	show := Options{Scale: 1, ItemKey: "Q"}
	frame := func() {
		f.PlayTick()
		h.Update(&f.View, 1.0/60)
		h.buildFrame(&f.View, testCamera, show)
	}
	for range 900 {
		frame()
	}
	if n := testing.AllocsPerRun(240, frame); n > 0 {
		t.Errorf("%v allocations a frame", n)
	}
}

func BenchmarkFrame(b *testing.B) {
	h, f := newTestHUD(b), demomatch.New(16, 3)
	for range 900 {
		f.PlayTick()
		h.Update(&f.View, 1.0/60)
	}
	b.ReportAllocs()
	for b.Loop() {
		h.Update(&f.View, 1.0/60)
		h.buildFrame(&f.View, testCamera, Options{Scale: 1})
	}
}
