//go:build e2e

package e2e

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"testing"

	"perihelion/server/app"
	"perihelion/server/config"
)

// serve starts the real server on a free port of this machine, with the page
// that `make wasm` built, and returns its address.
func serve(t *testing.T, env ...string) string {
	t.Helper()
	web, err := filepath.Abs("../../.build/web")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(web, "index.html")); err != nil {
		t.Fatalf("the browser client is not built, run make wasm: %v", err)
	}
	cfg, _, err := config.Load(append([]string{
		"PERIHELION_HTTP_ADDR=127.0.0.1:0",
		"PERIHELION_ADMIN_ADDR=off",
		"PERIHELION_DATA_DIR=" + t.TempDir(),
		"PERIHELION_WEB_DIR=" + web,
		"PERIHELION_DRAIN_TIMEOUT=0s",
		"PERIHELION_ROOM_SEATS=8", // in a small arena pilots meet soon
	}, env...))
	if err != nil {
		t.Fatal(err)
	}
	a, err := app.New(cfg, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- a.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Errorf("server: %v", err)
		}
	})
	return "http://" + a.Addr().String()
}
