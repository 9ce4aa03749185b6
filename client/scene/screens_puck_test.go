package scene

import (
	"sync"

	"perihelion/client/hud"
	"perihelion/client/netcode"
	"perihelion/client/online"
	"perihelion/client/render/sprites"
	"perihelion/shared/protocol"
	"perihelion/sim"
	"perihelion/sim/games"
	"perihelion/sim/puck"
)

// puckScreens are the screens of a match of Puck, as it is played by bots.
func puckScreens() []screen {
	in := func(name string, when moment, set func(m *matchScene), see string) screen {
		return screen{name, func(p *screenCheck) []scene { return []scene{p.puckScene(when, set)} }, see}
	}
	nothing := func(*matchScene) {}
	return []screen{
		in("puck", momentPlay, nothing, "GOALS TO GO"),
		in("puck, a goal", momentGoal, nothing, "scores|Own goal"),
		in("puck, scoreboard", momentGoal, func(m *matchScene) { m.showScores = true }, "PING"),
		in("puck, podium", momentPodium, nothing, "Top scorer"),
	}
}

// moment is a moment of a match.
type moment int

const (
	momentPlay moment = iota
	momentGoal
	momentPodium
	moments
)

// puckViews are what the player in seat 0 sees in each moment of a match of bots.
var puckViews = sync.OnceValue(func() (views [moments]netcode.View) {
	cfg := sim.Config{Seed: 7, Mode: puck.Four, Seats: 8}
	w := games.Puck.NewWorld(cfg)
	for p := range cfg.Seats {
		w.Join(sim.PlayerID(p))
	}
	inputs := make([]sim.Input, cfg.Seats)
	for next := momentPlay; next < moments; {
		seen := w.AppendEntities(nil)
		for p := range inputs {
			me := sim.PlayerID(p)
			inputs[p] = games.Puck.Think(&sim.Sight{Config: &cfg, Tick: w.Tick(), Me: me, Own: w.Private(me), Seen: seen}, sim.Ace)
		}
		w.Step(inputs)
		events := w.AppendEvents(nil)
		if next == momentOf(w, events) {
			views[next] = puckView(cfg, w, events)
			next++
		}
	}
	return views
})

// momentOf is the moment that w is in after some events.
func momentOf(w sim.World, events []sim.Event) moment {
	if w.Phase() == sim.PhasePodium {
		return momentPodium
	}
	for i := range events {
		if _, ok := puck.GoalOf(&events[i]); ok {
			return momentGoal
		}
	}
	if w.Phase() == sim.PhaseLive {
		return momentPlay
	}
	return moments
}

func puckView(cfg sim.Config, w sim.World, events []sim.Event) netcode.View {
	v := netcode.View{
		Ready: true, Game: games.Puck, Config: cfg, Room: "r", Tick: w.Tick(), OwnTick: w.Tick(),
		Own: w.Private(0), OwnPrev: w.Private(0), Events: events,
	}
	for _, e := range w.AppendEntities(nil) {
		if e.ID != puck.SkaterID(0) {
			v.Seen = append(v.Seen, netcode.Seen{ID: e.ID, Kind: e.Kind, From: e.Words, To: e.Words, T: 1, At: w.Tick()})
		}
	}
	names := []string{longGuest, longBot, widestName}
	for p := range sim.PlayerID(cfg.Seats) {
		name := names[int(p)%len(names)]
		v.Roster = append(v.Roster, protocol.Player{ID: p, Name: name, Bot: name == longBot, Ping: 88 + int(p)})
	}
	return v
}

// puckScene is a match of Puck in a moment, which set modifies.
func (p *screenCheck) puckScene(when moment, set func(m *matchScene)) *matchScene {
	in := &sprites.Renderer{Atlas: p.sheet}
	if p.deps.renderer != nil {
		in = p.deps.renderer.Sprites
	}
	m := &matchScene{deps: p.deps, chat: newChatInput(), session: &online.Session{Played: true}}
	if err := m.showGame(games.Puck); err != nil {
		panic(err)
	}
	p.pollDevices() // the buttons are those of another game
	m.hud = hud.New(m.play, in, p.pen)
	m.lessons.rows = nil
	v := puckViews()[when]
	m.view = &v
	m.play.Update(m.view, 1./60)
	m.cam = m.play.Camera(m.view, 0, 0, p.frame.w, p.frame.h)
	m.hud.Update(m.view, 1./60)
	v.Events = nil
	m.hud.Update(m.view, .5) // so that the scores are sorted, and the goal is still announced
	set(m)
	return m
}
