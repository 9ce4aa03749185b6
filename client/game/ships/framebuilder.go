package ships

import (
	"math"

	"perihelion/client/game/ships/shipstate"
	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/client/render/sprites"
	"perihelion/client/rgba"
	"perihelion/sim"
	"perihelion/sim/ships"
)

// frameBuilder is the part of the Renderer that needs no GPU: the effects that last longer
// than a frame, and the batches of the current frame. updateEffects and buildBatches do not
// allocate.
type frameBuilder struct {
	camera       render.CameraRig
	particles    render.Particles
	trails       render.Trails
	beams        beams
	shockwaves   shockwaves
	grid         backgroundGrid
	pulses       pulseFlights
	pulseTracker shipstate.PulseTracker

	cfg      sim.Config
	room     string
	calm     bool             // the player wants quiet pictures
	sky      render.SkyLook   // of the arena
	radius   float32          // of the arena
	bodies   []shipstate.Body // its stars, as they are in this frame
	gates    []shipstate.Gate
	swell    float32 // of the coronas: 1, and more in a flare
	time     float32
	lastSeen [sim.MaxPlayers]shipTrack
	lastHit  [sim.MaxPlayers]float32 // builder time of the last hit on each ship
	killer   sim.PlayerID            // of the player, until the next life
	hitStop  float32                 // seconds for which effects stand still, at a kill of the player's own

	back, front *sprites.Batch // below and above the star
}

// shipTrack is where a ship was last seen. Its explosion is drawn there if the ship is no
// longer in the snapshot.
type shipTrack struct{ x, y, vx, vy float32 }

// newFrameBuilder returns a frameBuilder for sprites of atlas.
func newFrameBuilder(atlas *sprites.Atlas) *frameBuilder {
	return &frameBuilder{
		back: sprites.NewBatch(atlas), front: sprites.NewBatch(atlas), time: 10, killer: sim.NoPlayer, sky: render.UsualSky,
		trails: render.Trails{JumpDistance: teleportDistance},
		camera: render.CameraRig{View: ships.Rules.About().View, MaxLeanX: ships.ViewLeanX, MaxLeanY: ships.ViewLeanY, MaxShake: maxShake, JumpDistance: teleportDistance},
	}
}

// teleportDistance in units is more than any ship flies in a frame, at 8 frames per second.
const teleportDistance = ships.TopSpeed / 8

const maxShake = 15 // units

// updateEffects advances by dt seconds and handles the events of v. Each View must be passed
// only once.
func (s *frameBuilder) updateEffects(v *netcode.View, dt float32) {
	if !s.isSameRoom(v) {
		s.resetRoom(v)
	}
	s.cfg = v.Config
	if v.Cut {
		s.resetEffects()
	}
	s.time += dt
	swell := float32(1)
	if flareAt(v, v.Tick).on {
		swell = ships.FlareSize
	}
	s.swell += (swell - s.swell) * min(1, coronaEase*dt)
	s.sky = s.skyOf(v)
	s.radius, s.bodies = shipstate.Radius(v), shipstate.AppendBodies(s.bodies[:0], v)
	for i := range v.Seen {
		s.trackEntity(v, &v.Seen[i], dt)
	}
	if own, alive := shipstate.OwnShip(v); alive {
		s.trackShip(&own, dt)
		s.killer = sim.NoPlayer
	}
	s.trails.ShrinkStale()
	for i := range v.Events {
		s.handleEvent(v, &v.Events[i])
	}
	for i := range v.Outcomes {
		s.applyOutcome(&v.Outcomes[i])
	}
	aged := dt
	if s.hitStop > 0 {
		s.hitStop, aged = s.hitStop-dt, 0
	}
	s.particles.UpdateParticles(aged)
	s.beams.ageBeams(aged)
	s.shockwaves.ageShockwaves(aged)
	x, y := s.cameraTarget(v)
	s.camera.UpdateCamera(x, y, dt)
}

