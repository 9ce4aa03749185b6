package room

import (
	"bytes"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/shared/replay"
	"perihelion/shared/transport"
	"perihelion/sim"
)

// fragile is a real world that breaks at a tick.
type fragile struct {
	sim.World
	at sim.Tick
}

func (w *fragile) Step(inputs []sim.Input) {
	if w.Tick()+1 == w.at {
		panic("boom")
	}
	w.World.Step(inputs)
}

func TestPanicEndsOneRoomAndLeavesItsReplay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const crash = 301
		worlds := 0
		g, c := &gauge{}, &recordingObserver{}
		reg := NewRegistry(RegistryConfig{Observer: c}, gameOf(func(cfg sim.Config) sim.World {
			worlds++
			if worlds == 1 {
				return &fragile{testGame.NewWorld(cfg), crash}
			}
			return testGame.NewWorld(cfg)
		}), quiet, g)
		cfg, j := Config{Sim: sim.Config{Seats: 8}, Fill: 6}, &heldJournal{}
		cfg.Journal = j
		doomed, _ := reg.Open(cfg)
		synctest.Wait() // until it has made its world, the first
		cfg.Journal = nil
		healthy, _ := reg.Open(cfg)
		var peers [2]fakePeer
		for i, r := range []*Room{doomed, healthy} {
			if _, _, err := reg.Join(t.Context(), r.Config().ID, Request{Player: "ada", Peer: &peers[i]}); err != nil {
				t.Fatal(err)
			}
		}
		time.Sleep(8 * time.Second)
		synctest.Wait()
		if got := peers[0].closed; len(got) != 1 || got[0] != transport.RoomCrashed {
			t.Errorf("peer of the crashed room closed with %v, want RoomCrashed", got)
		}
		if tick := healthy.Info().Tick; tick < 470 || len(peers[1].closed) > 0 {
			t.Errorf("the other room is at tick %d, its peer closed with %v", tick, peers[1].closed)
		}
		if _, err := reg.Find(doomed.Config().ID); err == nil {
			t.Error("the registry still knows the crashed room")
		}
		if len(g.closed) != 1 || g.closed[0] != ClosedCrashed {
			t.Errorf("counted closes %v, want one crash", g.closed)
		}
		if len(c.results) != 1 || !c.results[0].Aborted || c.results[0].Rated || c.results[0].Room != doomed.Config().ID {
			t.Errorf("told of %+v, want the round that was aborted", c.results)
		}
		if err := reg.Close(t.Context()); err != nil {
			t.Error(err)
		}
		replayed(t, j, crash)
	})
}

// ruin is a world that breaks, and of which nothing is left to ask.
type ruin struct{ fakeWorld }

func (w *ruin) Tick() sim.Tick {
	if w.tick >= w.panicAt {
		panic("nothing left")
	}
	return w.tick
}

// bomb is a peer that cannot be told goodbye.
type bomb struct{ fakePeer }

func (*bomb) Close(transport.Reason, string) { panic("bang") }

func TestAPanicInTheEndTakesNobodyAlong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &gauge{}
		cfg := Config{Sim: sim.Config{Seats: 3}, Metrics: g}
		r := newRoom(cfg, &ruin{fakeWorld{panicAt: 60}})
		go r.Run(t.Context())
		peers := [3]Peer{&bomb{}, &fakePeer{}, &bomb{}}
		for i, p := range peers {
			if _, err := r.Join(t.Context(), Request{Player: fmt.Sprint(i), Peer: p}); err != nil {
				t.Fatal(err)
			}
		}
		time.Sleep(2 * time.Second)
		synctest.Wait()
		select {
		case <-r.Done():
		default:
			t.Fatal("the room goes on")
		}
		if got := peers[1].(*fakePeer).closed; len(got) != 1 || got[0] != transport.RoomCrashed {
			t.Errorf("the peer between two bombs closed with %v, want RoomCrashed", got)
		}
		if len(g.closed) != 1 || g.closed[0] != ClosedCrashed {
			t.Errorf("counted closes %v, want one crash", g.closed)
		}
	})
}

// replayed checks that the log of the crashed room ends in the step that crashed.
func replayed(t *testing.T, j *heldJournal, crash sim.Tick) {
	t.Helper()
	if len(j.closed) != 1 || j.closed[0] != JournalCrashed || len(j.logs) != 2 || j.logs[1].ended {
		t.Fatalf("the journal has %d logs and was closed with %v, want one of the round that was not over", len(j.logs), j.closed)
	}
	b := j.logs[1].bytes
	x, err := replay.Scan(bytes.NewReader(b), sim.Games{testGame})
	if err != nil {
		t.Fatal(err)
	}
	rep, err := replay.Verify(bytes.NewReader(b), sim.Games{testGame})
	if err != nil || rep.Ticks != int(crash-x.First) || rep.Hashes == 0 {
		t.Errorf("the log since tick %d: %+v, %v, want it up to %d", x.First, rep, err, crash)
	}
	_, err = replay.Verify(bytes.NewReader(b), sim.Games{gameOf(func(cfg sim.Config) sim.World { return &fragile{testGame.NewWorld(cfg), crash} })})
	if !errors.Is(err, replay.ErrPanic) {
		t.Errorf("played again: %v, want ErrPanic", err)
	}
}
