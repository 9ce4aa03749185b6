package ships

import (
	"strings"
	"testing"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/game"
	"perihelion/client/game/ships/demomatch"
	"perihelion/client/hud"
	"perihelion/client/input"
	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/client/render/sprites"
	"perihelion/client/rgba"
	"perihelion/client/ui"
	"perihelion/shared/protocol"
	"perihelion/sim"
	"perihelion/sim/ships"
)

var testCamera = render.Camera{Scale: 1, W: 1600, H: 900}

// testHUD is the HUD of a match of the ships, with what is behind it.
type testHUD struct {
	*hud.HUD
	*hudParts
	letters *ui.Pen
}

func newTestHUD(t testing.TB) testHUD {
	t.Helper()
	letters, err := ui.NewPen()
	if err != nil {
		t.Fatal(err)
	}
	p, err := NewPlay(&game.Kit{})
	if err != nil {
		t.Fatal(err)
	}
	return testHUD{hud.New(p, &sprites.Renderer{Atlas: sprites.NewAtlas()}, letters), &p.hudParts, letters}
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
	for i, r := range h.AppendStandings(nil, v) {
		if r.Player != want[i] {
			t.Errorf("place %d is player %d, want %d", i+1, r.Player, want[i])
		}
	}
	v.Seen = append(v.Seen, netcode.Seen{ID: 5120, Kind: ships.KindMatch})
	v.Seen[len(v.Seen)-1].To[ships.MatchPhase] = int32(sim.PhaseLive)
	if h.BuildFrame(v, testCamera, hud.Options{Scale: 1}); !strings.Contains(h.AllText(), "3rd") {
		t.Errorf("the player is not 3rd: %s", h.AllText())
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
		graph, open bool
		want        bool
	}{{false, false, false}, {true, false, true}, {false, true, true}} {
		h.recap.receipt.open = c.open
		h.BuildFrame(v, testCamera, hud.Options{Scale: 1, NetGraph: c.graph})
		text := h.AllText()
		for _, always := range []string{"Bo  hit you with the rail", "1.5"} {
			if !strings.Contains(text, always) {
				t.Errorf("want %q: %s", always, text)
			}
		}
		for _, demanded := range []string{human, receipt, "24", "45"} {
			if strings.Contains(text, demanded) != c.want {
				t.Errorf("net graph %v, receipt %v: %q is to be there: %v: %s", c.graph, c.open, demanded, c.want, text)
			}
		}
	}
	v.Events, v.Own[ships.OwnAlive], v.Own[ships.OwnHull] = nil, 1, 100<<16
	h.Update(v, 1.0/60)
	if h.recap.dead || h.recap.n != 0 || !h.recap.receipt.open {
		t.Errorf("after the respawn the recap is %+v, want an empty one that keeps the receipt open", h.recap)
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
		{"by the corona", none, ships.WeaponStar, 0, false, false, []string{"The corona burnt you", "boost outward"}},
		{"driven into it", 2, ships.WeaponStar, 0, false, false, []string{"Bo  drove you into the star"}},
		{"by a rock", none, ships.WeaponRock, 0, false, false, []string{"You hit an asteroid"}},
		{"by an own mine", 1, ships.WeaponMine, 0, false, false, []string{"Your own mine took you"}},
	} {
		h, v := newTestHUD(t), testView()
		placeOwn(v, 800, 0)
		h.Update(v, 1./60)
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
		h.BuildFrame(v, testCamera, hud.Options{Scale: 1})
		before := h.AllText()
		h.recap.receipt.open = true
		h.BuildFrame(v, testCamera, hud.Options{Scale: 1})
		text := h.AllText()
		for _, want := range c.want {
			if !strings.Contains(text, want) {
				t.Errorf("%s: want %q in %q", c.name, want, text)
			}
		}
		for _, term := range []string{"ping", " ms", "judged", "granted", "rewind", "tick"} {
			if strings.Contains(before, term) {
				t.Errorf("%s: %q is for the receipt: %q", c.name, term, before)
			}
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
	h.BuildFrame(v, testCamera, hud.Options{Scale: 1})
	for _, want := range []string{"Moth", "Cy", "41"} {
		if !strings.Contains(h.AllText(), want) {
			t.Errorf("the podium lacks %q", want)
		}
	}
	v.Events = nil
	v.Seen[0].To[ships.MatchPhase] = int32(sim.PhaseLive)
	h.Update(v, 1.0/60)
	if len(h.Awards()) != 0 {
		t.Error("the awards of the last round are still there")
	}
}

// textOpacity is a ui.Trace that records the opacity of a text.
type textOpacity struct {
	text  string
	alpha float32
}

func (o *textOpacity) Text(s string, _, _ ui.Rect, c rgba.Color) {
	if s == o.text {
		o.alpha = c.A
	}
}
func (*textOpacity) Panel(_, _ ui.Rect, _ rgba.Color) {}
func (*textOpacity) Shade(_, _ ui.Rect, _ rgba.Color) {}

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
		found := textOpacity{text: "777", alpha: -1}
		h.letters.Trace = &found
		dst := ebiten.NewImage(testCamera.W, testCamera.H)
		defer dst.Deallocate()
		if h.Draw(dst, v, testCamera, hud.Options{Scale: 1}); found.alpha < 0 {
			t.Fatalf("the ranking is not there: %s", h.AllText())
		}
		return found.alpha
	}
	if got := points(800, 700); got < .7 {
		t.Errorf("with nobody below it the ranking is shown at %v", got)
	}
	if got := points(90, hud.MapY+hud.MapRadius+45); got > .3 {
		t.Errorf("above a ship the ranking is shown at %v: a ship can hide there", got)
	}
}

