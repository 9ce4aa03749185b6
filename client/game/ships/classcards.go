package ships

import (
	"perihelion/client/hud"
	"perihelion/client/input"
	"perihelion/client/lang"
	"perihelion/client/render"
	"perihelion/client/render/sprites"
	"perihelion/client/ui"
	"perihelion/sim"
	"perihelion/sim/ships"
)

// classCards are the ships to choose from: a row of cards, for as long as a choice matters.
type classCards struct {
	rects [ships.Classes]ui.Rect // in pixels, of the last frame
	shown bool
}

// In HUD units:
const (
	cardWidth  = 148
	cardHeight = 52
	cardGap    = 6

	uprightCards = 1.5 // times as large are cards in an upright window
)

// touched is the class whose card a finger is on, or, while the player has no ship to shoot
// with, the pressed mouse; -1: none.
func (c *classCards) touched(d *input.Devices, alive bool) int {
	if !c.shown {
		return -1
	}
	pointer := d.MenuInput()
	for n, r := range c.rects {
		for _, f := range d.Raw().Fingers {
			if r.Contains(f.X, f.Y) {
				return n
			}
		}
		if !alive && pointer.Down && r.Contains(pointer.X, pointer.Y) {
			return n
		}
	}
	return -1
}

// drawCards draws the cards while the player waits for a ship, may still change the new one,
// or waits for the round to begin.
func (c *classCards) drawCards(p *hud.Painter, f *frame) {
	own := ships.OwnOf(&f.View.Own)
	c.shown = !f.View.Watching && f.View.Me != sim.NoPlayer &&
		(!own.Alive || f.View.Notice == nil && (own.Protected > 0 || f.Match.Phase == sim.PhaseCountdown))
	if !c.shown {
		return
	}
	unit := f.Unit
	defer func() { f.Unit = unit }()
	columns := len(c.rects)
	if f.W < f.H { // upright: fewer beside each other, but larger
		columns, f.Unit = columns/2, unit*uprightCards
	}
	if c.shown = c.place(f, columns); !c.shown {
		return
	}
	for n := range c.rects {
		drawCard(p, f, c.rects[n], ships.Class(n), own.Choice)
	}
}

// place places the cards in some columns, at the lowest place that is free above the gauges, and
// reports whether they fit.
func (c *classCards) place(f *frame, columns int) bool {
	u := f.Unit
	rows := len(c.rects) / columns
	width, height := float32(columns*(cardWidth+cardGap))*u, float32(rows*(cardHeight+cardGap))*u
	top := 64 * u
	if f.alive {
		top = f.H * .4 // let the player see
	}
	for y := f.H - 84*u - height; y > top; y -= 10 * u {
		box := ui.Rect{X: f.W/2 - width/2, Y: y, W: width, H: height}
		if !f.InsideWindow(box) || !f.Occupied.TryOccupy(box) {
			continue
		}
		for n := range c.rects {
			c.rects[n] = ui.Rect{
				X: box.X + float32(n%columns*(cardWidth+cardGap))*u, Y: y + float32(n/columns*(cardHeight+cardGap))*u,
				W: cardWidth * u, H: cardHeight * u,
			}
		}
		return true
	}
	return false
}

// drawCard draws the card of a class: its shape, its key, its name and what it is like.
func drawCard(p *hud.Painter, f *frame, r ui.Rect, class, chosen ships.Class) {
	u, c, text := f.Unit, quiet, classTexts[class]
	if class == chosen {
		c = own
	}
	p.AddRect(r.X, r.Y, r.W, r.H, panel.Fade(1.2))
	p.AddRect(r.X, r.Y, 3*u, r.H, c)
	if class == chosen {
		p.AddRect(r.X, r.Y, r.W, r.H, own.Fade(.16))
	}
	x, y := r.X+26*u, r.CenterY()
	p.AddSprite(sprites.ShipGlow(int(class)), x, y, 44*u, 44*u, 0, -1, c.Glow(.8))
	p.AddSprite(sprites.ShipLine(int(class)), x, y, 44*u, 44*u, 0, -1, c.Mix(white, .5).Glow(1))
	name := lang.T(text.name)
	end := p.DrawText(name, strong, r.X+50*u, r.Y+12*u, p.FitSize(name, strong, normal*u, r.W-72*u), c.Mix(white, .6))
	if key := chooseLabel(f.Options.Devices, int(class)); key != "" {
		p.DrawText(key, strong, end+6*u, r.Y+12*u, small*u, render.Energy)
	}
	like, trait := lang.T(text.like), lang.T(text.trait)
	p.DrawText(like, plain, r.X+50*u, r.Y+26*u, p.FitSize(like, plain, tiny*u, r.W-54*u), quiet)
	p.DrawText(trait, plain, r.X+50*u, r.Y+41*u, p.FitSize(trait, plain, tiny*u, r.W-54*u), quiet.Mix(white, .4))
}

// chooseLabel is the key for the n-th of what can be chosen; empty without a keyboard.
func chooseLabel(d *input.Devices, n int) string {
	if d == nil || d.Active() != input.Keyboard {
		return ""
	}
	return d.KeyLabel(choose1+input.Action(n), input.Keyboard)
}
