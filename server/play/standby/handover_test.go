package standby

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/server/play/room"
)

// A standby may have been replaced in the moment in which it should play on.
func TestAMatchIsHandedOverToAnotherStandby(t *testing.T) {
	for name, change := range map[string]func(b *testServer){
		"the standby has died": func(b *testServer) { b.set(func(n *network) { n.died["b"] = true }) },
		"it stops, too": func(b *testServer) {
			b.at.Lock()
			defer b.at.Unlock()
			b.draining = true
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var c *testServer
				a, b, m := playOnTwo(t, 2*time.Second, func(n *network) { c = n.server("c") })
				change(b)
				m.play()
				m.over.Do(func() { m.Close(room.JournalPaused) })
				if err := a.Streams.Wait(t.Context()); err != nil {
					t.Error(err)
				}
				c.mustPlayOn(t, m)
				if all, _, _ := b.results(); len(all) > 0 {
					t.Errorf("it goes on twice: %+v", all)
				}
			})
		})
	}
}

// What the disk does not take in the end, the standby gets.
func TestAStalledDiskRollsNoMatchBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b, m := playOnTwo(t, 2*time.Second, nil)
		m.Journal.(*stream).Journal.(*nopJournal).busy = room.ErrJournalBusy
		m.part.Last = true
		m.play()
		m.over.Do(func() { m.Close(room.JournalPaused) })
		if err := a.Streams.Wait(t.Context()); err != nil {
			t.Error(err)
		}
		b.mustPlayOn(t, m)
	})
}

// A match that is paused before its standby has confirmed its log goes on there, unless its server is back at once.
func TestAMatchWithoutAConfirmedStandbyIsHandedOver(t *testing.T) {
	for name, restarts := range map[string]bool{"its server stops": false, "its server restarts": true} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				a, b, m := playOnTwo(t, 2*Every, nil)
				a.Streams.cfg.Restarts = restarts
				m.play()
				m.over.Do(func() { m.Close(room.JournalPaused) })
				if err := a.Streams.Wait(t.Context()); err != nil {
					t.Error(err)
				}
				if !restarts {
					b.mustPlayOn(t, m)
				} else if all, _, _ := b.results(); len(all) > 0 {
					t.Errorf("it goes on as %+v", all)
				}
			})
		})
	}
}

// Who cannot open the room must not say that the match is there.
func TestAMatchThatCannotBeRestoredIsNotTaken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b, m := playOnTwo(t, 2*time.Second, nil)
		defer m.end()
		b.at.Lock()
		b.restore = errors.New("no place")
		b.at.Unlock()
		a.set(func(n *network) { n.died["a"] = true })
		if err := b.Knock(saved.ID); !errors.Is(err, b.restore) {
			t.Errorf("%v, want %v", err, b.restore)
		}
		if h := b.answer("a", &question{saved.ID, saved.Epoch}, time.Now()); h.Taken != 0 {
			t.Errorf("it says that it plays copy %d", h.Taken)
		}
		b.at.Lock()
		defer b.at.Unlock()
		if len(b.released) != 1 || b.released[0].Epoch != saved.Epoch+1 {
			t.Errorf("released are %+v, want what was claimed", b.released)
		}
	})
}

// The standby of a match may have stopped just before its server stops: then it moves as soon as it has another.
func TestAMatchMovesWhenItGetsAStandby(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b, m := playOnTwo(t, 2*time.Second, nil)
		defer m.end()
		b.set(func(n *network) { n.died["b"] = true })
		m.run(time.Second)
		a.suspend = func() {
			m.over.Do(func() { m.Close(room.JournalPaused) })
		}
		a.Streams.MoveMatches()
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		var later sync.WaitGroup
		later.Go(func() { a.Streams.MoveLater(ctx) })
		defer later.Wait()
		defer cancel()
		m.run(time.Second)
		if len(a.announced) > 0 {
			t.Fatalf("it moves to %v, which has stopped", a.announced)
		}
		b.set(func(n *network) { n.died["b"] = false })
		time.Sleep(MoveNotice + 2*checkEvery + moveSpacing)
		if err := a.Streams.Wait(ctx); err != nil {
			t.Error(err)
		}
		b.mustPlayOn(t, m)
		if a.at.Lock(); !slices.Equal(a.announced, []string{"b"}) {
			t.Errorf("clients were told to go to %v, want b, once", a.announced)
		}
		a.at.Unlock()
	})
}

// A match moves when its own server says so, and once.
func TestAForgedOrReplayedMoveIsNone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b, m := playOnTwo(t, 2*time.Second, nil)
		h := b.answer("a", &question{saved.ID, saved.Epoch}, time.Now())
		move := piece{Room: saved.ID, Epoch: saved.Epoch, Number: h.Number, At: h.End, Last: true}
		anew := move
		anew.At, anew.Saved = 0, &saved
		for _, p := range []piece{move, anew} {
			b.keep("c", &p, time.Now())
			synctest.Wait()
		}
		if all, _, _ := b.results(); len(all) > 0 {
			t.Fatalf("another server has moved it: %+v", all)
		}
		m.play()
		m.over.Do(func() { m.Close(room.JournalPaused) })
		if err := a.Streams.Wait(t.Context()); err != nil {
			t.Error(err)
		}
		b.mustPlayOn(t, m)
		for _, p := range []piece{move, anew} {
			b.keep("a", &p, time.Now())
		}
		b.mustPlayOn(t, m) // as before: once
		if b.Keeps(saved.ID) {
			t.Error("it keeps a match that it plays")
		}
	})
}

// The database may be slow: who comes over does not wait for it.
func TestAMatchThatMovesDoesNotWaitForTheDatabase(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b, m := playOnTwo(t, 2*time.Second, nil)
		b.Keeper.cfg.Claim = func(room.Saved, time.Time) error { time.Sleep(time.Minute); return nil }
		a.at.Lock()
		a.moving = true
		a.at.Unlock()
		knocked := make(chan error)
		go func() { knocked <- b.Knock(saved.ID) }()
		m.run(time.Second / 2)
		m.over.Do(func() { m.Close(room.JournalPaused) })
		began := time.Now()
		if err := <-knocked; err != nil || time.Since(began) > Every {
			t.Errorf("who waits gets %v after %v", err, time.Since(began))
		}
		time.Sleep(time.Minute)
	})
}

// The store is closed after Run, and the directory does not know of what is stored after the end of a room.
func TestAMoveIsStoredBeforeTheServerStopsAndNotAfterTheRoomHasEnded(t *testing.T) {
	for name, ends := range map[string]bool{"the server stops": false, "the room ends": true} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				const slow = time.Second / 4
				a, b, m := playOnTwo(t, 2*time.Second, nil)
				stored := false
				b.Keeper.cfg.Claim = func(room.Saved, time.Time) error { time.Sleep(slow); stored = true; return nil }
				m.over.Do(func() { m.Close(room.JournalPaused) })
				if err := a.Streams.Wait(t.Context()); err != nil {
					t.Error(err)
				}
				synctest.Wait()
				if ends {
					b.at.Lock()
					delete(b.copies, saved.ID)
					b.at.Unlock()
				}
				stopped, stop := context.WithCancel(t.Context())
				stop()
				b.Keeper.Run(stopped)
				if !stored || (len(b.released) == 1) != ends {
					t.Errorf("when Run has returned it is stored: %v, and released are %+v", stored, b.released)
				}
			})
		})
	}
}
