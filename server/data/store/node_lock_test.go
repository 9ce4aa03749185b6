package store

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

func TestTwoServersOfOneNameAreRefused(t *testing.T) {
	url := postgresURL(t)
	a, b := open(t, url), open(t, url)
	b.nodeLock.wait = time.Millisecond
	must(t, a.LockNode(t.Context(), "n1"))
	if err := b.LockNode(t.Context(), "n1"); !errors.Is(err, ErrConflict) {
		t.Errorf("a second one = %v, want ErrConflict", err)
	}
	must(t, b.LockNode(t.Context(), "n2"))
	must(t, a.Close())
	must(t, open(t, url).LockNode(t.Context(), "n1")) // it has ended
}

func TestOneServerLeadsAtATime(t *testing.T) {
	url := postgresURL(t)
	type change struct {
		server string
		leads  bool
	}
	changes := make(chan change)
	lead := func(name string) (s *Store, stop func()) {
		s = open(t, url)
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			s.Lead(ctx, func(leads bool) {
				select {
				case changes <- change{name, leads}:
				case <-ctx.Done():
				}
			})
		}()
		return s, func() {
			cancel()
			<-ended
		}
	}
	a, stopA := lead("a")
	if got := <-changes; got != (change{"a", true}) {
		t.Fatalf("the first: %+v", got)
	}
	_, stopB := lead("b")
	defer stopB()
	// PostgreSQL ends the connection that holds the lock, as a restart does: whoever is first
	// leads, and nobody who does not hold the lock goes on.
	db, err := pgx.Connect(t.Context(), url)
	must(t, err)
	defer db.Close(context.Background())
	_, err = db.Exec(t.Context(), "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted AND pid <> pg_backend_pid()")
	must(t, err)
	leads := map[string]bool{"a": true}
	select {
	case c := <-changes:
		leads[c.server] = c.leads
		c = <-changes
		leads[c.server] = c.leads
		if leads["a"] || !leads["b"] {
			t.Errorf("who leads: %v, want b", leads)
		}
		stopA()
	case <-time.After(3 * time.Second): // a was first
		stopA()
		if got := <-changes; got != (change{"b", true}) {
			t.Errorf("after the first has ended: %+v", got)
		}
	}
	must(t, a.Close())
}

func TestTheNameIsLockedAgainAfterARestartOfTheDatabase(t *testing.T) {
	url := postgresURL(t)
	a, b := open(t, url), open(t, url)
	b.nodeLock.wait = time.Millisecond
	must(t, a.LockNode(t.Context(), "n7"))
	db, err := pgx.Connect(t.Context(), url)
	must(t, err)
	defer db.Close(context.Background())
	_, err = db.Exec(t.Context(), "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND pid <> pg_backend_pid()")
	must(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		a.KeepNodeLock(ctx, slog.New(slog.DiscardHandler))
	}()
	defer func() {
		cancel()
		<-ended
	}()
	for n := 0; n != 1; time.Sleep(10 * time.Millisecond) { // until it is taken again
		must(t, db.QueryRow(t.Context(), "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted").Scan(&n))
	}
	if err := b.LockNode(t.Context(), "n7"); !errors.Is(err, ErrConflict) {
		t.Errorf("a second one after a restart of the database = %v, want ErrConflict", err)
	}
}

func TestAFileIsOfOneServerAnyway(t *testing.T) {
	must(t, openFile(t).LockNode(t.Context(), "n1"))
}
