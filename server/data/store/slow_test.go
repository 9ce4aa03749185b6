package store

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

// slowStatement is a statement that takes longer than any test waits.
func slowStatement(ctx context.Context, c conn) error {
	if c.d == postgresDB {
		_, err := c.exec(ctx, "SELECT pg_sleep(600)")
		return err
	}
	var n int
	return c.queryRow(ctx, "WITH RECURSIVE up (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM up WHERE n < 1000000000000) SELECT count(*) FROM up").Scan(&n)
}

// checkWorking fails if anything but the leaderboards is not answered, or if the store says
// it is down.
func checkWorking(t *testing.T, s *Store, match string) {
	t.Helper()
	if _, err := s.Player(t.Context(), "ada"); err != nil {
		t.Errorf("a player = %v while boards are slow", err)
	}
	if _, err := s.ApplyMatch(t.Context(), duelMatch(match, "ada", "bob"), winnersGain); err != nil {
		t.Errorf("a result = %v while boards are slow", err)
	}
	if err := s.CheckHealth(t.Context()); err != nil {
		t.Errorf("Ping = %v while boards are slow", err)
	}
	if err := s.Down(); err != nil {
		t.Errorf("Down = %v while boards are slow", err)
	}
}

func TestSlowRequestsDoNotBlockOthers(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		mustPutDevice(t, s, "ada", "Ada")
		mustPutDevice(t, s, "bob", "Bob")
		s.budgets[classPages] = time.Hour // they end when they are told to
		held, release := context.WithCancel(ctx)
		var slow sync.WaitGroup
		for range 3 * defaultConns { // more than there are connections
			slow.Go(func() {
				if err := s.query(held, "board", slowStatement); !errors.Is(err, context.Canceled) {
					t.Errorf("who was told to end: %v", err)
				}
			})
		}
		for share := s.readPool.shares[classPages]; len(share) < cap(share); { // as many run as may
			time.Sleep(time.Millisecond)
		}
		checkWorking(t, s, "m1")
		release()
		slow.Wait()

		s.budgets[classPages] = 50 * time.Millisecond
		for i := range slowLimit {
			checkWorking(t, s, "m2") // one slow request, or two, close nothing
			if err := s.query(ctx, "board", slowStatement); !errors.Is(err, ErrSlow) || !errors.Is(err, ErrUnavailable) {
				t.Fatalf("slow board %d = %v, want ErrSlow", i, err)
			}
		}
		began := time.Now()
		if _, err := s.Board(ctx, BoardQuery{Mode: "duel"}); !errors.Is(err, ErrSlow) {
			t.Errorf("a board after %d slow ones = %v, %v later; want ErrSlow at once", slowLimit, err, time.Since(began))
		}
		checkWorking(t, s, "m3")
		s.budgets[classPages] = budgets[classPages]
		time.Sleep(retryInterval)
		if _, err := s.Board(ctx, BoardQuery{Mode: "duel"}); err != nil {
			t.Errorf("a board once they are fast = %v", err)
		}
	})
}

// A backup, or an operator's shell, may hold the lock that writing needs.
func TestALockedFileIsSlowAndNotGone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "test.db")
	s := open(t, FileURL(path))
	ctx := t.Context()
	mustPutDevice(t, s, "ada", "Ada")
	other, err := sql.Open("sqlite", dsn(path, "mode=rw", "_txlock=immediate"))
	must(t, err)
	defer other.Close()
	lock, err := other.BeginTx(ctx, nil)
	must(t, err)
	if err := s.Rename(ctx, "ada", "Eve"); !errors.Is(err, ErrSlow) {
		t.Errorf("a write beside the lock = %v, want ErrSlow", err)
	}
	if p, err := s.Player(ctx, "ada"); err != nil || p.Name != "Ada" {
		t.Errorf("a read beside the lock = %+v, %v", p, err)
	}
	if err := s.Down(); err != nil {
		t.Errorf("Down = %v beside the lock", err)
	}
	must(t, lock.Rollback())
	if err := s.Rename(ctx, "ada", "Eve"); err != nil {
		t.Errorf("a write after it = %v", err)
	}
}

// A canceled request must not continue in the database, nor cost a connection.
func TestPostgresEndsWhatWasGivenUp(t *testing.T) {
	s := open(t, postgresURL(t))
	s.budgets[classPages] = 50 * time.Millisecond
	for range 2 {
		if err := s.query(t.Context(), "board", slowStatement); !errors.Is(err, ErrSlow) {
			t.Fatalf("board = %v, want ErrSlow", err)
		}
	}
	var left int
	must(t, s.readPool.db.QueryRowContext(t.Context(), "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%' AND state = 'active'").Scan(&left))
	if left > 0 {
		t.Errorf("%d statements go on that nobody waits for", left)
	}
	if open := s.readPool.db.Stats().OpenConnections; open != 1 {
		t.Errorf("%d connections, want the one to be used again", open)
	}
}
