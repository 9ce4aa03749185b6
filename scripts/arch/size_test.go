package arch

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const (
	maxFuncLines = 40 // a screen; a longer function does more than one thing
	maxParams    = 4  // more of them, and callers mix them up
)

// drawing lists the folders whose functions may take coordinates, sizes and colours one by
// one, as those of any drawing library do.
var drawing = []string{"client/ui", "client/render", "client/hud", "client/scene", clientGame}

func TestFunctionsAreShort(t *testing.T) {
	seen := 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && path != root && strings.HasPrefix(d.Name(), "."):
			return fs.SkipDir
		case d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		folder, err := filepath.Rel(root, filepath.Dir(path))
		draws := slices.ContainsFunc(drawing, func(f string) bool { return within(filepath.ToSlash(folder), f) })
		for _, decl := range f.Decls {
			fn, ok := decl.(*ast.FuncDecl)
			if !ok {
				continue
			}
			seen++
			if lines := fset.Position(fn.End()).Line - fset.Position(fn.Pos()).Line + 1; lines > maxFuncLines {
				t.Errorf("%s: %s has %d lines, want %d at most", path, fn.Name, lines, maxFuncLines)
			}
			if n := countParams(fn.Type); n > maxParams && !draws {
				t.Errorf("%s: %s has %d parameters, want %d at most", path, fn.Name, n, maxParams)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if seen < 1000 {
		t.Errorf("saw %d functions, want those of the whole module: is the root right?", seen)
	}
}

// countParams counts the parameters of a function, without its context and a variadic one.
func countParams(fn *ast.FuncType) (n int) {
	for _, p := range fn.Params.List {
		switch t := p.Type.(type) {
		case *ast.Ellipsis:
			continue
		case *ast.SelectorExpr:
			if pkg, ok := t.X.(*ast.Ident); ok && pkg.Name == "context" {
				continue
			}
		}
		n += max(1, len(p.Names))
	}
	return n
}
