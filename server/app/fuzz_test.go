package app

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"testing"
	"time"

	"perihelion/server/ops/config"
	"perihelion/shared/protocol"
	"perihelion/sim"
	"perihelion/sim/toy"
)

// hugeFrameHeader is the header of a frame of 2^63 bytes, which once crashed the server.
var hugeFrameHeader = []byte{0x82, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4}

// maskedFrame is a frame of a client with the key 0.
func maskedFrame(first byte, payload []byte) []byte {
	head := []byte{first, 0x80 | byte(len(payload))}
	if len(payload) > 125 {
		head = []byte{first, 0xfe, byte(len(payload) >> 8), byte(len(payload))}
	}
	return append(append(head, 0, 0, 0, 0), payload...)
}

// FuzzWebSocketBytes sends arbitrary bytes to both WebSockets of a whole server. No panic
// may happen, and the server must close the connection when the client has nothing more to
// send.
func FuzzWebSocketBytes(f *testing.F) {
	join := func(parts ...[]byte) []byte { return bytes.Join(parts, nil) }
	for _, seed := range [][]byte{
		{},
		hugeFrameHeader,
		append([]byte{0x82, 0xff}, bytes.Repeat([]byte{0xff}, 12)...),
		maskedFrame(0x82, helloFrame()),
		join(maskedFrame(0x02, helloFrame()[:4]), maskedFrame(0x89, []byte("ping")), maskedFrame(0x00, nil), maskedFrame(0x80, helloFrame()[4:])),
		join(maskedFrame(0x01, []byte("te")), maskedFrame(0x80, []byte("xt"))),
		join(maskedFrame(0x89, nil), maskedFrame(0x8a, nil), maskedFrame(0x88, []byte{3, 0xe8})),
		maskedFrame(0x88, []byte{1}),
		maskedFrame(0x82, make([]byte, 1000)),
		maskedFrame(0xf2, nil),
		maskedFrame(0x00, []byte("of nothing")),
		{0x82, 0x01, 'x'},
		bytes.Repeat(maskedFrame(0x00, nil), 50),
	} {
		f.Add(true, seed)
		f.Add(false, seed)
	}
	a := startFuzzServer(f)
	f.Fuzz(func(t *testing.T, play bool, raw []byte) {
		path := "/v1/live"
		if play {
			path = "/v1/play"
		}
		c, r := rawSocket(t, "127.0.0.1", a.Addr().String(), path)
		defer c.Close()
		_, _ = c.Write(raw) // the server may have hung up already
		_ = c.(*net.TCPConn).CloseWrite()
		_ = c.SetReadDeadline(time.Now().Add(testTimeout))
		if _, err := io.Copy(io.Discard, r); isTimeout(err) {
			t.Errorf("%s: still open after %q", path, raw)
		}
		numbers, err := a.metrics.Gather()
		if err != nil {
			t.Fatal(err)
		}
		if n := numbers.Sum("panics_total"); n != 0 {
			t.Fatalf("%s: %v panics after %q", path, n, raw)
		}
	})
}

func isTimeout(err error) bool {
	nerr, ok := err.(net.Error)
	return ok && nerr.Timeout()
}

// startFuzzServer runs a server without limits per address, until the fuzzing ends.
func startFuzzServer(f *testing.F) *App {
	cfg, _, err := config.Load([]string{
		"PERIHELION_HTTP_ADDR=127.0.0.1:0", "PERIHELION_ADMIN_ADDR=off", "PERIHELION_DATA_DIR=" + f.TempDir(),
		"PERIHELION_DRAIN_TIMEOUT=100ms", "PERIHELION_RATE_UPGRADES_PER_IP=100000", "PERIHELION_WS_IDLE_TIMEOUT=10m",
	})
	if err != nil {
		f.Fatal(err)
	}
	a, err := New(cfg, sim.Games{toy.Game}, slog.New(slog.DiscardHandler))
	if err != nil {
		f.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- a.Run(ctx) }()
	f.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			f.Error(err)
		}
	})
	return a
}

// rawSocket upgrades by hand from an address of this machine; the caller writes the frames.
func rawSocket(t *testing.T, host, addr, path string) (net.Conn, *bufio.Reader) {
	t.Helper()
	for deadline := time.Now().Add(testTimeout); ; time.Sleep(60 * time.Millisecond) {
		c, r, err := rawUpgrade(host, addr, path)
		if err == nil {
			return c, r
		}
		if time.Now().After(deadline) { // the door lets so many in, and more a moment later
			t.Fatal(err)
		}
	}
}

func rawUpgrade(host, addr, path string) (net.Conn, *bufio.Reader, error) {
	c, err := dialFrom(host, addr)
	if err != nil {
		return nil, nil, err
	}
	language := "perihelion.live.v1"
	if path == "/v1/play" {
		language = protocol.Subprotocol + ", " + protocol.TicketPrefix + "none"
	}
	fmt.Fprintf(c, "GET %s HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"+
		"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: %s\r\n\r\n", path, language)
	r := bufio.NewReader(c)
	_ = c.SetReadDeadline(time.Now().Add(testTimeout))
	res, err := http.ReadResponse(r, nil)
	if err == nil && res.StatusCode != http.StatusSwitchingProtocols {
		err = fmt.Errorf("upgrade %s: %s", path, res.Status)
	}
	if err != nil {
		c.Close()
		return nil, nil, err
	}
	return c, r, nil
}
