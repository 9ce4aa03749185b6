package ships

import (
	"perihelion/client/audio"
	"perihelion/client/game/ships/shipstate"
	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/sim"
	"perihelion/sim/ships"
)

// listener turns a View into sounds: those of events, of the own ship, and the intensity of
// the fight for the music.
type listener struct {
	started      bool        // a View has been played
	previousOwn  sim.Private // of the last View
	tick         sim.Tick
	intensity    float32 // of the fight around the player, 0 to 1
	alarm        float32 // seconds until the next one
	streak       int     // own kills in this life
	passed       int32   // checkpoints of a race
	pulseTracker shipstate.PulseTracker
	cam          render.Camera
	position     struct{ x, y float32 }
}

const (
	halfPowerDistance = 420 // world units at which a sound has half its volume
	intensityDecay    = .09 // per second
	streakPitch       = .12 // by how much the signal of a kill is higher for each one before it in this life
)

// playFrame plays what has changed since the last View.
func (e *listener) playFrame(a *audio.Audio, v *netcode.View, cam render.Camera) {
	e.cam = cam
	e.position.x, e.position.y = cam.X, cam.Y
	if v.OwnTick < e.tick {
		*e = listener{cam: cam, position: e.position}
	}
	dt := float32(v.OwnTick-e.tick) / float32(v.Config.TicksPerSecond())
	if !e.started {
		dt = 0
	}
	for i := range v.Seen {
		if s := &v.Seen[i]; s.Kind == ships.KindPulse {
			e.playPulse(a, v, s)
		}
	}
	for i := range v.Events {
		e.playEvent(a, v, &v.Events[i])
	}
	if e.started {
		e.playFlare(a, v)
		e.playCheckpoint(a, v)
		e.playOwnShip(a, v, dt)
	}
	e.intensity = max(0, e.intensity-intensityDecay*dt)
	a.SetTension(e.intensity)
	e.previousOwn, e.tick, e.started = v.Own, v.OwnTick, true
}

// playAt plays a sound at a world point: quieter with distance, and panned.
func (e *listener) playAt(a *audio.Audio, s audio.Sound, x, y, gain, rate float32) {
	ear := audio.Ear{Camera: e.cam, HalfPower: halfPowerDistance}
	near, pan := ear.Hear(x, y)
	a.PlaySound(s, near*gain, pan, rate)
}

// playPulse plays the sound of a pulse when it is first seen. The pitch varies a little,
// so that several shots do not sound mechanical.
func (e *listener) playPulse(a *audio.Audio, v *netcode.View, s *netcode.Seen) {
	if !e.pulseTracker.IsNew(s) || !e.started {
		return
	}
	gain, rate := float32(.3), 1.08-.03*float32(s.ID%7)
	if ships.Owner(s.ID) == v.Me {
		gain, rate = .34, 1
	}
	x, y := shipstate.Units(ships.BirthOf(&s.To).Point)
	e.playAt(a, soundPulse, x, y, gain, rate)
}

// playEvent plays the sound of an event.
func (e *listener) playEvent(a *audio.Audio, v *netcode.View, ev *sim.Event) {
	if rail, ok := ships.RailOf(ev); ok {
		x, y := shipstate.Units(rail.From)
		if rail.Shooter == v.Me {
			x, y = e.position.x, e.position.y
		}
		e.playAt(a, soundRail, x, y, .7, 1)
		e.addIntensity(x, y, .12)
	}
	if hit, ok := ships.HitOf(ev); ok {
		e.playHit(a, v, &hit)
	}
	if kill, ok := ships.KillOf(ev); ok {
		e.playKill(a, v, kill)
	}
	if spawn, ok := ships.SpawnOf(ev); ok {
		x, y := shipstate.Units(spawn.Point)
		e.playAt(a, soundSpawn, x, y, .5, 1)
	}
	if blast, ok := ships.BlastOf(ev); ok {
		x, y := shipstate.Units(blast.Point)
		e.playAt(a, soundBlast, x, y, .9, 1.25-.004*float32(min(blast.Size, 120)))
	}
	if pickup, ok := ships.PickupOf(ev); ok {
		x, y := shipstate.Units(pickup.Point)
		e.playAt(a, soundPickup, x, y, .5, 1)
	}
	if u, ok := ships.PowerupEventOf(ev); ok {
		e.playPowerup(a, v, &u)
	}
	if use, ok := ships.ItemUseOf(ev); ok {
		x, y := shipstate.Units(use.Point)
		e.playAt(a, soundItem, x, y, .6, 1)
	}
}

// addIntensity raises the intensity by what happens in view.
func (e *listener) addIntensity(x, y, by float32) {
	if e.cam.IsVisible(x, y, 0) {
		e.intensity = min(1, e.intensity+by)
	}
}

// playHit plays a hit: differently for the victim, the shooter and the others.
func (e *listener) playHit(a *audio.Audio, v *netcode.View, hit *ships.Hit) {
	x, y := shipstate.Units(hit.Point)
	damage := float32(hit.Damage)
	switch v.Me {
	case hit.Victim:
		s := soundHurt
		if ships.OwnOf(&v.Own).Shield > 0 {
			s = soundShield
		}
		a.PlaySound(s, .45+damage*.01, 0, 1)
		e.intensity = min(1, e.intensity+.25)
	case hit.Shooter:
		a.PlaySound(soundHit, .4, 0, 1.15-damage*.005) // lower for more damage
		e.intensity = min(1, e.intensity+.2)
	default:
		e.playAt(a, soundShield, x, y, .22, 1.2)
		e.addIntensity(x, y, .05)
	}
}

// playKill plays the explosion of a ship, and a signal if the player destroyed it.
func (e *listener) playKill(a *audio.Audio, v *netcode.View, kill ships.Kill) {
	victim := kill.Victim
	if victim == v.Me {
		e.streak = 0
	}
	x, y := e.position.x, e.position.y
	if s, ok := v.Find(ships.ShipID(victim)); ok {
		x, y = shipstate.Position(s)
	} else if victim != v.Me && kill.Killer != v.Me {
		x += 2 * halfPowerDistance // not in view: far away
	}
	e.playAt(a, soundShipExplosion, x, y, 1, 1)
	if kill.Killer == victim || kill.Killer == sim.NoPlayer {
		return
	}
	if kill.Killer == v.Me {
		e.streak++
	}
	e.playKillSound(a, v, kill.Killer, x, y)
}

// playOwnShip sets the engine sound and plays the alarm of a low hull.
func (e *listener) playOwnShip(a *audio.Audio, v *netcode.View, dt float32) {
	p, alive := shipstate.OwnShip(v)
	if !alive {
		setEngine(a, 0, 0)
		return
	}
	boost := float32(0)
	if p.Boost {
		boost = 1
	}
	setEngine(a, .35+.65*max(p.Thrust, -p.Thrust, boost), boost)
	e.alarm -= dt
	if p.Hull < 30 && e.alarm <= 0 {
		a.PlaySound(soundAlarm, .18, 0, 1)
		e.alarm = .35 + p.Hull/40
	}
}

// setEngine sets the volumes of engine and boost, from 0 to 1.
func setEngine(a *audio.Audio, thrust, boost float32) {
	a.SetLoop(loopEngine, .1*thrust)
	a.SetLoop(loopBoost, .22*boost)
}
