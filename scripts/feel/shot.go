package feel

import (
	"math"

	"perihelion/sim"
)

// A sight is what was on the screen at one moment, as far as a rail can meet it.
type sight struct {
	taken bool
	ships []disc
	cover []disc
}

// A disc is a round thing.
type disc struct {
	who     sim.PlayerID
	x, y, r float64
}

// A shot is a rail that hit on its shooter's screen.
type shot struct {
	tick            sim.Tick
	shooter, victim sim.PlayerID
}

// pull remembers the screen if the trigger is pulled.
func (p *player) pull(in sim.Input) {
	v := p.view
	if in.Buttons&sim.ButtonRail == 0 || !p.measuring() {
		return
	}
	s := &p.sight
	s.taken, s.ships, s.cover = true, s.ships[:0], s.cover[:0]
	s.cover = append(s.cover, disc{r: exact(int32(sim.StarRadius(&v.Config)))})
	rocks := sim.RockCount(&v.Config)
	for i := range v.Seen {
		e := &v.Seen[i]
		switch rock := int(e.ID - sim.RockID(0)); {
		case e.Kind == sim.KindShip:
			x, y := drawnAt(e)
			s.ships = append(s.ships, disc{sim.Owner(e.ID), x, y, sim.ShipRadius})
		case e.Kind == sim.KindRock && rock < rocks && e.To[sim.RockHull] > 0:
			s.cover = append(s.cover, p.rock(rock))
		}
	}
}

// rock is where the i-th rock is drawn.
func (p *player) rock(i int) disc {
	v := p.view
	x0, y0, r := sim.RockAt(&v.Config, i, v.Tick)
	x1, y1, _ := sim.RockAt(&v.Config, i, v.Tick+1)
	f := float64(v.Frac)
	return disc{
		x: exact(int32(x0)) + f*exact(int32(x1-x0)),
		y: exact(int32(y0)) + f*exact(int32(y1-y0)),
		r: exact(int32(r)),
	}
}

// fired looks whether the trigger that was pulled in this frame fired, and at whom.
func (p *player) fired() {
	v := p.view
	before, pulled := p.wait, p.sight.taken
	p.wait, p.sight.taken = v.Own[sim.OwnRailWait], false
	if !pulled || p.wait <= before {
		return
	}
	own, full := &v.Own, int32(sim.RailWait*v.Config.TicksPerSecond()/1000)
	ago := full - p.wait
	if ago == 1 {
		own = &v.OwnPrev
	}
	if ago < 0 || ago > 1 {
		return
	}
	turn := float64(own[sim.OwnHeading]) / 65536 * 2 * math.Pi
	ray := ray{exact(own[sim.OwnX]), exact(own[sim.OwnY]), math.Cos(turn), math.Sin(turn)}
	if victim, ok := p.sight.meets(ray); ok {
		p.shots = append(p.shots, shot{v.OwnTick - sim.Tick(ago), v.Me, victim})
	}
}

// meets is the ship that a ray meets first.
func (s *sight) meets(r ray) (victim sim.PlayerID, ok bool) {
	near := float64(sim.RailReach)
	for _, d := range s.cover {
		if at, hit := r.enters(d); hit {
			near = min(near, at)
		}
	}
	for _, d := range s.ships {
		if at, hit := r.enters(d); hit && at < near {
			victim, near, ok = d.who, at, true
		}
	}
	return victim, ok
}

// A ray starts at a point and goes in a direction of length 1.
type ray struct{ x, y, dx, dy float64 }

// enters is how far along the ray a disc begins.
func (r ray) enters(d disc) (at float64, ok bool) {
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

// A verdict is what became of the shots that hit on a screen.
type verdict struct {
	confirmed, denied int
	void              int // the victim's side of the story won by rule
	rewind            int32
}

func (v *verdict) judged() int { return v.confirmed + v.denied }

// lateMost is how many ticks later than meant a shot may still be played.
const lateMost = 6

// judge compares the shots with what the server says.
func (w *tap) judge(shots []shot) (v verdict) {
	for _, s := range shots {
		switch {
		case w.confirms(s):
			v.confirmed++
		case w.void(s):
			v.void++
		default:
			v.denied++
		}
	}
	for _, h := range w.hits {
		v.rewind = max(v.rewind, h.rewind)
	}
	return v
}

func (w *tap) confirms(s shot) bool {
	for _, h := range w.hits {
		if h.shooter == s.shooter && h.victim == s.victim && h.tick >= s.tick && h.tick <= s.tick+lateMost {
			return true
		}
	}
	return false
}

func (w *tap) void(s shot) bool {
	if int(s.tick) >= len(w.truths) || s.tick < 2 {
		return true // the flight was over before the server played it
	}
	cfg := w.Config()
	before, then := w.truths[s.tick-1].ships, w.truths[s.tick].ships
	victim := then[s.victim]
	return !before[s.shooter].alive || !before[s.victim].alive || !victim.alive || victim.protected ||
		w.blinked(s.victim, s.tick-min(s.tick, sim.MostRewind(&cfg)+1), s.tick)
}
