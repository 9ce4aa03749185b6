package feel

import (
	"math"

	"perihelion/client/netcode"
	"perihelion/shared/protocol"
	"perihelion/shared/ring"
	"perihelion/sim"
)

// notes are what one player has measured.
type notes struct {
	corrections   []float64 // units, one for every frame that brought a snapshot
	slack         mean      // ticks
	delay, lead   mean      // ms
	frames, blind int       // drawn, and how many of them without controls
	drawn         []float64 // distance of drawn ships from the truth, units
	others        []float64 // ms from a key to another's screen, as seen here
	own, waits    int       // frames from a key to the own screen: worst, and so far for the newest
	before, after netcode.Stats

	fresh []sim.Input        // held in the ticks of this frame
	held  *ring.Ring[played] // held in recent ticks
	seen  []flank            // by player: which side their ship was last seen pushed to
	sight sight              // what was on the screen when the trigger was pulled
	wait  int32              // until the rail could fire again, in the frame before
	shots []shot
	recovery
}

func newNotes(seats int) notes {
	return notes{held: ring.New[played](memory), seen: make([]flank, seats)}
}

// memory is how many ticks of what was held are kept.
const memory = 256

// played is what a tick was played with, without what the server adds.
type played struct {
	thrust, strafe int8
	aim            uint16
	buttons        sim.Buttons
}

func plain(in sim.Input) played { return played{in.Thrust, in.Strafe, in.Aim, in.Buttons} }

type flank struct {
	known bool
	side  int32
}

// measuring reports whether this moment counts.
func (p *player) measuring() bool { return !p.now.Before(p.begin) }

// press notes what is held in the tick that the client now plays.
func (p *player) press(in sim.Input) {
	p.hall.keys.write(p.view.Me, in.Strafe, p.now)
	p.pull(in)
	p.fresh = append(p.fresh, in)
}

// time notes how early the newest input reached the server.
func (p *player) time(frame []byte) {
	var s protocol.State
	if p.measuring() && protocol.DecodeState(frame, &s) == nil && s.Newest > 0 {
		p.slack.add(float64(s.Slack) * slackUnit)
	}
}

const slackUnit = float64(2*ms) / float64(screen) // of State.Slack, in ticks

// compare notes by how much the news of this frame moved the own ship: before is
// what it was predicted to be in tick then.
func (p *player) compare(before *sim.Private, then sim.Tick) {
	after, now, ok := p.client.Own()
	if !ok || now != then || !p.measuring() {
		return
	}
	x0, y0, was := before.Place()
	x1, y1, is := after.Place()
	size := 0.0
	placed := p.hall.world.moved(p.view.Me, p.view.Stats.ServerTick, p.client.Stats().ServerTick)
	if was && is && !placed {
		size = math.Hypot(exact(x1)-exact(x0), exact(y1)-exact(y0))
	}
	p.corrections = append(p.corrections, size)
}

// observe looks at the frame that was just drawn.
func (p *player) observe() {
	v := p.view
	if !p.measuring() {
		p.before = v.Stats
		return
	}
	p.after = v.Stats
	p.frames++
	if v.Ready {
		p.delay.add(float64(v.Stats.Delay) / float64(ms))
		p.lead.add(float64(v.Stats.Lead) / float64(ms))
		p.feel()
		p.fired()
		p.look()
	} else {
		p.blind++
	}
	p.recover()
}

// feel notes whether the own ship shows what is held.
func (p *player) feel() {
	n := len(p.fresh)
	for i, in := range p.fresh {
		p.held.Put(uint32(p.view.OwnTick)-uint32(n-1-i), plain(in))
	}
	switch own := &p.view.Own; {
	case n == 0 || own[sim.OwnAlive] == 0 || own[sim.OwnHeld] == int32(p.fresh[n-1].Buttons):
		p.waits = 0
	default:
		p.waits++
		p.own = max(p.own, p.waits)
	}
}

// look compares the others with the truth, and waits for keys to show.
func (p *player) look() {
	v := p.view
	for i := range v.Seen {
		s := &v.Seen[i]
		if s.Kind != sim.KindShip || s.Stale > 0 {
			continue
		}
		if off, ok := p.astray(s); ok && p.frames%4 == 0 {
			p.drawn = append(p.drawn, off)
		}
		p.spot(s)
	}
}

// spot notes how long ago the key was pressed that this ship is first seen to obey.
func (p *player) spot(s *netcode.Seen) {
	side, who := s.From[sim.ShipStrafe], sim.Owner(s.ID)
	if s.T > 0 {
		side = s.To[sim.ShipStrafe]
	}
	was := p.seen[who]
	p.seen[who] = flank{true, side}
	if !was.known || was.side == side {
		return
	}
	key := p.hall.keys.read(who)
	if int32(sign(key.strafe)) == side {
		p.others = append(p.others, float64(p.now.Sub(key.at))/float64(ms))
	}
}

// astray is how far a ship is drawn from where it truly was at the moment on the
// screen; ok is false if it was nowhere, or put elsewhere just then.
func (p *player) astray(s *netcode.Seen) (off float64, ok bool) {
	v, world, who := p.view, p.hall.world, sim.Owner(s.ID)
	a, known := world.at(v.Tick)
	b, next := world.at(v.Tick + 1)
	if !known || !next || !a.ships[who].alive || !b.ships[who].alive {
		return 0, false
	}
	before, after := v.Tick-min(v.Tick, settle), v.Tick+settle
	if world.moved(who, before, after) || world.blinked(who, before, after) {
		return 0, false
	}
	x, y := drawnAt(s)
	f := float64(v.Frac)
	from, to := &a.ships[who], &b.ships[who]
	return math.Hypot(x-from.x-f*(to.x-from.x), y-from.y-f*(to.y-from.y)), true
}

// settle is for how many ticks around a spawn or a blink nobody can say where a ship
// should be drawn.
const settle = 4

// drawnAt is where an entity is drawn, in units.
func drawnAt(s *netcode.Seen) (x, y float64) {
	lerp := func(w int) float64 {
		return (float64(s.From[w]) + float64(s.T)*float64(s.To[w]-s.From[w])) / (1 << sim.PositionShift)
	}
	return lerp(sim.ShipX), lerp(sim.ShipY)
}

func sign(n int8) int8 {
	switch {
	case n > 0:
		return 1
	case n < 0:
		return -1
	}
	return 0
}

// A mean is a sum of n values.
type mean struct {
	sum float64
	n   int
}

func (m *mean) add(v float64) { m.sum, m.n = m.sum+v, m.n+1 }

func (m *mean) merge(o mean) { m.sum, m.n = m.sum+o.sum, m.n+o.n }

func (m mean) value() float64 {
	if m.n == 0 {
		return 0
	}
	return m.sum / float64(m.n)
}
