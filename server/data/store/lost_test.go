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

	"github.com/jackc/pgx/v5/pgconn"
)

// retryNow lets requests of a store through whose circuit breakers are open.
func retryNow(s *Store) {
	for c := range numClasses {
		s.readPool.recordResult(c, time.Time{}, nil)
		s.writePool.recordResult(c, time.Time{}, nil)
	}
}

// checkTotals fails if a match was counted twice or partly.
func checkTotals(t *testing.T, s *Store, applied int) {
	t.Helper()
	var matches, lines, played, rated int
	row := s.readPool.db.QueryRowContext(t.Context(), `SELECT (SELECT count(*) FROM matches), (SELECT count(*) FROM match_lines),
		(SELECT coalesce(sum(matches), 0) FROM players), (SELECT coalesce(sum(matches), 0) FROM ratings)`)
	must(t, row.Scan(&matches, &lines, &played, &rated))
	if matches != applied || lines != 2*applied || played != 2*applied || rated != 2*applied {
		t.Errorf("%d matches of %d lines, %d times played, %d times rated; want %d duels, whole", matches, lines, played, rated, applied)
	}
}

func TestAFullDiskEndsWritesAndNothingElse(t *testing.T) {
	s := openFile(t)
	limit := func(pages int) {
		_, err := s.writePool.db.Exec(fmt.Sprintf("PRAGMA max_page_count = %d", pages))
		must(t, err)
	}
	mustPutDevice(t, s, "ada", "Ada")
	limit(1) // SQLite takes it as: no page more than there are
	applied := 0
	var err error
	for ; err == nil && applied < 10_000; applied++ {
		_, err = s.ApplyMatch(t.Context(), duelMatch(fmt.Sprintf("m%05d", applied), "ada", "bob"), winnersGain)
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
	if _, err := s.ApplyMatch(t.Context(), duelMatch("x", "ada", "bob"), winnersGain); !errors.Is(err, ErrUnavailable) {
		t.Errorf("at once again: %v, want ErrUnavailable", err)
	}
	checkTotals(t, s, applied)

	limit(1 << 20)
	retryNow(s)
	for range 2 {
		_, err = s.ApplyMatch(t.Context(), duelMatch(fmt.Sprintf("m%05d", applied), "ada", "bob"), winnersGain)
		must(t, err)
	}
	if s.Down() != nil {
		t.Errorf("Down = %v once there is room", s.Down())
	}
	checkTotals(t, s, applied+1)
}

func TestAClosedStoreIsOutOfReach(t *testing.T) {
	s, err := Open(t.Context(), Config{URL: FileURL(filepath.Join(t.TempDir(), "test.db"))}, quiet)
	must(t, err)
	must(t, s.Close())
	if err := s.CheckHealth(t.Context()); !errors.Is(err, ErrUnavailable) {
		t.Errorf("Ping = %v, want ErrUnavailable", err)
	}
}

func TestACanceledRequestIsNotTheDatabasesFault(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := s.CheckHealth(ctx); !errors.Is(err, context.Canceled) || errors.Is(err, ErrUnavailable) {
			t.Errorf("Ping = %v, want context.Canceled", err)
		}
		if s.Down() != nil {
			t.Errorf("Down = %v", s.Down())
		}
		must(t, s.CheckHealth(t.Context()))
	})
}

// flakyProxy forwards connections to the real PostgreSQL, until it is cut or silent.
type flakyProxy struct {
	to string // a socket

	mu           sync.Mutex
	mode         proxyMode
	piecesLeft   int           // pieces that still pass before one is lost, with all connections; negative: all pass
	silentCount  int           // pieces that came while it was silent
	silenceEnded chan struct{} // closed when silence ends
	conns        map[net.Conn]bool
}

type proxyMode int

const (
	proxyWhole proxyMode = iota
	proxyCut
	proxySilent
)

