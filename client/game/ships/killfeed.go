package ships

import (
	"perihelion/client/game/ships/shipstate"
	"perihelion/client/hud"
	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/client/render/sprites"
	"perihelion/client/rgba"
	"perihelion/client/ui"
	"perihelion/sim"
	"perihelion/sim/ships"
)

// killFeed is the list of recent kills, newest first. It stores the names, because a
// player may leave while the line is still shown.
type killFeed struct {
	lines [killFeedLines]killLine
	n     int
}

const (
	killFeedLines = 6
	killFeedTime  = 6.0 // seconds that a line is shown
	killFeedFade  = .8  // seconds of fading at the end of that

	killFeedTop  = 28  // HUD units, like the next two
	killFeedStep = 26  // from line to line
	killFeedName = 128 // maximum width of a name

	killFeedPoints = 30 // width of the points of a kill that counts more
)

// killLine is one kill.
type killLine struct {
	killer, victim           string
	killerColor, victimColor rgba.Color
	weapon                   ships.Weapon
	points                   int32
	involvesMe               bool // the player killed or was killed
	age                      float32
}

// addKill handles a ships.EventKill.
func (f *killFeed) addKill(v *netcode.View, kill ships.Kill) {
	killer, victim := kill.Killer, kill.Victim
	copy(f.lines[1:], f.lines[:])
	o := killLine{
		victim: shipstate.PlayerName(v, victim), victimColor: render.PlayerColor(v, victim),
		weapon: kill.Weapon, points: kill.Points, involvesMe: killer == v.Me || victim == v.Me,
	}
	if killer != sim.NoPlayer && killer != victim {
		o.killer, o.killerColor = shipstate.PlayerName(v, killer), render.PlayerColor(v, killer)
	}
	f.lines[0] = o
	f.n = min(f.n+1, killFeedLines)
}

// ageLines advances by dt seconds and removes old lines.
func (f *killFeed) ageLines(dt float32) {
	for i := range f.lines[:f.n] {
		f.lines[i].age += dt
	}
	for f.n > 0 && f.lines[f.n-1].age > killFeedTime {
		f.n--
	}
}

// drawKillFeed draws the lines in the upper right corner, below what is already there.
func (f *killFeed) drawKillFeed(p *hud.Painter, fr *frame) {
	y := killFeedTop * fr.Unit
	for i := range f.lines[:f.n] {
		o := &f.lines[i]
		box := o.lineRect(p, fr, y)
		for !fr.Occupied.IsFree(box) && y < fr.H*.6 {
			y += killFeedStep / 2 * fr.Unit
			box = o.lineRect(p, fr, y)
		}
		if y >= fr.H*.6 {
			return
		}
		fr.Occupied.Occupy(box)
		from := p.DrawnSoFar()
		o.drawKillLine(p, fr, box)
		p.FadeSince(from, fr.PanelOpacity(box))
		y += killFeedStep * fr.Unit
	}
}

// clippedNames returns both names, cut to their maximum width.
func (o *killLine) clippedNames(p *hud.Painter, u float32) (killer, victim string) {
	return p.ClipText(o.killer, strong, normal*u, killFeedName*u), p.ClipText(o.victim, strong, normal*u, killFeedName*u)
}

// lineRect returns the area of the line at height y.
func (o *killLine) lineRect(p *hud.Painter, f *frame, y float32) ui.Rect {
	u := f.Unit
	killer, victim := o.clippedNames(p, u)
	width := p.TextWidth(victim, strong, normal*u) + 36*u + 20*u
	if killer != "" {
		width += p.TextWidth(killer, strong, normal*u)
	}
	if o.points > 1 {
		width += killFeedPoints * u
	}
	return ui.Rect{X: f.W - 16*u - width, Y: y - 12*u, W: width, H: 23 * u}
}

// drawKillLine draws the line in box, from right to left.
func (o *killLine) drawKillLine(p *hud.Painter, f *frame, box ui.Rect) {
	u := f.Unit
	k := min(1, (killFeedTime-o.age)/killFeedFade)
	box.X += max(0, 1-o.age*6) * 40 * u // a new line slides in
	x, y := box.X+box.W-8*u, box.Y+12*u
	killer, victim := o.clippedNames(p, u)
	p.AddRect(box.X, box.Y, box.W, box.H, panel.Fade(k))
	if o.involvesMe {
		p.AddRect(box.X-2*u, box.Y, 2.5*u, box.H, own.Fade(k))
	}
	x = p.DrawRightText(victim, strong, x, y, normal*u, o.victimColor.Fade(k)) - 18*u
	p.DrawIcon(sprites.WeaponIcon(int32(o.weapon)), x, y, 22*u, white.Glow(.9*k))
	x = p.DrawRightText(killer, strong, x-18*u, y, normal*u, o.killerColor.Fade(k))
	if o.points > 1 {
		p.DrawRightText(f.Texts.Number(int(o.points)), strong, x-8*u, y, normal*u, gold.Fade(k))
		p.DrawRightText("+", strong, x-17*u, y, normal*u, gold.Fade(k))
	}
}
