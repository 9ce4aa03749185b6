package ws

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/lxzan/gws"

	"perihelion/shared/protocol"
	"perihelion/shared/transport"
)

func TestFramesGoBothWays(t *testing.T) {
	f := startServer(t, nil)
	c := f.dialClient(t)
	if got := c.SubProtocol(); got != protocol.Subprotocol {
		t.Errorf("subprotocol = %q", got)
	}
	c.sendText(t, "token")
	c.expectText(t, "t1")
	c.sendText(t, "hello")
	c.expectText(t, "hello")
	if err := c.WriteClose(1000, nil); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the session hears of the end", func() bool { return f.lost.Load() == 1 })
	eventually(t, "the connection counts as closed", func() bool { return f.counted("closed "+transport.Normal.String()) == 1 && f.ws.Len() == 0 })
}

func TestConnectionsEndWithTheirReason(t *testing.T) {
	tests := []struct {
		name string
		do   func(*testing.T, *testClient)
		want transport.Reason
	}{
		{"the session closes", func(t *testing.T, c *testClient) { c.sendText(t, "kick") }, transport.Kicked},
		{"the session closes while the client keeps sending", func(t *testing.T, c *testClient) {
			c.sendText(t, "kick")
			for range 200 {
				_ = c.WriteMessage(gws.OpcodeBinary, []byte("x"))
			}
		}, transport.Kicked},
		{"the session closes while it keeps sending", func(t *testing.T, c *testClient) { c.sendText(t, "kick amid frames") }, transport.Kicked},
		{"a frame too large", func(t *testing.T, c *testClient) { c.sendText(t, strings.Repeat("x", 4<<10+1)) }, transport.TooBig},
		{"a frame too large while the session keeps sending", func(t *testing.T, c *testClient) {
			c.sendText(t, "flow")
			c.sendText(t, strings.Repeat("x", 4<<10+1))
		}, transport.TooBig},
		{"a frame far too large", func(t *testing.T, c *testClient) { c.sendText(t, strings.Repeat("x", 200<<10)) }, transport.TooBig},
		{"a text frame", func(t *testing.T, c *testClient) { _ = c.WriteString("hello") }, transport.BadFrame},
		{"a flood of pings", func(t *testing.T, c *testClient) {
			for range 2 * controlBurst {
				_ = c.WritePing(nil)
			}
		}, transport.RateLimited},
		{"the session panics", func(t *testing.T, c *testClient) { c.sendText(t, "panic") }, transport.BadFrame},
	}
	f := startServer(t, nil)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := f.dialClient(t)
			tt.do(t, c)
			c.expectClose(t, tt.want)
		})
	}
	eventually(t, "every session hears of its end", func() bool { return int(f.lost.Load()) == len(tests) })
}

func TestSilentClientsAreDisconnected(t *testing.T) {
	f := startServer(t, func(c *Config) { c.IdleTimeout = 200 * time.Millisecond })
	f.dialClient(t).expectClose(t, transport.TooSlow)
}

func TestPingsAreAnsweredAndKeepTheConnection(t *testing.T) {
	t.Parallel()
	const idle = 3 * time.Second // so long that a busy machine is not taken for silence
	f := startServer(t, func(c *Config) { c.IdleTimeout = idle })
	c := f.dialClient(t)
	for range 6 {
		time.Sleep(idle / 4)
		if err := c.WritePing([]byte("are you there")); err != nil {
			t.Fatal(err)
		}
	}
	c.sendText(t, "yes")
	c.expectText(t, "yes")
}

func TestAClientThatOnlyListensIsKept(t *testing.T) {
	t.Parallel()
	const idle = 3 * time.Second
	f := startServer(t, func(c *Config) { c.IdleTimeout = idle })
	c := f.dialClient(t)
	c.sendText(t, "stream")
	time.Sleep(idle * 3 / 2)
	select {
	case err := <-c.end:
		t.Errorf("let go with %v", err)
	default:
	}
}

func TestAClientThatNeverReadsHurtsNobody(t *testing.T) {
	t.Parallel()
	const stalled = 4 * time.Second // whoever waited for the stalled client would wait as long
	f := startServer(t, func(c *Config) { c.WriteTimeout = stalled })
	mute := rawDial(t, f)
	frame := append([]byte{0x82, 0x80 | 5, 0, 0, 0, 0}, "flood"...)
	if _, err := mute.Write(frame); err != nil {
		t.Fatal(err)
	}
	other := f.dialClient(t)
	slowest := time.Duration(0)
	for range 100 {
		began := time.Now()
		other.sendText(t, "x")
		other.expectText(t, "x")
		slowest = max(slowest, time.Since(began))
		time.Sleep(5 * time.Millisecond)
	}
	if slowest > stalled*3/4 {
		t.Errorf("an echo beside a stalled client took %v", slowest)
	}
	eventually(t, "the stalled client is cut off", func() bool { return f.counted("closed "+transport.TooSlow.String()) == 1 })
}

func TestShutdown(t *testing.T) {
	f := startServer(t, nil)
	c, mute := f.dialClient(t), rawDial(t, f)
	c.sendText(t, "x")
	c.expectText(t, "x")
	eventually(t, "both are connected", func() bool { return f.ws.Len() == 2 })
	f.ws.StopAccepting()
	f.ws.CloseAll(transport.Restarting, "back soon")
	c.expectClose(t, transport.Restarting)
	began := time.Now()
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Second)
	defer cancel()
	f.ws.Wait(ctx)
	if took := time.Since(began); took > testTimeout || f.ws.Len() != 0 || f.lost.Load() != 2 {
		t.Errorf("after %v: %d open, %d sessions told", took, f.ws.Len(), f.lost.Load())
	}
	_ = mute
}
