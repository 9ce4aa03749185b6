package bot

import (
	"perihelion/sim"
	"perihelion/sim/fixed"
	"perihelion/sim/ships"
)

const (
	pickupRange = 900 // units within which a pickup is worth the way
	scrapRange  = 350 // units within which a scrap is, to a bot that needs no hull
	hotScrap    = 200 // units outside what burns within which a bot leaves a scrap alone
)

func (b *brain) noticePad(e *sim.Entity) {
	if ships.PadItemOf(&e.Words) == ships.NoItem || b.own.Item != ships.NoItem {
		return
	}
	x, y := ships.PadAt(b.Config, int(e.ID-ships.PadID(0)), b.Tick)
	b.considerPickup(fixed.Vec{X: x - b.pos.X, Y: y - b.pos.Y})
}

// noticeScrap considers a scrap well outside what burns: for the hull, and if it is near for the next
// offer of refits.
func (b *brain) noticeScrap(to fixed.Vec) {
	if b.off.Add(to).Len() < b.danger+fixed.Int(hotScrap) {
		return
	}
	if b.own.Hull < fixed.Int(80) || b.own.Offer[0] == ships.NoRefit && to.Len() < fixed.Int(scrapRange) {
		b.considerPickup(to)
	}
}

// considerPickup remembers the nearest pickup.
func (b *brain) considerPickup(to fixed.Vec) {
	dist := to.Len()
	if dist < fixed.Int(pickupRange) && (b.pickupDist == 0 || dist < b.pickupDist) {
		b.pickup, b.pickupDist = to, max(dist, 1)
	}
}
