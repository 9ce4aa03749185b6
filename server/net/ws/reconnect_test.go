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

// tryUpgrade requests a connection with a token, and returns the status.
func (f *fixture) tryUpgrade(t *testing.T, token string) (status int) {
	t.Helper()
	c := &testClient{got: make(chan string, 1), end: make(chan error, 1)}
	conn, res, err := gws.NewClient(c, &gws.ClientOption{
		Addr:          "ws" + strings.TrimPrefix(f.URL, "http"),
		RequestHeader: http.Header{"Sec-Websocket-Protocol": {protocol.Subprotocol + ", " + protocol.TicketPrefix + token}},
	})
	if err == nil {
		t.Cleanup(func() { _ = conn.NetConn().Close() })
	} else if res == nil {
		t.Fatal(err)
	}
	return res.StatusCode
}

// becomesRefused tries until it is refused, which takes more tries on a slow machine.
func (f *fixture) becomesRefused(t *testing.T, token string) bool {
	t.Helper()
	for range 100 {
		if f.tryUpgrade(t, token) == http.StatusTooManyRequests {
			return true
		}
	}
	return false
}

// When the network of a school breaks, all reconnect at once, whatever the rate of new connections.
func TestReconnectsAreNotLimitedByTheRateOfNewConnections(t *testing.T) {
	f := startServer(t, func(c *Config) {
		c.PerSecond = 5
		c.MaxConns, c.PerIP = 1000, 1000
		c.ReconnectSeat = func(token string, _ time.Time) (string, bool) {
			return token, strings.HasPrefix(token, "seat")
		}
	})
	if !f.becomesRefused(t, "newcomer") {
		t.Fatal("newcomers come as fast as they like: this test tests nothing")
	}
	for i := range 60 {
		if status := f.tryUpgrade(t, fmt.Sprintf("seat-%d", i)); status != http.StatusSwitchingProtocols {
			t.Fatalf("player %d of 60 who come back = %d", i, status)
		}
	}
	if !f.becomesRefused(t, "newcomer") {
		t.Error("newcomers are let in behind those who came back")
	}
	if !f.becomesRefused(t, "seat-7") {
		t.Error("one who comes back again and again is never refused")
	}
	if !f.becomesRefused(t, "forged") {
		t.Error("whoever has no seat is let in")
	}
}
