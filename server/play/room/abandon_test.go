package room

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/sim"
)

// frozen is a world whose next tick waits for the test.
type frozen struct {
	fakeWorld
	on, thaw chan struct{}
}

func (w *frozen) Step(inputs []sim.Input) {
	select {
	case <-w.on:
		<-w.thaw
	default:
	}
	w.fakeWorld.Step(inputs)
}

func TestARoomThatStandsStillIsGivenUpAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, m := &frozen{on: make(chan struct{}), thaw: make(chan struct{})}, &gauge{}
		worlds := []sim.World{w, &fakeWorld{}}
		g := NewRegistry(RegistryConfig{}, gameOf(func(sim.Config) sim.World {
			next := worlds[0]
			worlds = worlds[1:]
			return next
		}), quiet, m)
		stuck, _ := g.Open(four)
		synctest.Wait() // until it has made its world, the first
		well, _ := g.Open(four)
		enter(t, g, stuck, "ada")
		close(w.on)
		time.Sleep(time.Second)
		// Ada's connection breaks: her session waits for a place in the mailbox.
		left := make(chan struct{})
		go func() {
			for range mailboxSize + 1 {
				stuck.Lost(0, 1)
			}
			close(left)
		}()
		joined := make(chan error, 1)
		go func() {
			_, _, err := g.Join(t.Context(), stuck.cfg.ID, Request{Player: "bob", Peer: &fakePeer{}})
			joined <- err
		}()
		synctest.Wait()
		if err := g.Abandon(stuck.cfg.ID); err != nil {
			t.Fatal(err)
		}
		<-left
		if err := <-joined; err == nil {
			t.Error("bob joined a room that stands still")
		}
		if _, err := g.Find(stuck.cfg.ID); !errors.Is(err, ErrNotFound) {
			t.Errorf("find = %v, want %v", err, ErrNotFound)
		}
		if err := g.Abandon(stuck.cfg.ID); !errors.Is(err, ErrNotFound) {
			t.Errorf("abandon again = %v, want %v", err, ErrNotFound)
		}
		before := well.Info().Tick
		time.Sleep(2 * time.Second)
		if got := well.Info().Tick; got < before+50 {
			t.Errorf("the other room went from tick %d to %d in two seconds", before, got)
		}
		limit, cancel := context.WithTimeout(t.Context(), 3*time.Second)
		defer cancel()
		if err := g.Close(limit); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("close = %v, want that it waits no longer than it may", err)
		}
		close(w.thaw)
		synctest.Wait()
		if err := g.Close(t.Context()); err != nil {
			t.Errorf("close when it has come back = %v", err)
		}
		if len(m.closed) != 2 || m.closed[0] != ClosedStuck || m.closed[1] != ClosedStopped {
			t.Errorf("counted closes %v, want one stuck and one stopped", m.closed)
		}
	})
}
