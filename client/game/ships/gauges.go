package ships

import (
	"math"

	"perihelion/client/game/ships/shipstate"
	"perihelion/client/hud"
	"perihelion/client/input"
	"perihelion/client/render"
	"perihelion/client/render/sprites"
	"perihelion/client/rgba"
	"perihelion/client/ui"
	"perihelion/sim/ships"
)

// drawGauges draws shield, hull, energy and heat at the lower edge, between the rail and the item.
func (h *hudParts) drawGauges(p *hud.Painter, f *frame) {
	if !f.alive {
		return
	}
	unit := f.Unit
	defer func() { f.Unit = unit }()
	for _, scale := range [...]float32{1, .85, .7, .55} { // smaller if that fits between the touch controls
		f.Unit = unit * scale
		if u := f.Unit; f.Occupied.TryOccupy(ui.Rect{X: f.W/2 - 234*u, Y: f.H - 80*u, W: 468 * u, H: 64 * u}) {
			h.drawGaugesAt(p, f, f.W/2-150*u, f.H-64*u, 300*u)
			return
		}
	}
}

// drawGaugesAt draws the gauges at x, y with bars that are w pixels wide.
func (h *hudParts) drawGaugesAt(p *hud.Painter, f *frame, x, y, w float32) {
	u := f.Unit
	p.DrawTrapezoid(x-84*u, y-16*u, w+168*u, 64*u, -22*u)
	state := ships.OwnOf(&f.View.Own)
	shield, hull, energy := f.own.Shield, f.own.Hull, shipstate.FromFixed(state.Energy)
	full := float32(state.Stats.Shield)
	c := render.Good
	if hull < 50 {
		c = render.Energy
	}
	if hull < 30 {
		c = bad.Fade(.75 + .25*float32(math.Sin(float64(h.time*9))))
	}
	drawBar(p, x, y-6*u, w, 7*u, u, shield/full, render.Shield, 5)
	drawBar(p, x-4*u, y+6*u, w, 15*u, u, hull/float32(state.Stats.Hull), c, 10)
	drawBar(p, x-8*u, y+26*u, w, 6*u, u, energy/float32(state.Stats.Energy), render.Energy, 4)
	drawBar(p, x-11*u, y+36*u, w, 5*u, u, f.own.Heat, render.Fire, ships.HeatSteps)
	p.DrawRightText(f.Texts.Number(int(math.Ceil(float64(hull)))), strong, x+w-6*u, y+13.5*u, normal*u, white)
	if shield > full {
		p.DrawRightText("+"+f.Texts.Number(int(shield-full)), strong, x+w-6*u, y-11*u, tiny*u, render.Shield)
	}
	h.drawRailSlot(p, f, x-30*u, y+15*u, energy)
	h.drawItemSlot(p, f, x+w+22*u, y+15*u)
}

// drawBar draws a slanted bar with notches, filled from 0 to 1; more than 1 is drawn as full.
func drawBar(p *hud.Painter, x, y, w, h, u, fill float32, c rgba.Color, notches int) {
	skew := h * .35
	fill = max(0, min(1, fill))
	p.AddSlantedBar(x, y, w, h, skew, white.Fade(.09), white.Fade(.09))
	p.AddSlantedBar(x, y, w*fill, h, skew, c.Fade(.62), c)
	p.AddLine(x+w*fill, y+h, x+w*fill+skew, y, 4*u, white.Glow(.8))
	for i := 1; i < notches; i++ {
		nx := x + w*float32(i)/float32(notches)
		p.AddSlantedBar(nx, y, max(1, u), h, skew, panel, panel)
	}
}

// drawRailSlot shows when the rail can fire again and whether there is enough energy.
func (h *hudParts) drawRailSlot(p *hud.Painter, f *frame, x, y, energy float32) {
	c := own
	if state := ships.OwnOf(&f.View.Own); energy < shipstate.FromFixed(state.RailCost) {
		c = bad
	}
	left := f.railLeft()
	p.DrawIcon(sprites.Pad, x, y, 56*f.Unit, white.Glow(.16))
	k := float32(1)
	if left > 0 {
		k = .4
		drawSweep(p, x, y, 22*f.Unit, 1-left, 4*f.Unit, c.Glow(.9))
	} else {
		p.AddArc(x, y, 22*f.Unit, 0, 2*math.Pi, 4*f.Unit, c.Glow(.8))
	}
	p.DrawIcon(sprites.WeaponIcon(int32(ships.WeaponRail)), x, y, 26*f.Unit, c.Mix(white, .3).Glow(k))
}