// skyOf is the look of the sky of v.
func (s *frameBuilder) skyOf(v *netcode.View) render.SkyLook {
	if s.calm {
		return shipstate.Sky(v).Calm()
	}
	return shipstate.Sky(v)
}

// isSameRoom reports whether v goes on in the room and the arena of before, which may have been edited.
func (s *frameBuilder) isSameRoom(v *netcode.View) bool {
	before := s.cfg
	if before.Arena != nil && v.Config.Arena != nil && before.Arena.Name == v.Config.Arena.Name {
		before.Arena = v.Config.Arena
	}
	return before == v.Config && s.room == v.Room
}

// resetRoom removes all effects when the room changes.
func (s *frameBuilder) resetRoom(v *netcode.View) {
	s.room = v.Room
	s.swell = 1
	s.killer = sim.NoPlayer
	s.resetEffects()
}

// resetEffects removes all effects.
func (s *frameBuilder) resetEffects() {
	s.particles.Clear()
	s.trails, s.beams, s.shockwaves = render.Trails{JumpDistance: teleportDistance}, beams{}, shockwaves{}
	s.camera.Reset()
	clear(s.lastSeen[:])
}

// cameraTarget returns the world point under the camera: the own ship; after its death
// the killer, as in the server's interest management, or the place of death. While
// watching it is the followed player, or where that player was last; a kill-cam has the
// victim in view as well.
func (s *frameBuilder) cameraTarget(v *netcode.View) (x, y float32) {
	who := s.killer
	if v.Watching {
		who = v.Follow
	} else if ships.OwnOf(&v.Own).Alive {
		return shipstate.ViewPosition(v)
	}
	if e, ok := v.Find(ships.ShipID(who)); ok && who != sim.NoPlayer {
		x, y = shipstate.Position(e)
		if v.Watching && v.Me != sim.NoPlayer {
			x0, y0 := shipstate.ViewPosition(v) // where the player died
			x, y = (x+x0)/2, (y+y0)/2
		}
		return x, y
	}
	if v.Watching {
		return s.camera.X, s.camera.Y
	}
	return shipstate.ViewPosition(v)
}

// trackEntity updates trails and emits particles for one moving entity.
func (s *frameBuilder) trackEntity(v *netcode.View, e *netcode.Seen, dt float32) {
	switch e.Kind {
	case ships.KindShip:
		p := shipstate.ShipOf(e)
		s.trackShip(&p, dt)
	case ships.KindSeeker:
		x, y := shipstate.Position(e)
		cos, sin := shipstate.SeekerHeading(e)
		s.emitExhaust(x-cos*10, y-sin*10, -cos*160, -sin*160, 60*dt, render.PlayerColors[0])
	case ships.KindPulse:
		if s.pulseTracker.IsNew(e) && shipstate.PulseAge(v, e) < maxMuzzleFlashAge {
			s.emitMuzzleFlash(v, e)
		}
	}
}

const maxMuzzleFlashAge = 12 // ticks: an older pulse has flown into view and was not just fired

// emitMuzzleFlash emits the flash of a pulse that is fired.
func (s *frameBuilder) emitMuzzleFlash(v *netcode.View, e *netcode.Seen) {
	p := ships.Owner(e.ID)
	birth := ships.BirthOf(&e.To)
	x, y := shipstate.Units(birth.Point)
	if own, alive := shipstate.OwnShip(v); alive && p == v.Me {
		x, y = own.X+own.Cos*16, own.Y+own.Sin*16
	}
	c := render.PlayerColor(v, p)
	s.particles.EmitFlash(x, y, 15, .09, c.Mix(render.White, .6))
	s.particles.EmitSparks(x, y, float32(birth.VX)/16, float32(birth.VY)/16, 2, c)
}

const engineOffset = 13 // world units from the centre of a ship back to its engine

