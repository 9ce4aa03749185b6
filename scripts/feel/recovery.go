package feel

import (
	"time"

	"perihelion/client/netcode"
	"perihelion/sim"
)

const (
	watched = 4 * time.Second // after the return: within them everything must be well for good
	grace   = 2               // ticks by which the newest snapshot may be older than the link explains
	farOff  = 16              // units between a drawn ship and the truth that count as a jump
)

// A recovery follows one player from the moment the link is back.
type recovery struct {
	whole time.Time // since when everything has been well; zero: it is not
	jumps int       // ships drawn wrongly since then
}

// recover looks whether everything is well in this frame.
func (p *player) recover() {
	if p.back.IsZero() || p.now.Before(p.back) || p.now.After(p.back.Add(watched)) {
		return
	}
	well := p.well()
	if well && p.whole.IsZero() {
		p.whole = p.now
	}
	if !well && !p.whole.IsZero() && p.jumps == 0 {
		p.whole = time.Time{}
	}
	if !p.whole.IsZero() {
		p.jumps += p.wrong()
	}
}

// well reports whether the player has the game back: own controls that the server
// obeys, others as fresh as the link allows.
func (p *player) well() bool {
	v := p.view
	if !v.Ready || !p.obeyed() {
		return false
	}
	world := p.hall.world
	late := world.newest() - v.Stats.ServerTick
	link := p.profile.Net.Down.Latency + p.profile.Jitter + screen
	if late > sim.Tick(link/screen)+interval+grace {
		return false
	}
	for i := range v.Seen {
		if v.Seen[i].Stale > 0 {
			return false
		}
	}
	return true
}

// obeyed reports whether the server played its newest tick as this player meant it.
func (p *player) obeyed() bool {
	t := p.hall.world.newest()
	truth, ok := p.hall.world.at(t)
	meant, known := p.held.At(uint32(t))
	return ok && known && plain(truth.held[p.view.Me]) == meant
}

// wrong counts ships on the screen that are not where they were, or were not at all.
func (p *player) wrong() (n int) {
	for i := range p.view.Seen {
		s := &p.view.Seen[i]
		if s.Kind != sim.KindShip {
			continue
		}
		off, known := p.astray(s)
		if known && off > farOff || p.ghostly(s) {
			n++
		}
	}
	return n
}

// ghostly reports whether a ship is drawn that has been dead for longer than the
// picture is coarse.
func (p *player) ghostly(s *netcode.Seen) bool {
	for t := p.view.Tick - min(p.view.Tick, interval); t <= p.view.Tick+1; t++ {
		if truth, ok := p.hall.world.at(t); ok && truth.ships[sim.Owner(s.ID)].alive {
			return false
		}
	}
	return true
}
