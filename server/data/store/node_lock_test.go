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
		s = open(t, url+"&application_name="+name)
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
	// After a restart of PostgreSQL whoever is first leads, and nobody who does not hold the
	// lock goes on.
	db, err := pgx.Connect(t.Context(), url)
	must(t, err)
	defer db.Close(context.Background())
	breakLock(t, db)
	leads := map[string]bool{"a": true}
	if lockHolder(t, db).server == "b" {
		for range 2 {
			c := <-changes
			leads[c.server] = c.leads
		}
		if leads["a"] || !leads["b"] {
			t.Errorf("who leads: %v, want b", leads)
		}
		stopA()
	} else { // a was first, and goes on
		stopA()
		if got := <-changes; got != (change{"b", true}) {
			t.Errorf("after the first has ended: %+v", got)
		}
	}
	must(t, a.Close())
}

// holder is a server that holds a lock, by one of its connections.
type holder struct {
	server string
	pid    int
}

// lockHolder waits until a lock is held, and tells by whom.
func lockHolder(t *testing.T, db *pgx.Conn) (h holder) {
	t.Helper()
	for err := pgx.ErrNoRows; errors.Is(err, pgx.ErrNoRows); time.Sleep(10 * time.Millisecond) {
		err = db.QueryRow(t.Context(), "SELECT application_name, pid FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE locktype = 'advisory' AND granted").Scan(&h.server, &h.pid)
		if !errors.Is(err, pgx.ErrNoRows) {
			must(t, err)
		}
	}
	return h
}

// breakLock ends the connection that holds a lock, as a restart of PostgreSQL does, and waits
// until it has ended: that takes a moment.
func breakLock(t *testing.T, db *pgx.Conn) {
	t.Helper()
	was := lockHolder(t, db)
	_, err := db.Exec(t.Context(), "SELECT pg_terminate_backend($1)", was.pid)
	must(t, err)
	for n := 1; n != 0; time.Sleep(10 * time.Millisecond) {
		must(t, db.QueryRow(t.Context(), "SELECT count(*) FROM pg_stat_activity WHERE pid = $1", was.pid).Scan(&n))
	}
}

func TestTheNameIsLockedAgainAfterARestartOfTheDatabase(t *testing.T) {
	url := postgresURL(t)
	a, b := open(t, url), open(t, url)
	b.nodeLock.wait = time.Millisecond
	must(t, a.LockNode(t.Context(), "n7"))
	db, err := pgx.Connect(t.Context(), url)
	must(t, err)
	defer db.Close(context.Background())
	breakLock(t, db)
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
	lockHolder(t, db) // it is taken again
	if err := b.LockNode(t.Context(), "n7"); !errors.Is(err, ErrConflict) {
		t.Errorf("a second one after a restart of the database = %v, want ErrConflict", err)
	}
}

func TestAFileIsOfOneServerAnyway(t *testing.T) {
	must(t, openFile(t).LockNode(t.Context(), "n1"))
}
