package main

import (
	"net/url"
	"strings"
	"syscall/js"
	"time"

	"perihelion/client/scene"
	"perihelion/client/ui"
)

// parseOptions reads the query of the page's URL: room=CODE, edit=KEY of that room, arena=ID, watch=ROOM, lang=de, replay=ID#t=83.5, play=1, name=Ada, bot=1,
// noaudio=1; for pages that show the game in a frame sound=off and chat=off; for developers
// dev=1 and netsim=120ms+jitter+20ms. Data attributes of the root element can set the
// server, sound and chat: see serverURL and isOff.
func parseOptions() (opt options, err error) {
	location := js.Global().Get("location")
	document := js.Global().Get("document")
	page := document.Get("documentElement").Get("dataset")
	opt.Server = serverURL(page.Get("server"), document.Get("baseURI").String())
	q, err := url.ParseQuery(strings.TrimPrefix(location.Get("search").String(), "?"))
	if err != nil {
		q = nil // ignored: the query may have parameters of others
	}
	if q.Get("replay") != "" {
		opt.Replay = parseReplay(location.Get("href").String())
	}
	opt.Name, opt.Room, opt.Watch = q.Get("name"), strings.ToUpper(q.Get("room")), q.Get("watch")
	opt.Arena = q.Get("arena")
	if opt.Room != "" {
		opt.Edit = q.Get("edit")
	}
	opt.Play, opt.Bot, opt.silent = isOn(q, "play"), isOn(q, "bot"), isOn(q, "noaudio")
	opt.muted, opt.noChat = isOff(q, page, "sound"), isOff(q, page, "chat")
	opt.Language, opt.SystemLanguages = q.Get("lang"), browserLanguages()
	if opt.Dev = isOn(q, "dev"); opt.Dev {
		opt.Netsim = q.Get("netsim")
	}
	asks := func(query string) bool { return js.Global().Call("matchMedia", query).Get("matches").Bool() }
	opt.Touch, opt.Still = asks("(pointer: coarse)"), asks("(prefers-reduced-motion: reduce)")
	opt.width, opt.height = 1280, 720 // not used: the page sets the size of the canvas
	opt.exposeState = exposeState
	return opt, nil
}

// browserLanguages are those that the player has set in the browser, the best first.
func browserLanguages() (tags []string) {
	if list := js.Global().Get("navigator").Get("languages"); list.Truthy() {
		for i := range list.Length() {
			tags = append(tags, list.Index(i).String())
		}
	}
	return tags
}

// serverURL is the URL in the data-server attribute, relative to that of the page, or else
// the folder of the page.
func serverURL(attribute js.Value, page string) string {
	at := "."
	if attribute.Truthy() {
		at = attribute.String()
	}
	u, err := url.Parse(page)
	if err == nil {
		u, err = u.Parse(at)
	}
	if err != nil {
		return at // lobby.New returns an error for it
	}
	u.RawQuery, u.Fragment = "", ""
	return strings.TrimRight(u.String(), "/")
}

// isOff reports whether the query or a data attribute of the page has name=off.
func isOff(q url.Values, page js.Value, name string) bool {
	set := page.Get(name)
	return q.Get(name) == "off" || set.Truthy() && set.String() == "off"
}

// isOn reports whether the query has name with a value other than 0 and false.
func isOn(q url.Values, name string) bool {
	v := q.Get(name)
	return v != "" && v != "0" && v != "false"
}

// exposeState adds functions to the page's global object "perihelion": state returns the
// state of the game as JSON, press acts on one of its controls, or chooses a row of a list, mute and chat switch them. It
// calls its function started once the game runs.
func exposeState(g *scene.Game, deps *scene.Deps) {
	page := js.Global().Get("perihelion")
	if !page.Truthy() {
		return // a page of others
	}
	var asked time.Time
	g.StateWanted = func() bool { return time.Since(asked) < 5*time.Second }
	page.Set("state", js.FuncOf(func(js.Value, []js.Value) any {
		asked = time.Now()
		return string(g.StateJSON())
	}))
	page.Set("press", js.FuncOf(func(_ js.Value, args []js.Value) any {
		if len(args) < 3 || args[0].Type() != js.TypeNumber || args[1].Type() != js.TypeString || args[2].Type() != js.TypeNumber {
			return nil
		}
		p := scene.Press{Control: args[0].Int(), Label: args[1].String(), Nav: navOf(args[2].Int())}
		if len(args) > 3 && args[3].Type() == js.TypeNumber {
			p.Row = args[3].Int()
		}
		deps.Presses.Add(p)
		return nil
	}))
	for name, turn := range map[string]func(on bool){"mute": deps.Switches.SetMuted, "chat": deps.Switches.SetChat} {
		page.Set(name, js.FuncOf(func(_ js.Value, args []js.Value) any {
			turn(len(args) > 0 && args[0].Truthy())
			return nil
		}))
	}
	g.OnFirstFrame = func() { page.Call("started") }
}

// navOf is a step of a control's value to the left, if below 0, or to the right; 0: none.
func navOf(step int) ui.Nav {
	switch {
	case step < 0:
		return ui.NavLeft
	case step > 0:
		return ui.NavRight
	}
	return ui.NoNav
}
