package hud

import (
	"time"

	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/client/render/sprites"
	"perihelion/client/render/viewstate"
	"perihelion/client/rgba"
	"perihelion/sim"
)

// recap tells a dead player what happened: by whom, with what, how much of it, and why
// that was fair. Beside the net graph it is the receipt, in its terms.
type recap struct {
	killer  string
	hue     rgba.Color
	by      sim.PlayerID
	weapon  sim.Weapon
	ledger  [8]debit
	n       int
	last    debit
	fair    string // why the last hit was, spelled at death, as is
	receipt string // of it
	respawn int32  // ticks of the whole wait
	dead    bool
}

// debit is what one hit took.
type debit struct {
	shooter sim.PlayerID
	weapon  sim.Weapon
	damage  int32
	rewind  int32 // ticks
	capped  bool
}

func (r *recap) hit(v *netcode.View, w *sim.Words) {
	if sim.PlayerID(w[sim.HitVictim]) != v.Me {
		return
	}
	d := debit{
		shooter: sim.PlayerID(w[sim.HitShooter]), weapon: sim.Weapon(w[sim.HitWeapon]),
		damage: w[sim.HitDamage], rewind: w[sim.HitRewind], capped: w[sim.HitCapped] != 0,
	}
	r.last = d
	for i := range r.ledger[:r.n] {
		if l := &r.ledger[i]; l.shooter == d.shooter && l.weapon == d.weapon {
			l.damage += d.damage
			return
		}
	}
	if r.n < len(r.ledger) {
		r.ledger[r.n] = d
		r.n++
	}
}

func (r *recap) kill(v *netcode.View, w *sim.Words) {
	if sim.PlayerID(w[sim.KillVictim]) != v.Me {
		return
	}
	r.by, r.weapon = sim.PlayerID(w[sim.KillKiller]), sim.Weapon(w[sim.KillWeapon])
	r.killer, r.hue = "", render.Energy
	if r.by != sim.NoPlayer && r.by != v.Me {
		r.killer, r.hue = viewstate.Name(v, r.by), render.HueOf(v, r.by)
	}
	r.dead = true
	r.receipt, r.fair = receipt(v, &r.last), fairness(v, &r.last, r.by, r.weapon)
}

// update forgets the last life when a new one begins.
func (r *recap) update(v *netcode.View) {
	if v.Own[sim.OwnAlive] == 0 {
		r.respawn = max(r.respawn, v.Own[sim.OwnRespawn])
		return
	}
	if r.dead || v.Own[sim.OwnHull] == sim.FullHull<<sim.PlaceShift {
		*r = recap{}
	}
}

func (r *recap) draw(p *pen, f *frame, w *words) {
	u := f.u
	if !r.dead {
		return
	}
	why := r.fair
	if f.show.NetGraph && r.receipt != "" {
		why = r.receipt
	}
	told := p.wrap(why, plain, small*u, min(f.w-60*u, 520*u))
	width := max(340*u, r.byWidth(p, u)+32*u)
	for _, line := range told {
		width = max(width, p.width(line, plain, small*u)+32*u)
	}
	height := (80 + 18*float32(r.n) + 16*float32(len(told))) * u
	x, y := f.w/2-width/2, f.h-height-34*u
	f.space.take(p.panel(x, y, width, height, bad))
	if r.killer == "" {
		p.centre(hazardName(r.weapon), strong, f.w/2, y+24*u, large*u, white)
	} else {
		r.byLine(p, f, y+24*u)
	}
	x, y = f.w/2-170*u, y+50*u
	for i := range r.ledger[:r.n] {
		r.debit(p, f, w, x, y, &r.ledger[i])
		y += 18 * u
	}
	for _, line := range told {
		p.centre(line, plain, f.w/2, y+6*u, small*u, quiet.Mix(white, .4))
		y += 16 * u
	}
	r.countdown(p, f, w, y+12*u)
}

// byWidth is how wide the line of byLine is.
func (r *recap) byWidth(p *pen, u float32) float32 {
	return p.width(r.killer, strong, large*u) + p.width(deed(r.weapon), plain, large*u) + 30*u
}

func (r *recap) byLine(p *pen, f *frame, y float32) {
	u := f.u
	x := p.text(r.killer, strong, f.w/2-r.byWidth(p, u)/2, y, large*u, r.hue)
	x = p.text(deed(r.weapon), plain, x, y, large*u, white)
	p.icon(sprites.WeaponIcon(int32(r.weapon)), x+18*u, y, 24*u, white.Glow(1))
}

func (r *recap) debit(p *pen, f *frame, w *words, x, y float32, d *debit) {
	u := f.u
	p.icon(sprites.WeaponIcon(int32(d.weapon)), x+28*u, y, 18*u, white.Glow(.8))
	p.text(p.clip(viewstate.Name(f.v, d.shooter), plain, normal*u, 220*u), plain, x+46*u, y, normal*u, render.HueOf(f.v, d.shooter).Mix(white, .3))
	p.right(w.figure(int(d.damage)), strong, x+320*u, y, normal*u, white)
}

func (r *recap) countdown(p *pen, f *frame, w *words, y float32) {
	u := f.u
	left := f.v.Own[sim.OwnRespawn]
	tenths := counted(viewstate.Span(&f.v.Config, int64(left)), 100*time.Millisecond)
	x := f.w/2 - 62*u
	sweep(p, x, y, 9*u, 1-float32(left)/float32(max(1, r.respawn)), 4*u, own.Glow(1))
	x = p.text("back in ", plain, x+18*u, y, normal*u, quiet)
	x = p.text(w.tenth(tenths), strong, x, y, normal*u, white)
	p.text(" s", plain, x, y, normal*u, quiet)
}
