//go:build e2e

package e2e

import (
	"path/filepath"
	"testing"

	"perihelion/scripts/harness"
)

// TestAnEditedMatchIsSeenAgain builds an arena in a room until its server stops. Then the one who built
// opens the replay: all that was built meanwhile must be in it for its hashes to agree.
func TestAnEditedMatchIsSeenAgain(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	settings := []string{"PERIHELION_DATA_DIR=" + dir, "PERIHELION_HTTP_ADDR=" + harness.FreeAddr(t)} // the page knows its player by the address
	var b *tab
	chrome, base := startChromium(t), ""
	who := newProfile(t, chrome)
	t.Run("build", func(t *testing.T) { // its end stops the server
		base = startGame(t, settings...)
		b = newWindow(t, chrome, who, "edited")
		b.allowErrors("WebSocket", "net::", "Failed")
		b.navigate(base + "/?name=Host")
		openRoomToBuildIn(t, b)
		awaitState(t, b, maxWait, "begin of the log", func(s clientState) bool { return s.Phase == "live" && s.Round == 1 && s.Tick > 240 })
		b.clickControl("ARENA")
		b.clickControl("SELECT ALL")
		b.clickControl("DELETE")
		b.clickControl("GATES")
		b.clickAt(400, 150)
		awaitState(t, b, maxWait, "gate", func(s clientState) bool { _, ok := controlNamed(s, "DUPLICATE"); return ok })
		now, _ := b.ClientState()
		awaitState(t, b, maxWait, "hash after it", func(s clientState) bool { return s.Tick > now.Tick+120 })
	})
	startGame(t, settings...) // the same address
	logs, err := filepath.Glob(filepath.Join(dir, "replays", "*.zst"))
	if err != nil || len(logs) != 1 {
		t.Fatalf("the server has kept %q, %v; want one log", logs, err)
	}
	match := filepath.Base(logs[0])
	v := newWindow(t, chrome, who, "edited again")
	v.navigate(base + "/?replay=" + match[:len(match)-len(".zst")])
	end := awaitState(t, v, maxWait, "end of the recording", func(s clientState) bool { _, ok := controlNamed(s, "AGAIN"); return ok && s.Scene == "replay" })
	if end.Verified < 2 || end.Trouble != "" {
		t.Errorf("verified %d times, %q", end.Verified, end.Trouble)
	}
	takeScreenshot(t, v, "end")
}
