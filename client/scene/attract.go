package scene

import (
	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/game"
	"perihelion/client/netcode"
	"perihelion/shared/protocol"
	"perihelion/sim"
)

const maxAttractSteps = 4 // simulation ticks per frame; with more due, the match runs slower

// attract is the match behind the menus: bots in a local world, without a server. It also
// draws everything once, so that the first frame of a real match is not slow.
type attract struct {
	demo         game.Demo
	play         game.Play
	game         sim.Game
	world        sim.World
	inputs       []sim.Input
	from, to     []sim.Entity
	view         netcode.View
	pendingTicks float64 // time not simulated yet, in ticks
	time         float64
}

// newAttract returns the demo of g.
func newAttract(deps *Deps, g sim.Game) (*attract, error) {
	f := deps.Faces.Find(g)
	play, err := f.NewPlay(deps.kitOf(f))
	if err != nil {
		return nil, err
	}
	demo := f.Demo()
	cfg := demo.Config
	a := &attract{demo: demo, play: play, game: g, world: g.NewWorld(cfg), inputs: make([]sim.Input, cfg.Seats)}
	a.view = netcode.View{Ready: true, Game: g, Config: cfg, Me: sim.NoPlayer}
	for p := range sim.PlayerID(cfg.Seats) {
		a.world.Join(p)
		a.view.Roster = append(a.view.Roster, protocol.Player{ID: p, Bot: true})
	}
	for range cfg.TicksPerSecond() { // so that the first frame has something to show; each takes 1 ms of a browser
		a.stepWorld()
	}
	a.view.Events = a.view.Events[:0]
	return a, nil
}

func (a *attract) stepWorld() {
	cfg := &a.view.Config
	for p := range a.inputs {
		s := sim.Sight{Config: cfg, Tick: a.world.Tick(), Me: sim.PlayerID(p), Own: a.world.Private(sim.PlayerID(p)), Seen: a.to}
		a.inputs[p] = a.game.Think(&s, sim.Rookie+sim.Skill(p%3))
	}
	a.world.Step(a.inputs)
	a.from, a.to = a.to, a.world.AppendEntities(a.from[:0])
	a.view.Events = a.world.AppendEvents(a.view.Events)
}

// advanceTime simulates dt seconds.
func (a *attract) advanceTime(dt float64) {
	a.time += dt
	a.pendingTicks += dt * float64(a.view.Config.TicksPerSecond())
	a.view.Events = a.view.Events[:0]
	for n := 0; a.pendingTicks >= 1 && n < maxAttractSteps; n++ {
		a.stepWorld()
		a.pendingTicks--
	}
	a.pendingTicks = min(a.pendingTicks, 1)
	a.fillView(float32(a.pendingTicks))
}

// fillView fills the view with the state between the last two ticks; t is 0 to 1.
func (a *attract) fillView(t float32) {
	v := &a.view
	v.Tick, v.Frac = a.world.Tick()-1, t
	v.Seen = (&netcode.Pair{From: a.from, To: a.to, Tick: a.world.Tick()}).AppendSeen(v.Seen[:0], t)
}

// drawMatch draws the match with the camera of the demo.
func (a *attract) drawMatch(dst *ebiten.Image, f *frame) {
	a.advanceTime(min(f.dt, .1))
	a.play.Update(&a.view, f.dt)
	a.play.Draw(dst, &a.view, a.demo.Camera(a.time, f.w, f.h))
}
