package arch

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// tourStop is a line of the README's tour: a file, and the function to read there.
var tourStop = regexp.MustCompile("(?m)^\\| \\d+ \\| \\[([^\\]]+)\\]\\(([^)]+)\\) `(\\w+)` \\|")

func TestTheTourOfTheREADMELeadsSomewhere(t *testing.T) {
	page, err := os.ReadFile(filepath.Join(root, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	stops := tourStop.FindAllStringSubmatch(string(page), -1)
	if len(stops) < 5 {
		t.Fatalf("the tour has %d stops, want that of an input from a key to every screen", len(stops))
	}
	for _, stop := range stops {
		text, path, name := stop[1], stop[2], stop[3]
		f, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, path), nil, parser.SkipObjectResolution)
		if err != nil || text != path {
			t.Errorf("[%s](%s): %v", text, path, err)
			continue
		}
		found := false
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			found = found || ok && fn.Name.Name == name
		}
		if !found {
			t.Errorf("%s has no function %s", path, name)
		}
	}
}
