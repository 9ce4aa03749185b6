package puck

import (
	"testing"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/input"
	"perihelion/client/netcode"
	"perihelion/client/render/sprites"
	"perihelion/shared/protocol"
	"perihelion/sim"
	"perihelion/sim/games"
	"perihelion/sim/puck"
)

// playedView is a match of bots after some seconds, as a client sees it that plays seat 0.
func playedView(t testing.TB, seconds int) *netcode.View {
	t.Helper()
	cfg := sim.Config{Seed: 3, Mode: puck.Four, Seats: 8}
	w := games.Puck.NewWorld(cfg)
	v := &netcode.View{Ready: true, Game: games.Puck, Config: cfg, Me: 0}
	for p := range sim.PlayerID(8) {
		w.Join(p)
		v.Roster = append(v.Roster, protocol.Player{ID: p, Name: games.Puck.BotName(p, 3), Bot: true})
	}
	inputs := make([]sim.Input, 8)
	for range seconds * cfg.TicksPerSecond() {
		seen := w.AppendEntities(nil)
		for p := range inputs {
			me := sim.PlayerID(p)
			inputs[p] = games.Puck.Think(&sim.Sight{Config: &cfg, Tick: w.Tick(), Me: me, Own: w.Private(me), Seen: seen}, sim.Ace)
		}
		w.Step(inputs)
		v.Events = w.AppendEvents(v.Events)
	}
	v.Tick, v.OwnTick = w.Tick(), w.Tick()
	v.Own, v.OwnPrev = w.Private(0), w.Private(0)
	for _, e := range w.AppendEntities(nil) {
		if e.ID != puck.SkaterID(0) {
			v.Seen = append(v.Seen, netcode.Seen{ID: e.ID, Kind: e.Kind, From: e.Words, To: e.Words, T: 1, At: w.Tick()})
		}
	}
	return v
}

func TestAKeyPushesWhereItPointsOnTheScreen(t *testing.T) {
	d := input.New(&controls)
	r := d.Raw()
	r.MouseX, r.MouseY = 700, 360
	for _, k := range []input.Source{input.Key(ebiten.KeyW), input.Key(ebiten.KeyD), input.Mouse(ebiten.MouseButtonLeft)} {
		r.Held[k], r.JustPressed[k] = true, true
	}
	d.ProcessRaw(1280, 720, 1, 1./60)
	want := sim.Input{Axes: puck.Axes(127, -127, 0), Buttons: puck.ButtonKick}
	if got := new(sampler).nextInput(d, 12345, 640, 360); got != want {
		t.Errorf("sample = %+v, want %+v: whatever the skater points at", got, want)
	}
}

func TestTheWindowShowsTheRink(t *testing.T) {
	for _, tt := range []struct {
		name  string
		w, h  int
		whole bool
	}{
		{"wide", 1280, 720, true}, {"very wide", 2560, 1080, true}, {"a phone", 390, 844, false}, {"4:3", 1024, 768, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			v := playedView(t, 5)
			var c camera
			d, _ := discOf(v)
			for range 120 {
				c.followPuck(v, &d, 1./60)
			}
			cam := c.cameraAt(tt.w, tt.h)
			whole := cam.IsVisible(-puck.HalfLength, 0, 0) && cam.IsVisible(puck.HalfLength, 0, 0)
			if whole != tt.whole || !cam.IsVisible(d.x, d.y, 0) {
				t.Errorf("the whole rink is visible: %v, want %v; the puck at %.0f, %.0f by %+v", whole, tt.whole, d.x, d.y, cam)
			}
			if size := 2 * puck.SkaterRadius * cam.Scale; size < 9 {
				t.Errorf("a skater is %.1f pixels wide", size)
			}
		})
	}
}

func TestAMatchIsToldAndDrawn(t *testing.T) {
	v := playedView(t, 60)
	goals := 0
	for i := range v.Events {
		if v.Events[i].Kind == puck.EventGoal {
			goals++
		}
	}
	p := &play{}
	p.UpdateHUD(v, 1./60)
	if goals == 0 || p.n != min(goals, len(p.goals)) || p.banner == 0 {
		t.Errorf("%d goals, %d in words, banner for %.1f s", goals, p.n, p.banner)
	}
	m, ok := p.Match(v)
	if !ok || m.Phase != sim.PhaseLive || int(m.Points[0]+m.Points[1]) != goals {
		t.Errorf("the match is %+v, %v, after %d goals", m, ok, goals)
	}
	if got := p.AppendStandings(nil, v); len(got) != 8 || got[0].Points < got[7].Points {
		t.Errorf("standings %+v", got)
	}
	if s := newMatchInfo(v); s.Skater == nil || len(s.Skaters) != 7 || s.Puck == nil || len(s.Goals) != 8 {
		t.Errorf("state %+v", s)
	}
	atlas := sprites.NewAtlas()
	p.ice, p.bodies = sprites.NewBatch(atlas), sprites.NewBatch(atlas)
	cam := p.Camera(v, 0, 0, 1280, 720)
	if n := testing.AllocsPerRun(20, func() {
		p.Update(v, 1./60)
		p.buildBatches(v, cam)
	}); n > 0 || len(p.bodies.Indices) < 8*6 {
		t.Errorf("a frame allocates %.0f times and has %d indices", n, len(p.bodies.Indices))
	}
}

func TestAwardsAreOfTheRoundThatHasJustEnded(t *testing.T) {
	v := playedView(t, 5)
	match := &v.Seen[len(v.Seen)-1]
	match.To[0] = int32(sim.PhasePodium)
	for title := puck.TitleGolden; title <= puck.TitleMagnet; title++ {
		v.Events = append(v.Events, sim.Event{Entity: sim.Entity{Kind: puck.EventAward, Words: sim.Words{3, int32(title), 1}}})
	}
	p := &play{}
	p.UpdateHUD(v, 1./60)
	if got := p.Awards(); len(got) != 6 || got[1].Title != "Top scorer" || got[1].Unit != "goal" || got[1].Name != games.Puck.BotName(3, 3) {
		t.Errorf("awards %+v", got)
	}
	v.Events, match.To[0] = nil, int32(sim.PhaseWarmup)
	if p.UpdateHUD(v, 1./60); len(p.Awards()) != 0 {
		t.Error("the awards of the last round are still there")
	}
}

func TestSoundsAreHeard(t *testing.T) {
	b := newBank()
	for i, s := range append(b.Sounds, b.Loops...) {
		loud := float32(0)
		for _, v := range s {
			loud = max(loud, v, -v)
		}
		if loud < .05 || loud > 1 {
			t.Errorf("sound %d is %.2f loud", i, loud)
		}
	}
}
