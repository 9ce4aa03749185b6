package feel

import (
	"cmp"
	"math"

	"perihelion/client/netcode"
	"perihelion/scripts/harness"
	"perihelion/shared/protocol"
	"perihelion/shared/ring"
	"perihelion/sim"
	"perihelion/sim/ships"
)

// measurements are those of one player.
type measurements struct {
	corrections   []float64 // units, one for every frame that brought a snapshot
	slack         mean      // ticks
	delay, lead   mean      // ms
	frames, blind int       // frames drawn, and how many of them without controls
	drawn         []float64 // distance of drawn ships from the truth, units
	others        []float64 // ms from a key to another's screen, as seen here
	own, ownDelay int       // frames from a key to the own screen: the worst, and so far for the newest
	before, after netcode.Stats

	snapshots int                   // that arrived in this frame
	inputs    []sim.Input           // held in the ticks of this frame
	held      *ring.Ring[heldInput] // held in recent ticks
	strafes   []strafe              // by player: the side to which their ship was last seen to push
	targets   targets               // what was on the screen when the trigger was pulled
	railWait  int32                 // until the rail could fire again, in the frame before
	shots     []railShot
	recovery
}

func newMeasurements(seats int) measurements {
	return measurements{held: ring.New[heldInput](inputHistory), strafes: make([]strafe, seats)}
}

// inputHistory is for how many ticks the held inputs are kept.
const inputHistory = 256

// heldInput is the part of an input that a player decides; the server adds the rest.
type heldInput struct {
	axes    [sim.InputAxes]int32
	buttons sim.Buttons
}

func heldPart(in sim.Input) heldInput { return heldInput{in.Axes, in.Buttons} }

type strafe struct {
	known bool
	side  int32
}

// measuring reports whether this moment is measured.
func (p *player) measuring() bool { return !p.now.Before(p.begin) }

// recordInput notes what is held in the tick that the client now plays.
func (p *player) recordInput(in sim.Input) {
	p.server.keys.recordStrafe(p.View.Me, in.Axes[ships.AxisStrafe], p.now)
	p.recordTargets(in)
	p.inputs = append(p.inputs, in)
}

// measureSlack measures how early the newest input reached the server.
func (p *player) measureSlack(kind protocol.Type, frame []byte) {
	const ticks = float64(protocol.SlackUnit) / float64(screen)
	var s protocol.State
	decode := p.states.Decode
	if kind == protocol.TypeStateFrom {
		decode = protocol.DecodeStateFrom
	}
	if decode(frame, &s) == nil && p.measuring() && s.Newest > 0 {
		p.slack.addValue(float64(s.Slack) * ticks)
	}
}

// measureCorrection measures how far the snapshots of this frame moved the own ship:
// before is the prediction for tick t without them.
func (p *player) measureCorrection(before *sim.Private, t sim.Tick) {
	after, now, ok := p.Netcode.Own()
	if !ok || now != t || !p.measuring() {
		return
	}
	was, is := ships.OwnOf(before), ships.OwnOf(&after)
	size := 0.0
	spawned := p.server.world.spawned(p.View.Me, p.View.Stats.ServerTick, p.Netcode.Stats().ServerTick)
	if was.Alive && is.Alive && !spawned {
		off := is.Pos.Sub(was.Pos)
		size = math.Hypot(harness.Units(off.X), harness.Units(off.Y))
	}
	p.corrections = append(p.corrections, size)
}

// measureFrame measures the frame that was just drawn.
func (p *player) measureFrame() {
	v := p.View
	if !p.measuring() {
		p.before = v.Stats
		return
	}
	p.after = v.Stats
	p.frames++
	if v.Ready {
		p.delay.addValue(float64(v.Stats.Delay) / float64(ms))
		p.lead.addValue(float64(v.Stats.Lead) / float64(ms))
		p.measureOwnKey()
		p.checkRailFired()
		p.measureOthers()
	} else {
		p.blind++
	}
	p.updateRecovery()
}

// measureOwnKey measures how long it takes until the own ship shows what is held.
func (p *player) measureOwnKey() {
	n := len(p.inputs)
	for i, in := range p.inputs {
		p.held.Put(uint32(p.View.OwnTick)-uint32(n-1-i), heldPart(in))
	}
	switch own := ships.OwnOf(&p.View.Own); {
	case n == 0 || !own.Alive || own.Held == p.inputs[n-1].Buttons:
		p.ownDelay = 0
	default:
		p.ownDelay++
		p.own = max(p.own, p.ownDelay)
	}
}

// measureOthers measures how far from the truth the others are drawn, and how long their
// keys took to show.
func (p *player) measureOthers() {
	v := p.View
	for i := range v.Seen {
		s := &v.Seen[i]
		if s.Kind != ships.KindShip || s.Stale > 0 {
			continue
		}
		if off, ok := p.drawError(s); ok && p.frames%4 == 0 {
			p.drawn = append(p.drawn, off)
		}
		p.measureOtherKey(s)
	}
}

// measureOtherKey measures how long ago the key was pressed that this ship is first seen
// to follow.
func (p *player) measureOtherKey(s *netcode.Seen) {
	side, who := ships.ShipOf(&s.From).Strafe, ships.Owner(s.ID)
	if s.T > 0 {
		side = ships.ShipOf(&s.To).Strafe
	}
	was := p.strafes[who]
	p.strafes[who] = strafe{true, side}
	if !was.known || was.side == side {
		return
	}
	key := p.server.keys.newest(who)
	if int32(cmp.Compare(key.strafe, 0)) == side {
		p.others = append(p.others, float64(p.now.Sub(key.at))/float64(ms))
	}
}

// drawError is how far a ship is drawn from where it truly was at the moment on the
// screen; ok is false if it was dead, or was put elsewhere around that moment.
func (p *player) drawError(s *netcode.Seen) (off float64, ok bool) {
	v, world, who := p.View, p.server.world, ships.Owner(s.ID)
	a, known := world.tickAt(v.Tick)
	b, next := world.tickAt(v.Tick + 1)
	if !known || !next || !a.ships[who].alive || !b.ships[who].alive {
		return 0, false
	}
	before, after := v.Tick-min(v.Tick, teleportTicks), v.Tick+teleportTicks
	if world.spawned(who, before, after) || world.blinked(who, before, after) {
		return 0, false
	}
	x, y := drawnAt(s)
	f := float64(v.Frac)
	from, to := &a.ships[who], &b.ships[who]
	return math.Hypot(x-from.x-f*(to.x-from.x), y-from.y-f*(to.y-from.y)), true
}

// teleportTicks is for how many ticks around a spawn or a blink it is not defined where a
// ship should be drawn.
const teleportTicks = 4

// drawnAt is where an entity is drawn, in units.
func drawnAt(s *netcode.Seen) (x, y float64) {
	lerp := func(w int) float64 {
		return (float64(s.From[w]) + float64(s.T)*float64(s.To[w]-s.From[w])) / (1 << sim.PositionShift)
	}
	return lerp(ships.ShipX), lerp(ships.ShipY)
}

// mean is a sum of n values.
type mean struct {
	sum float64
	n   int
}

func (m *mean) addValue(v float64) { m.sum, m.n = m.sum+v, m.n+1 }

func (m *mean) merge(o mean) { m.sum, m.n = m.sum+o.sum, m.n+o.n }

func (m mean) value() float64 {
	if m.n == 0 {
		return 0
	}
	return m.sum / float64(m.n)
}
