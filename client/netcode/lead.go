package netcode

import (
	"math"
	"time"

	"perihelion/sim"
)

// maxLead bounds how far the motion model draws the others ahead of what can be
// interpolated: at 200 ms of round trip it needs 100 ms, at 60 ms and 5 % of loss 190,
// and is wrong by three units then. On a worse link the shooter must lead.
const maxLead = 200 * time.Millisecond

// lead keeps the others within reach of our shots. The server looks back by so many
// ticks and no more; on a link so long that the interpolated past is older than
// that, what is aimed at would not be what is hit. So they are drawn that much
// closer to the present.
func (c *Client) lead(tick sim.Tick, frac float32, now time.Duration) (sim.Tick, float32) {
	c.ahead = 0
	if c.game.aimer == nil || !c.ready() {
		return tick, frac
	}
	// An input that sees this frame is played a tick after the newest, at the least.
	oldest := float64(c.clock.newest) + float64(c.clock.fraction(now)) - float64(c.game.aimer.MaxRewind()-1)
	at := float64(tick) + float64(frac)
	ahead := min(oldest-at, float64(maxLead)/float64(c.clock.tick))
	if ahead <= 0 {
		return tick, frac
	}
	c.ahead = time.Duration(ahead * float64(c.clock.tick))
	whole, part := math.Modf(at + ahead)
	return sim.Tick(whole), float32(part)
}
