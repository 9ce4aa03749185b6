package examples

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"perihelion/scripts/harness"
)

// required is set by `make test`, where a missing interpreter is no excuse.
const required = "PERIHELION_TEST_EXAMPLES"

// A language is one in which there is an example.
type language struct {
	command         string
	client, vectors string
	player          string // the name under which it plays
}

var languages = []language{
	{"node", "js/client.mjs", "js/vectors.mjs", "Node"},
	{"python3", "python/client.py", "python/vectors.py", "Python"},
}

// checksums are verified by each client before it leaves, one a second.
const checksums = 12

// seen is what a client prints at its end.
type seen struct {
	Room      string         `json:"room"`
	States    int            `json:"states"`
	Checksums int            `json:"checksums"`
	Fired     int            `json:"fired"`
	Kinds     map[string]int `json:"kinds"`
	Players   []string       `json:"players"`
}

func TestTheVectorsAreEnoughForOtherLanguages(t *testing.T) {
	for _, l := range languages {
		t.Run(l.command, func(t *testing.T) {
			find(t, l.command)
			if out := run(t, l.command, l.vectors); !strings.HasSuffix(out, "vectors are right\n") {
				t.Errorf("%s says %q", l.vectors, out)
			}
		})
	}
}

// TestClientsInOtherLanguagesPlayAMatch lets them join a real server over HTTP and
// WebSockets, and fight bots and each other. A client ends with an error at the first
// frame it cannot read and the first checksum that is not its own.
func TestClientsInOtherLanguagesPlayAMatch(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: a match in real time is left out")
	}
	for _, l := range languages {
		find(t, l.command)
	}
	// Snapshots as often as ticks: a checksum comes every second.
	server, err := harness.StartServer("examples", t.TempDir(), "SNAPSHOT_RATE=60", "ROUND_POINTS=5")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Stop(); err != nil {
			t.Error(err)
		}
	})
	results := make([]seen, len(languages))
	var playing sync.WaitGroup
	for i, l := range languages {
		playing.Go(func() {
			out := run(t, l.command, l.client, server.URL, strconv.Itoa(checksums))
			if err := json.Unmarshal([]byte(out), &results[i]); err != nil {
				t.Errorf("%s prints %q: %v", l.client, out, err)
			}
		})
	}
	playing.Wait()
	for i, l := range languages {
		t.Logf("%s: %+v", l.command, results[i])
		judge(t, &results[i], l)
		if results[i].Room != results[0].Room {
			t.Errorf("%s played in room %s, %s in %s", l.command, results[i].Room, languages[0].command, results[0].Room)
		}
	}
}

// judge checks that a client has played, and seen what there is in every match.
func judge(t *testing.T, s *seen, l language) {
	t.Helper()
	if s.Checksums < checksums || s.States < 60*checksums {
		t.Errorf("%s verified %d checksums in %d states, want %d", l.command, s.Checksums, s.States, checksums)
	}
	if s.Fired == 0 {
		t.Errorf("%s has not fired", l.command)
	}
	for kind, name := range map[string]string{"1": "ships", "2": "pulses", "6": "rocks", "7": "pads", "8": "scores", "9": "match"} {
		if s.Kinds[kind] == 0 {
			t.Errorf("%s saw no %s", l.command, name)
		}
	}
	if !slices.Contains(s.Players, l.player) || len(s.Players) < 2 {
		t.Errorf("%s knows of the players %v, want %s and others", l.command, s.Players, l.player)
	}
}

// find leaves a test out where a language is not installed, unless that is required.
func find(t *testing.T, command string) {
	t.Helper()
	_, err := exec.LookPath(command)
	switch {
	case errors.Is(err, exec.ErrNotFound) && os.Getenv(required) == "":
		t.Skipf("no %s on this machine, so its example is left out: make setup installs it", command)
	case err != nil:
		t.Fatal(err)
	}
}

// run gives what a script prints. Its errors are the test's. It is ended after a time
// that only a client would need that waits for ever.
func run(t *testing.T, command string, args ...string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	var wrong strings.Builder
	c := exec.CommandContext(ctx, command, args...)
	c.Stderr = &wrong
	out, err := c.Output()
	if err != nil || wrong.Len() > 0 {
		t.Errorf("%s %s: %v\n%s", command, strings.Join(args, " "), err, wrong.String())
	}
	return string(out)
}