func newFlakyProxy(t *testing.T, databaseURL string) (p *flakyProxy, through string) {
	t.Helper()
	u, err := url.Parse(databaseURL)
	must(t, err)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	p = &flakyProxy{to: filepath.Join(u.Query().Get("host"), ".s.PGSQL.5432"), piecesLeft: -1, conns: map[net.Conn]bool{}}
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go p.forward(c)
		}
	}()
	t.Cleanup(func() {
		must(t, l.Close())
		p.setMode(proxyCut)
	})
	return p, fmt.Sprintf("postgres://perihelion@%s%s?sslmode=disable", l.Addr(), u.Path)
}

func (p *flakyProxy) forward(c net.Conn) {
	defer c.Close()
	far, err := net.Dial("unix", p.to)
	if err != nil {
		return
	}
	defer far.Close()
	p.mu.Lock()
	p.conns[c] = true
	gone := p.mode == proxyCut
	p.mu.Unlock()
	if gone {
		return
	}
	go func() {
		p.copyPieces(far, c)
		_ = far.Close()
	}()
	p.copyPieces(c, far)
}

func (p *flakyProxy) copyPieces(to io.Writer, from io.Reader) {
	b := make([]byte, 4096)
	for {
		n, err := from.Read(b)
		if err != nil {
			return
		}
		p.mu.Lock()
		mode, ended := p.mode, p.silenceEnded
		if mode == proxySilent {
			p.silentCount++
		}
		lost := p.piecesLeft == 0
		p.piecesLeft = max(p.piecesLeft-1, -1)
		if lost {
			p.closeConns()
		}
		p.mu.Unlock()
		if lost {
			return
		}
		if mode == proxySilent {
			<-ended
			return
		}
		if _, err := to.Write(b[:n]); err != nil {
			return
		}
	}
}

func (p *flakyProxy) setMode(m proxyMode) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.mode == proxySilent && m != proxySilent {
		close(p.silenceEnded)
	}
	if m == proxySilent {
		p.silenceEnded = make(chan struct{})
	}
	p.mode = m
	if m == proxyCut {
		p.closeConns()
	}
}

// closeConns closes all connections. The caller holds mu.
func (p *flakyProxy) closeConns() {
	for c := range p.conns {
		_ = c.Close()
	}
	clear(p.conns)
}

// cutAfter lets n pieces pass, in either direction, and loses the next; if n is negative,
// none.
func (p *flakyProxy) cutAfter(n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.piecesLeft = n
}

// silentPieces is how many pieces came while the proxy was silent.
func (p *flakyProxy) silentPieces() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.silentCount
}

func TestALostPostgresComesBack(t *testing.T) {
	w, url := newFlakyProxy(t, postgresURL(t))
	s := open(t, url)
	mustPutDevice(t, s, "ada", "Ada")
	w.setMode(proxyCut)
	if _, err := s.Player(t.Context(), "ada"); !errors.Is(err, ErrUnavailable) {
		t.Errorf("read = %v, want ErrUnavailable", err)
	}
	if !errors.Is(s.Down(), ErrUnavailable) {
		t.Errorf("Down = %v after a read, want ErrUnavailable", s.Down())
	}
	if err := s.CheckHealth(t.Context()); !errors.Is(err, ErrUnavailable) {
		t.Errorf("Ping = %v, want ErrUnavailable", err)
	}
	w.setMode(proxyWhole)
	retryNow(s) // all connections of before are dead, and no request need find that out
	if p, err := s.Player(t.Context(), "ada"); err != nil || p.Name != "Ada" {
		t.Errorf("player = %+v, %v once it is back", p, err)
	}
	must(t, s.CheckHealth(t.Context()))
	if s.Down() != nil {
		t.Errorf("Down = %v once it is back", s.Down())
	}
}