// railLeft returns the remaining share of the rail's cooldown.
func (f *frame) railLeft() float32 {
	state := ships.OwnOf(&f.View.Own)
	return min(1, float32(state.RailWait)*1000/(float32(state.Stats.RailWait)*float32(f.View.Config.TicksPerSecond())))
}

// drawSweep draws a ring that fills clockwise from the top.
func drawSweep(p *hud.Painter, x, y, r, fill, width float32, c rgba.Color) {
	const top = -math.Pi / 2
	p.AddArc(x, y, r, top, top+2*math.Pi*max(.01, min(1, fill)), width, c)
}

// drawItemSlot shows the held item and its key.
func (h *hudParts) drawItemSlot(p *hud.Painter, f *frame, x, y float32) {
	state := ships.OwnOf(&f.View.Own)
	item := state.Item
	if item == ships.NoItem {
		p.DrawIcon(sprites.Pad, x, y, 56*f.Unit, white.Glow(.16))
		return
	}
	c := itemColor(item)
	beat := 1 + .06*float32(math.Sin(float64(h.time*5)))
	p.DrawIcon(sprites.Dot, x, y, 90*f.Unit, c.Glow(.3))
	p.DrawIcon(sprites.Pad, x, y, 58*f.Unit, c.Glow(.9))
	p.DrawIcon(sprites.ItemIcon(int32(item)), x, y, 28*f.Unit*beat, c.Mix(white, .5).Glow(1))
	for i := range state.Spare {
		p.DrawIcon(sprites.Disc, x-8*f.Unit+float32(i)*12*f.Unit, y-24*f.Unit, 8*f.Unit, c.Mix(white, .5).Glow(1))
	}
	if key := itemKeyLabel(f.Options.Devices); key != "" {
		p.AddRect(x+13*f.Unit, y+11*f.Unit, 17*f.Unit, 16*f.Unit, panel.Fade(1.2))
		p.DrawCentredText(key, strong, x+21.5*f.Unit, y+19*f.Unit, small*f.Unit, white)
	}
}

// itemKeyLabel is the key for the item; empty with touch, where a button is drawn.
func itemKeyLabel(d *input.Devices) string {
	if d == nil || d.Active() == input.Touch {
		return ""
	}
	return d.KeyLabel(item, d.Active())
}

// drawShipGauges draws cooldown, hull and energy as arcs around the own ship, where the player
// looks. Full gauges are not drawn.
func (h *hudParts) drawShipGauges(p *hud.Painter, f *frame) {
	if !f.alive {
		return
	}
	x, y := f.Camera.ToScreen(f.own.X, f.own.Y)
	r := 46 * f.Camera.Scale
	width := max(3, 4.5*f.Camera.Scale)
	if left := f.railLeft(); left > 0 {
		const span = .9
		p.AddArc(x, y, r, math.Pi/2-span, math.Pi/2+span, width, white.Glow(.1))
		p.AddArc(x, y, r, math.Pi/2+span-2*span*(1-left), math.Pi/2+span, width, own.Glow(.7))
	}
	state := ships.OwnOf(&f.View.Own)
	drawArcGauge(p, x, y, r, width, f.own.Hull/float32(state.Stats.Hull), math.Pi, hullColor(f.own.Hull))
	drawArcGauge(p, x, y, r, width, shipstate.FromFixed(state.Energy)/float32(state.Stats.Energy), 0, render.Energy)
}

// hullColor returns green, yellow below 50, red below 30.
func hullColor(hull float32) rgba.Color {
	switch {
	case hull < 30:
		return bad
	case hull < 50:
		return render.Energy
	}
	return render.Good
}

// drawArcGauge draws a gauge left (middle = π) or right (middle = 0) of the ship. It fills
// from below.
func drawArcGauge(p *hud.Painter, x, y, r, width, fill, middle float32, c rgba.Color) {
	const span = .62 // radians to both sides of the middle
	if fill > .99 {
		return
	}
	p.AddArc(x, y, r, middle-span, middle+span, width, white.Glow(.1))
	if middle == 0 {
		p.AddArc(x, y, r, span, span-2*span*fill, width, c.Glow(.65))
		return
	}
	p.AddArc(x, y, r, middle-span, middle-span+2*span*fill, width, c.Glow(.65))
}
