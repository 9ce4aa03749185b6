package app

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/lxzan/gws"

	"perihelion/server/net/httpx"
	"perihelion/shared/protocol"
	"perihelion/shared/transport"
	"perihelion/sim/toy"
)

// patientAttacks last until the server ends them, and cost it little: they begin before the
// others and run beside them.
var patientAttacks = []patientAttack{
	{"slow reading of a large file, 50 connections", func(s *attackTest) func() { return s.readSlowly("127.0.0.3", 50) }},
	{"listeners who never read, 16 of them", func(s *attackTest) func() { return s.subscribeWithoutReading("127.0.0.17", 16) }},
	{"players who never read, 8 of them", func(s *attackTest) func() { return s.joinWithoutReading("127.0.0.13", 8) }},
}

// attacks run one after the other, each from its own address.
var attacks = []attack{
	{"slow headers, 200 connections", func(s *attackTest) string {
		return s.openMany("127.0.0.2", 200, func(c net.Conn) {
			for _, b := range []byte("GET / HTTP/1.1\r\nHost: x\r\nX-Slow: " + strings.Repeat("a", 100)) {
				if _, err := c.Write([]byte{b}); err != nil {
					return
				}
				time.Sleep(100 * time.Millisecond)
			}
		})
	}},
	{"2000 connections at once that say nothing", func(s *attackTest) string {
		return s.openMany("127.0.0.4", 2000, func(c net.Conn) { _, _ = io.Copy(io.Discard, c) })
	}},
	{"300 sockets a second", func(s *attackTest) string {
		return s.upgradeMany("127.0.0.5", 600, "Origin", "", "")
	}},
	{"sockets from a foreign page", func(s *attackTest) string {
		return s.upgradeMany("127.0.0.6", 30, "Origin", "https://evil.example", "")
	}},
	{"forged tickets", func(s *attackTest) string {
		return s.joinMany("127.0.0.7", 20, func() string { return forgedToken(s.t) }, transport.BadTicket, nil)
	}},
	{"one ticket twenty times", func(s *attackTest) string {
		ticket := s.freshToken()
		p := s.joinRoomFrom("127.0.0.8", ticket)
		p.waitForFrame(protocol.TypeWelcome)
		defer p.NetConn().Close()
		return s.joinMany("127.0.0.8", 19, func() string { return ticket }, transport.BadTicket, nil)
	}},
	{"frames as fast as they go, 8 players, thrice", func(s *attackTest) string { return s.floodFrames("127.0.0.9", 8, 3) }},
	{"pings as fast as they go, 8 players", func(s *attackTest) string {
		return s.joinMany("127.0.0.10", 8, s.freshToken, transport.RateLimited, func(p *testClient) {
			for p.WritePing(nil) == nil {
				time.Sleep(50 * time.Microsecond)
			}
		})
	}},
	{"frames of 1 MiB, 8 players", func(s *attackTest) string {
		return s.joinMany("127.0.0.11", 8, s.freshToken, transport.TooBig, func(p *testClient) {
			p.ignoreErrors = true
			_ = p.WriteMessage(gws.OpcodeBinary, make([]byte, 1<<20))
		})
	}},
	{"frames that claim 2^62 bytes", func(s *attackTest) string {
		head := append([]byte{0x82, 0xff}, binary.BigEndian.AppendUint64(nil, 1<<62)...)
		return s.joinMany("127.0.0.12", 8, s.freshToken, transport.TooBig, func(p *testClient) {
			_, _ = p.NetConn().Write(append(head, 0, 0, 0, 0))
		})
	}},
	{"frames that claim 2^63 bytes, to both sockets", func(s *attackTest) string {
		return s.sendBytes("127.0.0.18", 4, transport.ProtocolError, hugeFrameHeader)
	}},
	{"frames that break each rule", func(s *attackTest) string {
		return s.sendBytes("127.0.0.19", 1, transport.ProtocolError,
			maskedFrame(0xf2, nil), maskedFrame(0x83, nil), []byte{0x82, 0x01, 'x'}, maskedFrame(0x09, nil), maskedFrame(0x80, nil), append(maskedFrame(0x02, nil), maskedFrame(0x82, nil)...))
	}},
	{"empty fragments as fast as they go", func(s *attackTest) string {
		return s.sendBytes("127.0.0.20", 4, transport.RateLimited, append(maskedFrame(0x02, nil), bytes.Repeat(maskedFrame(0x00, nil), 1<<15)...))
	}},
	{"pongs of 125 bytes as fast as they go", func(s *attackTest) string {
		return s.sendBytes("127.0.0.21", 4, transport.RateLimited, bytes.Repeat(maskedFrame(0x8a, make([]byte, 125)), 1<<12))
	}},
	{"600 listeners to the feed", func(s *attackTest) string { return s.subscribeMany("127.0.0.16", 600) }},
	{"bodies of 8 MiB", func(s *attackTest) string {
		return s.sendMany("127.0.0.14", 20, func() *http.Request {
			r, _ := http.NewRequest("POST", s.urlOf("/v1/guests"), bytes.NewReader(make([]byte, 8<<20)))
			r.Header.Set("Content-Type", "application/json")
			return r
		})
	}},
	{"headers of 64 KiB", func(s *attackTest) string {
		return s.sendMany("127.0.0.15", 20, func() *http.Request {
			r, _ := http.NewRequest("GET", s.urlOf("/v1/rooms"), nil)
			r.Header.Set("X-Large", strings.Repeat("a", 64<<10))
			return r
		})
	}},
}

