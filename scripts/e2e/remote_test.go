//go:build e2e

package e2e

import (
	"encoding/json"
	"errors"
	"os"
	"testing"
	"time"
)

// remote is a browser on a virtual screen that a standard protocol controls: WebDriver
// or WebDriver BiDi, which share their words for what a hand does.
type remote interface {
	navigate(url string) error
	// eval returns the value of an expression, which is a string.
	eval(expression string) (string, error)
	// perform lets devices act, and returns when the browser has seen it.
	perform(sources ...source) error
	// screenshot returns the page as PNG.
	screenshot() ([]byte, error)
}

// source is a device and what it does: https://www.w3.org/TR/webdriver2/#actions.
type source struct {
	Type    string   `json:"type"`
	ID      string   `json:"id"`
	Actions []action `json:"actions"`
}

// action is one step of a source, as the standard writes it.
type action map[string]any

// remotePage is the game in a remote browser. Its methods fail the test on error.
type remotePage struct {
	remote
	hand
	t    *testing.T
	name string
}

func (p *remotePage) Name() string     { return p.name }
func (p *remotePage) test() *testing.T { return p.t }

// State asks the client in the page.
func (p *remotePage) State() (s state, err error) {
	text, err := p.eval(`window.perihelion && perihelion.state ? String(perihelion.state()) : "{}"`)
	if err != nil {
		return s, err
	}
	return s, json.Unmarshal([]byte(text), &s)
}

func (p *remotePage) Shot(file string) error {
	png, err := p.screenshot()
	return errors.Join(err, os.WriteFile(file, png, 0o644))
}

func (p *remotePage) act(s source) {
	p.t.Helper()
	if err := p.perform(s); err != nil {
		p.t.Fatalf("%s: %v", p.name, err)
	}
}

func (p *remotePage) key(kind string, key rune) {
	p.t.Helper()
	if key == escape {
		key = '\ue00c' // as WebDriver names it
	}
	p.act(source{"key", "keyboard", []action{{"type": kind, "value": string(key)}}})
}

func (p *remotePage) down(key rune) { p.t.Helper(); p.key("keyDown", key) }
func (p *remotePage) up(key rune)   { p.t.Helper(); p.key("keyUp", key) }

func (p *remotePage) mouse(actions ...action) {
	p.t.Helper()
	p.act(source{"pointer", "mouse", actions})
}

func (p *remotePage) point(x, y float64) {
	p.t.Helper()
	p.mouse(action{"type": "pointerMove", "x": int(x), "y": int(y), "duration": 0})
}

func (p *remotePage) hold(x, y float64) {
	p.t.Helper()
	p.point(x, y)
	p.mouse(action{"type": "pointerDown", "button": 0})
}

func (p *remotePage) release(float64, float64) {
	p.t.Helper()
	p.mouse(action{"type": "pointerUp", "button": 0})
}

func (p *remotePage) width() float64 {
	p.t.Helper()
	var w float64
	text, err := p.eval(`String(innerWidth)`)
	if err := errors.Join(err, json.Unmarshal([]byte(text), &w)); err != nil {
		p.t.Fatalf("%s: %v", p.name, err)
	}
	return w
}

// visit is a page of ours in a browser.
func visit(t *testing.T, r remote, name string) *remotePage {
	p := &remotePage{remote: r, t: t, name: name}
	p.hand.of = p
	return p
}

// plays a match by hand: types a name, goes into a seat, flies, aims, shoots, leaves.
func (p *remotePage) plays(base string) {
	p.t.Helper()
	if err := p.navigate(base + "/"); err != nil {
		p.t.Fatalf("%s: %v", p.name, err)
	}
	await(p.t, p, patience, "title", func(s state) bool { return s.Frames > 2 && s.Scene == "title" })
	p.push("Your name")
	for _, r := range p.name {
		p.down(r)
		p.up(r)
	}
	await(p.t, p, patience, "name in its field", func(s state) bool {
		field, _ := control(s, "Your name")
		return s.Name == p.name && field.Focus
	})
	shoot(p.t, p, "title")
	p.push("PLAY")
	if s := await(p.t, p, patience, "seat", ready); s.Name != p.name {
		p.t.Errorf("the name is %q, want %q", s.Name, p.name)
	}
	flies(p.t, p)
	aims(p.t, p)
	shoots(p.t, p)
	shoot(p.t, p, "match")
	p.press(escape)
	await(p.t, p, patience, "menu", func(s state) bool { return s.Scene == "pause" })
	p.push("LEAVE THE MATCH")
	await(p.t, p, patience, "title", func(s state) bool { return s.Scene == "title" && s.Me < 0 })
}

// TestFirefox plays a match in Firefox.
func TestFirefox(t *testing.T) { visit(t, newFirefox(t), "Firefox").plays(serve(t)) }

// TestWebKit plays a match in WebKitGTK, the relative of Safari that Debian has.
func TestWebKit(t *testing.T) { visit(t, newWebKit(t), "WebKit").plays(serve(t)) }

// startup is how long a browser may take until it listens.
const startup = time.Minute
