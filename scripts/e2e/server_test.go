//go:build e2e

package e2e

import (
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"perihelion/scripts/harness"
	"perihelion/server/ops/config"
)

// startGame starts the real server on a free port of this machine, with the page
// that `make wasm` built, and returns its address.
func startGame(t *testing.T, env ...string) string {
	t.Helper()
	web, err := filepath.Abs("../../.build/web")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(web, "index.html")); err != nil {
		t.Fatalf("the browser client is not built, run make wasm: %v", err)
	}
	small := []string{"WEB_DIR=" + web, "ROOM_SEATS=8"} // in a small arena players meet soon
	for _, set := range env {
		small = append(small, strings.TrimPrefix(set, config.Prefix))
	}
	return harness.StartTestServer(t, slog.New(slog.DiscardHandler), small...).URL
}
