//go:build e2e

package e2e

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"

	"perihelion/scripts/portal/archive"
)

// TestOnAPortal plays as on a portal: its page contains a frame with the unpacked archive,
// whose files come from another site and which plays on a server of a third origin. In a
// sandboxed frame the browser stores nothing, and the page has no origin.
func TestOnAPortal(t *testing.T) {
	t.Parallel()
	chrome := startChromium(t)
	for _, tt := range []struct{ name, sandbox, chat string }{
		{"a frame of another site", "", "on"},
		{"a sandboxed frame without chat", `sandbox="allow-scripts"`, "off"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			files := http.NewServeMux()
			portal := httptest.NewServer(files)
			defer portal.Close()
			origins := portal.URL
			if tt.sandbox != "" {
				origins = "*"
			}
			base := startGame(t, "PERIHELION_ALLOWED_ORIGINS="+origins)
			files.Handle("/games/7/", http.StripPrefix("/games/7", serveArchive(t, base, tt.chat)))
			files.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "text/html")
				fmt.Fprintf(w, `<!doctype html><title>Portal</title><style>body { margin: 0 } iframe { border: 0 }</style>`+
					`<iframe %s src="%s/games/7/?play=1&name=Portal" width="%d" height="%d"></iframe>`, tt.sandbox, portal.URL, pageW, pageH)
			})
			page := newTab(t, chrome, "portal", strings.Replace(portal.URL, "127.0.0.1", "localhost", 1))
			page.allowHost(portal.URL)
			frame := page.findFrame(chrome)
			s := awaitState(t, frame, maxWait, "seat", hasSeat)
			if s.Name != "Portal" {
				t.Errorf("plays as %q, want the name that was asked for", s.Name)
			}
			if got := evalScript[string](frame, `(() => { try { return typeof localStorage.length } catch (e) { return e.name } })()`); (got == "SecurityError") != (tt.sandbox != "") {
				t.Errorf("the storage of the frame is %q", got)
			}
			page.mouseDown(pageW/2, pageH/2) // which gives it the focus, and fires
			awaitState(t, frame, maxWait, "shot", func(s clientState) bool { return s.Shots > 0 })
			page.mouseUp(pageW/2, pageH/2)
			page.pressKey(enterKey)
			page.typeText("gg")
			page.pressKey(enterKey)
			if tt.chat == "on" {
				awaitState(t, frame, maxWait, "line of chat", func(s clientState) bool { return len(s.Said) > 0 && strings.HasSuffix(s.Said[len(s.Said)-1], "gg") })
			}
			takeScreenshot(t, page, "frame")
			if s, err := frame.ClientState(); err != nil || tt.chat == "off" && len(s.Said) > 0 {
				t.Errorf("%q was said where there is no chat, %v", s.Said, err)
			}
			page.close()
		})
	}
}

// TestWhoMayShowThePageInAFrame checks the headers of the server's page in a browser.
func TestWhoMayShowThePageInAFrame(t *testing.T) {
	t.Parallel()
	chrome := startChromium(t)
	for name, allowed := range map[string]bool{"nobody, unless the operator says so": false, "the page that is named": true} {
		t.Run(name, func(t *testing.T) {
			base := ""
			portal := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "text/html")
				fmt.Fprintf(w, `<!doctype html><title>Portal</title><link rel="icon" href="data:,"><iframe src="%s/"></iframe>`, base)
			}))
			defer portal.Close()
			site := strings.Replace(portal.URL, "127.0.0.1", "localhost", 1)
			var settings []string
			if allowed {
				settings = []string{"PERIHELION_FRAME_ANCESTORS=" + site}
			}
			base = startGame(t, settings...)
			page := newWindow(t, chrome, newProfile(t, chrome), "portal")
			page.allowHost(base)
			if !allowed {
				page.allowErrors("Content Security Policy", "X-Frame-Options")
			}
			page.navigate(site)
			got := evalScript[string](page.findFrame(chrome), "location.href")
			if shown := got == base+"/"; shown != allowed {
				t.Errorf("the frame is at %s; want the page there: %v", got, allowed)
			}
			page.close()
		})
	}
}

// serveArchive serves the archive as a portal does: as plain files, also to pages without
// an origin.
func serveArchive(t *testing.T, server, chat string) http.Handler {
	t.Helper()
	var zipped bytes.Buffer
	if err := archive.WriteZip(&zipped, "../../.build/web", archive.Options{Server: server, Sound: "on", Chat: chat}); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(zipped.Bytes()), int64(zipped.Len()))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, z); err != nil {
		t.Fatal(err)
	}
	serve := http.FileServer(http.Dir(dir))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Access-Control-Allow-Origin", "*")
		serve.ServeHTTP(w, r)
	})
}

// findFrame returns the frame in the page. It comes from another site, so it is a page of
// its own for the browser.
func (b *tab) findFrame(chrome context.Context) *tab {
	b.t.Helper()
	exec := cdp.WithExecutor(chrome, chromedp.FromContext(chrome).Browser)
	for began := time.Now(); time.Since(began) < maxWait; time.Sleep(pollEvery) {
		all, err := target.GetTargets().Do(exec)
		if err != nil {
			b.t.Fatalf("%s: list frames: %v", b.name, err)
		}
		for _, info := range all {
			if info.Type != "iframe" || info.BrowserContextID != b.who { // other tests have frames, too
				continue
			}
			ctx, cancel := chromedp.NewContext(b.ctx, chromedp.WithTargetID(info.TargetID))
			b.t.Cleanup(cancel)
			if err := chromedp.Run(ctx); err != nil { // the connection lasts as long as the context of the first Run
				b.t.Fatalf("%s: %v", b.name, err)
			}
			return &tab{pageLog: b.pageLog, t: b.t, name: b.name + "'s frame", who: b.who, ctx: ctx, close: cancel}
		}
	}
	b.t.Fatalf("%s: there is no frame", b.name)
	return nil
}
