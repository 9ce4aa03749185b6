package ships

import (
	"perihelion/sim"
	"perihelion/sim/fixed"
	"perihelion/sim/ships/layout"
)

const (
	padRadius = 30    // units, on top of the ship's
	padRefill = 5_000 // ms

	scrapsPerRock = 3
	scrapsPerShip = 2
	scrapLife     = 15_000 // ms
	scrapRadius   = 12     // units, on top of the ship's
	scrapEnergy   = 25
	scrapHull     = 12
)

// pad is a place where items appear.
type pad struct {
	item     Item
	refillAt sim.Tick // when the next item appears, while there is none
}

// scrap is what a broken rock or ship leaves behind. It gives hull and energy, and some of them a
// refit.
type scrap struct {
	pos   fixed.Vec
	until sim.Tick // 0: none
}

// PadID is the entity of the i-th pad.
func PadID(i int) sim.EntityID { return firstPad + sim.EntityID(i) }

// PadAt is the position of the i-th pad at a tick.
func PadAt(cfg *sim.Config, i int, tick sim.Tick) (x, y fixed.Num) {
	a := outlineOf(cfg)
	at := a.padAt(i, tick)
	return at.X, at.Y
}

// padAt is the position of the i-th pad. The pads are spread over a slowly turning ring,
// every second one on a wider ring. In a match of teams every pad has a mirror image
// across the middle.
func (a *arena) padAt(i int, tick sim.Tick) fixed.Vec {
	for n := range a.layout.Pads {
		p := &a.layout.Pads[n]
		count := a.padCount(p)
		if i >= count {
			i -= count
			continue
		}
		turn := uint32(uint64(i)<<32/uint64(count)) + uint32(tick)*uint32((1<<32)/(int64(p.Period)*a.rate))
		if a.hasTeams {
			i %= count / 2
		}
		return fixed.FineUnit(turn, a.share([2]int{p.Inner, p.Outer}[i%2]))
	}
	return fixed.Vec{}
}

// allPads is how many pads there are.
func (a *arena) allPads() (n int) {
	for i := range a.layout.Pads {
		n += a.padCount(&a.layout.Pads[i])
	}
	return n
}

func (a *arena) padCount(p *layout.Pads) int { return a.count(p.Count, p.Every) }

// refillPads puts a new item on every pad whose time has come.
func (w *World) refillPads() {
	for i := range w.pads {
		if k := &w.pads[i]; k.item == NoItem && k.refillAt <= w.tick {
			k.item = 1 + Item(w.random.Below(int(items)-1))
		}
	}
}

// collectPickups gives items and scraps to the ships that touch them.
func (w *World) collectPickups() {
	for i := range w.pads {
		if w.pads[i].item != NoItem {
			w.givePadItem(&w.pads[i], w.arena.padAt(i, w.tick))
		}
	}
	for i := range w.scraps {
		if w.scraps[i].until != 0 {
			w.giveScrap(&w.scraps[i])
		}
	}
}

// givePadItem gives the item of a pad to the nearest ship that touches it, unless that
// ship carries one already.
func (w *World) givePadItem(k *pad, at fixed.Vec) {
	p := w.closestShip(sim.NoPlayer, at, fixed.Int(ShipRadius+padRadius))
	if p == sim.NoPlayer || w.ships[p].item != NoItem {
		return
	}
	w.ships[p].item = k.item
	w.emitPickup(p, k.item, at)
	*k = pad{refillAt: w.tick + sim.Tick(w.arena.ticks(padRefill))}
}

// giveScrap gives a scrap to the nearest ship that touches it, and removes scraps whose
// time is over.
func (w *World) giveScrap(k *scrap) {
	if k.until <= w.tick {
		*k = scrap{}
		return
	}
	p := w.closestShip(sim.NoPlayer, k.pos, fixed.Int(ShipRadius+scrapRadius))
	if p == sim.NoPlayer {
		return
	}
	s := &w.ships[p]
	s.energy = min(s.energy+fixed.Int(scrapEnergy), fixed.Int(s.stats().Energy))
	s.hull = min(s.hull+fixed.Int(scrapHull), fixed.Int(s.stats().Hull))
	w.countScrap(&s.body)
	w.emitPickup(p, NoItem, k.pos)
	*k = scrap{}
}

func (w *World) emitPickup(p sim.PlayerID, item Item, at fixed.Vec) {
	w.emit(EventPickup, at, sim.Words{
		pickupPlayer: int32(p), pickupItem: int32(item), pickupX: posWord(at.X), pickupY: posWord(at.Y),
	})
}

// spawnScraps puts the scraps of a broken rock or a wreck around its position. If all slots are
// taken there are fewer.
func (w *World) spawnScraps(at fixed.Vec, left int) {
	for i := 0; i < len(w.scraps) && left > 0; i++ {
		if w.scraps[i].until != 0 {
			continue
		}
		off := fixed.FineUnit(uint32(w.random.Next()), fixed.Int(20+w.random.Below(30)))
		w.scraps[i] = scrap{pos: at.Add(off), until: w.tick + sim.Tick(w.arena.ticks(scrapLife))}
		left--
	}
}

func (k *scrap) scrapEntity(slot int) sim.Entity {
	e := sim.Entity{ID: firstScrap + sim.EntityID(slot), Kind: KindScrap}
	e.Words = sim.Words{scrapX: posWord(k.pos.X), scrapY: posWord(k.pos.Y)}
	setPosition(&e, k.pos)
	return e
}