func TestFrameOfAFightAllocatesNothing(t *testing.T) {
	h, f := newTestHUD(t), demomatch.New(16, 3)
	show := hud.Options{Scale: 1, Devices: input.New(&Controls)}
	frame := func() {
		f.PlayTick()
		h.Update(&f.View, 1.0/60)
		h.BuildFrame(&f.View, testCamera, show)
	}
	for range 900 {
		frame()
	}
	if n := testing.AllocsPerRun(240, frame); n > 0 {
		t.Errorf("%v allocations a frame", n)
	}
}

func BenchmarkHUDFrame(b *testing.B) {
	h, f := newTestHUD(b), demomatch.New(16, 3)
	for range 900 {
		f.PlayTick()
		h.Update(&f.View, 1.0/60)
	}
	b.ReportAllocs()
	for b.Loop() {
		h.Update(&f.View, 1.0/60)
		h.BuildFrame(&f.View, testCamera, hud.Options{Scale: 1})
	}
}

func TestCardsOfTheVoteAreLargeEnoughForAFinger(t *testing.T) {
	arenas := ships.Rules.About().Arenas
	for _, size := range [][2]int{{390, 844}, {844, 390}, {1024, 768}} {
		h, v := newTestHUD(t), testView()
		v.Config.Arenas = &arenas
		v.Seen = append(v.Seen, netcode.Seen{ID: 5120, Kind: ships.KindMatch, T: 1}, netcode.Seen{ID: 5129, Kind: ships.KindVote, To: sim.Words{2, 3, 5, 1, 0, 3, 2, 6}, T: 1})
		v.Seen[0].To[ships.MatchPhase] = int32(sim.PhasePodium)
		touch, mouse := input.New(&Controls), input.New(&Controls)
		touch.SetActive(input.Touch)
		high := func(d *input.Devices) float32 {
			h.Update(v, 1./60)
			h.BuildFrame(v, render.Camera{Scale: 1, W: size[0], H: size[1]}, hud.Options{Scale: 1, Devices: d})
			return h.votes.rects[0].H
		}
		if got, before := high(touch), high(mouse); got < 40 || got <= before {
			t.Errorf("%v: a card is %.0f pixels high for a finger, %.0f for a mouse", size, got, before)
		}
	}
}
