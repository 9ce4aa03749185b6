package feel

import (
	"time"

	"perihelion/client/netcode"
	"perihelion/sim"
	"perihelion/sim/ships"
)

const (
	watchTime    = 4 * time.Second // after the link is back: by then everything must be well for good
	graceTicks   = 2               // by which the newest snapshot may be older than the link explains
	maxDrawError = 16              // world units; a ship drawn further from the truth counts as a jump
)

// recovery is how one player recovers from the moment the link is back.
type recovery struct {
	recoveredAt time.Time // since when everything has been well; zero: it is not
	jumps       int       // ships drawn wrongly since then
}

// updateRecovery checks whether everything is well in this frame.
func (p *player) updateRecovery() {
	if p.back.IsZero() || p.now.Before(p.back) || p.now.After(p.back.Add(watchTime)) {
		return
	}
	recovered := p.recovered()
	if recovered && p.recoveredAt.IsZero() {
		p.recoveredAt = p.now
	}
	if !recovered && !p.recoveredAt.IsZero() && p.jumps == 0 {
		p.recoveredAt = time.Time{}
	}
	if !p.recoveredAt.IsZero() {
		p.jumps += p.countJumps()
	}
}

// recovered reports whether the player has the game back: the server plays the player's
// inputs in time, and the others are as fresh as the link allows.
func (p *player) recovered() bool {
	v := p.View
	if !v.Ready || !p.inputInTime() {
		return false
	}
	world := p.server.world
	late := world.newest() - v.Stats.ServerTick
	link := p.profile.Net.Down.Latency + p.profile.Jitter + screen
	if late > sim.Tick(link/screen)+interval+graceTicks {
		return false
	}
	for i := range v.Seen {
		if v.Seen[i].Stale > 0 {
			return false
		}
	}
	return true
}

// inputInTime reports whether the server played its newest tick with this player's input.
func (p *player) inputInTime() bool {
	t := p.server.world.newest()
	played, ok := p.server.world.tickAt(t)
	held, known := p.held.At(uint32(t))
	return ok && known && heldPart(played.inputs[p.View.Me]) == held
}

// countJumps counts ships on the screen that are far from the truth, or dead.
func (p *player) countJumps() (n int) {
	for i := range p.View.Seen {
		s := &p.View.Seen[i]
		if s.Kind != ships.KindShip {
			continue
		}
		off, known := p.drawError(s)
		if known && off > maxDrawError || p.isGhost(s) {
			n++
		}
	}
	return n
}

// isGhost reports whether a ship is drawn that was already dead at the last snapshot
// before the moment on the screen.
func (p *player) isGhost(s *netcode.Seen) bool {
	for t := p.View.Tick - min(p.View.Tick, interval); t <= p.View.Tick+1; t++ {
		if rec, ok := p.server.world.tickAt(t); ok && rec.ships[ships.Owner(s.ID)].alive {
			return false
		}
	}
	return true
}
