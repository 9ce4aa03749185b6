package arch

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// `make cross` picks tests by their names. Each game needs one that compares hashes with those
// of another machine, and the one of the laws.
func TestEveryGameIsComparedAcrossMachines(t *testing.T) {
	for _, part := range []string{`Machine|`, `|Obeys/`} {
		if b, err := os.ReadFile(filepath.Join(root, "Makefile")); err != nil || !strings.Contains(string(b), part) {
			t.Fatalf("make cross does not run %q, %v", part, err)
		}
	}
	test := regexp.MustCompile(`(?m)^func Test\w*(Machine|Obeys)\w*\(`)
	found := map[string][]string{} // by game
	eachGoFile(t, true, func(path, dir string) error {
		if filepath.Dir(dir) != "sim" || slices.Contains(gameTools, dir) || slices.Contains(gameLists, dir) {
			return nil
		}
		b, err := os.ReadFile(path)
		for _, m := range test.FindAllStringSubmatch(string(b), -1) {
			found[dir] = append(found[dir], m[1])
		}
		found[dir] = slices.Compact(slices.Sorted(slices.Values(found[dir])))
		return err
	})
	for game, kinds := range found {
		if len(kinds) != 2 {
			t.Errorf("%s has tests of the kinds %v, want both Machine and Obeys in their names", game, kinds)
		}
	}
	if len(found) < 3 {
		t.Errorf("saw the games %v, want ships, puck and toy", found)
	}
}
