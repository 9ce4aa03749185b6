package main

import (
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
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
	const flags = "-gcflags=example.com/star/hop/...=-N -l" // optimised, all that takes half as long again
	for _, args := range [][]string{{"vet", flags, "./sim/...", "./shared/...", "./server/...", "./client/netcode"}, {"test", flags, "-short", "-vet=off", "./scripts/arch", "./server/ops/config", "./shared/protocol", "./sim/games"}} {
		cmd := exec.Command("go", args...)
		cmd.Dir = dir
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("go %s: %v\n%s", strings.Join(args, " "), err, out)
		}
	}
	if _, err := rename(dir, "example.com/hop", "Hop"); err == nil {
		t.Error("what was renamed was renamed again")
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
