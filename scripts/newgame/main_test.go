package main

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const root = "../.."

// copyOfModule is a module with what a new game needs of this one.
func copyOfModule(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{"go.mod", "go.sum"} {
		b, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"sim", "shared", "client", "assets"} {
		if err := os.CopyFS(filepath.Join(dir, name), os.DirFS(filepath.Join(root, name))); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// overlayOf writes a file for -overlay that puts what a copy of the module has changed over the
// original, so that only that is compiled.
func overlayOf(t *testing.T, dir string) string {
	t.Helper()
	replace := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		original, err := filepath.Abs(filepath.Join(root, strings.TrimPrefix(path, dir)))
		if err != nil {
			return err
		}
		is, err := os.ReadFile(path)
		if was, missing := os.ReadFile(original); missing != nil || !bytes.Equal(is, was) {
			replace[original] = path
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	list, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "overlay.json")
	if err := os.WriteFile(file, list, 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

// runIn runs a command in a folder; an error of it fails the test.
func runIn(t *testing.T, dir, command string, args ...string) {
	t.Helper()
	cmd := exec.Command(command, args...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%s %s: %v\n%s", command, strings.Join(args, " "), err, out)
	}
}

func TestANewGameCompilesAndKeepsTheLaws(t *testing.T) {
	dir := copyOfModule(t)
	if err := newGame(dir, "hop"); err != nil {
		t.Fatal(err)
	}
	overlay := overlayOf(t, dir)
	runIn(t, root, "go", "build", "-overlay", overlay, "./client/game/hop", "./client/game/faces")
	runIn(t, root, "go", "test", "-overlay", overlay, "-vet=off", "-c", "-o", dir, "./sim/hop", "./sim/games") // vet looks for the folders of an overlay on the disk
	runIn(t, filepath.Join(dir, "sim/hop"), filepath.Join(dir, "hop.test"))
	runIn(t, filepath.Join(dir, "sim/games"), filepath.Join(dir, "games.test"))
	list, err := os.ReadFile(filepath.Join(dir, "sim/games/games.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"/sim/hop\"\n", "var Hop = hop.Game\n", ", Hop}\n"} {
		if !strings.Contains(string(list), want) {
			t.Errorf("sim/games does not say %q:\n%s", want, list)
		}
	}
	faces, err := os.ReadFile(filepath.Join(dir, "client/game/faces/faces.go"))
	if err != nil || !strings.Contains(string(faces), ", hop.Face}\n") {
		t.Errorf("the face is not installed: %v\n%s", err, faces)
	}
	files, err := filepath.Glob(filepath.Join(dir, "sim/hop/*.go"))
	if err != nil || len(files) < 2 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, file := range append(files, filepath.Join(dir, "client/game/hop/hop.go")) {
		if b, err := os.ReadFile(file); err != nil || bytes.Contains(bytes.ToLower(b), []byte("toy")) {
			t.Errorf("%s, %v: it still speaks of the toy", file, err)
		}
	}
}

func TestGamesThatCannotBeMadeChangeNothing(t *testing.T) {
	dir := copyOfModule(t)
	before, err := os.ReadFile(filepath.Join(dir, "sim/games/games.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"", "h", "Hop", "2hop", "go-hop", "../hop", "func", "toy", "ships", "fixed", "alongernamethanagamemayhave"} {
		if err := newGame(dir, name); err == nil {
			t.Errorf("%q became a game", name)
		}
	}
	if after, err := os.ReadFile(filepath.Join(dir, "sim/games/games.go")); err != nil || !bytes.Equal(after, before) {
		t.Errorf("the list of games changed: %v\n%s", err, after)
	}
	if err := os.WriteFile(filepath.Join(dir, "sim/games/games.go"), []byte("package games\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := newGame(dir, "hop"); err == nil {
		t.Error("a game was installed in a list that is none")
	}
	if _, err := os.Stat(filepath.Join(dir, "sim/hop")); err == nil {
		t.Error("a game that could not be installed was copied")
	}
}
