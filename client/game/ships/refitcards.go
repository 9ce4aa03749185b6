package ships

import (
	"perihelion/client/hud"
	"perihelion/client/input"
	"perihelion/client/lang"
	"perihelion/client/render"
	"perihelion/client/ui"
	"perihelion/sim"
	"perihelion/sim/ships"
)

// refitCards are the two refits that are offered, and the names of those that the ship has.
type refitCards struct {
	rects [2]ui.Rect // in pixels, of the last frame
	shown bool
}

// In HUD units:
const (
	refitWidth  = 190
	refitHeight = 40
)

// touchedButton is the button of sim.Input of the refit on which a finger is; 0: none.
func (c *refitCards) touchedButton(d *input.Devices) sim.Buttons {
	if !c.shown {
		return 0
	}
	for n, button := range [...]sim.Buttons{ships.ButtonFirst, ships.ButtonSecond} {
		for _, f := range d.Raw().Fingers {
			if c.rects[n].Contains(f.X, f.Y) {
				return button
			}
		}
	}
	return 0
}

// drawOffer draws the two refits of an offer beside each other, above the gauges or as high as it
// takes to be free.
func (c *refitCards) drawOffer(p *hud.Painter, f *frame) {
	own := ships.OwnOf(&f.View.Own)
	if !own.Alive || own.Offer[0] == ships.NoRefit {
		return
	}
	unit := f.Unit
	defer func() { f.Unit = unit }()
	if f.W < f.H {
		f.Unit *= uprightCards
	}
	u := f.Unit
	for y := f.H - 140*unit; y > f.H*.3; y -= 10 * u {
		box := ui.Rect{X: f.W/2 - (refitWidth+4)*u, Y: y, W: 2 * (refitWidth + 4) * u, H: refitHeight * u}
		if !f.Occupied.TryOccupy(box) {
			continue
		}
		c.shown = true
		for n, r := range own.Offer {
			c.rects[n] = ui.Rect{X: box.X + float32(n)*(refitWidth+8)*u, Y: y, W: refitWidth * u, H: refitHeight * u}
			if r != ships.NoRefit {
				drawRefit(p, f, c.rects[n], r, n)
			}
		}
		return
	}
}

// drawRefit draws the card of the n-th refit of an offer.
func drawRefit(p *hud.Painter, f *frame, r ui.Rect, refit ships.Refit, n int) {
	u, text := f.Unit, refitTexts[refit]
	p.AddRect(r.X, r.Y, r.W, r.H, panel.Fade(1.3))
	p.AddRect(r.X, r.Y, r.W, 2*u, render.Energy.Glow(1))
	x := r.X + 10*u
	if key := chooseLabel(f.Options.Devices, n); key != "" {
		x = p.DrawText(key, strong, x, r.Y+14*u, large*u, render.Energy) + 8*u
	}
	p.DrawText(lang.T(text.name), strong, x, r.Y+14*u, normal*u, white)
	does := lang.T(text.does)
	p.DrawText(does, plain, r.X+10*u, r.Y+30*u, p.FitSize(does, plain, tiny*u, r.W-14*u), quiet.Mix(white, .4))
}

// drawFitted names the refits of the own ship and how many scraps the next offer lacks, in a line
// above the gauges.
func (c *refitCards) drawFitted(p *hud.Painter, f *frame) {
	own := ships.OwnOf(&f.View.Own)
	if !own.Alive || own.Scraps == 0 && own.RefitCount() == 0 {
		return
	}
	u, width := f.Unit, float32(own.Scraps)*12*f.Unit
	for r := ships.Refit(1); r < ships.Refits; r++ {
		if own.HasRefit(r) {
			width += p.TextWidth(lang.T(refitTexts[r].name), strong, tiny*u) + 10*u
		}
	}
	y := f.H - 92*u
	if box := hud.TextRect(f.W/2-width/2, y, width, small*u); !f.InsideWindow(box) || !f.Occupied.TryOccupy(box) {
		return
	}
	x := f.W/2 - width/2
	for r := ships.Refit(1); r < ships.Refits; r++ {
		if own.HasRefit(r) {
			x = p.DrawText(lang.T(refitTexts[r].name), strong, x, y, tiny*u, render.Energy.Mix(white, .3)) + 10*u
		}
	}
	for range own.Scraps {
		p.AddRect(x, y-3*u, 8*u, 6*u, render.Good)
		x += 12 * u
	}
}
