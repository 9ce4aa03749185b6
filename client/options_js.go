package main

import (
	"net/url"
	"strings"
	"syscall/js"
	"time"

	"perihelion/client/scene"
)

// parseOptions reads the address of the page: /?room=CODE&play=1&name=Ada&bot=1&noaudio=1,
// for those who show it in a frame &sound=off&chat=off, and for developers
// &dev=1&netsim=120ms+jitter+20ms. A page that is not the server's says on its root
// element which server it is for: see server and off.
func parseOptions() (opt options, err error) {
	location := js.Global().Get("location")
	document := js.Global().Get("document")
	page := document.Get("documentElement").Get("dataset")
	opt.Server = serverURL(page.Get("server"), document.Get("baseURI").String())
	q, err := url.ParseQuery(strings.TrimPrefix(location.Get("search").String(), "?"))
	if err != nil {
		q = nil // somebody's own parameters are not ours to refuse
	}
	opt.Name, opt.Room = q.Get("name"), strings.ToUpper(q.Get("room"))
	opt.Play, opt.Bot, opt.silent = isOn(q, "play"), isOn(q, "bot"), isOn(q, "noaudio")
	opt.muted, opt.noChat = isOff(q, page, "sound"), isOff(q, page, "chat")
	if opt.Dev = isOn(q, "dev"); opt.Dev {
		opt.Netsim = q.Get("netsim")
	}
	opt.Touch = js.Global().Call("matchMedia", "(pointer: coarse)").Get("matches").Bool()
	opt.width, opt.height = 1280, 720 // the page decides
	opt.exposeState = exposeState
	return opt, nil
}

// serverURL is the address that the page names in its data-server, or else the folder
// that it lies in itself.
func serverURL(named js.Value, page string) string {
	at := "."
	if named.Truthy() {
		at = named.String()
	}
	u, err := url.Parse(page)
	if err == nil {
		u, err = u.Parse(at)
	}
	if err != nil {
		return at // which whoever connects there will call no address
	}
	u.RawQuery, u.Fragment = "", ""
	return strings.TrimRight(u.String(), "/")
}

// isOff reports whether something is switched off, by the address or in a data attribute
// of the page.
func isOff(q url.Values, page js.Value, name string) bool {
	set := page.Get(name)
	return q.Get(name) == "off" || set.Truthy() && set.String() == "off"
}

func isOn(q url.Values, name string) bool {
	v := q.Get(name)
	return v != "" && v != "0" && v != "false"
}

// exposeState lets the page ask for the state, and tells it when the game is there.
func exposeState(g *scene.Game, s *scene.Switches) {
	page := js.Global().Get("perihelion")
	if !page.Truthy() {
		return // not our page
	}
	var asked time.Time
	g.StateWanted = func() bool { return time.Since(asked) < 5*time.Second }
	page.Set("state", js.FuncOf(func(js.Value, []js.Value) any {
		asked = time.Now()
		return string(g.StateJSON())
	}))
	for name, turn := range map[string]func(on bool){"mute": s.SetMuted, "chat": s.SetChat} {
		page.Set(name, js.FuncOf(func(_ js.Value, args []js.Value) any {
			turn(len(args) > 0 && args[0].Truthy())
			return nil
		}))
	}
	g.OnFirstFrame = func() { page.Call("started") }
}
