package room

import (
	"slices"
	"testing"
	"time"

	"perihelion/sim"
	"perihelion/sim/toy"
)

func TestHitsAreAccountedForByPing(t *testing.T) {
	hit := func(shooter, victim sim.PlayerID, rewind, capped int32) sim.Event {
		return sim.Event{Entity: sim.Entity{Kind: eventHit, Words: sim.Words{int32(shooter), int32(victim), rewind, capped}}, To: sim.NoPlayer}
	}
	play(t, Config{Sim: sim.Config{Seats: 4}, Fill: 3, Interval: 4}, func(s *stage) {
		ada, a := s.join("ada")
		bob, b := s.join("bob")
		for range 100 {
			tickA, tickB := a.lastTick(), b.lastTick()
			s.pass(40 * time.Millisecond)
			next := s.world.tick + 3
			send(ada.Inputs, tickA, next, sim.Input{})
			send(bob.Inputs, tickB, next, sim.Input{})
		}
		if err := s.room.post(func(m *match) {
			bot := sim.PlayerID(slices.IndexFunc(m.seats, func(s seat) bool { return s.holder == holderBot }))
			s.world.events = []sim.Event{
				hit(ada.Me, bob.Me, 6, 0),
				hit(bot, ada.Me, 0, 1),
				hit(sim.NoPlayer, ada.Me, 0, 0), // nobody's
				{Entity: sim.Entity{Kind: toy.EventCoin}, To: sim.NoPlayer},
			}
		}); err != nil {
			t.Fatal(err)
		}
		s.pass(100 * time.Millisecond)
		var pings []time.Duration
		s.inMatch(func(m *match) { pings = []time.Duration{m.seats[ada.Me].ping, m.seats[bob.Me].ping} })
		want := []Hit{{pings[0], pings[1], 6 * (time.Second / 60), false}, {NoPing, pings[0], 0, true}}
		if pings[0] <= 0 || pings[1] <= 0 || !slices.Equal(s.gauge.hits, want) {
			t.Errorf("hits %v with pings %v, want %v", s.gauge.hits, pings, want)
		}
	})
}
