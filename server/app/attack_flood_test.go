package app

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/lxzan/gws"

	"perihelion/shared/protocol"
	"perihelion/shared/transport"
)

// floodEnv tells another process of this test which server to flood, from which address,
// with which tokens.
const floodEnv = "PERIHELION_TEST_FLOOD"

// floodFrames joins n times, in several waves, and sends frames as fast as possible. The
// attackers are another process with the lowest priority, because their own CPU time must
// not slow down the ticks.
func (s *attackTest) floodFrames(host string, n, waves int) string {
	began := time.Now()
	for range waves {
		order := []string{s.Addr().String(), host}
		for range n {
			order = append(order, s.freshToken())
		}
		cmd := exec.CommandContext(s.t.Context(), "nice", "-n", "19", os.Args[0], "-test.run=^TestFloodAsAnotherProcess$")
		cmd.Env = append(os.Environ(), floodEnv+"="+strings.Join(order, " "))
		if out, err := cmd.CombinedOutput(); err != nil {
			s.t.Errorf("flood: %v\n%s", err, out)
		}
	}
	return fmt.Sprintf("%d of %d ended with %d within %.1f s", n*waves, n*waves, transport.RateLimited, time.Since(began).Seconds())
}

func TestFloodAsAnotherProcess(t *testing.T) {
	order := strings.Fields(os.Getenv(floodEnv))
	if len(order) == 0 {
		t.Skip("it is the flood of TestAMatchOfSixteenGoesOnUnderAttack")
	}
	frame := protocol.AppendKeyframe(nil)
	var work sync.WaitGroup
	for _, ticket := range order[2:] {
		p := mustJoin(t, order[0], order[1], ticket)
		p.ignoreErrors = true
		work.Go(func() {
			for p.WriteMessage(gws.OpcodeBinary, frame) == nil {
			}
			p.expectClose(transport.RateLimited)
		})
	}
	work.Wait()
}

// subscribeMany subscribes to the feed n times, half by WebSocket and half by event stream,
// and reads it.
func (s *attackTest) subscribeMany(host string, n int) string {
	answers, held := map[string]int{}, map[string]int{}
	var conns []net.Conn
	for i := range n {
		kind := [...]string{"sockets", "streams"}[i%2]
		c, status := s.openFeedConn(host, kind == "sockets")
		answers[status]++
		if status == "101" || status == "200" {
			conns = append(conns, c)
			held[kind]++
		}
		time.Sleep(3 * time.Millisecond)
	}
	if held["sockets"] > 64 || held["streams"] > 64 || len(conns) == 0 {
		s.t.Errorf("%d listeners of one address: %v, answered %v", n, held, answers)
	}
	for _, c := range conns {
		c.Close()
	}
	return fmt.Sprint(answers)[3:]
}

// subscribeWithoutReading subscribes n times and never reads.
func (s *attackTest) subscribeWithoutReading(host string, n int) (wait func()) {
	for i := range n {
		if c, status := s.openFeedConn(host, i%2 == 0); status == "101" || status == "200" {
			s.t.Cleanup(func() { _ = c.Close() })
		} else {
			s.t.Errorf("listener %d was answered %s", i, status)
		}
		time.Sleep(60 * time.Millisecond) // they are as many as the door lets in
	}
	return s.waitReleased
}

// openFeedConn subscribes to the feed, with a very small receive buffer.
func (s *attackTest) openFeedConn(host string, socket bool) (net.Conn, string) {
	c, err := s.dialAs(host)
	if err != nil {
		return nil, "refused"
	}
	_ = c.(*net.TCPConn).SetReadBuffer(1 << 10)
	header := "Accept: text/event-stream\r\n"
	if socket {
		header = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
	}
	_, _ = io.WriteString(c, "GET /v1/live HTTP/1.1\r\nHost: x\r\n"+header+"\r\n")
	_ = c.SetReadDeadline(time.Now().Add(testTimeout))
	res, err := http.ReadResponse(bufio.NewReaderSize(c, 16), nil)
	if err != nil {
		c.Close()
		return nil, "cut off"
	}
	if res.StatusCode != http.StatusOK && res.StatusCode != http.StatusSwitchingProtocols {
		c.Close()
	}
	return c, fmt.Sprint(res.StatusCode)
}
