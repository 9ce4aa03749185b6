//go:build e2e

package e2e

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"perihelion/scripts/harness"
	"perihelion/shared/api"
)

// TestServerBelowAPath plays through a proxy that serves the game below a path and removes
// that path from requests: by an invitation, into a match, and out of it again. The tests
// of scripts/deploy use other proxies.
func TestServerBelowAPath(t *testing.T) {
	t.Parallel()
	at := harness.FreeAddr(t)
	base := startGame(t, "PERIHELION_TRUSTED_PROXIES=127.0.0.1", "PERIHELION_PUBLIC_URL=http://"+at+"/my/game", "PERIHELION_ROOM_LINGER=10m")
	startCaddy(t, at, "redir /my/game /my/game/?{query}\n handle_path /my/game/* {\n reverse_proxy "+strings.TrimPrefix(base, "http://")+"\n }")
	below := "http://" + at + "/my/game"
	b := newTab(t, startChromium(t), "friend", below+"/?name=Friend&room="+openPrivateRoom(t, below))
	awaitState(t, b, maxWait, "private room", func(s clientState) bool { return hasSeat(s) && s.Code != "" })
	b.pressKey(escapeKey)
	b.clickControl("LEAVE THE MATCH")
	awaitState(t, b, maxWait, "title", func(s clientState) bool { return s.Scene == "title" })
	for began := time.Now(); !strings.Contains(strings.Join(b.requestedURLs(), " "), "/v1/live") && time.Since(began) < maxWait; {
		time.Sleep(pollEvery)
	}
	asked := strings.Join(b.requestedURLs(), "\n")
	for _, path := range []string{"http://%s/my/game/v1/guests", "ws://%s/my/game/v1/play", "ws://%s/my/game/v1/live"} {
		if want := fmt.Sprintf(path, at); !strings.Contains(asked, want) {
			t.Errorf("the page did not ask for %s", want)
		}
	}
	if all, below := strings.Count(asked, "//"+at), strings.Count(asked, "//"+at+"/my/game"); all != below {
		t.Errorf("the page asked for what is outside of its path: %s", asked)
	}
	if got := evalScript[string](b, "location.pathname + location.search"); got != "/my/game/" {
		t.Errorf("the address after the match is %s, want that of the page", got)
	}
}

// openPrivateRoom opens a private room and returns its code.
func openPrivateRoom(t *testing.T, base string) (code string) {
	t.Helper()
	l, err := harness.NewGuest(t.Context(), base, "Host")
	if err != nil {
		t.Fatal(err)
	}
	a, err := l.CreateRoom(t.Context(), api.NewRoom{})
	if err != nil {
		t.Fatal(err)
	}
	return a.Code
}

// startCaddy runs Debian's Caddy, without TLS, with one site at an address.
func startCaddy(t *testing.T, at, site string) {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, "Caddyfile")
	text := fmt.Sprintf("{\n admin off\n grace_period 100ms\n}\nhttp://%s {\n %s\n}\n", at, site)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	c := exec.Command("caddy", "run", "--adapter", "caddyfile", "--config", file)
	c.Env = append(c.Environ(), "HOME="+dir, "XDG_DATA_HOME="+dir, "XDG_CONFIG_HOME="+dir)
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Process.Kill(); _ = c.Wait() })
	for began := time.Now(); time.Since(began) < maxWait; time.Sleep(20 * time.Millisecond) {
		if probe, err := net.Dial("tcp", at); err == nil {
			probe.Close()
			return
		}
	}
	t.Fatal("caddy does not listen")
}
