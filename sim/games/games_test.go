package games

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"perihelion/sim"
)

func TestNoTwoGamesOrModesShareAName(t *testing.T) {
	var games, modes []string
	for _, g := range append(sim.Games{Toy}, All...) {
		games = append(games, g.About().Name)
		for _, m := range g.About().Modes {
			modes = append(modes, m.Name)
		}
	}
	for _, names := range [][]string{games, modes} {
		slices.Sort(names)
		if unique := slices.Compact(slices.Clone(names)); len(unique) != len(names) {
			t.Errorf("%q: some name is there twice", names)
		}
	}
}

var goBlock = regexp.MustCompile("(?s)```go\n(.*?)```")

// Each paragraph of the Go code in GAMES.md must be in the toy or in the list of games,
// word for word.
func TestThePageShowsTheCodeOfTheToy(t *testing.T) {
	page, err := os.ReadFile("../GAMES.md")
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("../toy/*.go")
	if err != nil {
		t.Fatal(err)
	}
	var code strings.Builder
	for _, file := range append(files, "games.go") {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		code.Write(b)
	}
	blocks := goBlock.FindAllSubmatch(page, -1)
	if len(blocks) < 5 {
		t.Errorf("only %d pieces of Go code in GAMES.md", len(blocks))
	}
	for _, block := range blocks {
		for part := range strings.SplitSeq(string(block[1]), "\n\n") {
			if part = strings.TrimSpace(part); !strings.Contains(code.String(), part) {
				t.Errorf("GAMES.md shows code that is not in sim/toy any more:\n%s", part)
			}
		}
	}
}
