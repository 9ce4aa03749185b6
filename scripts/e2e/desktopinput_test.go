//go:build e2e

package e2e

import (
	"encoding/json"
	"errors"
	"fmt"
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

// xdotool runs xdotool on the screen of d, which sends events of keyboard and mouse.
func (d *desktop) xdotool(args ...string) string {
	d.t.Helper()
	cmd := exec.Command("xdotool", args...)
	cmd.Env = append(cmd.Environ(), "DISPLAY="+d.screen)
	out, err := cmd.CombinedOutput()
	if err != nil {
		d.t.Fatalf("%s: xdotool %q: %v: %s", d.name, args, err, out)
	}
	return strings.TrimSpace(string(out))
}

// pressKey holds a key for a moment.
func (d *desktop) pressKey(key string) {
	d.t.Helper()
	d.xdotool("keydown", key)
	time.Sleep(keyHoldTime)
	d.xdotool("keyup", key)
	time.Sleep(keyHoldTime)
}

// focusWindow finds the window of d and gives it the keyboard, because there is no window
// manager to do that.
func (d *desktop) focusWindow() (id string) {
	d.t.Helper()
	id = d.xdotool("search", "--sync", "--onlyvisible", "--name", "^Perihelion$")
	d.xdotool("windowfocus", "--sync", id)
	return id
}

// TestTheDesktopWithMouseAndKeys plays with real keys, in a window that changes its size,
// on a machine with or without a sound device.
func TestTheDesktopWithMouseAndKeys(t *testing.T) {
	t.Parallel()
	d := newDesktop(t, startDisplay(t), t.TempDir(), "Desk", "-server", startGame(t))
	awaitState(t, d, maxWait, "title", func(s clientState) bool { return s.Frames > 2 && s.Scene == "title" })
	id := d.focusWindow()
	d.pressKey("Return")
	before := awaitState(t, d, maxWait, "ship", func(s clientState) bool { return hasSeat(s) && s.Own != nil })

	d.xdotool("keydown", "w")
	awaitState(t, d, maxWait, "speed from thrust", func(s clientState) bool {
		return s.Own != nil && math.Hypot(s.Own.VX-before.Own.VX, s.Own.VY-before.Own.VY) > 60
	})
	d.xdotool("keyup", "w")
	for _, side := range []struct {
		x       int
		towards float64
	}{{pageW - 10, 1}, {10, -1}} {
		d.xdotool("mousemove", "--window", id, fmt.Sprint(side.x), fmt.Sprint(pageH/2))
		awaitState(t, d, maxWait, fmt.Sprint("nose to x = ", side.x), func(s clientState) bool {
			return s.Own != nil && math.Cos(s.Own.Heading)*side.towards > .8
		})
	}
	d.xdotool("mousedown", "1")
	awaitState(t, d, maxWait, "shot", func(s clientState) bool { return s.Shots > 0 })
	d.xdotool("mouseup", "1")

	d.xdotool("windowsize", "--sync", id, "800", "600")
	awaitState(t, d, maxWait, "frame of the new size", func(s clientState) bool { return s.Width == 800 && s.Height == 600 })
	time.Sleep(keyHoldTime)
	takeScreenshot(t, d, "small")
	checkReleaseOutside(t, d)
	d.pressKey("Escape")
	awaitState(t, d, maxWait, "menu", func(s clientState) bool { return s.Scene == "pause" })
}

// checkReleaseOutside presses the button in a window of 800 by 600 and releases it outside.
func checkReleaseOutside(t *testing.T, d *desktop) {
	t.Helper()
	alive := func(s clientState) bool { return s.Own != nil }
	awaitState(t, d, maxWait, "ship", alive)
	d.xdotool("mousemove", "600", "300")
	d.xdotool("mousedown", "1")
	awaitState(t, d, maxWait, "shot", func(s clientState) bool { return s.Shots > 0 })
	d.xdotool("mousemove", "1100", "650")
	d.xdotool("mouseup", "1")
	awaitState(t, d, maxWait, "end of the fire after the button was let go of outside", func(s clientState) bool { return s.Shots == 0 && alive(s) })
}

// TestTheDesktopWaitsForItsServer starts a client before its server, with the token of an
// account that the server does not know, and another name. A second process with the same
// preferences is a second player.
func TestTheDesktopWaitsForItsServer(t *testing.T) {
	t.Parallel()
	addr := harness.FreeAddr(t)
	screen, home := startDisplay(t), t.TempDir()
	writePrefs(t, home, prefs.Prefs{Name: "Holmes 518", Token: "of.another.key", Server: "http://" + addr})
	args := []string{"-noaudio", "-play", "-server", "http://" + addr}
	d := newDesktop(t, screen, home, "Early", args...)
	awaitState(t, d, maxWait, "message about the missing server", func(s clientState) bool {
		return s.Scene == "finding" && s.Trouble == "The server could not be reached."
	})
	takeScreenshot(t, d, "trouble")
	startGame(t, "PERIHELION_HTTP_ADDR="+addr)
	one := awaitState(t, d, maxWait, "seat in the server that has come", hasSeat)
	if one.Name != "Early" {
		t.Errorf("plays as %q, want the name that was asked for", one.Name)
	}

	twin := newDesktop(t, screen, home, "Early", args...)
	if two := awaitState(t, twin, maxWait, "seat", hasSeat); two.Room != one.Room || two.Me == one.Me {
		t.Errorf("the second process has seat %d of %s, the first %d of %s", two.Me, two.Room, one.Me, one.Room)
	}
	checkSameSeat(t, d, one)
	d.kill()
	checkSameSeat(t, newDesktop(t, screen, home, "Early", args...), one) // the seat is free again
}

// writePrefs writes the preferences that a desktop client finds in home when it starts.
func writePrefs(t *testing.T, home string, p prefs.Prefs) {
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
