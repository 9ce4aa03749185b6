package render

import (
	"math"

	"perihelion/client/netcode"
	"perihelion/client/render/sprites"
	"perihelion/client/render/viewstate"
	"perihelion/client/rgba"
	"perihelion/sim"
	"perihelion/sim/ships"
)

// frameBuilder is the part of the Renderer that needs no GPU: the effects that last longer
// than a frame, and the batches of the current frame. updateEffects and buildBatches do not
// allocate.
type frameBuilder struct {
	camera       cameraRig
	particles    particleSystem
	trails       trailSet
	beams        beams
	shockwaves   shockwaves
	grid         backgroundGrid
	pulses       pulseFlights
	pulseTracker viewstate.PulseTracker

	cfg      sim.Config
	room     string
	arena    viewstate.Arena
	time     float32
	lastSeen [sim.MaxPlayers]shipTrack
	lastHit  [sim.MaxPlayers]float32 // builder time of the last hit on each ship
	killer   sim.PlayerID            // of the player, until the next life

	back, front *sprites.Batch // below and above the star
}

// shipTrack is where a ship was last seen. Its explosion is drawn there if the ship is no
// longer in the snapshot.
type shipTrack struct{ x, y, vx, vy float32 }

// newFrameBuilder returns a frameBuilder for sprites of atlas.
func newFrameBuilder(atlas *sprites.Atlas) *frameBuilder {
	s := &frameBuilder{back: sprites.NewBatch(atlas), front: sprites.NewBatch(atlas), time: 10, killer: sim.NoPlayer}
	s.particles.seed = 1962
	return s
}

// updateEffects advances by dt seconds and handles the events of v. Each View must be passed
// only once.
func (s *frameBuilder) updateEffects(v *netcode.View, dt float32) {
	if v.Config != s.cfg || v.Room != s.room {
		s.resetRoom(v)
	}
	s.time += dt
	for i := range v.Seen {
		s.trackEntity(v, &v.Seen[i], dt)
	}
	if own, alive := viewstate.OwnShip(v); alive {
		s.trackShip(&own, dt)
		s.killer = sim.NoPlayer
	}
	s.trails.shrinkStale()
	for i := range v.Events {
		s.handleEvent(v, &v.Events[i])
	}
	for i := range v.Outcomes {
		s.applyOutcome(&v.Outcomes[i])
	}
	s.particles.updateParticles(dt)
	s.beams.ageBeams(dt)
	s.shockwaves.ageShockwaves(dt)
	x, y := s.cameraTarget(v)
	s.camera.updateCamera(x, y, dt)
}

// resetRoom removes all effects when the room changes.
func (s *frameBuilder) resetRoom(v *netcode.View) {
	s.cfg, s.room = v.Config, v.Room
	s.arena = viewstate.ArenaOf(&v.Config)
	s.particles.used, s.particles.next = 0, 0
	s.trails, s.beams, s.shockwaves = trailSet{}, beams{}, shockwaves{}
	s.camera.placed, s.camera.trauma = false, 0
	s.killer = sim.NoPlayer
	clear(s.lastSeen[:])
}

// cameraTarget returns the world point under the camera: the own ship; after its death
// the killer, as in the server's interest management, or the place of death. For a
// spectator it is the followed player, or where that player was last.
func (s *frameBuilder) cameraTarget(v *netcode.View) (x, y float32) {
	who := s.killer
	if v.Watching {
		who = v.Follow
	} else if ships.OwnOf(&v.Own).Alive {
		return viewstate.ViewPosition(v)
	}
	if e, ok := v.Find(ships.ShipID(who)); ok && who != sim.NoPlayer {
		return viewstate.Position(e)
	}
	if v.Watching {
		return s.camera.lastX, s.camera.lastY
	}
	return viewstate.ViewPosition(v)
}

// trackEntity updates trails and emits particles for one moving entity.
func (s *frameBuilder) trackEntity(v *netcode.View, e *netcode.Seen, dt float32) {
	switch e.Kind {
	case ships.KindShip:
		p := viewstate.ShipOf(e)
		s.trackShip(&p, dt)
	case ships.KindSeeker:
		x, y := viewstate.Position(e)
		cos, sin := viewstate.SeekerHeading(e)
		s.emitExhaust(x-cos*10, y-sin*10, -cos*160, -sin*160, 60*dt, playerColors[0])
	case ships.KindPulse:
		if s.pulseTracker.IsNew(e) && viewstate.PulseAge(v, e) < maxMuzzleFlashAge {
			s.emitMuzzleFlash(v, e)
		}
	}
}

