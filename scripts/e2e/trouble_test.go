//go:build e2e

package e2e

import (
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// TestABrowserThatCannotPlayIsTold takes away what the game needs.
func TestABrowserThatCannotPlayIsTold(t *testing.T) {
	base := serve(t)
	chrome := browser(t)
	for _, tt := range []struct{ name, script, want string }{
		{"no WebAssembly", `delete window.WebAssembly`, "This browser has no WebAssembly."},
		{"no WebSocket", `delete window.WebSocket`, "This browser has no WebSocket."},
		{"no WebGL", `HTMLCanvasElement.prototype.getContext = () => null`, "This browser cannot draw with WebGL 2."},
	} {
		b := newWindow(t, chrome, profile(t, chrome), tt.name)
		b.before(tt.script)
		b.open(base + "/")
		told(t, b, tt.want)
	}
	b := newWindow(t, chrome, profile(t, chrome), "no JavaScript")
	b.do(emulation.SetScriptExecutionDisabled(true))
	b.open(base + "/")
	shoot(t, b, "trouble")
	b.do(emulation.SetScriptExecutionDisabled(false))
	if text := eval[string](b, `document.querySelector("noscript").textContent`); !strings.Contains(text, "needs JavaScript") {
		t.Errorf("without JavaScript the page says %q", text)
	}
}

// told waits for the page, not the game, to say what is wrong.
func told(t *testing.T, b *tab, want string) {
	t.Helper()
	b.do(chromedp.WaitVisible("#what", chromedp.ByID))
	shoot(t, b, "trouble")
	text := eval[string](b, `document.getElementById("cover").innerText`)
	if !strings.Contains(text, want) || len(text) < len(want)+40 {
		t.Errorf("%s: the page says %q, want %q and some advice", b.Name(), text, want)
	}
}

// TestAServerThatIsGone breaks the download, and then comes back.
func TestAServerThatIsGone(t *testing.T) {
	base := serve(t)
	chrome := browser(t)
	wire := newLine(t, base)
	wire.Limit(200_000) // in the middle of the program
	b := newWindow(t, chrome, profile(t, chrome), "half a download")
	b.expect("network error", "Failed to fetch", "net::ERR_", "TypeError")
	b.open(wire.URL() + "/")
	told(t, b, "The game could not be loaded")
	wire.Limit(0)
	wire.Cut() // or the browser would go on with a connection of the old limit
	wire.Mend()
	b.do(chromedp.Click("#again", chromedp.ByID))
	await(t, b, patience, "first frame after Try again", func(s state) bool { return s.Frames > 2 })

	b.expect("/v1/")
	wire.Cut()
	b.push("PLAY")
	await(t, b, patience, "word of the missing server", func(s state) bool {
		return s.Scene == "finding" && s.Trouble == "The server could not be reached."
	})
	shoot(t, b, "trouble")
	wire.Mend()
	await(t, b, patience, "seat, found without another click", ready)
}

// TestAWrongCodeIsSaid follows a link to a room that does not exist.
func TestAWrongCodeIsSaid(t *testing.T) {
	chrome := browser(t)
	b := newWindow(t, chrome, profile(t, chrome), "wrong code")
	b.expect("status of 404")
	b.open(serve(t) + "/?name=Lost&room=ZZZZZZ")
	s := await(t, b, patience, "word of the code", func(s state) bool { return s.Scene == "finding" && s.Trouble != "" })
	if !strings.Contains(s.Trouble, "code") {
		t.Errorf("a wrong code is told %q", s.Trouble)
	}
	shoot(t, b, "trouble")
	b.press(escape)
	await(t, b, patience, "title", func(s state) bool { return s.Scene == "title" })
}
