package ws

import (
	"bytes"
	"errors"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/lxzan/gws"

	"perihelion/server/ops/panics"
	"perihelion/shared/transport"
)

// maskedFrame is a frame of a client, with the key 0.
func maskedFrame(first byte, payload string) []byte {
	return append([]byte{first, 0x80 | byte(len(payload)), 0, 0, 0, 0}, payload...)
}

// TestClientsThatBreakTheProtocolAreToldAndHurtNobody sends invalid bytes and frames that
// are not allowed. Valid frames before them still count.
func TestClientsThatBreakTheProtocolAreToldAndHurtNobody(t *testing.T) {
	tests := []struct {
		name  string
		bytes []byte
		kind  string
		want  transport.Reason
	}{
		{"a length of 2^63", []byte{0x82, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4}, "length", transport.ProtocolError},
		{"a length of 2^64-1", append([]byte{0x82, 0xff}, bytes.Repeat([]byte{0xff}, 12)...), "length", transport.ProtocolError},
		{"a length of 2^62", []byte{0x82, 0xff, 0x40, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4}, "too_big", transport.TooBig},
		{"a length longer than it must be", []byte{0x82, 0xfe, 0, 1, 0, 0, 0, 0, 'x'}, "length", transport.ProtocolError},
		{"reserved bits", maskedFrame(0xf2, ""), "reserved", transport.ProtocolError},
		{"an opcode that there is not", maskedFrame(0x83, "x"), "opcode", transport.ProtocolError},
		{"no mask", []byte{0x82, 0x01, 'x'}, "mask", transport.ProtocolError},
		{"half a ping", maskedFrame(0x09, "x"), "control", transport.ProtocolError},
		{"a ping too long", append([]byte{0x89, 0xfe, 0, 200, 0, 0, 0, 0}, make([]byte, 200)...), "control", transport.ProtocolError},
		{"a fragment of nothing", maskedFrame(0x80, "x"), "fragment", transport.ProtocolError},
		{"a message within a message", append(maskedFrame(0x02, "x"), maskedFrame(0x82, "x")...), "fragment", transport.ProtocolError},
		{"empty fragments without end", append(maskedFrame(0x02, ""), bytes.Repeat(maskedFrame(0x00, ""), 3*frameBurst)...), "rate", transport.RateLimited},
		{"empty messages without end", bytes.Repeat(maskedFrame(0x82, ""), 3*frameBurst), "rate", transport.RateLimited},
	}
	f := startServer(t, nil)
	other := f.dialClient(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, before := f.dialClient(t), f.counted("violated "+tt.kind)
			_, _ = c.NetConn().Write(append(maskedFrame(0x82, "before"), tt.bytes...))
			c.expectClose(t, tt.want)
			if tt.want != transport.RateLimited {
				c.expectText(t, "before")
			}
			if n := f.counted("violated "+tt.kind) - before; n != 1 {
				t.Errorf("counted %d times as %s, want once", n, tt.kind)
			}
			other.sendText(t, "still here")
			other.expectText(t, "still here")
		})
	}
	eventually(t, "every session hears of its end", func() bool { return int(f.lost.Load()) == len(tests) })
}

func TestBytesAreCountedWhateverTheyCarry(t *testing.T) {
	f := startServer(t, func(c *Config) { c.ReadLimit = 64 << 10 })
	c := f.dialClient(t)
	ping := maskedFrame(0x8a, strings.Repeat("x", 125)) // a pong, to which there is no answer
	sent := 0
	for sent < 2*byteBurst {
		n, err := c.NetConn().Write(bytes.Repeat(ping, 100))
		if sent += n; err != nil {
			break
		}
	}
	c.expectClose(t, transport.RateLimited)
}

// panickingConn is a network connection that panics when armed, as gws might.
type panickingConn struct {
	net.Conn
	armed *atomic.Bool
}

func (b panickingConn) Read(p []byte) (int, error) {
	n, err := b.Conn.Read(p)
	if b.armed.Load() {
		panic("below the library")
	}
	return n, err
}

type panickingListener struct {
	net.Listener
	armed atomic.Bool
}

func (m *panickingListener) Accept() (net.Conn, error) {
	c, err := m.Listener.Accept()
	return panickingConn{c, &m.armed}, err
}

// panickingSession panics in Lost.
type panickingSession struct{ echo }

func (b panickingSession) Lost() {
	b.echo.Lost()
	panic("at the end")
}

func TestAPanicEndsOneConnection(t *testing.T) {
	var recovered atomic.Int32
	f := startServer(t, func(c *Config) {
		c.Panics = panics.Guard{Count: func(panics.Place) { recovered.Add(1) }}
		c.PerIP = 2
	})
	var mines panickingListener
	open := map[string]OpenSession{
		"the library": func(c *Conn, token string) Session { return f.newEcho(c, token) },
		"the end":     func(c *Conn, token string) Session { return panickingSession{f.newEcho(c, token)} },
		"the beginning": func(*Conn, string) Session {
			f.lost.Add(1) // nobody else would
			panic("at the beginning")
		},
	}
	kind := ""
	f.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { f.ws.Serve(w, r, open[kind]) })
	mines.Listener, _ = net.Listen("tcp", "127.0.0.1:0")
	go func() { _ = f.Config.Serve(&mines) }() // ends with the listener
	t.Cleanup(func() { _ = mines.Close() })
	for i, k := range []string{"the library", "the end", "the beginning"} {
		kind = k
		f.URL = "http://" + mines.Addr().String()
		c := f.dialMute(t)
		mines.armed.Store(k == "the library")
		if k == "the end" {
			_ = c.WriteClose(1000, nil)
		} else {
			_ = c.WriteMessage(gws.OpcodeBinary, []byte("x")) // may be gone already
		}
		select {
		case err := <-c.end:
			var told *gws.CloseError
			if k != "the end" && errors.As(err, &told) {
				t.Errorf("%s: closed with %v, want no word", k, err)
			}
		case <-time.After(testTimeout):
			t.Fatalf("%s: the client hangs on", k)
		}
		mines.armed.Store(false)
		// The client may know its end before the server has begun: count first.
		eventually(t, k+": one panic is recovered and one session told", func() bool {
			return int(recovered.Load()) == i+1 && int(f.lost.Load()) == i+1
		})
		eventually(t, k+": the connection is forgotten", func() bool { return f.ws.Len() == 0 })
	}
	kind = "the library"
	for range 2 { // the slots are free again
		c := f.dialClient(t)
		c.sendText(t, "x")
		c.expectText(t, "x")
	}
}
