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

	"perihelion/server/panics"
	"perihelion/shared/transport"
)

// masked is a frame of a client, with the key 0.
func masked(first byte, payload string) []byte {
	return append([]byte{first, 0x80 | byte(len(payload)), 0, 0, 0, 0}, payload...)
}

// TestClientsThatBreakTheProtocolAreToldAndHurtNobody sends bytes that are no frame,
// or are one that may not come now. What came before counts.
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
		{"reserved bits", masked(0xf2, ""), "reserved", transport.ProtocolError},
		{"an opcode that there is not", masked(0x83, "x"), "opcode", transport.ProtocolError},
		{"no mask", []byte{0x82, 0x01, 'x'}, "mask", transport.ProtocolError},
		{"half a ping", masked(0x09, "x"), "control", transport.ProtocolError},
		{"a ping too long", append([]byte{0x89, 0xfe, 0, 200, 0, 0, 0, 0}, make([]byte, 200)...), "control", transport.ProtocolError},
		{"a fragment of nothing", masked(0x80, "x"), "fragment", transport.ProtocolError},
		{"a message within a message", append(masked(0x02, "x"), masked(0x82, "x")...), "fragment", transport.ProtocolError},
		{"empty fragments without end", append(masked(0x02, ""), bytes.Repeat(masked(0x00, ""), 3*frameBurst)...), "rate", transport.RateLimited},
		{"empty messages without end", bytes.Repeat(masked(0x82, ""), 3*frameBurst), "rate", transport.RateLimited},
	}
	f := serve(t, nil)
	other := f.dial(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, before := f.dial(t), f.of("violated "+tt.kind)
			_, _ = c.NetConn().Write(append(masked(0x82, "before"), tt.bytes...))
			c.wantClose(t, tt.want)
			if tt.want != transport.RateLimited {
				c.want(t, "before")
			}
			if n := f.of("violated "+tt.kind) - before; n != 1 {
				t.Errorf("counted %d times as %s, want once", n, tt.kind)
			}
			other.send(t, "still here")
			other.want(t, "still here")
		})
	}
	eventually(t, "every session hears of its end", func() bool { return int(f.lost.Load()) == len(tests) })
}

func TestBytesAreCountedWhateverTheyCarry(t *testing.T) {
	f := serve(t, func(c *Config) { c.ReadLimit = 64 << 10 })
	c := f.dial(t)
	ping := masked(0x8a, strings.Repeat("x", 125)) // a pong, to which there is no answer
	sent := 0
	for sent < 2*byteBurst {
		n, err := c.NetConn().Write(bytes.Repeat(ping, 100))
		if sent += n; err != nil {
			break
		}
	}
	c.wantClose(t, transport.RateLimited)
}

// bomb is a network connection that panics when it is told to, as gws would.
type bomb struct {
	net.Conn
	armed *atomic.Bool
}

func (b bomb) Read(p []byte) (int, error) {
	n, err := b.Conn.Read(p)
	if b.armed.Load() {
		panic("below the library")
	}
	return n, err
}

type minefield struct {
	net.Listener
	armed atomic.Bool
}

func (m *minefield) Accept() (net.Conn, error) {
	c, err := m.Listener.Accept()
	return bomb{c, &m.armed}, err
}

// burial is a session that panics as it ends.
type burial struct{ echo }

func (b burial) Lost() {
	b.echo.Lost()
	panic("at the end")
}

func TestAPanicEndsOneConnection(t *testing.T) {
	var recovered atomic.Int32
	f := serve(t, func(c *Config) {
		c.Panics = panics.Guard{Count: func(panics.Place) { recovered.Add(1) }}
		c.PerIP = 2
	})
	var mines minefield
	open := map[string]Open{
		"the library": func(c *Conn, ticket string) Session { return echo{c, ticket, &f.lost} },
		"the end":     func(c *Conn, ticket string) Session { return burial{echo{c, ticket, &f.lost}} },
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
		c := f.dial(t)
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
		case <-time.After(5 * time.Second):
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
		c := f.dial(t)
		c.send(t, "x")
		c.want(t, "x")
	}
}
