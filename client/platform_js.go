package main

import (
	"net/url"
	"syscall/js"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/page"
)

// platform is the page around the game.
type platform struct{ server string }

func newPlatform(server string) platform { return platform{server} }

func (platform) Fullscreen() bool { return ebiten.IsFullscreen() }

// SetFullscreen does nothing where a browser cannot show a part of a page alone, as on
// most iPhones.
func (platform) SetFullscreen(on bool) {
	_ = page.Try(func() { ebiten.SetFullscreen(on) })
}

// Copy uses the clipboard where the browser allows it, and else the old way,
// which also works on pages without TLS, as in a home network.
func (platform) Copy(text string) bool {
	ok := false
	for _, way := range []func(text string) bool{copyByClipboardAPI, copyByTextArea} {
		if page.Try(func() { ok = way(text) }) == nil && ok {
			return true
		}
	}
	return false
}

func copyByClipboardAPI(text string) bool {
	c := page.GetProperty(js.Global().Get("navigator"), "clipboard")
	if !c.Truthy() {
		return false
	}
	page.IgnoreRejection(c.Call("writeText", text))
	return true
}

func copyByTextArea(text string) bool {
	document := js.Global().Get("document")
	area := document.Call("createElement", "textarea")
	area.Set("value", text)
	document.Get("body").Call("append", area)
	area.Call("select")
	ok := document.Call("execCommand", "copy").Bool()
	area.Call("remove")
	return ok
}

// Paste asks for the clipboard, which many a browser gives to no page. A field of the
// page needs none of this.
func (platform) Paste(into func(string)) {
	_ = page.Try(func() {
		c := page.GetProperty(js.Global().Get("navigator"), "clipboard")
		if !c.Truthy() || !c.Get("readText").Truthy() {
			return
		}
		var got js.Func
		got = js.FuncOf(func(_ js.Value, args []js.Value) any {
			got.Release()
			into(args[0].String())
			return nil
		})
		page.IgnoreRejection(c.Call("readText").Call("then", got))
	})
}

func (d platform) Invite(code string) string { return d.server + "/?room=" + url.QueryEscape(code) }
