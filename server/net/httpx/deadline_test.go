package httpx

import (
	"bufio"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// singleListener is a listener for connections in memory.
type singleListener struct{ conns chan net.Conn }

func (l singleListener) Accept() (net.Conn, error) {
	c, ok := <-l.conns
	if !ok {
		return nil, net.ErrClosed
	}
	return c, nil
}

func (l singleListener) Close() error   { close(l.conns); return nil }
func (l singleListener) Addr() net.Addr { return &net.TCPAddr{} }

// download reads a response of size bytes from h, in virtual time: burst bytes, then
// nothing for pause. It returns how many bytes arrived.
func download(t *testing.T, h http.Handler, burst int64, pause time.Duration) (got int64) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		l := singleListener{make(chan net.Conn, 1)}
		s := &http.Server{
			Handler: newTestMiddleware(&strings.Builder{}, newFakeMetrics()).wrap(h), ReadHeaderTimeout: 5 * time.Second, WriteTimeout: 30 * time.Second,
			ErrorLog: slog.NewLogLogger(slog.DiscardHandler, 0),
		}
		near, far := net.Pipe()
		l.conns <- far
		go func() { _ = s.Serve(l) }()
		if _, err := io.WriteString(near, "GET / HTTP/1.0\r\n\r\n"); err != nil {
			t.Fatal(err)
		}
		res, err := http.ReadResponse(bufio.NewReader(near), nil)
		if err != nil {
			t.Fatal(err)
		}
		for {
			n, err := io.CopyN(io.Discard, res.Body, burst)
			got += n
			if err != nil {
				break
			}
			time.Sleep(pause)
		}
		_ = near.Close()
		_ = s.Close()
		synctest.Wait()
	})
	return got
}

const size = 1 << 20

func writeBig(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Length", fmt.Sprint(size))
	_, _ = io.WriteString(w, strings.Repeat("x", size)) // in one piece, as JSON comes
}

func TestASlowAnswerIsSentAsLongAsItMoves(t *testing.T) {
	for _, tt := range []struct {
		name  string
		burst int64
		pause time.Duration
		whole bool
	}{
		{"bursts with half a minute between them", 256 << 10, 30 * time.Second, true},
		{"forty kilobytes a second", 40 << 10, time.Second, true},
		{"a line that is slow all the time", 4 << 10, 4 * time.Second, true},
		{"nothing for minutes", 256 << 10, 3 * time.Minute, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := download(t, http.HandlerFunc(writeBig), tt.burst, tt.pause); (got == size) != tt.whole {
				t.Errorf("%d of %d bytes came, want all of them: %v", got, size, tt.whole)
			}
		})
	}
}

func TestADeadlineOfTheHandlersOwnIsKept(t *testing.T) {
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(time.Second))
		writeBig(w, r)
	})
	if got := download(t, h, 64<<10, 10*time.Second); got == size {
		t.Error("a handler could not end a reader that it found too slow")
	}
}
