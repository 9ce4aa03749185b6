package room

import (
	"bytes"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/shared/replay"
	"perihelion/shared/transport"
	"perihelion/sim"
	"perihelion/sim/toy"
)

// lastPlayed plays the last log of a journal to its end.
func lastPlayed(t *testing.T, j *heldJournal, in sim.Games) *replay.Playback {
	t.Helper()
	log := j.logs[len(j.logs)-1].bytes
	x, err := replay.Scan(bytes.NewReader(log), in)
	if err != nil {
		t.Fatal(err)
	}
	p, err := replay.Seek(bytes.NewReader(log), x, in, x.Last)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// restored is the match of a room that goes on with the last log of a journal, which it
// goes on to write.
func restored(t *testing.T, j *heldJournal) *match {
	t.Helper()
	from := lastPlayed(t, j, sim.Games{testGame})
	cfg := Config{ID: from.Header.Room, Game: from.Game, Sim: from.Config, From: from, Journal: j}.withDefaults()
	m := newMatch(New(cfg, quiet))
	m.begin()
	return m
}

func TestAMatchGoesOnInAnotherRoom(t *testing.T) {
	before, j := recorded(t, Config{Fill: 4, Sim: sim.Config{Seconds: 60}})
	bob, eve := before.mustAdmit(t, "bob"), before.mustAdmit(t, "eve")
	before.playOn(60 * 10)
	before.freeSeat(eve.Me)
	before.playOn(60)
	id := before.round.id
	before.suspend()
	if len(j.closed) != 1 || j.closed[0] != JournalPaused || !before.ended {
		t.Fatalf("the journal was closed with %v", j.closed)
	}

	m := restored(t, j)
	if got, want := m.world.Hash(), before.world.Hash(); got != want || m.world.Tick() != before.world.Tick() {
		t.Errorf("the world is %x, want %x", got, want)
	}
	gone := before.round.leavers[0]
	gone.Place = 0 // it is found when the round ends
	if m.round.id != id || !m.round.live || len(m.round.leavers) != 1 || m.round.leavers[0] != gone {
		t.Errorf("the round is %+v, want %+v", m.round, before.round)
	}
	if players, bots := m.countPlayersAndBots(); players != 2 || bots != 2 {
		t.Errorf("%d players and %d bots, want two each", players, bots)
	}
	back, err := m.admit(&Request{Player: "bob", Peer: &idler{}, Resume: true, Seat: bob.Me, Epoch: bob.Epoch})
	if err != nil || back.Me != bob.Me || back.Epoch <= bob.Epoch+1 {
		t.Errorf("bob comes back to %+v, %v, want a newer epoch than %+v", back, err, bob)
	}
	if _, err := m.admit(&Request{Player: "eve", Peer: &idler{}, Resume: true, Seat: eve.Me, Epoch: eve.Epoch}); err != ErrStale {
		t.Errorf("eve, who had left, comes back: %v", err)
	}
	c := &recordingObserver{}
	m.observer = c
	m.playOn(60 * 70)
	if len(c.results) == 0 || c.results[0].ID != id || c.results[0].Aborted {
		t.Fatalf("results %+v, want the round that was going on", c.results)
	}
	whole := j.logs[1] // the restored room has gone on with it
	x, rep := verified(t, whole.bytes)
	if whole.match != id || x.First != x.Round.Tick || rep.Good != x.Last || x.Round.Phase != replay.RoundWon {
		t.Errorf("the log of %q holds ticks %d to %d of round %+v, want all of it", whole.match, x.First, x.Last, x.Round)
	}
}

// A room whose log has a gap is suspended with a log of its own, for the standby.
func TestASuspendedRoomWithAGapInItsLogLosesNothing(t *testing.T) {
	before, j := recorded(t, Config{})
	before.playOn(60)
	j.busy = errors.New("disk full")
	before.playOn(60)
	j.busy = nil
	before.suspend()
	if m := restored(t, j); m.world.Hash() != before.world.Hash() || m.world.Tick() != before.world.Tick() {
		t.Errorf("it goes on from tick %d, want %d", m.world.Tick(), before.world.Tick())
	}
	if !j.last {
		t.Error("the journal does not hear that nothing comes any more")
	}
}

// However a room ends, its journal hears with which part, and takes that although others wait still.
func TestTheLastPartOfALogIsSaidToBeTheLast(t *testing.T) {
	for name, end := range map[string]func(*match){
		"suspended": (*match).suspend,
		"closed":    func(m *match) { m.end(ClosedOperator, transport.RoomClosed, "") },
		"crashed":   func(m *match) { defer m.recover(); panic("a fault") },
	} {
		m, j := recorded(t, Config{})
		m.playOn(60)
		if j.last {
			t.Errorf("%s: a part is the last while the match goes on", name)
		}
		if end(m); !j.last {
			t.Errorf("%s: no part is the last", name)
		}
	}
}

// A connection may have been made that the log does not know: it can come back, too.
func TestTheNewestConnectionOfAllCanComeBack(t *testing.T) {
	before, j := recorded(t, Config{})
	before.playOn(60)
	before.flushLog()
	seat := before.mustAdmit(t, "ada") // what is recorded from here on is lost
	m := restored(t, j)
	if _, err := m.admit(&Request{Player: "ada", Peer: &idler{}, Resume: true, Seat: seat.Me, Epoch: seat.Epoch}); err != nil {
		t.Errorf("resume: %v", err)
	}
}

// Who comes back sees the match at once, unless a tick was played since it was shown last.
func TestWhoComesBackSeesTheNewestSnapshotAtOnce(t *testing.T) {
	before, j := recorded(t, Config{})
	seat := before.mustAdmit(t, "ada")
	before.playOn(60)
	before.suspend()
	m := restored(t, j)
	for _, ticks := range []int{0, 1, 1} {
		m.playOn(ticks)
		want := 0
		if ticks > 0 && m.world.Tick()%2 == 0 { // every second one is shown
			want = 1
		}
		peer := &fakePeer{}
		back, err := m.admit(&Request{Player: "ada", Peer: peer, Resume: true, Seat: seat.Me, Epoch: seat.Epoch})
		if err != nil {
			t.Fatal(err)
		}
		if seat = back; len(peer.updates) != want || want > 0 && peer.updates[0].at != m.world.Tick() {
			t.Errorf("in tick %d it is shown %+v, want %d snapshots of that tick", m.world.Tick(), peer.updates, want)
		}
	}
}

// A bot that has the seat of an opponent who did not come back keeps it.
func TestTheBotOfADuelStays(t *testing.T) {
	before, j := recorded(t, Config{Sim: sim.Config{Seats: 2, Mode: toy.Duel}})
	before.fillTo = 2
	before.backfill()
	before.playOn(60 * 5)
	before.suspend()
	m := restored(t, j)
	if players, bots := m.countPlayersAndBots(); players != 1 || bots != 1 {
		t.Errorf("%d players and %d bots, want one each", players, bots)
	}
}

// Who has lost their connection just before a restart, or asks while the room ends, is to come back to
// the next process: no answer may say that the match is over.
func TestWhoComesToASuspendedRoomIsToComeBack(t *testing.T) {
	host(t, RegistryConfig{}, func(t *testing.T, g *Registry) {
		r, _ := g.Open(Config{Sim: sim.Config{Seats: 4}, Journal: &heldJournal{}})
		enter(t, g, r, "ada")
		again := Request{Player: "ada", Peer: &fakePeer{}, Resume: true}
		g.Suspend(func(string) bool { return true })
		synctest.Wait()
		if _, _, err := g.Join(t.Context(), r.cfg.ID, again); !errors.Is(err, ErrDraining) {
			t.Errorf("who comes after: %v, want ErrDraining", err)
		}
		if err := g.whyClosed(r); !errors.Is(err, ErrDraining) {
			t.Errorf("who asked before: %v, want ErrDraining", err)
		}
	})
}

// A server that restarts suspends its rooms and closes them at once: none may close first, for then its match
// would be over.
func TestARoomIsSuspendedBeforeItIsClosed(t *testing.T) {
	host(t, RegistryConfig{}, func(t *testing.T, g *Registry) {
		var journals [16]heldJournal
		tick := make(chan struct{}) // during which both come
		for i := range journals {
			r, err := g.Open(Config{Sim: sim.Config{Seats: 4}, Journal: &journals[i]})
			if err != nil {
				t.Fatal(err)
			}
			r.postBlocking(func(*match) { <-tick })
		}
		g.Suspend(func(string) bool { return true })
		time.AfterFunc(time.Millisecond, func() { close(tick) })
		if err := g.Close(t.Context()); err != nil {
			t.Fatal(err)
		}
		for i := range journals {
			if end := journals[i].closed; len(end) != 1 || end[0] != JournalPaused {
				t.Errorf("room %d: journal closed with %v, want %v once", i, end, JournalPaused)
			}
		}
	})
}

// A crashed room is restored without the tick that crashed, while clients are told to try
// again; whoever comes in between must wait.
func TestACrashedRoomGoesOnOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const crash = 301
		g, c, j := &gauge{}, &recordingObserver{}, &heldJournal{goesOn: true}
		broken := gameOf(func(cfg sim.Config) sim.World { return &fragile{testGame.NewWorld(cfg), crash} })
		reg := NewRegistry(RegistryConfig{Observer: c}, broken, quiet, g)
		r, err := reg.Open(Config{Sim: sim.Config{Seats: 8}, Fill: 6, Journal: j})
		if err != nil {
			t.Fatal(err)
		}
		id, peer := r.Config().ID, &fakePeer{}
		_, seat, err := reg.Join(t.Context(), id, Request{Player: "ada", Peer: peer})
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(8 * time.Second)
		synctest.Wait()
		if len(peer.closed) != 1 || peer.closed[0].Advice() != transport.Resume || len(c.results) > 0 {
			t.Fatalf("the peer was closed with %v and %d results were told, want it to come back", peer.closed, len(c.results))
		}
		again := Request{Player: "ada", Peer: &fakePeer{}, Resume: true, Seat: seat.Me, Epoch: seat.Epoch}
		if _, _, err := reg.Join(t.Context(), id, again); err != ErrBusy {
			t.Errorf("before it is restored: %v, want ErrBusy", err)
		}
		log := j.logs[len(j.logs)-1].bytes
		x, err := replay.Scan(bytes.NewReader(log), sim.Games{testGame})
		if err != nil || x.Last != crash {
			t.Fatalf("the log ends with %d, %v", x.Last, err)
		}
		from, err := replay.Seek(bytes.NewReader(log), x, sim.Games{testGame}, x.Last-1)
		if err != nil || from.Offset() >= x.Bytes {
			t.Fatal(from.Offset(), err)
		}
		if err := reg.Restore(Config{ID: id, Game: testGame, Sim: from.Config, From: from, Crashes: 1, Journal: nopJournal{}}, Owner{}); err != nil {
			t.Fatal(err)
		}
		next, back, err := reg.Join(t.Context(), id, again)
		if err != nil || back.Me != seat.Me || next == r || back.Tick != crash-1 {
			t.Errorf("after it is restored: %+v, %v", back, err)
		}
		if err := reg.Close(t.Context()); err != nil {
			t.Error(err)
		}
		if len(c.results) != 1 {
			t.Errorf("%d results, want that of the restored room alone", len(c.results))
		}
	})
}

