package toy

import (
	"testing"

	"perihelion/client/game"
	"perihelion/client/netcode"
	"perihelion/sim"
	"perihelion/sim/toy"
)

func TestTheFaceReadsAMatch(t *testing.T) {
	const players = 3
	cfg := sim.Config{Seed: 1, Seats: players, Mode: toy.Game.About().Modes[0]}
	w := toy.Game.NewWorld(cfg)
	for p := range sim.PlayerID(players) {
		w.Join(p)
	}
	for range 5 * cfg.TicksPerSecond() {
		w.Step(make([]sim.Input, players))
	}
	own := w.Private(0)
	v := &netcode.View{Config: cfg, Tick: w.Tick(), Own: own, OwnPrev: own}
	for _, e := range w.AppendEntities(nil) {
		v.Seen = append(v.Seen, netcode.Seen{ID: e.ID, Kind: e.Kind, From: e.Words, To: e.Words, T: 1})
	}
	p, err := Face.NewPlay(&game.Kit{})
	if err != nil {
		t.Fatal(err)
	}
	if m, ok := p.Match(v); !ok || m.Phase != w.Phase() || !m.Timed || m.Left <= 0 || m.Limit != 10 {
		t.Errorf("the match is %+v, %v", m, ok)
	}
	if s := p.AppendStandings(nil, v); len(s) != players {
		t.Errorf("%d standings, want %d", len(s), players)
	}
	eyeX, eyeY := w.Eye(0)
	if c := p.Camera(v, 0, 0, 800, 600); int32(c.X) != eyeX || int32(c.Y) != eyeY || !p.InControl(v) {
		t.Errorf("the camera is over %v, %v, want %d, %d", c.X, c.Y, eyeX, eyeY)
	}
}