func (s *testServer) urlOf(path string) string { return "http://" + s.Addr().String() + path }

// openMany opens n connections and calls attack for each, until the server closes them.
func (s *attackTest) openMany(host string, n int, attack func(net.Conn)) string {
	var work sync.WaitGroup
	began, refused, tried := time.Now(), s.refusedConns(), n
	for range n { // while these come, the first may have been let go, and others are held in their place
		c, err := s.dialAs(host)
		if errors.Is(err, os.ErrDeadlineExceeded) {
			tried-- // the server has not seen it
		}
		if err != nil {
			continue // turned away before it was open
		}
		work.Go(func() {
			defer c.Close()
			_ = c.SetDeadline(began.Add(testTimeout))
			attack(c)
			_, _ = io.Copy(io.Discard, c) // to its end
		})
	}
	opened := time.Since(began)
	work.Wait()
	took := time.Since(began)
	kept, most := tried-(s.refusedConns()-refused), 64*(1+int(opened/httpx.HeaderTimeout))+6
	if kept > most || took > testTimeout*3/4 {
		s.t.Errorf("%s held %d connections for %v, want %d at the most and not for long", host, kept, took, most)
	}
	return fmt.Sprintf("%d of %d held, the last for %.0f s", kept, n, took.Seconds())
}

// refusedConns is how many connections the server has closed unread.
func (s *attackTest) refusedConns() int {
	r, err := s.metrics.Gather()
	if err != nil {
		s.t.Fatal(err)
	}
	return int(r.Sum("http_connections_refused_total"))
}

// readSlowly downloads a large file n times as slowly as possible. The attacker's kernel
// may have received more than was read, so the server's metrics say when it has closed the
// connections.
func (s *attackTest) readSlowly(host string, n int) (wait func()) {
	for range n {
		c, err := s.dialAs(host)
		if err != nil {
			s.t.Fatal(err)
		}
		s.t.Cleanup(func() { _ = c.Close() })
		_ = c.(*net.TCPConn).SetReadBuffer(4 << 10)
		_, _ = io.WriteString(c, "GET /game.wasm HTTP/1.1\r\nHost: x\r\n\r\n")
		s.work.Go(func() {
			for b := make([]byte, 64); ; time.Sleep(250 * time.Millisecond) {
				if _, err := c.Read(b); err != nil {
					return
				}
			}
		})
	}
	time.Sleep(time.Second) // all have asked
	return s.waitReleased
}

