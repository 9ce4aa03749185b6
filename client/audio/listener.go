package audio

import (
	"math"
	"time"

	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/client/render/viewstate"
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
	second       int     // of the countdown, at the last beep
	phase        sim.Phase
	pulseTracker viewstate.PulseTracker
	cam          render.Camera
	position     struct{ x, y float32 }
}

const (
	halfPowerDistance = 420 // world units at which a sound has half its volume
	intensityDecay    = .09 // per second
)

// playFrame plays what has changed since the last View.
func (e *listener) playFrame(m *mixer, v *netcode.View, cam render.Camera) {
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
			e.playPulse(m, v, s)
		}
	}
	for i := range v.Events {
		e.playEvent(m, v, &v.Events[i])
	}
	if e.started {
		e.playOwnShip(m, v, dt)
		e.playMatch(m, v)
	}
	e.intensity = max(0, e.intensity-intensityDecay*dt)
	m.setTension(e.intensity)
	e.previousOwn, e.tick, e.started = v.Own, v.OwnTick, true
}

// playAt plays a sound at a world point: quieter with distance, and panned.
func (e *listener) playAt(m *mixer, s sound, x, y, gain, rate float32) {
	dx, dy := x-e.position.x, y-e.position.y
	d := float32(math.Sqrt(float64(dx*dx+dy*dy))) / halfPowerDistance
	half := float32(e.cam.W) / max(.01, e.cam.Scale) / 2
	m.playSound(s, gain/(1+d*d), .8*dx/max(1, half), rate)
}

// playPulse plays the sound of a pulse when it is first seen. The pitch varies a little,
// so that several shots do not sound mechanical.
func (e *listener) playPulse(m *mixer, v *netcode.View, s *netcode.Seen) {
	if !e.pulseTracker.IsNew(s) || !e.started {
		return
	}
	gain, rate := float32(.3), 1.08-.03*float32(s.ID%7)
	if ships.Owner(s.ID) == v.Me {
		gain, rate = .34, 1
	}
	x, y := viewstate.Units(ships.BirthOf(&s.To).Point)
	e.playAt(m, soundPulse, x, y, gain, rate)
}

// playEvent plays the sound of an event.
func (e *listener) playEvent(m *mixer, v *netcode.View, ev *sim.Event) {
	if rail, ok := ships.RailOf(ev); ok {
		x, y := viewstate.Units(rail.From)
		if rail.Shooter == v.Me {
			x, y = e.position.x, e.position.y
		}
		e.playAt(m, soundRail, x, y, .7, 1)
		e.addIntensity(x, y, .12)
	}
	if hit, ok := ships.HitOf(ev); ok {
		e.playHit(m, v, &hit)
	}
	if kill, ok := ships.KillOf(ev); ok {
		e.playKill(m, v, kill)
	}
	if spawn, ok := ships.SpawnOf(ev); ok {
		x, y := viewstate.Units(spawn.Point)
		e.playAt(m, soundSpawn, x, y, .5, 1)
	}
	if blast, ok := ships.BlastOf(ev); ok {
		x, y := viewstate.Units(blast.Point)
		e.playAt(m, soundBlast, x, y, .9, 1.25-.004*float32(min(blast.Size, 120)))
	}
	if pickup, ok := ships.PickupOf(ev); ok {
		x, y := viewstate.Units(pickup.Point)
		e.playAt(m, soundPickup, x, y, .5, 1)
	}
	if use, ok := ships.ItemUseOf(ev); ok {
		x, y := viewstate.Units(use.Point)
		e.playAt(m, soundItem, x, y, .6, 1)
	}
}

// addIntensity raises the intensity by what happens in view.
func (e *listener) addIntensity(x, y, by float32) {
	if e.cam.IsVisible(x, y, 0) {
		e.intensity = min(1, e.intensity+by)
	}
}

// playHit plays a hit: differently for the victim, the shooter and the others.
func (e *listener) playHit(m *mixer, v *netcode.View, hit *ships.Hit) {
	x, y := viewstate.Units(hit.Point)
	damage := float32(hit.Damage)
	switch v.Me {
	case hit.Victim:
		s := soundHurt
		if ships.OwnOf(&v.Own).Shield > 0 {
			s = soundShield
		}
		m.playSound(s, .45+damage*.01, 0, 1)
		e.intensity = min(1, e.intensity+.25)
	case hit.Shooter:
		m.playSound(soundHit, .4, 0, 1.15-damage*.005) // lower for more damage
		e.intensity = min(1, e.intensity+.2)
	default:
		e.playAt(m, soundShield, x, y, .22, 1.2)
		e.addIntensity(x, y, .05)
	}
}

// playKill plays the explosion of a ship, and a signal if the player destroyed it.
func (e *listener) playKill(m *mixer, v *netcode.View, kill ships.Kill) {
	victim := kill.Victim
	x, y := e.position.x, e.position.y
	if s, ok := v.Find(ships.ShipID(victim)); ok {
		x, y = viewstate.Position(s)
	} else if victim != v.Me && kill.Killer != v.Me {
		x += 2 * halfPowerDistance // not in view: far away
	}
	e.playAt(m, soundShipExplosion, x, y, 1, 1)
	if kill.Killer == v.Me && victim != v.Me {
		m.playSound(soundKill, .5, 0, 1)
	}
}

// playOwnShip sets the engine sound and plays the alarm of a low hull.
func (e *listener) playOwnShip(m *mixer, v *netcode.View, dt float32) {
	p, alive := viewstate.OwnShip(v)
	if !alive {
		m.setEngine(0, 0)
		return
	}
	boost := float32(0)
	if p.Boost {
		boost = 1
	}
	m.setEngine(.35+.65*max(p.Thrust, -p.Thrust, boost), boost)
	e.alarm -= dt
	if p.Hull < 30 && e.alarm <= 0 {
		m.playSound(soundAlarm, .18, 0, 1)
		e.alarm = .35 + p.Hull/40
	}
}

// playMatch plays the countdown and the start of a round.
func (e *listener) playMatch(m *mixer, v *netcode.View) {
	s, ok := viewstate.Match(v)
	if !ok {
		return
	}
	if s.Phase == sim.PhaseCountdown {
		if second := int((s.Left + time.Second - 1) / time.Second); second != e.second && second > 0 {
			m.playSound(soundBeep, .5, 0, 1)
			e.second = second
		}
	}
	if s.Phase == sim.PhaseLive && e.phase == sim.PhaseCountdown {
		m.playSound(soundStart, .6, 0, 1)
		e.second = 0
	}
	e.phase = s.Phase
}
