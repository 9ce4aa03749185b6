package ships

import (
	"strings"
	"time"

	"perihelion/client/game/ships/shipstate"
	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/client/render/viewstate"
	"perihelion/client/rgba"
	"perihelion/sim"
	"perihelion/sim/fixed"
	"perihelion/sim/ships"
)

// deathRecap tells a dead player who killed them, with what, from where, and what would have
// helped. On demand, and with the net graph open, it shows the receipt too: how much damage
// each attacker did, and how the last hit was judged.
type deathRecap struct {
	killer   string
	color    rgba.Color
	headline string // how the player died: after the name of the killer, if there is one
	how      string // what more is known of it; may be empty
	advice   string
	fairness string // of the last hit, for the receipt, in plain words
	details  string // the same in technical terms

	weapon  ships.Weapon
	entries [8]damageEntry
	n       int
	last    damageEntry
	lastHit lastHit
	before  ships.Own // the ship as it was in the last frame of its life
	exposed bool      // its shield was down when the last attack began
	respawn int32     // ticks of the whole wait
	dead    bool

	receipt receiptSwitch
	lines   []panelLine // of the panel, kept for their memory
}

// damageEntry is the damage by one shooter with one weapon.
type damageEntry struct {
	shooter sim.PlayerID
	weapon  ships.Weapon
	damage  int32
	rewind  int32 // ticks
	capped  bool
}

// attackGap is the time without a hit after which the next one begins another attack.
const attackGap = 3 * time.Second

// onHit handles a ships.EventHit on the player in tick t.
func (r *deathRecap) onHit(v *netcode.View, hit *ships.Hit, t sim.Tick) {
	if hit.Victim != v.Me {
		return
	}
	if quiet := viewstate.TicksToDuration(&v.Config, int64(t)-int64(r.lastHit.tick)); r.n == 0 || quiet > attackGap {
		r.exposed = r.before.Alive && r.before.Shield < fixed.Int(minShield)
	}
	d := damageEntry{
		shooter: hit.Shooter, weapon: hit.Weapon,
		damage: hit.Damage, rewind: hit.Rewind, capped: hit.Capped,
	}
	r.last, r.lastHit = d, lastHit{*hit, t}
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

const (
	minShield = 5  // with less it counts as down
	minBurn   = 15 // damage of the corona that is worth a word
)

// onKill handles a ships.EventKill of the player.
func (r *deathRecap) onKill(v *netcode.View, kill ships.Kill) {
	if kill.Victim != v.Me {
		return
	}
	c := newDeathCause(v, kill, &r.before, &r.lastHit)
	c.exposed = r.exposed
	for i := range r.entries[:r.n] {
		c.burnt = c.burnt || r.entries[i].weapon == ships.WeaponStar && r.entries[i].damage >= minBurn
	}
	r.weapon, r.killer, r.color, r.headline = kill.Weapon, "", render.Energy, hazardPhrase(&c)
	if c.byPlayer(v.Me) {
		r.killer, r.color = shipstate.PlayerName(v, kill.Killer), render.PlayerColor(v, kill.Killer)
		r.headline = killPhrase(kill.Weapon)
	}
	r.how, r.advice = c.how(), c.advice()
	r.details, r.fairness = hitDetails(v, &r.last), explainHit(v, &r.last, kill.Killer)
	r.dead = true
}

// announcement says all that the panel says without the receipt; empty while the player lives.
func (r *deathRecap) announcement() string {
	if !r.dead {
		return ""
	}
	text := r.killer + r.headline
	if r.how != "" {
		text += ", " + strings.ReplaceAll(r.how, partGap, ", ")
	}
	if r.advice != "" {
		text += ". " + r.advice
	}
	return text + "."
}

// updateLife clears the recap when a new life begins.
func (r *deathRecap) updateLife(v *netcode.View) {
	own := ships.OwnOf(&v.Own)
	if !own.Alive {
		r.respawn = max(r.respawn, own.Respawn)
		return
	}
	if r.dead || own.Hull == fixed.Int(own.Stats.Hull) {
		*r = deathRecap{receipt: r.receipt, lines: r.lines[:0]}
	}
	r.before = own
}
