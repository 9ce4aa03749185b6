package ships

import (
	"time"

	"perihelion/client/game/ships/shipstate"
	"perihelion/client/hud"
	"perihelion/client/lang"
	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/client/render/sprites"
	"perihelion/client/render/viewstate"
	"perihelion/client/rgba"
	"perihelion/sim"
	"perihelion/sim/fixed"
	"perihelion/sim/ships"
)

// deathRecap tells a dead player who killed them, with what, how much damage each attacker
// did, and why it was fair. With the net graph open it shows technical details instead.
type deathRecap struct {
	killer      string
	color       rgba.Color
	by          sim.PlayerID
	weapon      ships.Weapon
	entries     [8]damageEntry
	n           int
	last        damageEntry
	explanation string // of the last hit, formatted once at death, like details
	details     string // replaces explanation while the net graph is open
	respawn     int32  // ticks of the whole wait
	dead        bool
}

// damageEntry is the damage by one shooter with one weapon.
type damageEntry struct {
	shooter sim.PlayerID
	weapon  ships.Weapon
	damage  int32
	rewind  int32 // ticks
	capped  bool
}

// onHit handles a ships.EventHit on the player.
func (r *deathRecap) onHit(v *netcode.View, hit *ships.Hit) {
	if hit.Victim != v.Me {
		return
	}
	d := damageEntry{
		shooter: hit.Shooter, weapon: hit.Weapon,
		damage: hit.Damage, rewind: hit.Rewind, capped: hit.Capped,
	}
	r.last = d
	for i := range r.entries[:r.n] {
		if l := &r.entries[i]; l.shooter == d.shooter && l.weapon == d.weapon {
			l.damage += d.damage
			return
		}
	}
	if r.n < len(r.entries) {
		r.entries[r.n] = d
		r.n++
	}
}

// onKill handles a ships.EventKill of the player.
func (r *deathRecap) onKill(v *netcode.View, kill ships.Kill) {
	if kill.Victim != v.Me {
		return
	}
	r.by, r.weapon = kill.Killer, kill.Weapon
	r.killer, r.color = "", render.Energy
	if r.by != sim.NoPlayer && r.by != v.Me {
		r.killer, r.color = shipstate.PlayerName(v, r.by), render.PlayerColor(v, r.by)
	}
	r.dead = true
	r.details, r.explanation = hitDetails(v, &r.last), explainHit(v, &r.last, r.by, r.weapon)
}

// updateLife clears the recap when a new life begins.
func (r *deathRecap) updateLife(v *netcode.View) {
	own := ships.OwnOf(&v.Own)
	if !own.Alive {
		r.respawn = max(r.respawn, own.Respawn)
		return
	}
	if r.dead || own.Hull == fixed.Int(own.Stats.Hull) {
		*r = deathRecap{}
	}
}

// drawRecap draws the panel at the lower edge.
func (r *deathRecap) drawRecap(p *hud.Painter, f *frame, w *hud.TextCache) {
	u := f.Unit
	if !r.dead {
		return
	}
	why := r.explanation
	if f.Options.NetGraph && r.details != "" {
		why = r.details
	}
	entries := r.entries[:r.n]
	if f.View.Watching { // a kill-cam: let it be seen
		why, entries = "", nil
	}
	lines := p.WrapText(why, plain, small*u, min(f.W-60*u, 520*u))
	width := max(340*u, r.killerWidth(p, u)+32*u)
	for _, line := range lines {
		width = max(width, p.TextWidth(line, plain, small*u)+32*u)
	}
	height := (80 + 18*float32(len(entries)) + 16*float32(len(lines))) * u
	x, y := f.W/2-width/2, f.H-height-34*u
	f.Occupied.Occupy(p.DrawPanel(x, y, width, height, bad))
	if r.killer == "" {
		p.DrawCentredText(hazardPhrase(r.weapon), strong, f.W/2, y+24*u, large*u, white)
	} else {
		r.drawKiller(p, f, y+24*u)
	}
	x, y = f.W/2-170*u, y+50*u
	for i := range entries {
		r.drawDamageEntry(p, f, w, x, y, &entries[i])
		y += 18 * u
	}
	for _, line := range lines {
		p.DrawCentredText(line, plain, f.W/2, y+6*u, small*u, quiet.Mix(white, .4))
		y += 16 * u
	}
	r.drawRespawnCountdown(p, f, w, y+12*u)
}

// killerWidth returns the width of the line of drawKiller.
func (r *deathRecap) killerWidth(p *hud.Painter, u float32) float32 {
	return p.TextWidth(r.killer, strong, large*u) + p.TextWidth(killPhrase(r.weapon), plain, large*u) + 30*u
}

// drawKiller draws the name of the killer, what they did, and the icon of the weapon.
func (r *deathRecap) drawKiller(p *hud.Painter, f *frame, y float32) {
	u := f.Unit
	x := p.DrawText(r.killer, strong, f.W/2-r.killerWidth(p, u)/2, y, large*u, r.color)
	x = p.DrawText(killPhrase(r.weapon), plain, x, y, large*u, white)
	p.DrawIcon(sprites.WeaponIcon(int32(r.weapon)), x+18*u, y, 24*u, white.Glow(1))
}

// drawDamageEntry draws weapon, shooter and damage.
func (r *deathRecap) drawDamageEntry(p *hud.Painter, f *frame, w *hud.TextCache, x, y float32, d *damageEntry) {
	u := f.Unit
	p.DrawIcon(sprites.WeaponIcon(int32(d.weapon)), x+28*u, y, 18*u, white.Glow(.8))
	p.DrawText(p.ClipText(shipstate.PlayerName(f.View, d.shooter), plain, normal*u, 220*u), plain, x+46*u, y, normal*u, render.PlayerColor(f.View, d.shooter).Mix(white, .3))
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
