package main

import (
	"net/url"
	"syscall/js"
	"time"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/page"
)

// platform is the scene.Platform of a browser.
type platform struct{ server string }

func newPlatform(server string) platform { return platform{server} }

// setWindowIcon does nothing: the page names its icon.
func setWindowIcon() {}

func (platform) Fullscreen() bool { return ebiten.IsFullscreen() }

// SetFullscreen does nothing if the browser cannot show an element in full screen, as on
// most iPhones.
func (platform) SetFullscreen(on bool) {
	_ = page.Try(func() { ebiten.SetFullscreen(on) })
}

// ShowLanguage tells screen readers how to pronounce the page.
func (platform) ShowLanguage(tag string) {
	js.Global().Get("document").Get("documentElement").Set("lang", tag)
}

// Copy uses the Clipboard API, or else execCommand, which is deprecated but also works on
// pages without TLS, as in a home network.
func (platform) Copy(text string) bool {
	ok := false
	for _, copyText := range []func(text string) bool{copyByClipboardAPI, copyByTextArea} {
		if page.Try(func() { ok = copyText(text) }) == nil && ok {
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

// Paste reads the clipboard, which many browsers do not allow. The text fields of package
// textinput do not need it.
func (platform) Paste(into func(string)) {
	_ = page.Try(func() {
		c := page.GetProperty(js.Global().Get("navigator"), "clipboard")
		if !c.Truthy() || !c.Get("readText").Truthy() {
			return
		}
		var onText js.Func
		onText = js.FuncOf(func(_ js.Value, args []js.Value) any {
			onText.Release()
			into(args[0].String())
			return nil
		})
		page.IgnoreRejection(c.Call("readText").Call("then", onText))
	})
}

func (d platform) Invite(code, key string) string { return inviteLink(d.server, code, key) }

func (d platform) ReplayLink(match string, at time.Duration) string {
	return replayLink(d.server, match, at)
}

func (d platform) WatchLink(room string) string {
	return d.server + "/?watch=" + url.QueryEscape(room)
}

func (d platform) ArenaLink(id string) string { return d.server + "/?arena=" + url.QueryEscape(id) }
