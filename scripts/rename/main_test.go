package main

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"
)

const root = "../.."

// copyOfRepository copies everything but what git and the builds keep.
func copyOfRepository(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	entries, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		from, to := filepath.Join(root, e.Name()), filepath.Join(dir, e.Name())
		switch {
		case e.Name() == ".git" || e.Name() == ".build":
		case e.IsDir():
			err = os.CopyFS(to, os.DirFS(from))
		default:
			var b []byte
			if b, err = os.ReadFile(from); err == nil {
				err = os.WriteFile(to, b, 0o644)
			}
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestARenamedRepositoryIsAnotherGame(t *testing.T) {
	dir := copyOfRepository(t)
	if n, err := rename(dir, "example.com/star/hop", "Hop Star"); err != nil || n < 500 {
		t.Fatalf("renamed %d files, %v", n, err)
	}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.Contains(path, "scripts/rename") {
			return err
		}
		b, err := os.ReadFile(path)
		if isText(b) && bytes.Contains(bytes.ToLower(b), []byte("perihelion")) || strings.Contains(path, "perihelion") {
			t.Errorf("%s still says the old name", path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	typeCheck(t, dir)
	// Optimised, what the tests import takes half as long again.
	cmd := exec.Command("go", "test", "-gcflags=example.com/star/hop/...=-N -l", "-short", "-vet=off",
		"./scripts/arch", "./server/ops/config", "./shared/protocol", "./sim/games")
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v: %v\n%s", cmd, err, out)
	}
	if _, err := rename(dir, "example.com/hop", "Hop"); err == nil {
		t.Error("what was renamed was renamed again")
	}
}

// typeCheck checks the types of every package in dir and of its tests. To compile all under
// another path would take several times as long. What other modules do inside of functions is
// not looked at.
func typeCheck(t *testing.T, dir string) {
	t.Helper()
	all, err := packages.Load(&packages.Config{
		Mode: packages.LoadAllSyntax, Dir: dir, BuildFlags: []string{"-tags=e2e"}, Tests: true,
		ParseFile: func(fset *token.FileSet, name string, src []byte) (*ast.File, error) {
			f, err := parser.ParseFile(fset, name, src, parser.SkipObjectResolution)
			if err == nil && !strings.HasPrefix(name, dir) {
				for _, d := range f.Decls {
					if d, ok := d.(*ast.FuncDecl); ok {
						d.Body = nil
					}
				}
			}
			return f, err
		},
	}, "./...")
	if err != nil || len(all) < 100 {
		t.Fatalf("loaded %d packages, %v", len(all), err)
	}
	for _, p := range all {
		if strings.HasSuffix(p.ID, ".test") { // a main that go writes for tests, outside of dir
			continue
		}
		for _, err := range p.Errors {
			t.Error(err)
		}
	}
}

func TestNamesThatWouldNotDoAreRefused(t *testing.T) {
	for _, tt := range []struct{ module, name string }{
		{"", "Hop"},
		{"Example.com/hop", "Hop"},
		{"example.com/hop", ""},
		{"example.com/hop", "!"},
		{"example.com/hop", "2 hops"},
		{"/hop", "Hop"},
		{"example.com/hop", "a name that is far too long for a slug"},
	} {
		if n, err := rename(t.TempDir(), tt.module, tt.name); err == nil || n != 0 {
			t.Errorf("module %q, name %q: %d files, %v", tt.module, tt.name, n, err)
		}
	}
}
