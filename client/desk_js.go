package main

import (
	"net/url"
	"syscall/js"

	"github.com/hajimehoshi/ebiten/v2"
)

// desk is the page around the game.
type desk struct{ server string }

func newDesk(server string) desk { return desk{server} }

func (desk) Fullscreen() bool { return ebiten.IsFullscreen() }

func (desk) SetFullscreen(on bool) { ebiten.SetFullscreen(on) }

// Copy uses the clipboard where the browser allows it, and else the old way,
// which also works on pages without TLS, as in a home network.
func (desk) Copy(text string) bool {
	if c := js.Global().Get("navigator").Get("clipboard"); c.Truthy() {
		c.Call("writeText", text).Call("catch", ignore)
		return true
	}
	document := js.Global().Get("document")
	area := document.Call("createElement", "textarea")
	area.Set("value", text)
	document.Get("body").Call("append", area)
	area.Call("select")
	ok := document.Call("execCommand", "copy").Bool()
	area.Call("remove")
	return ok
}

// ignore is what a promise may do when it fails.
var ignore = js.FuncOf(func(js.Value, []js.Value) any { return nil })

func (desk) Paste(into func(string)) {
	c := js.Global().Get("navigator").Get("clipboard")
	if !c.Truthy() || !c.Get("readText").Truthy() {
		return
	}
	var got js.Func
	got = js.FuncOf(func(_ js.Value, args []js.Value) any {
		got.Release()
		into(args[0].String())
		return nil
	})
	c.Call("readText").Call("then", got).Call("catch", ignore)
}

func (desk) Ask(what, now string) (string, bool) {
	v := js.Global().Call("prompt", what, now)
	if v.IsNull() || v.IsUndefined() {
		return "", false
	}
	return v.String(), true
}

func (d desk) Invite(code string) string { return d.server + "/?room=" + url.QueryEscape(code) }
