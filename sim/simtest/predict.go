package simtest

import (
	"fmt"
	"slices"

	"perihelion/sim"
)

// checkPredict plays ahead of the server. A player who is alone must predict every tick
// exactly, but for those in which an event concerns the player or a new phase begins. In
// a full match others interfere, and nine ticks of ten must be right.
func checkPredict(g sim.Game) error {
	if err := forEachMode(g, checkAlone); err != nil {
		return err
	}
	return forEachMode(g, checkAmongOthers)
}

// checkAlone predicts on from the first state, and from that of every tick by a predictor
// that knows nothing of the ticks before.
func checkAlone(full *match) error {
	m := emptyMatch(full.game, full.cfg)
	p := sim.PlayerID(m.cfg.Seats - 1)
	m.world.Join(p)
	t, events := newTrial(m, p), []sim.Event(nil)
	for n := range 3 * span {
		fresh := m.game.NewPredictor(m.cfg)
		fresh.Adopt(m.world.Tick(), p, m.world.Private(p))
		if n%200 < 100 {
			m.think(p)
		} else {
			m.press(int(p))
		}
		m.seen = m.world.AppendEntities(m.seen[:0])
		fresh.Observe(m.world.Tick(), m.seen)
		t.predict()
		fresh.Predict(p, m.inputs[p])
		phase := m.world.Phase()
		m.world.Step(m.inputs)
		events = m.world.AppendEvents(events[:0])
		excused := m.world.Phase() != phase || slices.ContainsFunc(events, func(e sim.Event) bool { return t.concerns(&e) })
		want := m.world.Private(p)
		if got := fresh.Private(p); got != want && !excused {
			return fmt.Errorf("tick %d: from the tick before, Predict makes\n%v, and Step\n%v", m.world.Tick(), got, want)
		}
		if !t.isRight() && !excused {
			return fmt.Errorf("tick %d: Predict makes\n%v, and Step\n%v", m.world.Tick(), t.client.Private(p), want)
		}
		if err := t.checkEvents(events); err != nil {
			return err
		}
	}
	return nil
}

func checkAmongOthers(m *match) error {
	trials := make([]*trial, m.cfg.Seats)
	for p := range trials {
		trials[p] = newTrial(m, sim.PlayerID(p))
	}
	right := 0
	for range span {
		m.next()
		for _, t := range trials {
			t.predict()
		}
		m.world.Step(m.inputs)
		for _, t := range trials {
			if t.isRight() {
				right++
			}
		}
	}
	if all := span * len(trials); right < all*9/10 {
		return fmt.Errorf("among others, %d of %d predicted ticks are right, want nine of ten", right, all)
	}
	return nil
}

// trial is a client that predicts a player, beside the world that knows better.
type trial struct {
	match  *match
	player sim.PlayerID
	client sim.Predictor
	avatar sim.Avatar // nil: the game has none
}

func newTrial(m *match, p sim.PlayerID) *trial {
	t := &trial{match: m, player: p, client: m.game.NewPredictor(m.cfg)}
	t.avatar, _ = m.game.NewModel(m.cfg).(sim.Avatar)
	t.client.Adopt(m.world.Tick(), p, m.world.Private(p))
	return t
}

// predict plays the next tick from what its player holds in it. Where everything is
// predicted, the server is heard of every few ticks only.
func (t *trial) predict() {
	now := t.match.world.Tick()
	switch {
	case !t.match.game.About().Present:
		t.client.Observe(now, t.match.seen)
	case now%4 == 0:
		t.client.Adopt(now, t.player, t.match.world.Private(t.player))
		t.client.Observe(now, t.match.seen)
	}
	t.client.Predict(t.player, t.match.inputs[t.player])
}

// isRight reports whether the last tick was predicted exactly, and corrects the client if not.
func (t *trial) isRight() bool {
	own := t.match.world.Private(t.player)
	if t.client.Private(t.player) == own {
		return true
	}
	t.client.Adopt(t.match.world.Tick(), t.player, own)
	return false
}

// concerns reports whether an event may say that something was done to the player.
func (t *trial) concerns(e *sim.Event) bool { return t.avatar == nil || t.avatar.Concerns(e, t.player) }

// checkEvents looks for each predicted event among those of the server.
func (t *trial) checkEvents(actual []sim.Event) error {
	for _, e := range t.client.AppendEvents(nil) {
		if !slices.ContainsFunc(actual, func(r sim.Event) bool { return r.Kind == e.Kind && r.Tick == e.Tick }) {
			return fmt.Errorf("tick %d: Predict makes an event of kind %d in tick %d, and Step does not", t.match.world.Tick(), e.Kind, e.Tick)
		}
	}
	return nil
}

// checkDistrust tells a client of entities, and of an own state, that no match has.
func checkDistrust(g sim.Game) error {
	return forEachMode(g, func(m *match) error {
		client := g.NewPredictor(m.cfg)
		for n := range span / 3 {
			m.next()
			for i := range m.seen {
				e := &m.seen[i]
				if m.luck.Below(2) == 0 {
					e.ID = sim.EntityID(m.luck.Next())
				}
				e.Words = anyWords(&m.luck, g.About().Schema(e.Kind))
			}
			var own sim.Private
			for i := range own {
				own[i] = int32(m.luck.Next()) >> m.luck.Below(32)
			}
			client.Adopt(sim.Tick(n), 0, own)
			client.Observe(sim.Tick(n), m.seen)
			client.Predict(0, m.inputs[0])
			if all := client.AppendEntities(nil); len(all) > len(m.seen)+maxProjectiles {
				return fmt.Errorf("of %d entities a client makes %d", len(m.seen), len(all))
			}
		}
		return nil
	})
}

// maxProjectiles is how many things of its own a client may predict beside those it has
// seen.
const maxProjectiles = 64

// checkAvatar compares what a Model says of the own player with what others see.
func checkAvatar(g sim.Game) error {
	return forEachMode(g, func(m *match) error {
		avatar, ok := g.NewModel(m.cfg).(sim.Avatar)
		if !ok {
			return nil // not every game has avatars
		}
		found := 0
		for range span / 3 {
			m.run(1)
			m.seen = m.world.AppendEntities(m.seen[:0])
			for p := range m.cfg.Seats {
				x, y, ok := avatar.Place(m.world.Private(sim.PlayerID(p)))
				i, seen := slices.BinarySearchFunc(m.seen, avatar.Avatar(sim.PlayerID(p)), func(e sim.Entity, id sim.EntityID) int { return int(e.ID) - int(id) })
				if !ok || !seen {
					continue
				}
				found++
				if e := &m.seen[i]; far(x, e.X) || far(y, e.Y) {
					return fmt.Errorf("tick %d: player %d is at %d, %d, and the avatar at %d, %d",
						m.world.Tick(), p, x>>sim.PlaceShift, y>>sim.PlaceShift, e.X, e.Y)
				}
			}
		}
		if found == 0 {
			return fmt.Errorf("no player has ever an avatar and a place")
		}
		return nil
	})
}

// far reports whether an exact place is more than a unit from whole units.
func far(exact, units int32) bool {
	d := int64(exact) - int64(units)<<sim.PlaceShift
	return max(d, -d) > 1<<sim.PlaceShift
}
