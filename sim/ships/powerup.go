package ships

import (
	"perihelion/sim"
	"perihelion/sim/coder"
	"perihelion/sim/fixed"
	"perihelion/sim/rng"
)

// Powerup is what the powerup gives: to who is alone in its zone for a moment, at once.
type Powerup uint8

const (
	PowerupOverdrive Powerup = iota
	PowerupSalvo
	PowerupMinefield

	powerups
)

// powerupGifts is what each of them gives.
var powerupGifts = [powerups]powerupGift{
	PowerupOverdrive: {heat: mostHeat, shield: overshieldGain, energy: true},
	PowerupSalvo:     {item: ItemSeeker, count: 3},
	PowerupMinefield: {item: ItemMine, count: 3},
}

type powerupGift struct {
	heat   int // that the ship has from then on, at least
	shield int // more, up to as much as an overshield allows
	energy bool
	item   Item // instead of the one that is carried
	count  int32
}

const (
	powerupPeriod  = 45_000 // ms: there is one in each
	PowerupNotice  = 8_000  // ms before it opens that it is announced
	powerupOpen    = 25_000 // ms that it waits for somebody
	powerupCapture = 1_500  // ms that somebody must be alone in the zone
	PowerupRadius  = 130    // units, of the zone
	powerupHigh    = 60     // percent of the arena's radius within which it is
	powerupSide    = 1 << 29
	powerupLuck    = 0x70 << 40 // apart from what else the seed decides
)

// hasPowerups reports whether powerups appear in a mode. A duel is decided by two ships alone, and
// racers have no time for one.
func hasPowerups(m *sim.Mode) bool { return m != Duel && m != Race }

// powerupPlan is when and where a powerup is, and what it gives: only seed and tick decide.
type powerupPlan struct {
	notice, opens, ends sim.Tick
	gift                Powerup
	at                  fixed.Vec
}

// powerupAt is the plan of the period of a tick. In a match of teams the place is as far from the
// one base as from the other, give or take 45°.
func (a *arena) powerupAt(t sim.Tick) (u powerupPlan) {
	period, notice, open := sim.Tick(a.ticks(powerupPeriod)), sim.Tick(a.ticks(PowerupNotice)), sim.Tick(a.ticks(powerupOpen))
	n := t / period
	luck := rng.Source(rng.Mix(a.seed) ^ uint64(n) ^ powerupLuck)
	u.notice = n*period + sim.Tick(luck.Below(int(period-notice-open)))
	u.opens = u.notice + notice
	u.ends = u.opens + open
	u.gift = Powerup(luck.Below(int(powerups)))
	low, high := a.beyondStars(goalLow), a.radius*powerupHigh/100
	turn := uint32(luck.Next())
	if a.hasTeams {
		turn = turn&(1<<31) + 1<<30 - powerupSide + turn%(2*powerupSide)
	}
	u.at = fixed.FineUnit(turn, low+fixed.Int(luck.Below(max(int((high-low).Round()), 1))))
	return u
}

// powerupState is how far the powerup of this time is.
type powerupState struct {
	over      sim.Tick     // the pads that open until then are gone
	holder    sim.PlayerID // who takes it; NoPlayer: nobody
	progress  int32        // ticks for which somebody has been taking it
	contested bool         // enemies are in the zone together
}

// startPowerup begins with the first powerup that is announced in the new round.
func (w *World) startPowerup() {
	w.powerup = powerupState{holder: sim.NoPlayer}
	if u := w.arena.powerupAt(w.tick); u.notice <= w.tick {
		w.powerup.over = u.opens
	}
}

// currentPowerup is the powerup that everyone sees; ok is false if there is none.
func (w *World) currentPowerup() (u powerupPlan, ok bool) {
	if w.match.phase != sim.PhaseLive || !hasPowerups(w.cfg.Mode) {
		return u, false
	}
	u = w.arena.powerupAt(w.tick)
	return u, u.notice <= w.tick && w.tick < u.ends && u.opens > w.powerup.over
}

// stepPowerup announces a powerup, and gives it to who is alone in its zone for long enough.
func (w *World) stepPowerup() {
	u, ok := w.currentPowerup()
	g := &w.powerup
	if !ok {
		g.holder, g.progress, g.contested = sim.NoPlayer, 0, false
		return
	}
	if w.tick == u.notice {
		w.emitPowerup(sim.NoPlayer, &u)
	}
	if w.tick < u.opens {
		return
	}
	w.capturePowerup(&u)
	if g.progress < w.arena.ticks(powerupCapture) {
		return
	}
	w.ships[g.holder].takePowerup(&powerupGifts[u.gift])
	w.emitPowerup(g.holder, &u)
	*g = powerupState{over: u.opens, holder: sim.NoPlayer}
}

// capturePowerup counts for how long the holder and their team have been alone in the zone. It
// waits while enemies are in it too, and counts back while nobody is.
func (w *World) capturePowerup(u *powerupPlan) {
	g := &w.powerup
	first, stays, both := sim.NoPlayer, false, false
	for _, p := range w.players {
		s := &w.ships[p]
		if !s.alive || s.protected > 0 || !s.pos.Sub(u.at).Within(fixed.Int(PowerupRadius)) {
			continue
		}
		both = both || first != sim.NoPlayer && !w.arena.friends(first, p)
		stays = stays || p == g.holder
		if first == sim.NoPlayer {
			first = p
		}
	}
	g.contested = both
	switch {
	case both:
	case first == sim.NoPlayer:
		if g.progress = max(g.progress-1, 0); g.progress == 0 {
			g.holder = sim.NoPlayer
		}
	default:
		if g.holder != sim.NoPlayer && !w.arena.friends(g.holder, first) {
			g.progress = 0
		}
		if !stays {
			g.holder = first
		}
		g.progress++
	}
}

// takePowerup gives a ship what a powerup holds.
func (b *body) takePowerup(g *powerupGift) {
	full := b.stats()
	b.heat = max(b.heat, fixed.Int(g.heat))
	b.shield = min(b.shield+fixed.Int(g.shield), fixed.Int(full.Shield+overshieldGain))
	if g.energy {
		b.energy = fixed.Int(full.Energy)
	}
	if g.item != NoItem {
		b.item, b.spare, b.itemWait = g.item, g.count-1, 0
	}
}

func (w *World) emitPowerup(p sim.PlayerID, u *powerupPlan) {
	w.emit(EventPowerup, u.at, sim.Words{
		powerupPlayer: int32(p), powerupTaken: int32(u.gift), powerupTakenX: posWord(u.at.X), powerupTakenY: posWord(u.at.Y),
	}).Global = true
}

// PowerupID is the entity of the powerup.
const PowerupID = GoalID + 1

func (w *World) powerupEntity(u *powerupPlan) sim.Entity {
	g := &w.powerup
	e := sim.Entity{ID: PowerupID, Kind: KindPowerup, Global: true, Words: sim.Words{
		powerupX: posWord(u.at.X), powerupY: posWord(u.at.Y), powerupGives: int32(u.gift), powerupOpens: int32(u.opens),
		powerupHolder: int32(g.holder), powerupProgress: g.progress * 255 / w.arena.ticks(powerupCapture),
	}}
	if g.contested {
		e.Words[powerupContested] = 1
	}
	return e
}

func (g *powerupState) code(c *coder.Coder, a *arena) {
	coder.Int32(c, &g.over)
	coder.Int16(c, &g.holder)
	coder.Int32(c, &g.progress)
	c.Flag(&g.contested)
	c.Require(g.progress >= 0 && g.progress < a.ticks(powerupCapture) && (g.progress == 0 || g.holder != sim.NoPlayer))
}
