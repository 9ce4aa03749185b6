package render

import (
	"math"

	"perihelion/client/netcode"
	"perihelion/client/render/sprites"
	"perihelion/client/render/viewstate"
	"perihelion/client/rgba"
	"perihelion/sim"
)

// stage is everything of the renderer that needs no GPU: what lingers between
// frames, and the batches of the frame. Its update and build never allocate.
type stage struct {
	rig     rig
	swarm   swarm
	wake    wake
	beams   beams
	waves   waves
	mesh    mesh
	shots   flights
	muzzles viewstate.Muzzles

	cfg    sim.Config
	room   string
	arena  viewstate.Arena
	time   float32
	known  [sim.MaxPlayers]sighting
	struck [sim.MaxPlayers]float32 // when the shield last flashed, in stage time
	killer sim.PlayerID            // of the player, until the next life

	back, front *sprites.Batch // below and above the star
}

// sighting is where a ship was when it was last seen, for what happens to it
// after it has left the snapshot: it bursts where it was.
type sighting struct{ x, y, vx, vy float32 }

func newStage(sheet *sprites.Sheet) *stage {
	s := &stage{back: sprites.NewBatch(sheet), front: sprites.NewBatch(sheet), time: 10, killer: sim.NoPlayer}
	s.swarm.luck = 1962
	return s
}

// update lets dt seconds pass and takes in the events of v, which must be a
// View that no earlier update has seen.
func (s *stage) update(v *netcode.View, dt float32) {
	if v.Config != s.cfg || v.Room != s.room {
		s.enter(v)
	}
	s.time += dt
	for i := range v.Seen {
		s.follow(v, &v.Seen[i], dt)
	}
	if own, alive := viewstate.Own(v); alive {
		s.sail(&own, dt)
		s.killer = sim.NoPlayer
	}
	s.wake.fade()
	for i := range v.Events {
		s.hear(v, &v.Events[i])
	}
	for i := range v.Outcomes {
		s.obey(&v.Outcomes[i])
	}
	s.swarm.update(dt)
	s.beams.update(dt)
	s.waves.update(dt)
	x, y := s.watched(v)
	s.rig.update(x, y, dt)
}

// enter forgets the room before.
func (s *stage) enter(v *netcode.View) {
	s.cfg, s.room = v.Config, v.Room
	s.arena = viewstate.ArenaOf(&v.Config)
	s.swarm.live, s.swarm.next = 0, 0
	s.wake, s.beams, s.waves = wake{}, beams{}, waves{}
	s.rig.settled, s.rig.trauma = false, 0
	s.killer = sim.NoPlayer
	clear(s.known[:])
}

// watched is what the camera is over: the own ship, then whoever destroyed it,
// as the server's interest does, then the place; for a spectator the pilot who is
// followed, and where that one was.
func (s *stage) watched(v *netcode.View) (x, y float32) {
	who := s.killer
	if v.Watching {
		who = v.Follow
	} else if v.Own[sim.OwnAlive] != 0 {
		return viewstate.Eye(v)
	}
	if e, ok := v.Find(sim.ShipID(who)); ok && who != sim.NoPlayer {
		return viewstate.Place(e)
	}
	if v.Watching {
		return s.rig.lastX, s.rig.lastY
	}
	return viewstate.Eye(v)
}

// follow keeps up with one thing that moves by itself.
func (s *stage) follow(v *netcode.View, e *netcode.Seen, dt float32) {
	switch e.Kind {
	case sim.KindShip:
		p := viewstate.Of(e)
		s.sail(&p, dt)
	case sim.KindSeeker:
		x, y := viewstate.Place(e)
		cos, sin := viewstate.Heading(e, sim.SeekerHeading)
		s.exhaust(x-cos*10, y-sin*10, -cos*160, -sin*160, 60*dt, playerColors[0])
	case sim.KindPulse:
		if s.muzzles.Fired(e) && viewstate.Age(v, e) < freshPulse {
			s.muzzle(v, e)
		}
	}
}

const freshPulse = 12 // ticks: an older one has flown into sight

