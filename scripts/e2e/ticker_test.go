//go:build e2e

package e2e

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"perihelion/shared/api"
)

// TestATickerOnAnotherSite puts the example of LIVE.md, as it stands there, on a page
// of somebody else's, and waits until bots have shot each other in it.
func TestATickerOnAnotherSite(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../server/live/LIVE.md")
	if err != nil {
		t.Fatal(err)
	}
	example := regexp.MustCompile("(?s)```html\n(.*?)```").FindSubmatch(text)
	if example == nil {
		t.Fatal("LIVE.md has no example")
	}
	base := serve(t)
	snippet := strings.Replace(string(example[1]), "https://play.example.com", base, 1)
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" { // an icon
			w.WriteHeader(http.StatusNoContent)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write([]byte("<!doctype html><title>A clan</title><h1>Our matches</h1>" + snippet))
	}))
	defer site.Close()

	chrome := browser(t)
	b := newWindow(t, chrome, profile(t, chrome), "clan")
	b.home(base) // it may talk to the game
	b.open(site.URL)
	openRoom(t, base)
	var heard string
	for deadline := time.Now().Add(patience); !strings.Contains(heard, "▸"); time.Sleep(200 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("the ticker shows %q, and no kill", heard)
		}
		b.do(chromedp.Text("#ticker", &heard))
	}
}

// openRoom makes the server open a public room, where bots begin to fight.
func openRoom(t *testing.T, base string) {
	t.Helper()
	res, err := http.Post(base+"/v1/guests", "application/json", strings.NewReader(`{"name":"Nobody"}`))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	var guest api.Guest
	if err := json.NewDecoder(res.Body).Decode(&guest); err != nil {
		t.Fatal(err)
	}
	r, err := http.NewRequest("POST", base+"/v1/tickets", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+guest.Token)
	if res, err = http.DefaultClient.Do(r); err != nil || res.StatusCode != http.StatusCreated {
		t.Fatalf("ticket: %v, %v", res, err)
	}
	res.Body.Close()
}
