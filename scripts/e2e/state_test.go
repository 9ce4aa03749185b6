//go:build e2e

package e2e

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"perihelion/client/scene"
)

// state is what every client tells of itself: perihelion.state() in the page,
// the file of -state on the desktop.
type state = scene.State

// player is a client in a process of its own.
type player interface {
	Name() string
	State() (state, error)
	Shot(file string) error
}

// shots is where the pictures of a run are kept, below the root of the module.
const shots = "../../.build/e2e"

const (
	pollEvery = 100 * time.Millisecond
	slow      = 3 * time.Second // what takes longer is worth a line
)

// await asks p until what it tells is as wanted, or time runs out.
func await(t *testing.T, p player, within time.Duration, what string, ok func(state) bool) state {
	t.Helper()
	var last state
	var err error
	begun := time.Now()
	for time.Since(begun) < within {
		if last, err = p.State(); err == nil && ok(last) {
			if took := time.Since(begun); took > slow {
				t.Logf("%s: %s after %v", p.Name(), what, took.Round(100*time.Millisecond))
			}
			return last
		}
		time.Sleep(pollEvery)
	}
	shoot(t, p, "failed")
	t.Fatalf("%s: no %s within %v; last state %+v, error %v", p.Name(), what, within, last, err)
	return last
}

// shoot keeps a picture of what p shows.
func shoot(t *testing.T, p player, what string) {
	t.Helper()
	if err := os.MkdirAll(shots, 0o755); err != nil {
		t.Fatal(err)
	}
	name := strings.ReplaceAll(fmt.Sprintf("%s-%s.png", p.Name(), what), " ", "-")
	file := filepath.Join(shots, name)
	if err := p.Shot(file); err != nil {
		t.Errorf("picture of %s: %v", p.Name(), err)
		return
	}
	if info, err := os.Stat(file); err != nil || info.Size() < 10_000 {
		t.Errorf("picture of %s: %v, or too small to show anything", p.Name(), errors.Join(err))
	}
}

// ship finds the ship of a player among those in sight of s.
func ship(s state, id int) (scene.Ship, bool) {
	for _, sh := range s.Ships {
		if sh.Player == id {
			return sh, true
		}
	}
	return scene.Ship{}, false
}

// score is the line of a player on the scoreboard of s.
func score(s state, id int) (scene.Score, bool) {
	for _, sc := range s.Scores {
		if sc.Player == id {
			return sc, true
		}
	}
	return scene.Score{}, false
}