// muzzle is the flash of a pulse that leaves its barrel.
func (s *stage) muzzle(v *netcode.View, e *netcode.Seen) {
	p := sim.Owner(e.ID)
	x, y := at(&e.To, sim.PulseX)
	if own, alive := viewstate.Own(v); alive && p == v.Me {
		x, y = own.X+own.Cos*16, own.Y+own.Sin*16
	}
	c := PlayerColor(v, p)
	s.swarm.flash(x, y, 15, .09, c.Mix(White, .6))
	s.swarm.sparks(x, y, float32(e.To[sim.PulseVX])/16, float32(e.To[sim.PulseVY])/16, 2, c)
}

const stern = 13 // units behind a ship's centre, where its engine is

// sail keeps up with a ship: its trail, its sparks, its smoke.
func (s *stage) sail(p *viewstate.Ship, dt float32) {
	if int(p.Player) < len(s.known) {
		s.known[p.Player] = sighting{p.X, p.Y, p.VX, p.VY}
	}
	heat := .25 + .55*max(0, p.Thrust)
	if p.Boost {
		heat = 1
		s.exhaust(p.X-p.Cos*stern, p.Y-p.Sin*stern, p.VX-p.Cos*260, p.VY-p.Sin*260, 90*dt, Energy)
	}
	s.wake.grow(p.Player, p.X-p.Cos*stern, p.Y-p.Sin*stern, heat*p.Fade, dt)
	if p.Hull < 45 {
		s.smoulder(p, (45-p.Hull)*.6*dt)
	}
	if p.Burning {
		s.exhaust(p.X, p.Y, p.X*.4, p.Y*.4, 70*dt, sunfire)
	}
}

// exhaust throws on average n sparks.
func (s *stage) exhaust(x, y, vx, vy, n float32, c rgba.Color) {
	for ; s.swarm.rand() < n; n-- {
		s.swarm.add(particle{
			x: x + 3*s.swarm.scatter(), y: y + 3*s.swarm.scatter(), vx: vx + 60*s.swarm.scatter(), vy: vy + 60*s.swarm.scatter(),
			drag: 2, life: .15 + .3*s.swarm.rand(), size: 1.5, stretch: .03, color: c.Fade(.8),
		})
	}
}

// smoulder lets a damaged hull smoke and spark.
func (s *stage) smoulder(p *viewstate.Ship, n float32) {
	for ; s.swarm.rand() < n; n -= .5 {
		s.swarm.add(particle{
			x: p.X - p.Cos*8, y: p.Y - p.Sin*8, vx: p.VX*.5 + 14*s.swarm.scatter(), vy: p.VY*.5 + 14*s.swarm.scatter(),
			drag: 1, life: .7 + .5*s.swarm.rand(), size: 4, grow: 14, sprite: sprites.Smoke,
			angle: 6 * s.swarm.rand(), spin: s.swarm.scatter(), color: smoke, solid: true,
		})
		if s.swarm.rand() < .3 {
			s.swarm.sparks(p.X, p.Y, p.VX, p.VY, 2, sunfire)
		}
	}
}

var smoke = rgba.Color{R: .2, G: .16, B: .16, A: .3}

// build fills the batches with what cam sees of v.
func (s *stage) build(v *netcode.View, cam Camera) {
	s.back.Reset()
	s.front.Reset()
	s.skyStars(s.back, cam)
	s.mesh.draw(s.back, cam, s)
	s.rings(s.back, cam)
	s.edge(s.front, v, cam)
	s.wake.draw(s.front, cam, v)
	for i := range v.Seen {
		s.scenery(s.front, v, &v.Seen[i], cam)
	}
	for i := range v.Seen {
		s.mover(s.front, v, &v.Seen[i], cam)
	}
	if own, alive := viewstate.Own(v); alive {
		s.ownMarks(s.front, &own, cam)
		s.ship(s.front, &own, PlayerColor(v, v.Me), cam)
	}
	s.beams.draw(s.front, cam)
	s.swarm.draw(s.front, cam)
}

func length(x, y float32) float32 { return float32(math.Sqrt(float64(x*x + y*y))) }
