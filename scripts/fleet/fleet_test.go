package main

import (
	"os"
	"testing"

	"perihelion/scripts/harness"
)

func TestMain(m *testing.M) {
	if err := os.Chdir("../.."); err != nil { // the folder that the command runs in
		panic(err)
	}
	os.Exit(m.Run())
}

// required is set by `make test`, where all tools must be installed.
const required = "PERIHELION_TEST_TOOLS"

func TestPlayersOfAFleetPlayOnWhateverEnds(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: it runs for more than a minute")
	}
	for _, tool := range []string{"nats-server", "caddy", "initdb"} {
		harness.RequireProgram(t, tool, required)
	}
	t.Setenv("PERIHELION_ROOM_SEATS", "4")
	t.Setenv("PERIHELION_DRAIN_TIMEOUT", "5s")
	t.Setenv("PERIHELION_ROUND_TIME", "60s")
	t.Setenv("PERIHELION_ROUND_POINTS", "999") // so that a round takes all of that time
	if err := run(t.Context(), options{nodes: 3, test: true, players: 8, kills: 2}); err != nil {
		t.Error(err)
	}
}

func TestCommandLines(t *testing.T) {
	harness.CheckCommandLines(t, parseOptions, [][3]string{
		{"one server", "-nodes 1", "-nodes: from 2 to 9"},
		{"nobody", "-test -players 0", "-players: from 1 to 200"},
		{"nothing is killed", "-test -kills 0", "-kills: from 1 to 1000"},
		{"nobody is that far away", "-test -rtt 2s", "-rtt: from 0 to 1s"},
		{"a word too many", "up", "there is nothing to do with"},
	})
}