// Results wait for a database that takes nothing now; what it refuses for good must not be one of these.
func TestAFullOrReadOnlyPostgresIsTriedAgain(t *testing.T) {
	for code, away := range map[string]bool{
		"53100": true,  // its disk is full
		"25006": true,  // it is read-only
		"53300": true,  // too many connections
		"57P03": true,  // it starts
		"23514": false, // a check does not hold
		"22001": false, // a text is too long
	} {
		err := classify(t.Context(), fmt.Errorf("apply: %w", &pgconn.PgError{Code: code}))
		if errors.Is(err, ErrUnavailable) != away {
			t.Errorf("%s is %v; out of reach: want %v", code, err, away)
		}
	}
}

// A database that accepts every request and never answers: only the first few requests may
// wait for it.
func TestASilentPostgresIsAskedOnce(t *testing.T) {
	w, url := newFlakyProxy(t, postgresURL(t))
	s := open(t, url)
	patience := 500 * time.Millisecond
	s.budgets[classAccounts] = patience
	mustPutDevice(t, s, "ada", "Ada")
	w.setMode(proxySilent)
	began := time.Now()
	if _, err := s.Player(t.Context(), "ada"); !errors.Is(err, ErrUnavailable) {
		t.Errorf("read = %v, want ErrUnavailable", err)
	}
	if took := time.Since(began); took < patience/2 || took > 10*patience+cancelTimeout+pingTimeout {
		t.Errorf("it took %v, want about %v", took, patience)
	}
	began = time.Now()
	heard := w.silentPieces()
	for range 100 {
		if _, err := s.Player(t.Context(), "ada"); !errors.Is(err, ErrUnavailable) {
			t.Errorf("read = %v, want ErrUnavailable", err)
		}
	}
	if now := w.silentPieces(); now > heard && time.Since(began) < retryInterval {
		t.Errorf("%d of a hundred more asked it again", now-heard)
	}
	time.Sleep(retryInterval)            // now one asks whether it is back, and the others do not wait with them
	s.budgets[classAccounts] = time.Hour // the request waits until the connection is cut
	heard = w.silentPieces()
	probe := make(chan error, 1)
	go func() {
		_, err := s.Player(t.Context(), "ada")
		probe <- err
	}()
	for w.silentPieces() == heard {
		time.Sleep(time.Millisecond)
	}
	if _, err := s.Player(t.Context(), "ada"); !errors.Is(err, ErrUnavailable) || len(probe) > 0 {
		t.Errorf("beside somebody who waits: %v, want a no before they have theirs", err)
	}
	w.setMode(proxyCut)
	if err := <-probe; !errors.Is(err, ErrUnavailable) {
		t.Errorf("who has asked: %v, want ErrUnavailable", err)
	}
	w.setMode(proxyWhole)
	time.Sleep(retryInterval)
	_, err := s.Player(t.Context(), "ada")
	must(t, err)
}

// The connection is cut at every piece of a transaction in turn, in either direction:
// whether the commit arrived or not, each match counts once in the end.
func TestAMatchCountsOnceOnABadConnection(t *testing.T) {
	const matches = 60 // more than a transaction has pieces
	w, url := newFlakyProxy(t, postgresURL(t))
	s := open(t, url)
	failures, again := 0, 0
	for i := range matches {
		w.cutAfter(i)
		for {
			a, err := s.ApplyMatch(t.Context(), duelMatch(fmt.Sprintf("m%05d", i), "ada", "bob"), winnersGain)
			w.cutAfter(-1)
			if err == nil {
				if a.Duplicate {
					again++
				}
				break
			}
			if !errors.Is(err, ErrUnavailable) {
				t.Fatalf("ApplyMatch = %v, want ErrUnavailable", err)
			}
			failures++
			retryNow(s)
		}
	}
	if failures == 0 || failures > matches-2 || again == 0 {
		t.Errorf("%d attempts failed, %d matches were applied unheard: this test tests nothing", failures, again)
	}
	checkTotals(t, s, matches)
	t.Logf("%d attempts failed on the way to %d matches, %d were applied unheard", failures, matches, again)
}