const maxMuzzleFlashAge = 12 // ticks: an older pulse has flown into view and was not just fired

// emitMuzzleFlash emits the flash of a pulse that is fired.
func (s *frameBuilder) emitMuzzleFlash(v *netcode.View, e *netcode.Seen) {
	p := ships.Owner(e.ID)
	birth := ships.BirthOf(&e.To)
	x, y := viewstate.Units(birth.Point)
	if own, alive := viewstate.OwnShip(v); alive && p == v.Me {
		x, y = own.X+own.Cos*16, own.Y+own.Sin*16
	}
	c := PlayerColor(v, p)
	s.particles.emitFlash(x, y, 15, .09, c.Mix(White, .6))
	s.particles.emitSparks(x, y, float32(birth.VX)/16, float32(birth.VY)/16, 2, c)
}

const engineOffset = 13 // world units from the centre of a ship back to its engine

// trackShip updates the trail of a ship and emits its exhaust and smoke.
func (s *frameBuilder) trackShip(p *viewstate.Ship, dt float32) {
	if int(p.Player) < len(s.lastSeen) {
		s.lastSeen[p.Player] = shipTrack{p.X, p.Y, p.VX, p.VY}
	}
	heat := .25 + .55*max(0, p.Thrust)
	if p.Boost {
		heat = 1
		s.emitExhaust(p.X-p.Cos*engineOffset, p.Y-p.Sin*engineOffset, p.VX-p.Cos*260, p.VY-p.Sin*260, 90*dt, Energy)
	}
	s.trails.extendTrail(p.Player, p.X-p.Cos*engineOffset, p.Y-p.Sin*engineOffset, heat*p.Opacity, dt)
	if p.Hull < 45 {
		s.emitDamageSmoke(p, (45-p.Hull)*.6*dt)
	}
	if p.Burning {
		s.emitExhaust(p.X, p.Y, p.X*.4, p.Y*.4, 70*dt, fireColor)
	}
}

// emitExhaust emits n sparks on average; n may be a fraction.
func (s *frameBuilder) emitExhaust(x, y, vx, vy, n float32, c rgba.Color) {
	for ; s.particles.random() < n; n-- {
		s.particles.spawnParticle(particle{
			x: x + 3*s.particles.randomSigned(), y: y + 3*s.particles.randomSigned(), vx: vx + 60*s.particles.randomSigned(), vy: vy + 60*s.particles.randomSigned(),
			drag: 2, life: .15 + .3*s.particles.random(), size: 1.5, stretch: .03, color: c.Fade(.8),
		})
	}
}

// emitDamageSmoke emits smoke and sparks of a damaged hull.
func (s *frameBuilder) emitDamageSmoke(p *viewstate.Ship, n float32) {
	for ; s.particles.random() < n; n -= .5 {
		s.particles.spawnParticle(particle{
			x: p.X - p.Cos*8, y: p.Y - p.Sin*8, vx: p.VX*.5 + 14*s.particles.randomSigned(), vy: p.VY*.5 + 14*s.particles.randomSigned(),
			drag: 1, life: .7 + .5*s.particles.random(), size: 4, grow: 14, sprite: sprites.Smoke,
			angle: 6 * s.particles.random(), spin: s.particles.randomSigned(), color: smokeColor, occludes: true,
		})
		if s.particles.random() < .3 {
			s.particles.emitSparks(p.X, p.Y, p.VX, p.VY, 2, fireColor)
		}
	}
}

var smokeColor = rgba.Color{R: .2, G: .16, B: .16, A: .3}

// buildBatches fills the batches with what cam sees of v.
func (s *frameBuilder) buildBatches(v *netcode.View, cam Camera) {
	s.back.Reset()
	s.front.Reset()
	s.drawSkyStars(s.back, cam)
	s.grid.drawGrid(s.back, cam, s)
	s.drawGravityRings(s.back, cam)
	s.drawArenaWall(s.front, v, cam)
	s.trails.drawTrails(s.front, cam, v)
	for i := range v.Seen {
		s.drawScenery(s.front, v, &v.Seen[i], cam)
	}
	for i := range v.Seen {
		s.drawMover(s.front, v, &v.Seen[i], cam)
	}
	if own, alive := viewstate.OwnShip(v); alive {
		s.drawOwnMarks(s.front, &own, cam)
		s.drawShip(s.front, &own, PlayerColor(v, v.Me), cam)
	}
	s.beams.drawBeams(s.front, cam)
	s.particles.drawParticles(s.front, cam)
}

// length returns the length of a vector.
func length(x, y float32) float32 { return float32(math.Sqrt(float64(x*x + y*y))) }
