//go:build e2e

package e2e

import (
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// TestABrowserThatCannotPlayIsTold removes from the browser what the game needs.
func TestABrowserThatCannotPlayIsTold(t *testing.T) {
	t.Parallel()
	base := startGame(t)
	chrome := startChromium(t)
	for _, tt := range []struct{ name, script, want string }{
		{"no WebAssembly", `delete window.WebAssembly`, "This browser has no WebAssembly."},
		{"no WebSocket", `delete window.WebSocket`, "This browser has no WebSocket."},
		{"no WebGL", `HTMLCanvasElement.prototype.getContext = () => null`, "This browser cannot draw with WebGL 2."},
	} {
		b := newWindow(t, chrome, newProfile(t, chrome), tt.name)
		b.addInitScript(tt.script)
		b.navigate(base + "/")
		checkErrorPage(t, b, tt.want)
	}
	b := newWindow(t, chrome, newProfile(t, chrome), "no JavaScript")
	b.runActions(emulation.SetScriptExecutionDisabled(true))
	b.navigate(base + "/")
	takeScreenshot(t, b, "trouble")
	b.runActions(emulation.SetScriptExecutionDisabled(false))
	if text := evalScript[string](b, `document.querySelector("noscript").textContent`); !strings.Contains(text, "needs JavaScript") {
		t.Errorf("without JavaScript the page says %q", text)
	}
}

// checkErrorPage waits until the page, not the game, says what is wrong.
func checkErrorPage(t *testing.T, b *tab, want string) {
	t.Helper()
	b.runActions(chromedp.WaitVisible("#what", chromedp.ByID))
	takeScreenshot(t, b, "trouble")
	text := evalScript[string](b, `document.getElementById("cover").innerText`)
	if !strings.Contains(text, want) || len(text) < len(want)+40 {
		t.Errorf("%s: the page says %q, want %q and some advice", b.ClientName(), text, want)
	}
}

// TestAServerThatIsGoneAndComesBack breaks the download and later the server's link.
func TestAServerThatIsGoneAndComesBack(t *testing.T) {
	t.Parallel()
	base := startGame(t)
	chrome := startChromium(t)
	link := newNetLink(t, base)
	link.LimitBytes(200_000) // in the middle of the program
	b := newWindow(t, chrome, newProfile(t, chrome), "half a download")
	b.allowErrors("network error", "Failed to fetch", "net::ERR_", "TypeError")
	b.navigate(link.URL() + "/")
	checkErrorPage(t, b, "The game could not be loaded")
	link.LimitBytes(0)
	link.Cut() // else the browser would use a connection with the old limit
	link.Restore()
	b.runActions(chromedp.Click("#again", chromedp.ByID))
	awaitState(t, b, maxWait, "first frame after Try again", func(s clientState) bool { return s.Frames > 2 })

	b.allowErrors("/v1/")
	link.Cut()
	b.clickControl("PLAY")
	awaitState(t, b, maxWait, "message about the missing server", func(s clientState) bool {
		return s.Scene == "finding" && s.Trouble == "The server could not be reached."
	})
	takeScreenshot(t, b, "trouble")
	link.Restore()
	awaitState(t, b, maxWait, "seat, found without another click", hasSeat)
}

// TestAWrongCodeIsReported follows a link to a room that does not exist.
func TestAWrongCodeIsReported(t *testing.T) {
	t.Parallel()
	base, chrome := startGame(t), startChromium(t)
	b := newWindow(t, chrome, newProfile(t, chrome), "wrong code")
	b.allowErrors("status of 404")
	b.navigate(base + "/?name=Lost&room=ZZZZZZ")
	s := awaitState(t, b, maxWait, "message about the code", func(s clientState) bool { return s.Scene == "finding" && s.Trouble != "" })
	if !strings.Contains(s.Trouble, "code") {
		t.Errorf("a wrong code is told %q", s.Trouble)
	}
	takeScreenshot(t, b, "trouble")
	b.pressKey(escapeKey)
	awaitState(t, b, maxWait, "title", func(s clientState) bool { return s.Scene == "title" })
}
