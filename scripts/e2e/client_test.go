//go:build e2e

package e2e

import (
	"bytes"
	"fmt"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"perihelion/client/game/puck"
	"perihelion/client/game/ships"
	"perihelion/client/scene"
)

// clientState is what every client reports about itself: perihelion.state() in the page,
// the file of the flag -state on the desktop.
type clientState struct {
	scene.State
	ships.MatchInfo
	puckInfo
}

// puckInfo is what a client reports about itself in a match of Puck.
type puckInfo = puck.MatchInfo

// gameClient is a client in a process of its own.
type gameClient interface {
	ClientName() string
	ClientState() (clientState, error)
	Screenshot(file string) error
}

// screenshotDir is where the pictures of a run are kept, below the root of the module.
const screenshotDir = "../../.build/e2e"

const (
	pollEvery = 100 * time.Millisecond
	slowWait  = 3 * time.Second // a wait that takes longer is logged
)

// awaitState polls the state of p until it is as wanted. The test fails after the given
// time.
func awaitState(t *testing.T, p gameClient, within time.Duration, what string, ok func(clientState) bool) clientState {
	t.Helper()
	var last clientState
	var err error
	begun := time.Now()
	for time.Since(begun) < within {
		if last, err = p.ClientState(); err == nil && ok(last) {
			if took := time.Since(begun); took > slowWait {
				t.Logf("%s: %s after %v", p.ClientName(), what, took.Round(100*time.Millisecond))
			}
			return last
		}
		time.Sleep(pollEvery)
	}
	takeScreenshot(t, p, "failed")
	t.Fatalf("%s: no %s within %v; last state %+v, error %v", p.ClientName(), what, within, last, err)
	return last
}

// takeScreenshot saves a picture of what p shows.
func takeScreenshot(t *testing.T, p gameClient, what string) {
	t.Helper()
	if err := os.MkdirAll(screenshotDir, 0o755); err != nil {
		t.Fatal(err)
	}
	name := strings.ReplaceAll(fmt.Sprintf("%s-%s.png", p.ClientName(), what), " ", "-")
	file := filepath.Join(screenshotDir, name)
	if err := p.Screenshot(file); err != nil {
		t.Errorf("picture of %s: %v", p.ClientName(), err)
		return
	}
	if n, err := countColors(file); err != nil || n < fewestColors {
		t.Errorf("picture of %s: it has %d colours, error %v; want %d at least", p.ClientName(), n, err, fewestColors)
	}
}

// fewestColors is how many colours a picture has at least that shows anything.
const fewestColors = 100

func countColors(file string) (int, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return 0, err
	}
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		return 0, err
	}
	colors, b := map[color.Color]bool{}, img.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			colors[img.At(x, y)] = true
		}
	}
	return len(colors), nil
}

// shipOf finds the ship of a player among the ships that s shows.
func shipOf(s clientState, id int) (ships.Ship, bool) {
	for _, sh := range s.Ships {
		if sh.Player == id {
			return sh, true
		}
	}
	return ships.Ship{}, false
}

// scoreOf finds the line of a player on the scoreboard of s.
func scoreOf(s clientState, id int) (ships.Score, bool) {
	for _, sc := range s.Scores {
		if sc.Player == id {
			return sc, true
		}
	}
	return ships.Score{}, false
}
