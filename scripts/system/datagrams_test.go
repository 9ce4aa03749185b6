package system

import (
	"context"
	"log/slog"
	"net/url"
	"testing"
	"time"

	"perihelion/client/dial"
	"perihelion/client/netcode"
	"perihelion/scripts/harness"
	"perihelion/shared/protocol"
	"perihelion/shared/transport"
)

// A client of a whole server opens datagrams by QUIC, and they get through.
func TestAClientOpensDatagramsBesideItsWebSocket(t *testing.T) {
	s := harness.StartTestServer(t, slog.New(slog.DiscardHandler), "QUIC_ADDR=127.0.0.1:0")
	at, err := url.Parse(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	open := func(ctx context.Context, o protocol.Offer) (transport.Datagrams, error) {
		o.Host = at.Hostname()
		return dial.Datagrams(ctx, o)
	}
	var bot harness.Bot
	c, _, err := harness.JoinMatch(t.Context(), s.URL, "Ada", harness.Options{OpenDatagrams: open, Input: bot.Input})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close(transport.Normal)
	screen := time.NewTicker(harness.ScreenFrame)
	defer screen.Stop()
	for now := range screen.C {
		if err := c.PlayFrame(now); err != nil {
			t.Fatal(err)
		}
		if d := c.View.Stats.Datagrams; d == netcode.DatagramsSpare || d == netcode.DatagramsUsed {
			return
		}
		if t.Context().Err() != nil {
			t.Fatal("no datagrams")
		}
	}
}
