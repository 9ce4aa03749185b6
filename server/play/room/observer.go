package room

import (
	"perihelion/sim"
)

// Observer is told what happens in rooms. The rooms' own goroutines call it, so it must
// be safe for concurrent use and must not block.
type Observer interface {
	// OnKill is told of a death, or of a goal.
	OnKill(k Kill)
	// OnRoundEnd takes the result of a round. saved is closed when the result is on the
	// disk, or when it cannot be: until then the room publishes no snapshot, so that
	// nobody sees an end that a crash could undo. nil: there is nothing to wait for.
	OnRoundEnd(res Result) (saved <-chan struct{})
}

// Kill is a line of a kill feed: a death, or a goal, which is the Killer's.
type Kill struct {
	Game           string // the About.Name
	Room, Code     string // Code: of a private room
	Killer, Victim string // names; no Killer: the star, or nobody
	Means          string // the weapon
	Goal           bool   // it is a goal, and there is no Victim
	News           bool   // a player did it, or died of it without a killer: what bots do is none
}

// reportEvents passes on what some events say to Metrics and Observer.
func (m *match) reportEvents(events []sim.Event) {
	for i := range events {
		if m.aimer != nil {
			if h, ok := m.aimer.Receipt(&events[i]); ok {
				m.reportHit(&h)
			}
		}
		if m.headliner != nil {
			m.reportHeadline(&events[i])
		}
	}
}

func (m *match) reportHeadline(e *sim.Event) {
	h, ok := m.headliner.Headline(e)
	if !ok {
		return
	}
	m.record.writer.Mark(&h)
	m.observer.OnKill(Kill{
		Game: m.cfg.Game.About().Name, Room: m.cfg.ID, Code: m.cfg.Code,
		Killer: m.nameOf(h.Actor), Victim: m.nameOf(h.Target), Means: h.Means, Goal: h.Target == sim.NoPlayer,
		News: m.isPlayer(h.Actor) || h.Actor == sim.NoPlayer && m.isPlayer(h.Target),
	})
}

// isPlayer reports whether a player has seat p, connected or not.
func (m *match) isPlayer(p sim.PlayerID) bool {
	return int(p) < len(m.seats) && m.seats[p].holder == holderPlayer
}

func (m *match) nameOf(p sim.PlayerID) string {
	if int(p) >= len(m.seats) {
		return ""
	}
	return m.seats[p].name
}

// nopObserver ignores what happens.
type nopObserver struct{}

func (nopObserver) OnKill(Kill)                       {}
func (nopObserver) OnRoundEnd(Result) <-chan struct{} { return nil }
