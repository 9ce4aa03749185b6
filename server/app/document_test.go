package app

import (
	"flag"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"

	"perihelion/server/lobby"
)

var update = flag.Bool("update", false, "write openapi.yaml anew")

// TestTheAPIIsTheOneThatWasReviewed keeps the API from changing by accident. It is in this
// package because here all packages have added their operations.
func TestTheAPIIsTheOneThatWasReviewed(t *testing.T) {
	t.Parallel()
	const file = "../lobby/openapi.yaml"
	s := startServer(t)
	res, err := http.Get("http://" + s.Addr().String() + lobby.DocumentPath + ".yaml")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	got, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	served, reviewed := strings.Split(string(got), "\n"), strings.Split(string(want), "\n")
	for i := range max(len(served), len(reviewed)) {
		if g, w := lineOf(served, i), lineOf(reviewed, i); g != w {
			t.Fatalf("line %d differs from openapi.yaml; run the test with -update and review the change:\ngot  %s\nwant %s", i+1, g, w)
		}
	}
}

// lineOf is a line of a text, or empty after its end.
func lineOf(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return "(nothing)"
}
