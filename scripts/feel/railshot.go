package feel

import (
	"math"

	"perihelion/scripts/harness"
	"perihelion/sim"
	"perihelion/sim/ships"
)

// targets are what was on the screen at one moment, as far as a rail can hit it.
type targets struct {
	taken bool // in this frame
	ships []disc
	cover []disc
}

// disc is a circle in world units.
type disc struct {
	who     sim.PlayerID
	x, y, r float64
}

// railShot is a shot of the rail that hit a ship on its shooter's screen.
type railShot struct {
	tick            sim.Tick
	shooter, victim sim.PlayerID
}

// recordTargets records what is on the screen if the trigger of the rail is pulled.
func (p *player) recordTargets(in sim.Input) {
	v := p.View
	if in.Buttons&ships.ButtonRail == 0 || !p.measuring() {
		return
	}
	s := &p.targets
	s.taken, s.ships, s.cover = true, s.ships[:0], s.cover[:0]
	stars := ships.BodiesAt(&v.Config, v.Tick)
	for _, b := range stars.All() {
		s.cover = append(s.cover, disc{x: harness.Units(b.At.X), y: harness.Units(b.At.Y), r: harness.Units(b.Radius)})
	}
	rocks := ships.RockCount(&v.Config)
	for i := range v.Seen {
		e := &v.Seen[i]
		switch rock := int(e.ID - ships.RockID(0)); {
		case e.Kind == ships.KindShip:
			x, y := drawnAt(e)
			s.ships = append(s.ships, disc{ships.Owner(e.ID), x, y, ships.ShipRadius})
		case e.Kind == ships.KindRock && rock < rocks && ships.RockHullOf(&e.To) > 0:
			s.cover = append(s.cover, p.rockDisc(rock))
		}
	}
}

// rockDisc is where the i-th rock is drawn.
func (p *player) rockDisc(i int) disc {
	v := p.View
	x0, y0, r := ships.RockAt(&v.Config, i, v.Tick)
	x1, y1, _ := ships.RockAt(&v.Config, i, v.Tick+1)
	f := float64(v.Frac)
	return disc{
		x: harness.Units(x0) + f*harness.Units(x1-x0),
		y: harness.Units(y0) + f*harness.Units(y1-y0),
		r: harness.Units(r),
	}
}

// checkRailFired finds out whether the rail was fired in this frame, and records the shot
// if it hit a ship on the screen.
func (p *player) checkRailFired() {
	v := p.View
	before, pulled := p.railWait, p.targets.taken
	p.railWait, p.targets.taken = ships.OwnOf(&v.Own).RailWait, false
	if !pulled || p.railWait <= before {
		return
	}
	own := ships.OwnOf(&v.Own)
	full := int32(own.Stats.RailWait) * int32(v.Config.TicksPerSecond()) / 1000
	ago := full - p.railWait
	if ago == 1 {
		own = ships.OwnOf(&v.OwnPrev)
	}
	if ago < 0 || ago > 1 {
		return
	}
	turn := float64(own.Heading) / 65536 * 2 * math.Pi
	ray := ray{harness.Units(own.Pos.X), harness.Units(own.Pos.Y), math.Cos(turn), math.Sin(turn)}
	if victim, ok := p.targets.firstHit(ray); ok {
		p.shots = append(p.shots, railShot{v.OwnTick - sim.Tick(ago), v.Me, victim})
	}
}

// firstHit is the ship that a ray hits first, unless a rock or the star is in front.
func (s *targets) firstHit(r ray) (victim sim.PlayerID, ok bool) {
	nearest := float64(ships.RailReach)
	for _, d := range s.cover {
		if at, hit := r.intersect(d); hit {
			nearest = min(nearest, at)
		}
	}
	for _, d := range s.ships {
		if at, hit := r.intersect(d); hit && at < nearest {
			victim, nearest, ok = d.who, at, true
		}
	}
	return victim, ok
}

// ray starts at a point and goes in a direction of length 1.
type ray struct{ x, y, dx, dy float64 }

// intersect is how far along the ray a disc begins.
func (r ray) intersect(d disc) (at float64, ok bool) {
	x, y := d.x-r.x, d.y-r.y
	along := x*r.dx + y*r.dy
	half := d.r*d.r - (x*x + y*y - along*along)
	if half < 0 {
		return 0, false
	}
	half = math.Sqrt(half)
	if along+half < 0 {
		return 0, false
	}
	return max(along-half, 0), true
}

// shotCounts count what the server made of shots that hit on a screen.
type shotCounts struct {
	confirmed, denied int
	void              int   // the rules decided for the victim: see the package's doc
	rewind            int32 // ticks, furthest
}

func (c *shotCounts) total() int { return c.confirmed + c.denied }

// maxLate is how many ticks later than meant a shot may still be played.
const maxLate = 6

// countShots compares the shots with what happened on the server.
func (r *recorder) countShots(shots []railShot) (c shotCounts) {
	for _, s := range shots {
		switch {
		case r.confirmed(s):
			c.confirmed++
		case r.void(s):
			c.void++
		default:
			c.denied++
		}
	}
	for _, h := range r.hits {
		c.rewind = max(c.rewind, h.rewind)
	}
	return c
}

func (r *recorder) confirmed(s railShot) bool {
	for _, h := range r.hits {
		if h.shooter == s.shooter && h.victim == s.victim && h.tick >= s.tick && h.tick <= s.tick+maxLate {
			return true
		}
	}
	return false
}

// void reports whether the rules decide for the victim.
func (r *recorder) void(s railShot) bool {
	if int(s.tick) >= len(r.ticks) || s.tick < 2 {
		return true // the trial was over before the server played it
	}
	cfg := r.Config()
	before, then := r.ticks[s.tick-1].ships, r.ticks[s.tick].ships
	victim := then[s.victim]
	return !before[s.shooter].alive || !before[s.victim].alive || !victim.alive || victim.protected ||
		r.blinked(s.victim, s.tick-min(s.tick, ships.MaxRewind(&cfg)+1), s.tick)
}
