package arch

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
)

// goroutines are the places of the server that start one, with how many, and who
// recovers a panic there: package server/panics says what is closed then. A panic of
// any goroutine ends the process, so a new one is to be thought about, and counted
// here.
var goroutines = map[string]struct {
	n   int
	who string
}{
	"server/serve.go":             {1, "nobody: it only cancels"},
	"server/app/app.go":           {6, "panics.Recover for ports; panics.Loop"},
	"server/app/drain.go":         {1, "nobody: it only waits"},
	"server/app/keep.go":          {3, "panics.Loop"},
	"server/edge/refused.go":      {1, "panics.Recover"},
	"server/live/socket.go":       {1, "panics.Recover in write"},
	"server/lobby/hold.go":        {1, "nobody: it only cancels"},
	"server/metrics/catalogue.go": {1, "nobody: it describes, for tests and documents"},
	"server/results/results.go":   {1, "panics.Loop"},
	"server/room/registry.go":     {2, "Room.recover; nobody in wait, which only waits"},
	"server/session/gate.go":      {1, "panics.Recover in write"},
	"server/session/session.go":   {1, "panics.Recover"},
	"server/ws/ws.go":             {3, "panics.Recover in serve and CloseAll; nobody in Wait, which only waits"},
}

func TestEveryGoroutineOfTheServerIsAccountedFor(t *testing.T) {
	found := map[string]int{}
	err := filepath.WalkDir(filepath.Join(root, "server"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, path)
		if n := started(f); n > 0 {
			found[filepath.ToSlash(rel)] = n
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for path, n := range found {
		if n != goroutines[path].n {
			t.Errorf("%s starts %d goroutines, want %d: say who recovers a panic there", path, n, goroutines[path].n)
		}
	}
	for path := range goroutines {
		if found[path] == 0 {
			t.Errorf("%s starts no goroutine any more", path)
		}
	}
}

// started counts what starts a goroutine: go, WaitGroup.Go, AfterFunc.
func started(f *ast.File) (n int) {
	ast.Inspect(f, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.GoStmt:
			n++
		case *ast.CallExpr:
			if s, ok := node.Fun.(*ast.SelectorExpr); ok && (s.Sel.Name == "Go" || s.Sel.Name == "AfterFunc") {
				n++
			}
		}
		return true
	})
	return n
}
