package ws

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/lxzan/gws"

	"perihelion/shared/protocol"
)

// knock asks for a connection with a ticket, and tells how the server answers.
func (f *fixture) knock(t *testing.T, ticket string) (status int) {
	t.Helper()
	c := &client{got: make(chan string, 1), end: make(chan error, 1)}
	conn, res, err := gws.NewClient(c, &gws.ClientOption{
		Addr:          "ws" + strings.TrimPrefix(f.URL, "http"),
		RequestHeader: http.Header{"Sec-Websocket-Protocol": {protocol.Subprotocol + ", " + protocol.TicketPrefix + ticket}},
	})
	if err == nil {
		t.Cleanup(func() { _ = conn.NetConn().Close() })
	} else if res == nil {
		t.Fatal(err)
	}
	return res.StatusCode
}

// refused knocks until it is, which on a slow machine takes some times more.
func (f *fixture) refused(t *testing.T, ticket string) bool {
	t.Helper()
	for range 100 {
		if f.knock(t, ticket) == http.StatusTooManyRequests {
			return true
		}
	}
	return false
}

// When the lines of a school break, all come back at once, and wait for no newcomers.
func TestThoseWhoComeBackAreNotHeldUpByTheRateOfNewcomers(t *testing.T) {
	f := serve(t, func(c *Config) {
		c.PerSecond = 5
		c.MaxConns, c.PerIP = 1000, 1000
		c.Returns = func(ticket string, _ time.Time) (string, bool) {
			return ticket, strings.HasPrefix(ticket, "seat")
		}
	})
	if !f.refused(t, "newcomer") {
		t.Fatal("newcomers come as fast as they like: this test tests nothing")
	}
	for i := range 60 {
		if status := f.knock(t, fmt.Sprintf("seat-%d", i)); status != http.StatusSwitchingProtocols {
			t.Fatalf("player %d of 60 who come back = %d", i, status)
		}
	}
	if !f.refused(t, "newcomer") {
		t.Error("newcomers are let in behind those who came back")
	}
	if !f.refused(t, "seat-7") {
		t.Error("one who comes back again and again is never refused")
	}
	if !f.refused(t, "forged") {
		t.Error("whoever has no seat is let in")
	}
}
