package main

import (
	"net/url"
	"strings"
	"syscall/js"
	"time"

	"perihelion/client/scene"
)

// parse reads the address of the page: /?room=CODE&play=1&name=Ada&bot=1&noaudio=1,
// and for developers &dev=1&netsim=120ms+jitter+20ms.
func parse() (opt options, err error) {
	location := js.Global().Get("location")
	opt.Server = server(js.Global().Get("document"))
	q, err := url.ParseQuery(strings.TrimPrefix(location.Get("search").String(), "?"))
	if err != nil {
		q = nil // somebody's own parameters are not ours to refuse
	}
	opt.Name, opt.Room = q.Get("name"), strings.ToUpper(q.Get("room"))
	opt.Play, opt.Bot, opt.silent = on(q, "play"), on(q, "bot"), on(q, "noaudio")
	if opt.Dev = on(q, "dev"); opt.Dev {
		opt.Netsim = q.Get("netsim")
	}
	opt.Touch = js.Global().Call("matchMedia", "(pointer: coarse)").Get("matches").Bool()
	opt.width, opt.height = 1280, 720 // the page decides
	opt.expose = expose
	return opt, nil
}

// server is the address that the page names in data-server, on its root element, or
// else the folder that the page itself lies in.
func server(document js.Value) string {
	at := document.Get("documentElement").Get("dataset").Get("server")
	if !at.Truthy() {
		at = js.ValueOf(".")
	}
	u, err := url.Parse(document.Get("baseURI").String())
	if err != nil { // a page without an address of its own has to name one
		return at.String()
	}
	u, err = u.Parse(at.String())
	if err != nil {
		return at.String()
	}
	u.RawQuery, u.Fragment = "", ""
	return strings.TrimRight(u.String(), "/")
}

func on(q url.Values, name string) bool {
	v := q.Get(name)
	return v != "" && v != "0" && v != "false"
}

// expose lets the page ask for the state, and tells it when the game is there.
func expose(g *scene.Game) {
	page := js.Global().Get("perihelion")
	if !page.Truthy() {
		return // not our page
	}
	var asked time.Time
	g.Watch = func() bool { return time.Since(asked) < 5*time.Second }
	page.Set("state", js.FuncOf(func(js.Value, []js.Value) any {
		asked = time.Now()
		return string(g.Report())
	}))
	g.Ready = func() { page.Call("started") }
}
