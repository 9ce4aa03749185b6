package ships

import (
	"math"

	"perihelion/client/audio"
	"perihelion/client/game/ships/shipstate"
	"perihelion/client/hud"
	"perihelion/client/lang"
	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/client/render/sprites"
	"perihelion/client/ui"
	"perihelion/sim"
	"perihelion/sim/ships"
)

// flareState is what a player sees of a flare at a tick.
type flareState struct {
	soon, on bool
	left     float32 // seconds until it begins, or until it ends
}

// flareAt returns the flare at tick t of the match of v.
func flareAt(v *netcode.View, t sim.Tick) (s flareState) {
	f := ships.FlareAt(&v.Config, t)
	rate := float32(v.Config.TicksPerSecond())
	switch {
	case f.On(t):
		return flareState{on: true, left: float32(f.End-t) / rate}
	case t >= f.Notice && t < f.Begin:
		return flareState{soon: true, left: float32(f.Begin-t) / rate}
	}
	return s
}

// drawFlareRings draws how far the coronas will reach, as rings that close until the flare
// begins, and during it where it ends.
func (s *frameBuilder) drawFlareRings(b *sprites.Batch, v *netcode.View, cam render.Camera) {
	f := flareAt(v, v.Tick)
	if !f.soon && !f.on {
		return
	}
	for i := range s.bodies {
		if o := &s.bodies[i]; !o.Black && cam.IsVisible(o.X, o.Y, o.FlareRadius()) {
			s.drawFlareRing(b, cam, o, f)
		}
	}
}

func (s *frameBuilder) drawFlareRing(b *sprites.Batch, cam render.Camera, o *shipstate.Body, f flareState) {
	r := o.FlareRadius()
	x, y := cam.ToScreen(o.X, o.Y)
	if f.on {
		b.AddArc(x, y, r*cam.Scale, 0, 2*math.Pi, 26*cam.Scale, render.Fire.Glow(.3))
		b.AddArc(x, y, r*cam.Scale, 0, 2*math.Pi, 5*cam.Scale, render.Fire.Glow(.9))
		return
	}
	const top = -math.Pi / 2
	done := 1 - f.left*1000/ships.FlareNotice
	b.AddArc(x, y, r*cam.Scale, 0, 2*math.Pi, 3*cam.Scale, render.Fire.Glow(.35))
	b.AddArc(x, y, r*cam.Scale, top, top+2*math.Pi*max(.01, done), 8*cam.Scale, render.Fire.Glow(.6+.3*render.Wobble(s.time*12)))
}

// drawFlareLine says that a flare is coming, and for how long it lasts.
func (h *hudParts) drawFlareLine(p *hud.Painter, f *frame) {
	state := flareAt(f.View, f.View.Tick)
	text := lang.T("SOLAR FLARE")
	switch {
	case state.soon:
		text = lang.T("SOLAR FLARE IN")
	case !state.on:
		return
	}
	u := f.Unit
	width := p.TextWidth(text, strong, large*u) + 34*u
	for y := 96 * u; y < f.H/2; y += 24 * u {
		box := ui.Rect{X: f.W/2 - width/2 - 12*u, Y: y - 16*u, W: width + 24*u, H: 32 * u}
		if !f.Occupied.TryOccupy(box) {
			continue
		}
		c := render.Fire.Mix(white, .35)
		p.AddRect(box.X, box.Y, box.W, box.H, panel)
		p.AddRect(box.X, box.Y+box.H-2*u, box.W*min(1, state.left/5), 2*u, render.Fire.Glow(1))
		end := p.DrawText(text, strong, f.W/2-width/2, y, large*u, c)
		p.DrawText(f.Texts.Number(int(math.Ceil(float64(state.left)))), strong, end+10*u, y, large*u, white)
		return
	}
}

// playFlare plays an alarm when a flare is announced, and a roar when it begins.
func (e *listener) playFlare(a *audio.Audio, v *netcode.View) {
	before, now := flareAt(v, e.tick), flareAt(v, v.OwnTick)
	switch {
	case now.soon && !before.soon:
		a.PlaySound(soundAlarm, .3, 0, .6)
	case now.on && !before.on:
		a.PlaySound(soundBlast, .6, 0, .5)
		e.intensity = min(1, e.intensity+.3)
	}
}
