package ws

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"os"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"perihelion/server/ops/panics"
	"perihelion/shared/transport"
	"perihelion/shared/wsframe"
)

func TestOnlyThoseWhoTalkAreSwept(t *testing.T) {
	f := startServer(t, nil)
	f.dialMute(t)
	time.Sleep(4 * time.Second / 120)
	if n := f.counted("swept"); n != 0 {
		t.Errorf("swept %d times for one who says nothing", n)
	}
	f.dialClient(t)
	if runtime.GOOS == "linux" && !plainOnly {
		eventually(t, "one who talks is swept", func() bool { return f.counted("swept") > 0 })
	}
}

func TestConnectionsEndWithTheirReasonAfterTheFirstMessage(t *testing.T) {
	tests := []struct {
		name string
		do   func(*testing.T, *testClient)
		want transport.Reason
	}{
		{"the client says goodbye", func(_ *testing.T, c *testClient) { _ = c.WriteClose(4123, nil) }, transport.Normal},
		{"the client stops writing", func(_ *testing.T, c *testClient) { _ = c.NetConn().(*net.TCPConn).CloseWrite() }, transport.Abnormal},
		{"the client is gone", func(_ *testing.T, c *testClient) {
			_ = c.NetConn().(*net.TCPConn).SetLinger(0)
			_ = c.NetConn().Close()
		}, transport.Abnormal},
		{"the client is silent", func(*testing.T, *testClient) {}, transport.TooSlow},
	}
	f := startServer(t, func(c *Config) { c.IdleTimeout = time.Second })
	for i, tt := range tests {
		c := f.dialClient(t)
		tt.do(t, c)
		eventually(t, tt.name, func() bool {
			return f.counted("closed "+tt.want.String()) > 0 && int(f.lost.Load()) == i+1 && f.ws.Len() == 0
		})
		f.forget()
	}
}

// A client that reads late gets every frame, whole and in order, and a word at the end, whether
// the session waits for it or not. One that does not wait may have closed before the ping came.
func TestFramesForASlowReaderAreKept(t *testing.T) {
	for _, how := range []string{"count", "queue"} {
		t.Run(how, func(t *testing.T) { readLate(t, how) })
	}
}

func readLate(t *testing.T, how string) {
	f := startServer(t, func(c *Config) { c.WriteTimeout, c.IdleTimeout = testTimeout, testTimeout })
	c := rawDial(t, f)
	for _, text := range []string{"first", how} {
		if _, err := c.Write(maskedFrame(0x82, text)); err != nil {
			t.Fatal(err)
		}
		time.Sleep(50 * time.Millisecond) // so that the second comes to one who is swept
	}
	_, _ = c.Write(maskedFrame(0x89, "amid"))
	time.Sleep(200 * time.Millisecond) // it does not read, and the server has to wait
	_ = c.SetReadDeadline(time.Now().Add(testTimeout))
	swept := runtime.GOOS == "linux" && !plainOnly
	if queues := f.queues.Load(); queues != (swept && how == "queue") || f.drained.Load() > 0 {
		t.Errorf("queues %t, drained %d times before anything was read", queues, f.drained.Load())
	}
	want, pongs := 0, 0
	all := bufio.NewReaderSize(c, 1<<20)
	for {
		op, data := readFrame(t, all)
		switch {
		case op == 0x8a && string(data) == "amid":
			pongs++
		case op == 0x88:
			if want != countedFrames[how] || pongs != 1 && how == "count" || binary.BigEndian.Uint16(data) != uint16(transport.Kicked) {
				t.Errorf("%d frames and %d pongs before the end %q, want %d and one", want, pongs, data, countedFrames[how])
			}
			if how == "queue" && swept {
				eventually(t, "the session is told that there is room again", func() bool { return f.drained.Load() > 0 })
			}
			return
		case string(data) == "first", op == 0x89:
		case len(data) == countedSize && binary.BigEndian.Uint32(data) == uint32(want):
			want++
		default:
			t.Fatalf("frame %x of %d bytes after %d that were counted", op, len(data), want)
		}
	}
}

// readFrame reads the next frame of the server.
func readFrame(t testing.TB, r io.Reader) (first byte, data []byte) {
	t.Helper()
	var head [4]byte
	read := func(b []byte) {
		if _, err := io.ReadFull(r, b); err != nil {
			t.Fatal(err)
		}
	}
	read(head[:2])
	n := int(head[1])
	if n == 126 {
		read(head[2:])
		n = int(binary.BigEndian.Uint16(head[2:]))
	}
	data = make([]byte, n)
	read(data)
	return head[0], data
}

