package arch

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"testing"
)

const (
	maxLines     = 400 // a longer file is about more than one thing
	most90Lines  = 200 // nine of ten files have no more
	medianLines  = 110
	maxFuncLines = 40 // a screen; a longer function does more than one thing
	maxParams    = 4  // more of them, and callers mix them up
)

// drawing lists the folders whose functions may take coordinates, sizes and colours one by
// one, as those of any drawing library do.
var drawing = []string{"client/ui", "client/render", "client/hud", "client/scene", clientGame}

func TestFilesAndFunctionsAreShort(t *testing.T) {
	var sizes []int
	eachGoFile(t, false, func(path, dir string) error {
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		lines := fset.File(f.FileStart).LineCount() - 1
		if sizes = append(sizes, lines); lines > maxLines {
			t.Errorf("%s: %d lines, want %d at most", path, lines, maxLines)
		}
		checkFunctions(t, fset, f, dir)
		return nil
	})
	slices.Sort(sizes)
	if median, ninth := sizes[len(sizes)/2], sizes[len(sizes)*9/10]; median > medianLines || ninth > most90Lines {
		t.Errorf("files have %d lines in the middle and nine of ten up to %d, want %d and %d", median, ninth, medianLines, most90Lines)
	}
}

func checkFunctions(t *testing.T, fset *token.FileSet, f *ast.File, folder string) {
	draws := slices.ContainsFunc(drawing, func(d string) bool { return within(folder, d) })
	for _, decl := range f.Decls {
		fn, ok := decl.(*ast.FuncDecl)
		if !ok {
			continue
		}
		at := fset.Position(fn.Pos())
		if lines := fset.Position(fn.End()).Line - at.Line + 1; lines > maxFuncLines {
			t.Errorf("%v: %s has %d lines, want %d at most", at, fn.Name, lines, maxFuncLines)
		}
		if n := countParams(fn.Type); n > maxParams && !draws {
			t.Errorf("%v: %s has %d parameters, want %d at most", at, fn.Name, n, maxParams)
		}
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
