package listen

import (
	"log/slog"
	"net"
	"os"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

// brokenListener fails as if too many files were open.
type brokenListener struct{ net.Listener }

func (brokenListener) Accept() (net.Conn, error) {
	return nil, &net.OpError{Op: "accept", Net: "tcp", Err: os.NewSyscallError("accept4", syscall.EMFILE)}
}

func (brokenListener) Addr() net.Addr { return &net.TCPAddr{Port: 8080} }

// failureCount counts accept errors.
type failureCount int

func (r *failureCount) AcceptFailed() { *r++ }

func TestWhatKeepsConnectionsOutIsSaidOnceAMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var lines strings.Builder
		var failed failureCount
		l := LogAcceptErrors(brokenListener{}, &failed, slog.New(slog.NewTextHandler(&lines, nil)))
		for range 119 { // for two minutes less a second
			if _, err := l.Accept(); err == nil {
				t.Fatal("Accept says nothing of its error")
			}
			time.Sleep(time.Second)
		}
		text := lines.String()
		if strings.Count(text, "\n") != 2 || !strings.Contains(text, "LimitNOFILE") || !strings.Contains(text, "times=60") {
			t.Errorf("119 errors in 119 s are logged as\n%s", text)
		}
		if failed != 119 {
			t.Errorf("%d counted, want 119", failed)
		}
	})
}
