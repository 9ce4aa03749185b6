package listen

import (
	"errors"
	"log/slog"
	"net"
	"sync"
	"syscall"
	"time"
)

// logEvery is how often accept errors are logged.
const logEvery = time.Minute

// AcceptMetrics counts accept errors.
type AcceptMetrics interface{ AcceptFailed() }

// LogAcceptErrors counts and logs the accept errors of l. http.Server retries them, but
// logs them only at a level that is normally off.
func LogAcceptErrors(l net.Listener, m AcceptMetrics, log *slog.Logger) net.Listener {
	return &loggedListener{Listener: l, metrics: m, log: log}
}

type loggedListener struct {
	net.Listener
	metrics AcceptMetrics
	log     *slog.Logger

	mu     sync.Mutex
	logged time.Time
	failed int // since logged
}

func (l *loggedListener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil && !errors.Is(err, net.ErrClosed) {
		l.logError(err, time.Now())
	}
	return c, err
}

func (l *loggedListener) logError(err error, now time.Time) {
	l.metrics.AcceptFailed()
	l.mu.Lock()
	defer l.mu.Unlock()
	l.failed++
	if !l.logged.IsZero() && now.Sub(l.logged) < logEvery {
		return
	}
	todo := "nothing, if it passes"
	if errors.Is(err, syscall.EMFILE) || errors.Is(err, syscall.ENFILE) {
		todo = "allow more open files (LimitNOFILE of systemd, ulimit -n), or fewer connections (MAX_CONNS, LIVE_MAX_CONNS, HTTP_MAX_CONNS)"
	}
	l.log.Error("no connection can be accepted", "listener", l.Addr(), "err", err, "times", l.failed, "do", todo)
	l.logged, l.failed = now, 0
}
