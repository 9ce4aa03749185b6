package app

import (
	"context"
	"crypto/ed25519"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"log/slog"
	"testing"
	"time"

	"perihelion/server/net/bus/bustest"
	"perihelion/server/ops/config"
	"perihelion/server/ops/live"
	"perihelion/shared/api"
	"perihelion/sim"
	"perihelion/sim/toy"
)

// A server that starts hears others before it is whole: they tell of what happens in their matches all the time.
func TestAServerStartsWhileOthersTellOfTheirMatches(t *testing.T) {
	t.Parallel()
	url, _ := bustest.Run(t, "", 0)
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	signing := string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
	first := joinFleet(t, url, signing)
	event, err := json.Marshal(live.Event{ID: "first-1", Live: api.Live{Kind: api.LiveKill, Kill: &api.Kill{}}})
	if err != nil {
		t.Fatal(err)
	}
	told, ctx := make(chan struct{}), t.Context()
	go func() {
		defer close(told)
		for ctx.Err() == nil {
			first.tell(topicLive, event)
			time.Sleep(10 * time.Microsecond)
		}
	}()
	t.Cleanup(func() { <-told })
	for range 5 {
		numbers, err := joinFleet(t, url, signing).metrics.Gather()
		if err != nil {
			t.Fatal(err)
		}
		if n := numbers.Sum("panics_total"); n != 0 {
			t.Fatalf("%v panics of a server that starts", n)
		}
	}
}

// joinFleet starts a server of a fleet that has no database in common, until the test ends.
func joinFleet(t *testing.T, nats, signingKey string) *App {
	t.Helper()
	cfg, _, err := config.Load([]string{
		"PERIHELION_HTTP_ADDR=127.0.0.1:0", "PERIHELION_ADMIN_ADDR=off", "PERIHELION_DATA_DIR=" + t.TempDir(),
		"PERIHELION_DRAIN_TIMEOUT=0s", "PERIHELION_SIGNING_KEY=" + signingKey,
	})
	if err != nil {
		t.Fatal(err)
	}
	cfg.NATSURL = nats
	a, err := New(cfg, sim.Games{toy.Game}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- a.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return a
}
