package examples

import (
	"context"
	"encoding/json"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"perihelion/scripts/harness"
)

// requiredEnv is set by `make test`: there a missing interpreter fails the test.
const requiredEnv = "PERIHELION_TEST_EXAMPLES"

// language is a programming language with an example.
type language struct {
	command         string // the interpreter
	client, vectors string
	player          string // the name under which the client plays
}

var languages = []language{
	{"node", "js/client.mjs", "js/vectors.mjs", "Node"},
	{"python3", "python/client.py", "python/vectors.py", "Python"},
}

// checksums is how many checksums each client verifies before it leaves. One comes every
// second.
const checksums = 12

// clientReport is what a client prints at its end.
type clientReport struct {
	Room      string         `json:"room"`
	States    int            `json:"states"`
	Checksums int            `json:"checksums"`
	Fired     int            `json:"fired"`
	Kinds     map[string]int `json:"kinds"`
	Players   []string       `json:"players"`
}

func TestClientsInOtherLanguagesAgreeWithTheVectors(t *testing.T) {
	for _, l := range languages {
		t.Run(l.command, func(t *testing.T) {
			harness.RequireProgram(t, l.command, requiredEnv)
			if out := runScript(t, l.command, l.vectors); !strings.HasSuffix(out, "vectors are right\n") {
				t.Errorf("%s says %q", l.vectors, out)
			}
		})
	}
}

// TestClientsInOtherLanguagesPlayAMatch lets them join a real server over HTTP and
// WebSockets, and fight bots and each other. A client ends with an error at the first
// frame it cannot decode and the first checksum that differs from its own.
func TestClientsInOtherLanguagesPlayAMatch(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: a match in real time is left out")
	}
	for _, l := range languages {
		harness.RequireProgram(t, l.command, requiredEnv)
	}
	// Snapshots are as frequent as ticks: so a checksum comes every second.
	server, err := harness.StartServer("examples", t.TempDir(), "SNAPSHOT_RATE=60", "ROUND_POINTS=5", "ARENAS=perihelion")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Stop(); err != nil {
			t.Error(err)
		}
	})
	results := make([]clientReport, len(languages))
	var playing sync.WaitGroup
	for i, l := range languages {
		playing.Go(func() {
			out := runScript(t, l.command, l.client, server.URL, strconv.Itoa(checksums))
			if err := json.Unmarshal([]byte(out), &results[i]); err != nil {
				t.Errorf("%s prints %q: %v", l.client, out, err)
			}
		})
	}
	playing.Wait()
	for i, l := range languages {
		t.Logf("%s: %+v", l.command, results[i])
		checkReport(t, &results[i], l)
		if results[i].Room != results[0].Room {
			t.Errorf("%s played in room %s, %s in %s", l.command, results[i].Room, languages[0].command, results[0].Room)
		}
	}
}

// checkReport checks that a client has played, and has seen what is in every match.
func checkReport(t *testing.T, s *clientReport, l language) {
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

// runScript returns what a script prints. An error, or a message of the script, fails the
// test. A script that takes longer than three minutes is killed.
func runScript(t *testing.T, command string, args ...string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	var stderr strings.Builder
	c := exec.CommandContext(ctx, command, args...)
	c.Stderr = &stderr
	out, err := c.Output()
	if err != nil || stderr.Len() > 0 {
		t.Errorf("%s %s: %v\n%s", command, strings.Join(args, " "), err, stderr.String())
	}
	return string(out)
}
