package app

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"text/tabwriter"
	"time"

	"perihelion/server/ops/metrics"
	"perihelion/shared/protocol"
)

// attackTest is a server with a match of sixteen honest players and attackers.
type attackTest struct {
	*testServer
	states [16]atomic.Int64 // that each of the honest was sent
	beats  *atomic.Int64    // that would have been due, as far as the machine had time for us
	work   sync.WaitGroup
}

// attackIdleTimeout is the idle timeout of the server: long enough for honest clients on a
// busy machine.
const attackIdleTimeout = 6 * time.Second

// upgradeRate is how many WebSockets a second the server accepts from an address.
const upgradeRate = 20

// startAttackTest starts the server and the match. Attackers have their own loopback
// addresses, so that limits per address apply to them alone.
func startAttackTest(t *testing.T) *attackTest {
	t.Helper()
	dir := t.TempDir()
	for name, size := range map[string]int{"index.html": 1 << 10, "game.wasm": 32 << 20} {
		if err := os.WriteFile(filepath.Join(dir, name), make([]byte, size), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	s := &attackTest{beats: countBeats(t), testServer: startServer(t, "PERIHELION_WEB_DIR="+dir, fmt.Sprint("PERIHELION_WS_IDLE_TIMEOUT=", attackIdleTimeout), "PERIHELION_TICKET_TTL=5m", "PERIHELION_QUIC_ADDR=127.0.0.1:0", "PERIHELION_WS_WRITE_TIMEOUT=2s",
		fmt.Sprint("PERIHELION_RATE_UPGRADES_PER_IP=", upgradeRate), "PERIHELION_HTTP_MAX_CONNS_PER_IP=64", "PERIHELION_MAX_CONNS_PER_IP=64")}
	t.Cleanup(s.work.Wait) // when the connections are closed, and before the server stops
	for i := range s.states {
		p := s.joinRoom(s.quickAssignment())
		p.waitForFrame(protocol.TypeWelcome)
		time.Sleep(60 * time.Millisecond) // they are as many as the door lets in
		s.work.Go(func() { s.playHonestly(i, p) })
	}
	return s
}

// countBeats counts at the rate of snapshots, in an ordinary goroutine: how often it runs
// shows how busy the machine is for everyone.
func countBeats(t *testing.T) *atomic.Int64 {
	var n atomic.Int64
	tick := time.NewTicker(time.Second / 30)
	done := make(chan struct{})
	go func() {
		for {
			select {
			case <-tick.C:
				n.Add(1)
			case <-done:
				return
			}
		}
	}()
	t.Cleanup(func() { tick.Stop(); close(done) })
	return &n
}

// playHonestly plays for one honest client until its connection ends.
func (s *attackTest) playHonestly(i int, p *testClient) {
	for {
		select {
		case r := <-p.got:
			if t, err := protocol.Peek(r.frame); err == nil && t == protocol.TypeState {
				p.ackState(&r.state)
				s.states[i].Add(1)
			}
		case err := <-p.end:
			p.end <- err
			return
		}
	}
}

// dialAs dials from another address of this machine.
func (s *attackTest) dialAs(host string) (net.Conn, error) { return dialFrom(host, s.Addr().String()) }

func dialFrom(host, addr string) (net.Conn, error) {
	d := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(host)}, Timeout: 5 * time.Second}
	return d.Dial("tcp", addr)
}

// tickTimes is what ticks have cost so far, and how late they began.
func (s *attackTest) tickTimes() (cost, lag metrics.Histogram) {
	s.t.Helper()
	r, err := s.metrics.Gather()
	if err != nil {
		s.t.Fatal(err)
	}
	return r.Histogram("tick_duration_seconds"), r.Histogram("tick_lag_seconds")
}

// attack is one kind of attack; run returns what happened.
type attack struct {
	name string
	run  func(*attackTest) (got string)
}

// patientAttack is an attack that goes on while others run.
type patientAttack struct {
	name  string
	begin func(*attackTest) (wait func()) // until the server has ended it
}

// TestAMatchOfSixteenGoesOnUnderAttack runs all attacks against one match. It prints the
// result of each, with tick times before and during it. It fails if the match suffers or an
// attacker stays connected.
func TestAMatchOfSixteenGoesOnUnderAttack(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("it takes as long as the patience of the server")
	}
	s := startAttackTest(t)
	var table strings.Builder
	w := tabwriter.NewWriter(&table, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "attack\twhat it got\ttick p50\ttick p99\tlate p99\tsnapshots a second")
	s.runAttack(w, attack{"none", func(*attackTest) string { time.Sleep(3 * time.Second); return "" }})
	var waits []func()
	for _, p := range patientAttacks {
		s.runAttack(w, attack{p.name + ", to begin with", func(s *attackTest) string {
			waits = append(waits, p.begin(s))
			return ""
		}})
	}
	for _, a := range slices.Concat(attacks, datagramAttacks) {
		s.runAttack(w, a)
	}
	s.runAttack(w, attack{"those, until all are cut off", func(*attackTest) string {
		for _, wait := range waits {
			wait()
		}
		return ""
	}})
	s.runAttack(w, attack{"none, afterwards", func(*attackTest) string { time.Sleep(3 * time.Second); return "" }})
	_ = w.Flush()
	t.Logf("sixteen players in a match, and somebody who attacks the server:\n%s", &table)
	s.expectHonestOnly()
	s.expectNoDatagrams()
	if r, err := s.metrics.Gather(); err != nil || r.Sum("panics_total") != 0 {
		t.Errorf("%v panics were recovered, %v; want none", r.Sum("panics_total"), err)
	}
}

// runAttack runs an attack and prints a row of the table.
func (s *attackTest) runAttack(w *tabwriter.Writer, a attack) {
	began := time.Now()
	costBefore, lagBefore := s.tickTimes()
	var states [16]int64
	for i := range states {
		states[i] = s.states[i].Load()
	}
	beats := s.beats.Load()
	got := a.run(s)
	if rest := 2*time.Second - time.Since(began); rest > 0 {
		time.Sleep(rest) // or there are too few ticks to judge
	}
	cost, lag := s.tickTimes()
	cost, lag = cost.Since(costBefore), lag.Since(lagBefore)
	took, due := time.Since(began).Seconds(), s.beats.Load()-beats
	fewest := int64(1 << 30)
	for i := range states {
		n := s.states[i].Load() - states[i]
		fewest = min(fewest, n)
		if n < due/6 {
			s.t.Errorf("%s: player %d was sent %d states, while %d were due", a.name, i, n, due)
		}
	}
	fmt.Fprintf(w, "%s\t%s\t%.2f ms\t%.2f ms\t%.2f ms\t%.0f\n", a.name, got,
		1000*cost.Quantile(0.5), 1000*cost.Quantile(0.99), 1000*lag.Quantile(0.99), float64(fewest)/took)
}

// expectHonestOnly waits until only honest clients are connected.
func (s *attackTest) expectHonestOnly() {
	s.t.Helper()
	for deadline := time.Now().Add(testTimeout); ; time.Sleep(50 * time.Millisecond) {
		r, err := s.metrics.Gather()
		if err != nil {
			s.t.Fatal(err)
		}
		sockets, http := r.Sum("connections"), r.Sum("http_connections")
		if sockets == 16 && http <= 2 { // those by which the test asked for seats
			return
		}
		if time.Now().After(deadline) {
			s.t.Errorf("%v sockets and %v connections, want the 16 who play and 2 at the most", sockets, http)
			return
		}
	}
}
