package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

// awake lets a store be asked at once that was just out of reach.
func awake(s *Store) {
	for c := range classes {
		s.reads.leave(c, time.Time{}, nil)
		s.writes.leave(c, time.Time{}, nil)
	}
}

// addsUp holds when no match has counted twice or by half.
func addsUp(t *testing.T, s *Store, applied int) {
	t.Helper()
	var matches, lines, played, rated int
	row := s.reads.db.QueryRowContext(t.Context(), `SELECT (SELECT count(*) FROM matches), (SELECT count(*) FROM match_lines),
		(SELECT coalesce(sum(matches), 0) FROM players), (SELECT coalesce(sum(matches), 0) FROM ratings)`)
	must(t, row.Scan(&matches, &lines, &played, &rated))
	if matches != applied || lines != 2*applied || played != 2*applied || rated != 2*applied {
		t.Errorf("%d matches of %d lines, %d times played, %d times rated; want %d duels, whole", matches, lines, played, rated, applied)
	}
}

func TestAFullDiskEndsWritesAndNothingElse(t *testing.T) {
	s := openFile(t)
	limit := func(pages int) {
		_, err := s.writes.db.Exec(fmt.Sprintf("PRAGMA max_page_count = %d", pages))
		must(t, err)
	}
	meet(t, s, "ada", "Ada")
	limit(1) // SQLite takes it as: no page more than there are
	applied := 0
	var err error
	for ; err == nil && applied < 10_000; applied++ {
		_, err = s.ApplyMatch(t.Context(), duel(fmt.Sprintf("m%05d", applied), "ada", "bob"), winnersGain)
	}
	applied--
	if !errors.Is(err, ErrUnavailable) {
		t.Fatalf("after %d matches: %v, want ErrUnavailable", applied, err)
	}
	if !errors.Is(s.Down(), ErrUnavailable) {
		t.Errorf("Down = %v, want ErrUnavailable", s.Down())
	}
	if p, err := s.Player(t.Context(), "ada"); err != nil || p.Matches != applied {
		t.Errorf("player = %+v, %v; want reads to go on, with %d matches", p, err, applied)
	}
	if _, err := s.ApplyMatch(t.Context(), duel("x", "ada", "bob"), winnersGain); !errors.Is(err, ErrUnavailable) {
		t.Errorf("at once again: %v, want ErrUnavailable", err)
	}
	addsUp(t, s, applied)

	limit(1 << 20)
	awake(s)
	for range 2 {
		_, err = s.ApplyMatch(t.Context(), duel(fmt.Sprintf("m%05d", applied), "ada", "bob"), winnersGain)
		must(t, err)
	}
	if s.Down() != nil {
		t.Errorf("Down = %v once there is room", s.Down())
	}
	addsUp(t, s, applied+1)
}

func TestAClosedStoreIsOutOfReach(t *testing.T) {
	s, err := Open(t.Context(), Config{URL: FileURL(filepath.Join(t.TempDir(), "test.db"))}, quiet)
	must(t, err)
	must(t, s.Close())
	if err := s.Ping(t.Context()); !errors.Is(err, ErrUnavailable) {
		t.Errorf("Ping = %v, want ErrUnavailable", err)
	}
}

func TestWhoGivesUpIsNotTheDatabasesFault(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := s.Ping(ctx); !errors.Is(err, context.Canceled) || errors.Is(err, ErrUnavailable) {
			t.Errorf("Ping = %v, want context.Canceled", err)
		}
		if s.Down() != nil {
			t.Errorf("Down = %v", s.Down())
		}
		must(t, s.Ping(t.Context()))
	})
}

// wire leads to the real PostgreSQL, until it is cut or goes silent.
type wire struct {
	to string // a socket

	mu     sync.Mutex
	mode   wireMode
	fuse   int           // pieces that still pass before one is lost, and all connections with it; negative: all pass
	heard  int           // pieces that came while it was silent
	mended chan struct{} // closed when silence ends
	conns  map[net.Conn]bool
}

type wireMode int

const (
	whole wireMode = iota
	cut
	silent
)

func newWire(t *testing.T, databaseURL string) (w *wire, through string) {
	t.Helper()
	u, err := url.Parse(databaseURL)
	must(t, err)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	w = &wire{to: filepath.Join(u.Query().Get("host"), ".s.PGSQL.5432"), fuse: -1, conns: map[net.Conn]bool{}}
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go w.carry(c)
		}
	}()
	t.Cleanup(func() {
		must(t, l.Close())
		w.set(cut)
	})
	return w, fmt.Sprintf("postgres://perihelion@%s%s?sslmode=disable", l.Addr(), u.Path)
}

func (w *wire) carry(c net.Conn) {
	defer c.Close()
	far, err := net.Dial("unix", w.to)
	if err != nil {
		return
	}
	defer far.Close()
	w.mu.Lock()
	w.conns[c] = true
	gone := w.mode == cut
	w.mu.Unlock()
	if gone {
		return
	}
	go func() {
		w.pass(far, c)
		_ = far.Close()
	}()
	w.pass(c, far)
}

