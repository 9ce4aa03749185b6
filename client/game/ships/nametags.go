package ships

import (
	"math"

	"perihelion/client/game/ships/shipstate"
	"perihelion/client/hud"
	"perihelion/client/lang"
	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/client/render/sprites"
	"perihelion/sim"
	"perihelion/sim/ships"
)

const (
	tagWidth   = 44  // HUD units: width of the hull bar
	arrowRange = 700 // world units beyond the view: a ship can cover that in two seconds
)

// drawNameTags draws the names, hulls and shields of the other ships.
func (h *hudParts) drawNameTags(p *hud.Painter, f *frame) {
	for i := range f.View.Seen {
		if e := &f.View.Seen[i]; e.Kind == ships.KindShip {
			h.drawNameTag(p, f, e)
		}
	}
}

// drawNameTag draws the tag below one ship.
func (h *hudParts) drawNameTag(p *hud.Painter, f *frame, e *netcode.Seen) {
	s := shipstate.ShipOf(e)
	if !f.Camera.IsVisible(s.X, s.Y, 60) || s.Opacity < .1 {
		return
	}
	u := f.Unit
	x, y := f.Camera.ToScreen(s.X, s.Y)
	y += 34*f.Camera.Scale + 4*u
	c := render.PlayerColor(f.View, s.Player)
	w, full := float32(tagWidth)*u, ships.StatsOf(s.Class)
	p.AddRect(x-w/2-1, y-2.5*u, w+2, 5*u, panel.Fade(s.Opacity))
	p.AddRect(x-w/2, y-1.5*u, w*min(1, s.Hull/float32(full.Hull)), 3*u, hullColor(s.Hull).Fade(s.Opacity))
	p.AddRect(x-w/2, y-4.5*u, w*min(1, s.Shield/float32(full.Shield)), 1.5*u, render.Shield.Fade(s.Opacity))
	for n := range h.fitted[s.Player] {
		p.AddRect(x+w/2+(3+float32(n)*5)*u, y-2*u, 3.5*u, 4*u, render.Energy.Fade(s.Opacity))
	}
	line, known := f.View.Player(s.Player)
	if !known {
		return
	}
	k := hud.WithOpacity(c.Mix(white, .35), s.Opacity*.92)
	width := p.TextWidth(line.Name, plain, small*u)
	mark, markColor := hud.StatusMark(line.Bot, line.Away), faint
	if s.Bounty {
		mark, markColor = lang.T("RIVAL"), gold
	}
	box := hud.TextRect(x-width/2, y+12*u, width, small*u)
	if mark != "" {
		box.W += 4*u + p.TextWidth(mark, plain, tiny*u)
	}
	if f.Teams {
		p.DrawTeamBadge(f.Frame, s.Player, x-width/2-10*u, y+12*u, 11*u, c.Fade(s.Opacity))
	}
	if !f.InsideWindow(box) || !f.Occupied.TryOccupy(box) {
		return // another name is already there
	}
	p.DrawText(line.Name, plain, x-width/2, y+12*u, small*u, k)
	p.DrawText(mark, plain, x+width/2+4*u, y+12.5*u, tiny*u, markColor)
}

// drawOffscreenArrows draws an arrow to each ship that is near but outside the view.
func (h *hudParts) drawOffscreenArrows(p *hud.Painter, f *frame) {
	for i := range f.View.Seen {
		e := &f.View.Seen[i]
		if e.Kind != ships.KindShip {
			continue
		}
		x, y := shipstate.Position(e)
		if !f.Camera.IsVisible(x, y, 0) {
			h.drawOffscreenArrow(p, f, x, y, ships.Owner(e.ID))
		}
	}
}

// drawOffscreenArrow draws the arrow to a ship at a world point.
func (h *hudParts) drawOffscreenArrow(p *hud.Painter, f *frame, wx, wy float32, player sim.PlayerID) {
	x, y := f.Camera.ToScreen(wx, wy)
	dx, dy := x-f.W/2, y-f.H/2
	inset := 34 * f.Unit
	// The point where the ray from the centre leaves the inset frame.
	k := min(rayScale(f.W/2-inset, dx), rayScale(f.H/2-inset, dy))
	ex, ey := f.W/2+dx*k, f.H/2+dy*k
	d := float32(math.Hypot(float64(x-ex), float64(y-ey))) / f.Camera.Scale
	near := max(0, 1-d/arrowRange)
	if near == 0 {
		return
	}
	l := float32(math.Hypot(float64(dx), float64(dy)))
	size := (12 + 12*near) * f.Unit
	c := render.PlayerColor(f.View, player)
	p.AddSprite(sprites.Chevron, ex, ey, size, size, dx/l, dy/l, c.Glow(.3+.7*near))
	if player == f.Match.Leader {
		p.DrawIcon(sprites.Crown, ex-dx/l*20*f.Unit, ey-dy/l*20*f.Unit, 14*f.Unit, gold.Glow(.9*near))
	}
}

// rayScale returns by which factor a distance can be scaled to reach limit.
func rayScale(limit, along float32) float32 {
	if along < 0 {
		along = -along
	}
	if along < 1e-3 {
		return math.MaxFloat32
	}
	return limit / along
}
