//go:build e2e

package e2e

import (
	"encoding/json"
	"errors"
	"os"
	"testing"
	"time"
)

// remoteBrowser is a browser on a virtual screen that a standard protocol controls: WebDriver
// or WebDriver BiDi. Both describe input events in the same way.
type remoteBrowser interface {
	loadURL(url string) error
	// evaluate returns the value of an expression, which is a string.
	evaluate(expression string) (string, error)
	// performActions sends events of devices, and returns when the browser has handled them.
	performActions(sources ...inputSource) error
	// capturePNG returns the page as PNG.
	capturePNG() ([]byte, error)
}

// inputSource is a device and what it does: https://www.w3.org/TR/webdriver2/#actions.
type inputSource struct {
	Type    string        `json:"type"`
	ID      string        `json:"id"`
	Actions []inputAction `json:"actions"`
}

// inputAction is one event of a source, as the standard writes it.
type inputAction map[string]any

// remotePage is the game in a remote browser. Its methods fail the test on error.
type remotePage struct {
	remoteBrowser
	controls
	t    *testing.T
	name string
}

func (p *remotePage) ClientName() string   { return p.name }
func (p *remotePage) testingT() *testing.T { return p.t }

// ClientState is what the client in the page returns.
func (p *remotePage) ClientState() (s clientState, err error) {
	text, err := p.evaluate(`window.perihelion && perihelion.state ? String(perihelion.state()) : "{}"`)
	if err != nil {
		return s, err
	}
	return s, json.Unmarshal([]byte(text), &s)
}

func (p *remotePage) Screenshot(file string) error {
	png, err := p.capturePNG()
	return errors.Join(err, os.WriteFile(file, png, 0o644))
}

func (p *remotePage) performInput(s inputSource) {
	p.t.Helper()
	if err := p.performActions(s); err != nil {
		p.t.Fatalf("%s: %v", p.name, err)
	}
}

func (p *remotePage) performKey(kind string, key rune) {
	p.t.Helper()
	if key == escapeKey {
		key = '\ue00c' // as WebDriver names it
	}
	p.performInput(inputSource{"key", "keyboard", []inputAction{{"type": kind, "value": string(key)}}})
}

func (p *remotePage) keyDown(key rune) { p.t.Helper(); p.performKey("keyDown", key) }
func (p *remotePage) keyUp(key rune)   { p.t.Helper(); p.performKey("keyUp", key) }

func (p *remotePage) performMouse(actions ...inputAction) {
	p.t.Helper()
	p.performInput(inputSource{"pointer", "mouse", actions})
}

func (p *remotePage) moveMouse(x, y float64) {
	p.t.Helper()
	p.performMouse(inputAction{"type": "pointerMove", "x": int(x), "y": int(y), "duration": 0})
}

func (p *remotePage) mouseDown(x, y float64) {
	p.t.Helper()
	p.moveMouse(x, y)
	p.performMouse(inputAction{"type": "pointerDown", "button": 0})
}

func (p *remotePage) mouseUp(float64, float64) {
	p.t.Helper()
	p.performMouse(inputAction{"type": "pointerUp", "button": 0})
}

func (p *remotePage) pageWidth() float64 {
	p.t.Helper()
	var w float64
	text, err := p.evaluate(`String(innerWidth)`)
	if err := errors.Join(err, json.Unmarshal([]byte(text), &w)); err != nil {
		p.t.Fatalf("%s: %v", p.name, err)
	}
	return w
}

// newRemotePage is a page of the game in a browser.
func newRemotePage(t *testing.T, r remoteBrowser, name string) *remotePage {
	p := &remotePage{remoteBrowser: r, t: t, name: name}
	p.controls.device = p
	return p
}

// playMatch types a name, joins a match, flies, aims, shoots and leaves.
func (p *remotePage) playMatch(base string) {
	p.t.Helper()
	if err := p.loadURL(base + "/"); err != nil {
		p.t.Fatalf("%s: %v", p.name, err)
	}
	awaitState(p.t, p, maxWait, "title", func(s clientState) bool { return s.Frames > 2 && s.Scene == "title" })
	p.clickControl("Your name")
	for _, r := range p.name {
		p.keyDown(r)
		p.keyUp(r)
	}
	awaitState(p.t, p, maxWait, "name in its field", func(s clientState) bool {
		field, _ := controlNamed(s, "Your name")
		return s.Name == p.name && field.Focus
	})
	takeScreenshot(p.t, p, "title")
	p.clickControl("PLAY")
	if s := awaitState(p.t, p, maxWait, "seat", hasSeat); s.Name != p.name {
		p.t.Errorf("the name is %q, want %q", s.Name, p.name)
	}
	checkThrust(p.t, p)
	checkAim(p.t, p)
	checkFire(p.t, p)
	takeScreenshot(p.t, p, "match")
	p.pressKey(escapeKey)
	awaitState(p.t, p, maxWait, "menu", func(s clientState) bool { return s.Scene == "pause" })
	p.clickControl("LEAVE THE MATCH")
	awaitState(p.t, p, maxWait, "title", func(s clientState) bool { return s.Scene == "title" && s.Me < 0 })
}

// TestFirefox plays a match in Firefox.
func TestFirefox(t *testing.T) {
	t.Parallel()
	newRemotePage(t, newFirefox(t), "Firefox").playMatch(startGame(t))
}

// TestWebKit plays a match in WebKitGTK, which has the engine of Safari and is in Debian.
func TestWebKit(t *testing.T) {
	t.Parallel()
	newRemotePage(t, newWebKit(t), "WebKit").playMatch(startGame(t))
}

// browserTimeout is how long a browser may take to start, or to answer.
const browserTimeout = time.Minute
