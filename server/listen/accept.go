package listen

import (
	"errors"
	"log/slog"
	"net"
	"sync"
	"syscall"
	"time"
)

// acceptEvery is how often it is logged that no connection can be accepted.
const acceptEvery = time.Minute

// AcceptMetrics count connections that could not be accepted.
type AcceptMetrics interface{ AcceptFailed() }

// Attend counts and logs what keeps l from accepting connections. http.Server would
// try again and say nothing that anybody reads.
func Attend(l net.Listener, m AcceptMetrics, log *slog.Logger) net.Listener {
	return &attended{Listener: l, metrics: m, log: log}
}

type attended struct {
	net.Listener
	metrics AcceptMetrics
	log     *slog.Logger

	mu     sync.Mutex
	logged time.Time
	failed int // since then
}

// Accept is net.Listener's.
func (a *attended) Accept() (net.Conn, error) {
	c, err := a.Listener.Accept()
	if err != nil && !errors.Is(err, net.ErrClosed) {
		a.tell(err, time.Now())
	}
	return c, err
}

func (a *attended) tell(err error, now time.Time) {
	a.metrics.AcceptFailed()
	a.mu.Lock()
	defer a.mu.Unlock()
	a.failed++
	if !a.logged.IsZero() && now.Sub(a.logged) < acceptEvery {
		return
	}
	todo := "nothing, if it passes"
	if errors.Is(err, syscall.EMFILE) || errors.Is(err, syscall.ENFILE) {
		todo = "allow more open files (LimitNOFILE of systemd, ulimit -n), or fewer connections (MAX_CONNS, LIVE_MAX_CONNS, HTTP_MAX_CONNS)"
	}
	a.log.Error("no connection can be accepted", "listener", a.Addr(), "err", err, "times", a.failed, "do", todo)
	a.logged, a.failed = now, 0
}
