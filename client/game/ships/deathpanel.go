package ships

import (
	"time"

	"perihelion/client/game/ships/shipstate"
	"perihelion/client/hud"
	"perihelion/client/input"
	"perihelion/client/lang"
	"perihelion/client/render"
	"perihelion/client/render/sprites"
	"perihelion/client/render/viewstate"
	"perihelion/client/rgba"
	"perihelion/client/ui"
	"perihelion/sim"
	"perihelion/sim/ships"
)

// receiptSwitch opens and closes the receipt of a death: by the key that uses an item, which
// the dead do not need, or by a tap on the panel. It stays as it is for the next deaths.
type receiptSwitch struct {
	open bool
	held bool    // what switches it was down at the last sample
	rect ui.Rect // the panel, in pixels; empty while it is not shown

	label    string // what labelOn has formatted
	labelFor input.Device
}

// sample handles the input devices of one tick.
func (s *receiptSwitch) sample(d *input.Devices) {
	if s.rect == (ui.Rect{}) {
		s.held = true // what is still down when a panel comes was not meant for it
		return
	}
	pointer := d.MenuInput()
	down := d.Held(item) || pointer.Down && s.rect.Contains(pointer.X, pointer.Y)
	for _, f := range d.Raw().Fingers {
		down = down || s.rect.Contains(f.X, f.Y)
	}
	if down && !s.held {
		s.open = !s.open
	}
	s.held = down
}

// labelOn says what opens or closes the receipt. It is formatted once for each device.
func (s *receiptSwitch) labelOn(d *input.Devices) string {
	if d == nil {
		return ""
	}
	if s.label != "" && s.labelFor == d.Active() {
		return s.label
	}
	s.labelFor = d.Active()
	switch s.labelFor {
	case input.Touch:
		s.label = lang.T("Tap here: how the hit was judged")
	default:
		s.label = lang.F("%s: how the hit was judged", d.KeyLabel(item, s.labelFor))
	}
	return s.label
}

// panelLine is a line of wrapped text of the panel.
type panelLine struct {
	text  string
	color rgba.Color
}

// drawRecap draws the panel at the lower edge.
func (r *deathRecap) drawRecap(p *hud.Painter, f *frame, w *hud.TextCache) {
	if !r.dead {
		return
	}
	unit := f.Unit
	defer func() { f.Unit = unit }()
	if f.W < f.H { // upright: there is room to read it at arm's length
		f.Unit *= uprightCards
	}
	u := f.Unit
	var entries []damageEntry
	if r.showsReceipt(f) {
		entries = r.entries[:r.n]
	}
	lines := r.wrapLines(p, f)
	width := max(340*u, r.headlineWidth(p, u)+32*u)
	for i := range lines {
		width = max(width, p.TextWidth(lines[i].text, plain, small*u)+32*u)
	}
	height := (76 + 18*float32(len(entries)) + 16*float32(len(lines))) * u
	x, y := f.W/2-width/2, f.H-height-34*u
	r.receipt.rect = p.DrawPanel(x, y, width, height, bad)
	f.Occupied.Occupy(r.receipt.rect)
	r.drawHeadline(p, f, y+22*u)
	y += 46 * u
	for i := range lines {
		p.DrawCentredText(lines[i].text, plain, f.W/2, y, small*u, lines[i].color)
		y += 16 * u
	}
	for i := range entries {
		r.drawDamageEntry(p, f, w, f.W/2-170*u, y+2*u, &entries[i])
		y += 18 * u
	}
	r.drawRespawnCountdown(p, f, w, y+10*u)
}

// showsReceipt reports whether the receipt is asked for. A kill-cam shows it itself.
func (r *deathRecap) showsReceipt(f *frame) bool {
	return (r.receipt.open || f.Options.NetGraph) && !f.View.Watching
}

// wrapLines are the lines below the headline, broken to the width of the panel.
func (r *deathRecap) wrapLines(p *hud.Painter, f *frame) []panelLine {
	u, lines := f.Unit, r.lines[:0]
	add := func(text string, c rgba.Color) {
		if text == "" {
			return
		}
		for _, line := range p.WrapText(text, plain, small*u, min(f.W-60*u, 520*u)) {
			lines = append(lines, panelLine{line, c})
		}
	}
	add(r.how, white)
	if !f.View.Watching { // a kill-cam: let it be seen
		add(r.advice, render.Energy)
	}
	if r.showsReceipt(f) {
		add(r.fairness, quiet.Mix(white, .4))
		add(r.details, quiet)
	}
	if r.details != "" && !f.View.Watching && !r.showsReceipt(f) {
		add(r.receipt.labelOn(f.Options.Devices), quiet)
	}
	r.lines = lines
	return lines
}

// headlineWidth returns the width of the line of drawHeadline.
func (r *deathRecap) headlineWidth(p *hud.Painter, u float32) float32 {
	return p.TextWidth(r.killer, strong, large*u) + p.TextWidth(r.headline, r.headlineFace(), large*u) + 30*u
}

// headlineFace is strong where no name stands before it.
func (r *deathRecap) headlineFace() ui.Face {
	if r.killer == "" {
		return strong
	}
	return plain
}

// drawHeadline draws the name of the killer, how the player died, and the icon of the weapon.
func (r *deathRecap) drawHeadline(p *hud.Painter, f *frame, y float32) {
	u := f.Unit
	x := p.DrawText(r.killer, strong, f.W/2-r.headlineWidth(p, u)/2, y, large*u, r.color)
	x = p.DrawText(r.headline, r.headlineFace(), x, y, large*u, white)
	p.DrawIcon(sprites.WeaponIcon(int32(r.weapon)), x+18*u, y, 24*u, white.Glow(1))
}

// drawDamageEntry draws weapon, shooter and damage.
func (r *deathRecap) drawDamageEntry(p *hud.Painter, f *frame, w *hud.TextCache, x, y float32, d *damageEntry) {
	u, who := f.Unit, weaponName(d.weapon)
	if d.shooter != sim.NoPlayer {
		who = shipstate.PlayerName(f.View, d.shooter)
	}
	p.DrawIcon(sprites.WeaponIcon(int32(d.weapon)), x+28*u, y, 18*u, white.Glow(.8))
	p.DrawText(p.ClipText(who, plain, normal*u, 220*u), plain, x+46*u, y, normal*u, render.PlayerColor(f.View, d.shooter).Mix(white, .3))
	p.DrawRightText(w.Number(int(d.damage)), strong, x+320*u, y, normal*u, white)
}

// drawRespawnCountdown draws the time until the respawn.
func (r *deathRecap) drawRespawnCountdown(p *hud.Painter, f *frame, w *hud.TextCache, y float32) {
	u := f.Unit
	left := ships.OwnOf(&f.View.Own).Respawn
	tenths := hud.StepsLeft(viewstate.TicksToDuration(&f.View.Config, int64(left)), 100*time.Millisecond)
	x := f.W/2 - 62*u
	drawSweep(p, x, y, 9*u, 1-float32(left)/float32(max(1, r.respawn)), 4*u, own.Glow(1))
	x = p.DrawText(lang.T("back in "), plain, x+18*u, y, normal*u, quiet)
	x = p.DrawText(w.TenthsText(tenths), strong, x, y, normal*u, white)
	p.DrawText(" s", plain, x, y, normal*u, quiet)
}
