//go:build e2e

package e2e

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"perihelion/scripts/harness"
	"perihelion/sim"
)

// TestATickerOnAnotherSite puts the example of LIVE.md on a page of another site, and waits
// until it shows a kill.
func TestATickerOnAnotherSite(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../server/ops/live/LIVE.md")
	if err != nil {
		t.Fatal(err)
	}
	example := regexp.MustCompile("(?s)```html\n(.*?)```").FindSubmatch(text)
	if example == nil {
		t.Fatal("LIVE.md has no example")
	}
	base := startGame(t, "PERIHELION_BOT_FILL=8") // among bots of all skills two good players soon hit something
	snippet := strings.Replace(string(example[1]), "https://play.example.com", base, 1)
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" { // the icon of the site
			w.WriteHeader(http.StatusNoContent)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write([]byte("<!doctype html><title>A clan</title><h1>Our matches</h1>" + snippet))
	}))
	defer site.Close()

	chrome := startChromium(t)
	b := newWindow(t, chrome, newProfile(t, chrome), "clan")
	b.allowHost(base) // the page may send requests to the game
	b.navigate(site.URL)
	startFight(t, base)
	var heard string
	for deadline := time.Now().Add(maxWait); !strings.Contains(heard, "▸"); time.Sleep(200 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("the ticker shows %q, and no kill", heard)
		}
		b.runActions(chromedp.Text("#ticker", &heard))
	}
}

// startFight lets two players fight each other on the server until the test ends. Bots of the
// server would not do: what they do is not on the ticker.
func startFight(t *testing.T, base string) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	var playing sync.WaitGroup
	t.Cleanup(func() { stop(); playing.Wait() })
	for _, name := range []string{"Ada", "Bob"} {
		mind := &harness.Bot{Skill: sim.Ace}
		c, _, err := harness.JoinMatch(ctx, base, name, harness.Options{Input: mind.Input})
		if err != nil {
			t.Fatal(err)
		}
		playing.Go(func() {
			defer c.Quit()
			if err := c.Run(ctx); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		})
	}
}