// One who was swept and reads nothing any more holds up nobody, and is cut off.
func TestASweptClientThatNeverReadsHurtsNobody(t *testing.T) {
	t.Parallel()
	f := startServer(t, func(c *Config) { c.WriteTimeout = 2 * time.Second })
	deaf := f.dialMute(t)
	_ = deaf.NetConn().(*net.TCPConn).SetReadBuffer(4 << 10)
	block := make(chan struct{})
	defer close(block)
	deaf.blockOn = block
	deaf.sendText(t, "first")
	deaf.sendText(t, "flood")
	other := f.dialClient(t)
	began, echoes := time.Now(), 0
	for f.counted("closed "+transport.TooSlow.String()) == 0 && time.Since(began) < testTimeout {
		other.sendText(t, "x")
		other.expectText(t, "x")
		echoes++
		time.Sleep(10 * time.Millisecond)
	}
	if took := time.Since(began); took > testTimeout || echoes < 20 {
		t.Errorf("%d echoes beside a deaf client, which was cut off after %v", echoes, took)
	}
}

func TestAPanicAfterTheFirstMessageEndsOneConnection(t *testing.T) {
	f := startServer(t, nil)
	other, c := f.dialClient(t), f.dialClient(t)
	c.sendText(t, "panic")
	c.expectClose(t, transport.BadFrame)
	other.sendText(t, "still here")
	other.expectText(t, "still here")
}

// Whoever is cut off leaves no descriptor, and nobody else gets what was meant for them.
func TestNoDescriptorIsLeft(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("counts descriptors as Linux does")
	}
	descriptors := func() int {
		list, err := os.ReadDir("/proc/self/fd")
		if err != nil {
			t.Fatal(err)
		}
		return len(list)
	}
	f := startServer(t, func(c *Config) { c.MaxConns, c.PerIP, c.PerSecond = 1000, 1000, 10000 })
	f.dialClient(t)
	before := descriptors()
	for range 10 {
		var clients []*testClient
		for range 8 {
			c := f.dialClient(t)
			c.sendText(t, "stream") // goes on while the connection ends
			clients = append(clients, c)
		}
		for i, c := range clients {
			switch i % 3 {
			case 0:
				c.sendText(t, "kick")
			case 1:
				_ = c.WriteClose(1000, nil)
			case 2:
				_ = c.NetConn().Close()
			}
		}
		eventually(t, "all but one have ended", func() bool { return f.ws.Len() == 1 })
	}
	f.CloseClientConnections()
	eventually(t, "as many descriptors are open as before", func() bool { return descriptors() <= before+2 })
}

func TestShutdownCutsOffThoseWhoDoNotRead(t *testing.T) {
	f := startServer(t, func(c *Config) { c.WriteTimeout, c.IdleTimeout = testTimeout, testTimeout })
	c := rawDial(t, f)
	for _, text := range []string{"first", strings.Repeat("x", 100), "flood"} {
		_, _ = c.Write(maskedFrame(0x82, text))
		time.Sleep(30 * time.Millisecond)
	}
	f.ws.StopAccepting()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	f.ws.Wait(ctx)
	if f.ws.Len() != 0 || f.lost.Load() != 1 {
		t.Errorf("%d are open, %d sessions told", f.ws.Len(), f.lost.Load())
	}
}

// FuzzBytesAfterTheFirstMessage sends arbitrary bytes on a connection that is swept. No panic may
// happen, and the connection must end when the client has nothing more to send.
func FuzzBytesAfterTheFirstMessage(f *testing.F) {
	for _, seed := range [][]byte{
		{},
		maskedFrame(0x82, "second"),
		append(maskedFrame(0x02, "sec"), append(maskedFrame(0x89, "ping"), maskedFrame(0x80, "ond")...)...),
		maskedFrame(0x88, "\x03\xe8bye"),
		maskedFrame(0x82, "kick"),
		maskedFrame(0xf2, "reserved"),
		{0x82, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4},
		bytes.Repeat(maskedFrame(0x00, ""), 50),
	} {
		f.Add(seed)
	}
	var panicked atomic.Int32
	s := startServer(f, func(c *Config) {
		c.MaxConns, c.PerIP, c.PerSecond = 1000, 1000, 1e6
		c.Panics = panics.Guard{Count: func(panics.Place) { panicked.Add(1) }}
	})
	f.Fuzz(func(t *testing.T, raw []byte) {
		c := rawDial(t, s)
		_, _ = c.Write(maskedFrame(0x82, "first"))
		if _, data := readFrame(t, c); string(data) != "first" {
			t.Fatalf("the echo is %q", data)
		}
		_, _ = c.Write(raw) // the server may have hung up already
		_ = c.(*net.TCPConn).CloseWrite()
		_ = c.SetReadDeadline(time.Now().Add(testTimeout))
		if _, err := io.Copy(io.Discard, c); errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("still open after %q", raw)
		}
		if panicked.Swap(0) > 0 && !bytes.Contains(unmasked(raw), []byte("panic")) { // echo panics when asked to
			t.Errorf("a panic after %q", raw)
		}
	})
}

// unmasked is the content of every message in what a client sent.
func unmasked(raw []byte) (all []byte) {
	r := wsframe.NewReader(4 << 10)
	for len(raw) > 0 {
		m, n, err := r.Next(raw)
		if err != nil {
			break
		}
		all, raw = append(all, m.Data...), raw[n:]
	}
	return all
}
