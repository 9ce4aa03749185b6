package ships

import (
	"strings"

	"perihelion/client/game/ships/shipstate"
	"perihelion/client/lang"
	"perihelion/client/netcode"
	"perihelion/sim"
	"perihelion/sim/fixed"
	"perihelion/sim/ships"
)

// deathCause is what the client knows of a death of the player when it happens.
type deathCause struct {
	kill     ships.Kill
	own      ships.Own // the ship as it was last
	distance int       // from the killer, in units; 0: unknown
	behind   bool      // the killer was behind the ship
	bent     bool      // gravity bent the pulse by more than a ship's radius
	touched  bool      // the ship flew into the star, and was not burnt by its corona
	black    bool      // that star is a black hole
	burnt    bool      // the corona had damaged the ship before
	exposed  bool      // the shield was down when the attack began
}

const (
	noticeableBend = 14  // units: the radius of a ship
	distanceStep   = 10  // units to which a distance is rounded
	behindCosine   = -.5 // of the angle between heading and killer, at most: 120 degrees off
	touchMargin    = 40  // units from the star's surface at the last tick alive: a ship flies less than that until the next
)

// newDeathCause collects what is known of a kill of the player, whose ship was own at last.
func newDeathCause(v *netcode.View, kill ships.Kill, own *ships.Own, hit *lastHit) deathCause {
	c := deathCause{kill: kill, own: *own}
	x, y := shipstate.FromFixed(own.Pos.X), shipstate.FromFixed(own.Pos.Y)
	if kill.Weapon == ships.WeaponStar {
		c.findStar(v, x, y)
		return c
	}
	if !c.byPlayer(v.Me) || hit.Shooter != kill.Killer {
		return c
	}
	switch hit.Weapon {
	case ships.WeaponRail, ships.WeaponPulse, ships.WeaponMirror:
		c.findKiller(v, x, y)
	}
	if pulse, age := findPulse(&v.Config, v.AppendEntities(nil), &hit.Hit, hit.tick); pulse != nil {
		c.bent = bendOf(&v.Config, pulse, hit.tick, age) >= noticeableBend
	}
	return c
}

// byPlayer reports whether somebody else than the player, me, has the merit.
func (c *deathCause) byPlayer(me sim.PlayerID) bool {
	return c.kill.Killer != sim.NoPlayer && c.kill.Killer != me
}

// findStar notes whether the ship, last alive at x, y, touched the nearest star.
func (c *deathCause) findStar(v *netcode.View, x, y float32) {
	nearest := float32(touchMargin)
	for _, b := range shipstate.AppendBodies(nil, v) {
		if d := length(b.X-x, b.Y-y) - b.Radius; d < nearest {
			nearest, c.touched, c.black = d, true, b.Black
		}
	}
}

// findKiller notes where the killer is, as seen from the ship at x, y.
func (c *deathCause) findKiller(v *netcode.View, x, y float32) {
	s, seen := v.Find(ships.ShipID(c.kill.Killer))
	if !seen {
		return
	}
	kx, ky := shipstate.Position(s)
	d := length(kx-x, ky-y)
	c.distance = int(d+distanceStep/2) / distanceStep * distanceStep
	ahead := fixed.Unit(c.own.Heading)
	along := (kx-x)*shipstate.FromFixed(ahead.X) + (ky-y)*shipstate.FromFixed(ahead.Y)
	c.behind = along < behindCosine*d
}

// lastHit is the last hit on the player, and its tick.
type lastHit struct {
	ships.Hit
	tick sim.Tick
}

// bendOf is how far, in units, gravity has carried a pulse of some age off the line of its
// birth.
func bendOf(cfg *sim.Config, pulse *sim.Entity, now, age sim.Tick) float32 {
	f := ships.FlightOf(cfg, &pulse.Words, now-age)
	x0, y0 := flightPosition(&f)
	fx, fy := f.Velocity()
	vx, vy := shipstate.FromFixed(fx), shipstate.FromFixed(fy)
	for range age {
		f.Advance(cfg)
	}
	x, y := flightPosition(&f)
	across := (x-x0)*vy - (y-y0)*vx
	return max(across, -across) / max(1, length(vx, vy))
}

func flightPosition(f *ships.Flight) (x, y float32) {
	fx, fy := f.Position()
	return shipstate.FromFixed(fx), shipstate.FromFixed(fy)
}

// partGap is what stands between two parts of how.
const partGap = "  ·  "

// how says from where and in what way the player was killed, as far as it is known.
func (c *deathCause) how() string {
	var parts []string
	add := func(known bool, text string) {
		if known {
			parts = append(parts, text)
		}
	}
	add(c.distance > 0, lang.F("from %d units away", c.distance))
	add(c.behind, lang.T("from behind"))
	add(c.bent, lang.T("a shot that gravity bent"))
	add(c.kill.Points >= 2, lang.F("it counted %d points for them", c.kill.Points))
	return strings.Join(parts, partGap)
}

// advice is what a player can learn from a death: the text of the first row that fits is shown.
var deathAdvice = []struct {
	fits func(c *deathCause) bool
	text string
}{
	{func(c *deathCause) bool { return c.touched && c.black }, lang.Key("No shield helps in there: pass a black hole across, and boost in time")},
	{func(c *deathCause) bool { return c.touched }, lang.Key("No shield helps in there: pass the star across, and boost in time")},
	{func(c *deathCause) bool { return c.kill.Weapon == ships.WeaponStar }, lang.Key("The closer, the more the corona burns: boost outward before your hull is low")},
	{func(c *deathCause) bool { return c.kill.Weapon == ships.WeaponRock }, lang.Key("A slow touch does no harm: brake, or boost around rocks")},
	{func(c *deathCause) bool { return c.own.Item == ships.ItemOvershield }, lang.Key("You still had an overshield: use it when the first shot hits")},
	{func(c *deathCause) bool { return c.own.Item == ships.ItemBlink }, lang.Key("You still had a blink: it takes you out of any shot's way")},
	{func(c *deathCause) bool { return c.burnt }, lang.Key("The corona had burnt you: leave it before you fight")},
	{func(c *deathCause) bool { return c.exposed }, lang.Key("Your shield was down: hide until it is back")},
	{func(c *deathCause) bool { return c.kill.Weapon == ships.WeaponMine }, lang.Key("A mine bursts when you come near: pass wide of its light")},
	{func(c *deathCause) bool { return c.kill.Weapon == ships.WeaponSeeker }, lang.Key("A seeker turns slowly: boost across its way, or put a rock between")},
	{func(c *deathCause) bool { return c.kill.Weapon == ships.WeaponMirror }, lang.Key("A mirror throws shots back while its shield holds: wait, or use a mine")},
	{func(c *deathCause) bool { return c.behind }, lang.Key("Look at the map: arrows at the edge show who comes")},
	{func(c *deathCause) bool { return c.kill.Weapon == ships.WeaponRail }, lang.Key("A rail needs a straight line: rocks and the star are cover")},
	{func(c *deathCause) bool { return c.own.Energy > fixed.Int(plentyEnergy) }, lang.Key("You had energy for a boost: it makes you hard to hit")},
}

const plentyEnergy = 50 // enough for a second and a half of boost

// advice is a sentence on what would have helped; empty if nothing is known.
func (c *deathCause) advice() string {
	for i := range deathAdvice {
		if deathAdvice[i].fits(c) {
			return lang.T(deathAdvice[i].text)
		}
	}
	return ""
}
