package scene

import (
	"math"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/shared/protocol"
	"perihelion/sim"
	"perihelion/sim/games"
	"perihelion/sim/ships"
)

const (
	attractShips    = 9
	attractSeed     = 1962
	attractWide     = 1350 // height of the visible part in world units
	attractSway     = 45   // how far the camera drifts, in world units
	starLeft        = .31  // how far left of the middle the star is, as a fraction of the window: the menus are in the middle
	starDown        = .13  // how far below the middle, likewise
	maxAttractSteps = 4    // simulation ticks per frame; with more due, the match runs slower
)

// attract is the match behind the menus: bots in a local world, without a server. It also
// draws everything once, so that the first frame of a real match is not slow.
type attract struct {
	deps         *Deps
	world        *ships.World
	inputs       []sim.Input
	from, to     []sim.Entity
	view         netcode.View
	pendingTicks float64 // time not simulated yet, in ticks
	time         float64
}

func newAttract(deps *Deps) *attract {
	cfg := sim.Config{Seed: attractSeed, Seats: attractShips}
	a := &attract{deps: deps, world: ships.New(cfg), inputs: make([]sim.Input, attractShips)}
	a.view = netcode.View{Ready: true, Config: cfg, Me: sim.NoPlayer}
	for p := range sim.PlayerID(attractShips) {
		a.world.Join(p)
		a.view.Roster = append(a.view.Roster, protocol.Player{ID: p, Bot: true})
	}
	for range 3 * cfg.TicksPerSecond() {
		a.stepWorld()
	}
	a.view.Events = a.view.Events[:0]
	return a
}

func (a *attract) stepWorld() {
	cfg := &a.view.Config
	for p := range a.inputs {
		s := sim.Sight{Config: cfg, Tick: a.world.Tick(), Me: sim.PlayerID(p), Own: a.world.Private(sim.PlayerID(p)), Seen: a.to}
		a.inputs[p] = games.Ships.Think(&s, sim.Skill(p%3))
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
	v.Seen = v.Seen[:0]
	j := 0
	for i := range a.to {
		e := &a.to[i]
		for j < len(a.from) && a.from[j].ID < e.ID {
			j++
		}
		s := netcode.Seen{ID: e.ID, Kind: e.Kind, From: e.Words, To: e.Words, T: t, At: a.world.Tick()}
		if j < len(a.from) && a.from[j].ID == e.ID && a.from[j].Kind == e.Kind {
			s.From = a.from[j].Words
		}
		v.Seen = append(v.Seen, s)
	}
}

// drawMatch draws the match with a camera that drifts beside the star.
func (a *attract) drawMatch(dst *ebiten.Image, f *Frame) {
	a.advanceTime(min(f.DT, .1))
	scale := float32(f.H) / attractWide
	s, c := math.Sincos(a.time * .11)
	cam := render.Camera{
		X: starLeft*float32(f.W)/scale + attractSway*float32(c), Y: -starDown*attractWide + attractSway*float32(s),
		Scale: scale, W: f.W, H: f.H,
	}
	a.deps.Renderer.Update(&a.view, f.DT)
	a.deps.Renderer.Draw(dst, &a.view, cam)
}
