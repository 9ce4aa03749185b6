package ships

import (
	"math"

	"perihelion/client/game/ships/shipstate"
	"perihelion/client/hud"
	"perihelion/client/lang"
	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/client/render/sprites"
	"perihelion/client/rgba"
	"perihelion/sim"
	"perihelion/sim/ships"
)

// aimedAt is where the shooter saw the victim of the kill, and from which tick on that is
// drawn. A beam is judged by what its shooter saw; all else flies on and strikes the victim
// where it is.
func aimedAt(r *netcode.KillReceipt) (seen *netcode.Seen, from sim.Tick) {
	if hit, _ := ships.HitOf(&r.Hit); hit.Weapon == ships.WeaponRail {
		return &r.Aimed, r.Hit.Tick - min(r.Rewind, r.Hit.Tick)
	}
	return &r.Struck, r.Hit.Tick
}

// drawReceipt draws how the shot that killed the player was judged: where its shooter saw
// them as an outline, where they were as a ring, and the line of the shot.
func (s *frameBuilder) drawReceipt(b *sprites.Batch, v *netcode.View, cam render.Camera) {
	r := v.Receipt
	if r == nil {
		return
	}
	aimed, from := aimedAt(r)
	if v.Tick < from {
		return
	}
	p := shipstate.ShipOf(aimed)
	x, y := cam.ToScreen(p.X, p.Y)
	size := shipSize * 2.2 * sprites.ShipTileScale * cam.Scale
	b.AddSprite(sprites.ShipLine(int(p.Class)), x, y, size, size, p.Cos, p.Sin, render.Bad.Mix(render.White, .35).Glow(1))
	if v.Tick < r.Hit.Tick {
		return
	}
	struck := shipstate.ShipOf(&r.Struck)
	sx, sy := cam.ToScreen(struck.X, struck.Y)
	b.AddArc(sx, sy, 30*cam.Scale, 0, 2*math.Pi, 3*cam.Scale, render.Own.Glow(.9))
	b.AddLine(x, y, sx, sy, 2.5*cam.Scale, render.White.Glow(.6))
	drawShotLine(b, v, cam, render.PlayerColor(v, r.Shooter))
}

// drawShotLine draws the way of the shot that hit: a beam's, or a pulse's from its birth.
// Mines and seekers are seen themselves.
func drawShotLine(b *sprites.Batch, v *netcode.View, cam render.Camera, c rgba.Color) {
	r := v.Receipt
	hit, _ := ships.HitOf(&r.Hit)
	for i := range r.Events {
		if rail, ok := ships.RailOf(&r.Events[i]); ok && rail.Shooter == r.Shooter && hit.Weapon == ships.WeaponRail {
			x0, y0 := cam.ToScreen(shipstate.Units(rail.From))
			x1, y1 := cam.ToScreen(shipstate.Units(rail.To))
			b.AddLine(x0, y0, x1, y1, 3.5*cam.Scale, c.Glow(.9))
		}
	}
	pulse, age := hittingPulse(v)
	if pulse == nil {
		return
	}
	f := ships.FlightOf(&v.Config, &pulse.Words, r.Hit.Tick-age)
	x, y := cam.ToScreen(flightPosition(&f))
	for range age {
		f.Advance(&v.Config)
		x1, y1 := cam.ToScreen(flightPosition(&f))
		b.AddLine(x, y, x1, y1, 3.5*cam.Scale, c.Glow(.9))
		x, y = x1, y1
	}
}

// maxPulseMiss is how far, in units, a pulse may be from the hit that it made: it stopped
// within that tick.
const maxPulseMiss = 40

// hittingPulse is the pulse that made the hit of the receipt, and how old it was; nil if
// none was seen that did.
func hittingPulse(v *netcode.View) (pulse *sim.Entity, age sim.Tick) {
	r := v.Receipt
	hit, _ := ships.HitOf(&r.Hit)
	return findPulse(&v.Config, r.Before, &hit, r.Hit.Tick)
}

// findPulse finds the pulse that made a hit in tick t among what was seen just before, and how
// old it was; nil if it is not there, or the hit is another weapon's.
func findPulse(cfg *sim.Config, seen []sim.Entity, hit *ships.Hit, t sim.Tick) (pulse *sim.Entity, age sim.Tick) {
	if hit.Weapon != ships.WeaponPulse {
		return nil, 0
	}
	x, y := shipstate.Units(hit.Point)
	nearest := float32(maxPulseMiss)
	for i := range seen {
		e := &seen[i]
		if e.Kind != ships.KindPulse || ships.Owner(e.ID) != hit.Shooter {
			continue
		}
		px, py, alive := ships.PulseAt(cfg, &e.Words, t)
		if d := length(shipstate.FromFixed(px)-x, shipstate.FromFixed(py)-y); alive && d < nearest {
			nearest, pulse = d, e
			age = sim.Tick(int32(t)-ships.BirthOf(&e.Words).Tick) & (ships.BirthPeriod - 1)
		}
	}
	return pulse, age
}

// drawReceiptLabel says what the outline of drawReceipt is, where it is not where the player
// was.
func drawReceiptLabel(p *hud.Painter, f *frame) {
	r := f.View.Receipt
	if r == nil || f.View.Tick < r.Hit.Tick {
		return
	}
	aimed, _ := aimedAt(r)
	x0, y0 := shipstate.Position(aimed)
	x1, y1 := shipstate.Position(&r.Struck)
	if length(x0-x1, y0-y1) < shipSize {
		return
	}
	u := f.Unit
	drawTagAt := func(text string, wx, wy, down float32) {
		x, y := f.Camera.ToScreen(wx, wy)
		y += down * (30*f.Camera.Scale + 14*u)
		width := p.TextWidth(text, plain, small*u)
		if box := hud.TextRect(x-width/2, y, width, small*u); f.InsideWindow(box) && f.Occupied.TryOccupy(box) {
			p.DrawCentredText(text, plain, x, y, small*u, white)
		}
	}
	up := float32(-1) // the outline's text is on its side away from the ring
	if y0 > y1 {
		up = 1
	}
	drawTagAt(lang.T("where they saw you"), x0, y0, up)
	drawTagAt(lang.T("where you were"), x1, y1, -up)
}
