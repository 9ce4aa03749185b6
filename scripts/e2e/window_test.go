//go:build e2e

package e2e

import (
	"encoding/json"
	"errors"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"perihelion/client/prefs"
	"perihelion/scripts/harness"
)

// xdo has xdotool do something on the screen of d, as a hand on keys and mouse.
func (d *desktop) xdo(args ...string) string {
	d.t.Helper()
	cmd := exec.Command("xdotool", args...)
	cmd.Env = append(cmd.Environ(), "DISPLAY="+d.screen)
	out, err := cmd.CombinedOutput()
	if err != nil {
		d.t.Fatalf("%s: xdotool %q: %v: %s", d.name, args, err, out)
	}
	return strings.TrimSpace(string(out))
}

// press holds a key for a moment.
func (d *desktop) press(key string) {
	d.t.Helper()
	d.xdo("keydown", key)
	time.Sleep(held)
	d.xdo("keyup", key)
	time.Sleep(held)
}

// window finds the window of d and gives it the keyboard: there is no window
// manager to do that.
func (d *desktop) window() (id string) {
	d.t.Helper()
	id = d.xdo("search", "--sync", "--onlyvisible", "--name", "^Perihelion$")
	d.xdo("windowfocus", "--sync", id)
	return id
}

// TestTheDesktopByHand plays with real keys, in a window that changes its size,
// on a machine that need not have a sound device.
func TestTheDesktopByHand(t *testing.T) {
	d := newDesktop(t, display(t), t.TempDir(), "Desk", "-server", serve(t))
	await(t, d, patience, "title", func(s state) bool { return s.Frames > 2 && s.Scene == "title" })
	id := d.window()
	d.press("Return")
	before := await(t, d, patience, "ship", func(s state) bool { return ready(s) && s.Own != nil })

	d.xdo("keydown", "w")
	await(t, d, patience, "speed from thrust", func(s state) bool {
		return s.Own != nil && math.Hypot(s.Own.VX-before.Own.VX, s.Own.VY-before.Own.VY) > 60
	})
	d.xdo("keyup", "w")
	for _, side := range []struct {
		x       string
		towards float64
	}{{"1270", 1}, {"10", -1}} {
		d.xdo("mousemove", side.x, "360")
		await(t, d, patience, "nose to x = "+side.x, func(s state) bool {
			return s.Own != nil && math.Cos(s.Own.Heading)*side.towards > .8
		})
	}
	d.xdo("mousedown", "1")
	await(t, d, patience, "shot", func(s state) bool { return s.Shots > 0 })
	d.xdo("mouseup", "1")

	d.xdo("windowsize", "--sync", id, "800", "600")
	await(t, d, patience, "frame of the new size", func(s state) bool { return s.Width == 800 && s.Height == 600 })
	time.Sleep(held)
	shoot(t, d, "small")
	letsGoOutside(t, d)
	d.press("Escape")
	await(t, d, patience, "menu", func(s state) bool { return s.Scene == "pause" })
}

// letsGoOutside presses the button in a window of 800 by 600, and lets go of it beside.
func letsGoOutside(t *testing.T, d *desktop) {
	t.Helper()
	alive := func(s state) bool { return s.Own != nil }
	await(t, d, patience, "ship", alive)
	d.xdo("mousemove", "600", "300")
	d.xdo("mousedown", "1")
	await(t, d, patience, "shot", func(s state) bool { return s.Shots > 0 })
	d.xdo("mousemove", "1100", "650")
	d.xdo("mouseup", "1")
	await(t, d, patience, "end of the fire after the button was let go of outside", func(s state) bool { return s.Shots == 0 && alive(s) })
}

// TestTheDesktopWaitsForItsServer starts where there is none yet, as somebody whom
// that will not know any more, under another name; and is two players when it is
// started twice.
func TestTheDesktopWaitsForItsServer(t *testing.T) {
	addr := harness.FreeAddr(t)
	screen, home := display(t), t.TempDir()
	remember(t, home, prefs.Prefs{Name: "Holmes 518", Token: "of.another.key", Server: "http://" + addr})
	args := []string{"-noaudio", "-play", "-server", "http://" + addr}
	d := newDesktop(t, screen, home, "Early", args...)
	await(t, d, patience, "word of the missing server", func(s state) bool {
		return s.Scene == "finding" && s.Trouble == "The server could not be reached."
	})
	shoot(t, d, "trouble")
	serve(t, "PERIHELION_HTTP_ADDR="+addr)
	one := await(t, d, patience, "seat in the server that has come", ready)
	if one.Name != "Early" {
		t.Errorf("plays as %q, want the name that was asked for", one.Name)
	}

	twin := newDesktop(t, screen, home, "Early", args...)
	if two := await(t, twin, patience, "seat", ready); two.Room != one.Room || two.Me == one.Me {
		t.Errorf("the second process has seat %d of %s, the first %d of %s", two.Me, two.Room, one.Me, one.Room)
	}
	sameSeat(t, d, one)
	d.kill()
	sameSeat(t, newDesktop(t, screen, home, "Early", args...), one) // as nobody else has it now
}

// remember writes what a desktop client finds in home when it starts.
func remember(t *testing.T, home string, p prefs.Prefs) {
	t.Helper()
	text, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(home, "perihelion")
	if err := errors.Join(os.Mkdir(dir, 0o700), os.WriteFile(filepath.Join(dir, "client.json"), text, 0o600)); err != nil {
		t.Fatal(err)
	}
}