func TestACrashedRoomThatCannotBeRestoredIsForgotten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		broken := gameOf(func(cfg sim.Config) sim.World { return &fragile{testGame.NewWorld(cfg), 30} })
		reg := NewRegistry(RegistryConfig{}, broken, quiet, nil)
		r, _ := reg.Open(Config{Sim: sim.Config{Seats: 2}, Journal: &heldJournal{goesOn: true}})
		time.Sleep(time.Second)
		synctest.Wait()
		id := r.Config().ID
		if _, err := reg.Find(id); err != nil {
			t.Errorf("while it is being restored: %v", err)
		}
		reg.GiveUp(id)
		if _, err := reg.Find(id); err != ErrNotFound {
			t.Errorf("afterwards: %v, want ErrNotFound", err)
		}
		_ = reg.Close(t.Context())
	})
}

// A copy that is outdated may have seen the end of a round that goes on elsewhere.
func TestAFencedRoomTellsNoResult(t *testing.T) {
	c, j := &recordingObserver{}, &heldJournal{}
	host(t, RegistryConfig{Observer: c}, func(t *testing.T, g *Registry) {
		r, err := g.Open(Config{Sim: sim.Config{Seats: 4}, Journal: j})
		if err != nil {
			t.Fatal(err)
		}
		ada := enter(t, g, r, "ada")
		if err := r.post(func(m *match) {
			m.world.(*fakeWorld).phase = sim.PhaseLive
		}); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Second)
		g.Fence(r.cfg.ID, firstEpoch+1) // another copy of it, which is not here any more
		g.Fence("none", firstEpoch)
		synctest.Wait()
		if len(ada.closed) != 0 {
			t.Errorf("closed with %v, want this copy to play on", ada.closed)
		}
		g.Fence(r.cfg.ID, firstEpoch)
		synctest.Wait()
		if len(ada.closed) != 1 || ada.closed[0] != transport.Restarting || len(g.List()) != 0 {
			t.Errorf("closed with %v, %d rooms are left", ada.closed, len(g.List()))
		}
		if len(c.results) != 0 || len(j.closed) != 1 || j.closed[0] != JournalOver {
			t.Errorf("results %+v, the journal was closed with %v: want none, and nothing that goes on", c.results, j.closed)
		}
	})
}