// waitReleased waits until the server holds honest connections only.
func (s *attackTest) waitReleased() {
	began := time.Now()
	for {
		r, err := s.metrics.Gather()
		if err != nil {
			s.t.Error(err)
			return
		}
		held := r.Sum("http_connections") + r.Sum("live_connections")
		if held <= 2 { // by which the test asked for seats
			return
		}
		if time.Since(began) > testTimeout {
			s.t.Errorf("%v connections are still held", held)
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
}

// upgradeMany sends n upgrade requests by hand and counts the responses.
func (s *attackTest) upgradeMany(host string, n int, name, value, ticket string) string {
	began, answers := time.Now(), map[string]int{}
	for range n {
		status := s.upgradeOnce(host, name, value, ticket)
		answers[status]++
		time.Sleep(3 * time.Millisecond)
	}
	most := 0
	if value == "" { // a page of our own: as many as the door lets in, and those of two seconds to begin with
		most = 2*upgradeRate + int(upgradeRate*time.Since(began).Seconds()) + 1
	}
	if answers["101"] > most {
		s.t.Errorf("%s was answered %v", host, answers)
	}
	return fmt.Sprint(answers)[3:]
}

func (s *attackTest) upgradeOnce(host, name, value, ticket string) string {
	c, err := s.dialAs(host)
	if err != nil {
		return "refused"
	}
	defer c.Close()
	key := make([]byte, 16)
	_, _ = rand.Read(key)
	fmt.Fprintf(c, "GET /v1/play HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: %s\r\nSec-WebSocket-Protocol: %s, %s%s\r\n",
		base64.StdEncoding.EncodeToString(key), protocol.Subprotocol, protocol.TicketPrefix, ticket)
	if value != "" {
		fmt.Fprintf(c, "%s: %s\r\n", name, value)
	}
	fmt.Fprint(c, "\r\n")
	_ = c.SetReadDeadline(time.Now().Add(testTimeout))
	res, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		return "cut off"
	}
	res.Body.Close()
	return fmt.Sprint(res.StatusCode)
}

// joinRoomFrom dials and sends hello from another address of this machine.
func (s *attackTest) joinRoomFrom(host, ticket string) *testClient {
	s.t.Helper()
	return mustJoin(s.t, s.Addr().String(), host, ticket)
}

func mustJoin(t *testing.T, addr, host, ticket string) *testClient {
	t.Helper()
	for deadline := time.Now().Add(testTimeout); ; time.Sleep(60 * time.Millisecond) {
		c, err := dialFrom(host, addr)
		if err == nil {
			var p *testClient
			if p, err = upgrade(t, c, addr, ticket); err == nil {
				p.sendFrame(helloFrame())
				return p
			}
		}
		if time.Now().After(deadline) { // the door lets so many in, and more a moment later
			t.Fatal(err)
		}
	}
}

func upgrade(t *testing.T, c net.Conn, addr, ticket string) (*testClient, error) {
	p := newTestClient(t)
	ws, _, err := gws.NewClientFromConn(p, &gws.ClientOption{
		Addr:          "ws://" + addr + "/v1/play",
		RequestHeader: http.Header{"Sec-Websocket-Protocol": {protocol.Subprotocol + ", " + protocol.TicketPrefix + ticket}},
	}, c)
	if err != nil {
		_ = c.Close()
		return nil, err
	}
	p.Conn = ws
	go ws.ReadLoop() // ends with the connection, which the cleanup closes
	t.Cleanup(func() { _ = c.Close() })
	return p, nil
}

// joinMany joins n times and calls attack for each; all connections must end with the same
// reason.
func (s *attackTest) joinMany(host string, n int, ticket func() string, end transport.Reason, attack func(*testClient)) string {
	players := make([]*testClient, n)
	for i := range players {
		players[i] = s.joinRoomFrom(host, ticket())
	}
	began := time.Now()
	var work sync.WaitGroup
	for _, p := range players {
		work.Go(func() {
			if attack != nil {
				attack(p)
			}
			p.expectClose(end)
		})
	}
	work.Wait()
	return fmt.Sprintf("%d of %d ended with %d within %.1f s", n, n, end, time.Since(began).Seconds())
}

// sendBytes upgrades n times to each socket for each of the streams, and sends it.
func (s *attackTest) sendBytes(host string, n int, end transport.Reason, streams ...[]byte) string {
	began, ended := time.Now(), 0
	for _, path := range []string{"/v1/play", "/v1/live"} {
		for i := range n * len(streams) {
			c, r := rawSocket(s.t, host, s.Addr().String(), path)
			_ = c.SetDeadline(time.Now().Add(testTimeout))
			go func() { _, _ = c.Write(streams[i%len(streams)]) }() // ends with the connection
			if got := closeCode(r); got != end {
				s.t.Errorf("%s: %.20q ended with %d, want %d", path, streams[i%len(streams)], got, end)
			} else {
				ended++
			}
			_ = c.Close()
		}
	}
	return fmt.Sprintf("%d sockets ended with %d within %.1f s", ended, end, time.Since(began).Seconds())
}

// closeCode reads frames of the server up to the close frame; 0: there is none.
func closeCode(r *bufio.Reader) transport.Reason {
	for {
		var head [2]byte
		if _, err := io.ReadFull(r, head[:]); err != nil {
			return 0
		}
		size := int64(head[1])
		if size == 126 {
			var more [2]byte
			if _, err := io.ReadFull(r, more[:]); err != nil {
				return 0
			}
			size = int64(binary.BigEndian.Uint16(more[:]))
		}
		payload := make([]byte, size)
		if _, err := io.ReadFull(r, payload); err != nil {
			return 0
		}
		if head[0] == 0x88 && size >= 2 {
			return transport.Reason(binary.BigEndian.Uint16(payload))
		}
	}
}

// joinWithoutReading takes seats and never reads, so that the buffers of the kernel and
// then the server's timeout run out.
func (s *attackTest) joinWithoutReading(host string, n int) (wait func()) {
	began := time.Now()
	var work sync.WaitGroup
	for range n {
		c, err := s.dialAs(host)
		if err != nil {
			s.t.Fatal(err)
		}
		_ = c.(*net.TCPConn).SetReadBuffer(1 << 10)
		p, err := upgrade(s.t, c, s.Addr().String(), s.freshToken())
		if err != nil {
			s.t.Fatal(err)
		}
		p.stopReading.Store(true)
		p.sendFrame(helloFrame())
		work.Go(func() {
			for p.WriteMessage(gws.OpcodeBinary, protocol.AppendInputs(nil, toy.Game.About().Inputs, &protocol.Inputs{First: 1})) == nil {
				time.Sleep(200 * time.Millisecond)
				if time.Since(began) > testTimeout {
					s.t.Error("a deaf player is still there")
					return
				}
			}
		})
	}
	return work.Wait
}

// sendMany sends n requests and counts the responses, none of which may be a success.
func (s *attackTest) sendMany(host string, n int, request func() *http.Request) string {
	client := &http.Client{Timeout: testTimeout, Transport: &http.Transport{
		DialContext: func(context.Context, string, string) (net.Conn, error) { return s.dialAs(host) },
	}}
	defer client.CloseIdleConnections()
	answers := map[string]int{}
	for range n {
		res, err := client.Do(request())
		if err != nil {
			answers["cut off"]++ // before the answer could be read, for the request went on
			continue
		}
		res.Body.Close()
		answers[fmt.Sprint(res.StatusCode)]++
		if res.StatusCode < 400 || res.StatusCode >= 500 {
			s.t.Errorf("answered %d", res.StatusCode)
		}
	}
	return fmt.Sprint(answers)[3:]
}
