// Newgame starts a game: it copies sim/toy to sim/NAME and installs it in sim/games. What
// it makes compiles and passes sim/simtest at once; sim/GAMES.md says how to go on.
//
//	go run ./scripts/newgame -name hop
package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"go/format"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

func main() {
	name := flag.String("name", "", "the new game: a Go package name of lower-case letters and digits")
	root := flag.String("root", ".", "the folder of go.mod")
	flag.Parse()
	if err := newGame(*root, *name); err != nil {
		fmt.Fprintln(os.Stderr, "newgame:", err)
		os.Exit(1)
	}
	fmt.Printf("sim/%[1]s is a game now, and sim/games lists it. Next:\n"+
		"  go test ./sim/%[1]s   it keeps the laws of every game\n"+
		"  sim/GAMES.md          how to make it another game\n", *name)
}

var goodName = regexp.MustCompile(`^[a-z][a-z0-9]{1,15}$`)

// newGame makes the game in the module at root. Nothing is changed if it fails, unless
// the disk does.
func newGame(root, name string) error {
	if !goodName.MatchString(name) || token.IsKeyword(name) {
		return fmt.Errorf("%q is not a name: 2 to 16 lower-case letters and digits, a letter first", name)
	}
	folder := filepath.Join(root, "sim", name)
	if _, err := os.Stat(folder); !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("%s exists", folder)
	}
	list := filepath.Join(root, "sim", "games", "games.go")
	src, err := os.ReadFile(list)
	if err != nil {
		return err
	}
	installed, err := install(src, name)
	if err != nil {
		return fmt.Errorf("install in %s: %w", list, err)
	}
	if err := copyGame(filepath.Join(root, "sim", "toy"), folder, name); err != nil {
		return err
	}
	return os.WriteFile(list, installed, 0o644)
}

// copyGame copies the Go files of the toy, under the new name.
func copyGame(from, to, name string) error {
	files, err := filepath.Glob(filepath.Join(from, "*.go"))
	if err != nil || len(files) == 0 {
		return errors.Join(err, fmt.Errorf("no Go files in %s", from))
	}
	if err := os.MkdirAll(to, 0o755); err != nil {
		return err
	}
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		src, err = format.Source(rename(src, name))
		if err != nil {
			return fmt.Errorf("rename in %s: %w", file, err)
		}
		base := string(rename([]byte(filepath.Base(file)), name)) // toy.go and toy_test.go too
		if err := os.WriteFile(filepath.Join(to, base), src, 0o644); err != nil {
			return err
		}
	}
	return nil
}

var (
	toyWord  = regexp.MustCompile(`\btoy(\b|_)`)
	toyTitle = regexp.MustCompile(`\bToy\b`)
)

// rename calls the toy by another name, wherever it is named.
func rename(src []byte, name string) []byte {
	src = toyWord.ReplaceAll(src, []byte(name+"$1"))
	return toyTitle.ReplaceAll(src, []byte(title(name)))
}

func title(name string) string { return strings.ToUpper(name[:1]) + name[1:] }

// The lines of sim/games that a new game goes beside.
var (
	toyImport = regexp.MustCompile(`(?m)^\t"([^"]*/sim/)toy"$`)
	allGames  = regexp.MustCompile(`(?m)^// All are[^\n]*\n(?://[^\n]*\n)*var All = sim\.Games\{[^}]*\}$`)
)

// install adds a game to the source of sim/games, as the last of All.
func install(src []byte, name string) ([]byte, error) {
	imp, all := toyImport.FindSubmatchIndex(src), allGames.FindIndex(src)
	if imp == nil || all == nil {
		return nil, errors.New("it does not import the toy, or has no All")
	}
	var b bytes.Buffer
	b.Write(src[:imp[1]])
	fmt.Fprintf(&b, "\n\t%q", string(src[imp[2]:imp[3]])+name)
	b.Write(src[imp[1]:all[0]])
	fmt.Fprintf(&b, "// %[1]s is the game of sim/%[2]s.\nvar %[1]s = %[2]s.Game\n\n", title(name), name)
	b.Write(src[all[0] : all[1]-1])
	fmt.Fprintf(&b, ", %s}", title(name))
	b.Write(src[all[1]:])
	return format.Source(b.Bytes())
}
