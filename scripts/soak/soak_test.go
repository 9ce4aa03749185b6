package main

import (
	"strings"
	"testing"
	"time"

	"perihelion/scripts/harness"
)

func TestAShortRunFindsNothingWrong(t *testing.T) {
	if testing.Short() {
		t.Skip("takes half a minute")
	}
	var out strings.Builder
	if err := runSoak(t.Context(), options{guests: 32, length: 16 * time.Second, seed: 3}, &out); err != nil {
		t.Errorf("%v\n%s", err, &out)
	}
}

func TestCommandLine(t *testing.T) {
	harness.CheckCommandLines(t, parse, [][3]string{
		{"the defaults", "", ""},
		{"a small one", "-guests 8 -for 20s -seed 7", ""},
		{"three servers", "-url http://127.0.0.1:8080/n/n1,http://127.0.0.1:8080/n/n2,http://127.0.0.1:8080", ""},
		{"a database of theirs", "-url http://127.0.0.1:8080 -database postgres://localhost/x", "exclude each other"},
		{"somebody else's", "-url http://example.com", "not this machine"},
		{"no guests", "-guests 0", "-guests=0: must be 1 to"},
		{"no time", "-for 0s", "-for=0s: must be"},
		{"a word too many", "200", `"200" is not a flag`},
	})
}