func (w *wire) pass(to io.Writer, from io.Reader) {
	b := make([]byte, 4096)
	for {
		n, err := from.Read(b)
		if err != nil {
			return
		}
		w.mu.Lock()
		mode, mended := w.mode, w.mended
		if mode == silent {
			w.heard++
		}
		lost := w.fuse == 0
		w.fuse = max(w.fuse-1, -1)
		if lost {
			w.hangUp()
		}
		w.mu.Unlock()
		if lost {
			return
		}
		if mode == silent {
			<-mended
			return
		}
		if _, err := to.Write(b[:n]); err != nil {
			return
		}
	}
}

func (w *wire) set(m wireMode) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.mode == silent && m != silent {
		close(w.mended)
	}
	if m == silent {
		w.mended = make(chan struct{})
	}
	w.mode = m
	if m == cut {
		w.hangUp()
	}
}

// hangUp ends all connections. The caller holds mu.
func (w *wire) hangUp() {
	for c := range w.conns {
		_ = c.Close()
	}
	clear(w.conns)
}

// burn lets n pieces pass, whichever way they go, and loses the next; if n is negative,
// none.
func (w *wire) burn(n int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.fuse = n
}

// asked is how many pieces came while the wire was silent.
func (w *wire) asked() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.heard
}

func TestALostPostgresComesBack(t *testing.T) {
	w, url := newWire(t, postgresURL(t))
	s := open(t, url)
	meet(t, s, "ada", "Ada")
	w.set(cut)
	if _, err := s.Player(t.Context(), "ada"); !errors.Is(err, ErrUnavailable) {
		t.Errorf("read = %v, want ErrUnavailable", err)
	}
	if !errors.Is(s.Down(), ErrUnavailable) {
		t.Errorf("Down = %v after a read, want ErrUnavailable", s.Down())
	}
	if err := s.Ping(t.Context()); !errors.Is(err, ErrUnavailable) {
		t.Errorf("Ping = %v, want ErrUnavailable", err)
	}
	w.set(whole)
	awake(s) // all connections of before are dead, and no request need find that out
	if p, err := s.Player(t.Context(), "ada"); err != nil || p.Name != "Ada" {
		t.Errorf("player = %+v, %v once it is back", p, err)
	}
	must(t, s.Ping(t.Context()))
	if s.Down() != nil {
		t.Errorf("Down = %v once it is back", s.Down())
	}
}

// A database that takes every request and answers none is the worst of all: only
// the first few wait for it.
func TestASilentPostgresIsAskedOnce(t *testing.T) {
	w, url := newWire(t, postgresURL(t))
	s := open(t, url)
	patience := 500 * time.Millisecond
	s.budgets[accounts] = patience
	meet(t, s, "ada", "Ada")
	w.set(silent)
	began := time.Now()
	if _, err := s.Player(t.Context(), "ada"); !errors.Is(err, ErrUnavailable) {
		t.Errorf("read = %v, want ErrUnavailable", err)
	}
	if took := time.Since(began); took < patience/2 || took > 10*patience+cancelWithin+probeWithin {
		t.Errorf("it took %v, want about %v", took, patience)
	}
	began = time.Now()
	heard := w.asked()
	for range 100 {
		if _, err := s.Player(t.Context(), "ada"); !errors.Is(err, ErrUnavailable) {
			t.Errorf("read = %v, want ErrUnavailable", err)
		}
	}
	if now := w.asked(); now > heard && time.Since(began) < restAfter {
		t.Errorf("%d of a hundred more asked it again", now-heard)
	}
	time.Sleep(restAfter)           // now one asks whether it is back, and the others do not wait with them
	s.budgets[accounts] = time.Hour // the one who asks waits until the wire is cut
	heard = w.asked()
	probe := make(chan error, 1)
	go func() {
		_, err := s.Player(t.Context(), "ada")
		probe <- err
	}()
	for w.asked() == heard {
		time.Sleep(time.Millisecond)
	}
	if _, err := s.Player(t.Context(), "ada"); !errors.Is(err, ErrUnavailable) || len(probe) > 0 {
		t.Errorf("beside somebody who waits: %v, want a no before they have theirs", err)
	}
	w.set(cut)
	if err := <-probe; !errors.Is(err, ErrUnavailable) {
		t.Errorf("who has asked: %v, want ErrUnavailable", err)
	}
	w.set(whole)
	time.Sleep(restAfter)
	_, err := s.Player(t.Context(), "ada")
	must(t, err)
}

// The wire is cut at every piece of a transaction in turn, whichever way it goes: whether
// the commit had arrived or not, each match counts once in the end.
func TestAMatchCountsOnceOnABadWire(t *testing.T) {
	const matches = 60 // more than a transaction has pieces
	w, url := newWire(t, postgresURL(t))
	s := open(t, url)
	failures, again := 0, 0
	for i := range matches {
		w.burn(i)
		for {
			a, err := s.ApplyMatch(t.Context(), duel(fmt.Sprintf("m%05d", i), "ada", "bob"), winnersGain)
			w.burn(-1)
			if err == nil {
				if a.Again {
					again++
				}
				break
			}
			if !errors.Is(err, ErrUnavailable) {
				t.Fatalf("ApplyMatch = %v, want ErrUnavailable", err)
			}
			failures++
			awake(s)
		}
	}
	if failures == 0 || failures > matches-2 || again == 0 {
		t.Errorf("%d attempts failed, %d matches were applied unheard: this test tests nothing", failures, again)
	}
	addsUp(t, s, matches)
	t.Logf("%d attempts failed on the way to %d matches, %d were applied unheard", failures, matches, again)
}
