package room

import (
	"bytes"
	"testing"

	"perihelion/shared/replay"
	"perihelion/sim"
)

// uploaded is a match of four in the middle of a round, of which a player has seat 2.
func uploaded(t *testing.T) *replay.Playback {
	t.Helper()
	cfg := sim.Config{Seed: 7, Seats: 4, Rate: sim.DefaultRate, Seconds: 20}
	w := testGame.NewWorld(cfg)
	for p := range sim.PlayerID(4) {
		w.Join(p)
	}
	for range 60 * 6 {
		w.Step(make([]sim.Input, 4))
	}
	log := replay.EncodeMoment(testGame, cfg, w, make([]replay.Seat, 4))
	r, err := replay.NewReader(bytes.NewReader(log), sim.Games{testGame})
	if err != nil {
		t.Fatal(err)
	}
	p, err := replay.ReadMoment(r)
	if err != nil {
		t.Fatal(err)
	}
	for i := range p.Seats {
		p.Seats[i] = replay.Seat{Holder: replay.Bot, Name: "bot"}
	}
	p.Seats[2] = replay.Seat{Holder: replay.Player, Account: "ada", Name: "Ada"}
	p.Round = replay.Round{Phase: replay.RoundUncounted, Tick: w.Tick()}
	return p
}

// What was played elsewhere goes on, and nobody's history says that it was won here.
func TestARoundThatBeganElsewhereCountsForNothing(t *testing.T) {
	from, j, c := uploaded(t), &heldJournal{}, &recordingObserver{}
	was, tick := from.World.Private(2), from.World.Tick()
	m := newMatch(New(Config{ID: "here", Code: "ABC", Game: from.Game, Sim: from.Config, From: from, Fill: 4, Journal: j, Observer: c}, quiet))
	m.begin()
	seat := m.mustAdmit(t, "ada")
	if seat.Me != 2 || seat.Tick != tick || m.world.Private(2) != was {
		t.Errorf("ada sits in seat %d at tick %d, want her own ship in 2", seat.Me, seat.Tick)
	}
	if bob := m.mustAdmit(t, "bob"); bob.Me == 2 {
		t.Error("a friend has her seat")
	}
	m.playOn(60 * 5)
	m.suspend()
	m = restored(t, j) // as after a restart of the server
	m.observer = c
	if !m.round.live || !m.round.foreign {
		t.Errorf("after a restart the round is %+v", m.round)
	}
	if players, bots := m.countPlayersAndBots(); players != 2 || bots != 2 {
		t.Errorf("%d players and %d bots, want two each", players, bots)
	}
	for _, p := range []string{"ada", "bob"} {
		m.mustAdmit(t, p)
	}
	m.freeSeat(0)
	for m.world.Phase() != sim.PhasePodium {
		m.playOn(1)
	}
	if len(c.results) > 0 {
		t.Errorf("results %+v of a round that began elsewhere", c.results)
	}
	for len(c.results) == 0 && m.world.Tick() < 60*80 {
		m.playOn(1)
	}
	if len(c.results) != 1 || c.results[0].ID == "" {
		t.Fatalf("results %+v of the round after it, want one", c.results)
	}
	for i, l := range j.logs {
		_, rep := verified(t, l.bytes)
		if l.match != "" && l.match != c.results[0].ID || rep.Ticks == 0 && i > 0 && i < len(j.logs)-1 {
			t.Errorf("log %d is that of match %q, with %d ticks", i, l.match, rep.Ticks)
		}
	}
}