// trackShip updates the trail of a ship and emits its exhaust and smoke.
func (s *frameBuilder) trackShip(p *shipstate.Ship, dt float32) {
	if int(p.Player) < len(s.lastSeen) {
		s.lastSeen[p.Player] = shipTrack{p.X, p.Y, p.VX, p.VY}
	}
	heat := .25 + .55*max(0, p.Thrust)
	if p.Boost {
		heat = 1
		s.emitExhaust(p.X-p.Cos*engineOffset, p.Y-p.Sin*engineOffset, p.VX-p.Cos*260, p.VY-p.Sin*260, 90*dt, render.Energy)
	}
	s.trails.ExtendTrail(p.Player, p.X-p.Cos*engineOffset, p.Y-p.Sin*engineOffset, heat*p.Opacity, dt)
	if p.Hull < 45 {
		s.emitDamageSmoke(p, (45-p.Hull)*.6*dt)
	}
	if p.Burning {
		s.emitExhaust(p.X, p.Y, p.X*.4, p.Y*.4, 70*dt, render.Fire)
	}
}

// emitExhaust emits n sparks on average; n may be a fraction.
func (s *frameBuilder) emitExhaust(x, y, vx, vy, n float32, c rgba.Color) {
	for ; s.particles.Random() < n; n-- {
		s.particles.SpawnParticle(render.Particle{
			X: x + 3*s.particles.RandomSigned(), Y: y + 3*s.particles.RandomSigned(), VX: vx + 60*s.particles.RandomSigned(), VY: vy + 60*s.particles.RandomSigned(),
			Drag: 2, Life: .15 + .3*s.particles.Random(), Size: 1.5, Stretch: .03, Color: c.Fade(.8),
		})
	}
}

// emitDamageSmoke emits smoke and sparks of a damaged hull.
func (s *frameBuilder) emitDamageSmoke(p *shipstate.Ship, n float32) {
	for ; s.particles.Random() < n; n -= .5 {
		s.particles.SpawnParticle(render.Particle{
			X: p.X - p.Cos*8, Y: p.Y - p.Sin*8, VX: p.VX*.5 + 14*s.particles.RandomSigned(), VY: p.VY*.5 + 14*s.particles.RandomSigned(),
			Drag: 1, Life: .7 + .5*s.particles.Random(), Size: 4, Grow: 14, Sprite: sprites.Smoke,
			Angle: 6 * s.particles.Random(), Spin: s.particles.RandomSigned(), Color: smokeColor, Occludes: true,
		})
		if s.particles.Random() < .3 {
			s.particles.EmitSparks(p.X, p.Y, p.VX, p.VY, 2, render.Fire)
		}
	}
}

var smokeColor = rgba.Color{R: .2, G: .16, B: .16, A: .3}

// buildBatches fills the batches with what cam sees of v.
func (s *frameBuilder) buildBatches(v *netcode.View, cam render.Camera) {
	s.back.Reset(cam.W, cam.H)
	s.front.Reset(cam.W, cam.H)
	render.DrawSkyStars(s.back, cam, s.sky, s.time)
	s.grid.drawGrid(s.back, cam, s)
	s.drawGravityRings(s.back, cam)
	s.drawFlareRings(s.back, v, cam)
	s.drawGates(s.back, v, cam)
	s.drawArenaWall(s.front, v, cam)
	s.trails.DrawTrails(s.front, cam, v)
	for i := range v.Seen {
		s.drawScenery(s.front, v, &v.Seen[i], cam)
	}
	s.drawGoal(s.front, v, cam)
	s.drawCheckpoints(s.back, v, cam)
	s.drawPowerup(s.front, v, cam)
	for i := range v.Seen {
		s.drawMover(s.front, v, &v.Seen[i], cam)
	}
	if own, alive := shipstate.OwnShip(v); alive {
		s.drawOwnMarks(s.front, &own, cam)
		own.Lines = shipstate.LinesOf(v, v.Me)
		s.drawShip(s.front, &own, render.PlayerColor(v, v.Me), cam)
	}
	s.beams.drawBeams(s.front, cam)
	s.particles.DrawParticles(s.front, cam)
	s.drawReceipt(s.front, v, cam)
}

// length returns the length of a vector.
func length(x, y float32) float32 { return float32(math.Sqrt(float64(x*x + y*y))) }
