// Newgame starts a game: it copies sim/toy to sim/NAME and client/game/toy, its face, to
// client/game/NAME, and installs both, in sim/games and client/game/faces. What it makes
// compiles and passes sim/simtest at once; sim/GAMES.md says how to go on.
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
	fmt.Printf("sim/%[1]s is a game now, and client/game/%[1]s is its face. Next:\n"+
		"  go test ./sim/%[1]s    it keeps the laws of every game\n"+
		"  make run             play it: choose it at the title, and again in a second tab\n"+
		"  sim/GAMES.md         how to make it another game, from \"Change it\" on\n", *name)
}

var goodName = regexp.MustCompile(`^[a-z][a-z0-9]{1,15}$`)

// newGame makes the game in the module at root. Nothing is changed if it fails, unless
// the disk does.
func newGame(root, name string) error {
	if !goodName.MatchString(name) || token.IsKeyword(name) {
		return fmt.Errorf("%q is not a name: 2 to 16 lower-case letters and digits, a letter first", name)
	}
	var installed [len(parts)][]byte
	for i, p := range parts {
		folder := filepath.Join(root, p.folder, name)
		if _, err := os.Stat(folder); !errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("%s exists", folder)
		}
		src, err := os.ReadFile(filepath.Join(root, p.list))
		if err != nil {
			return err
		}
		if installed[i], err = p.install(src, name); err != nil {
			return fmt.Errorf("install in %s: %w", p.list, err)
		}
	}
	for i, p := range parts {
		if err := copyToy(filepath.Join(root, p.folder, "toy"), filepath.Join(root, p.folder, name), name); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(root, p.list), installed[i], 0o644); err != nil {
			return err
		}
	}
	return nil
}

// part is a package of the toy and the list in which a new game goes beside the others.
type part struct {
	folder string // of the toy's package, and of the new one
	list   string
	imp    *regexp.Regexp // the import in that list to add one after; its group is the path up to the game
	all    *regexp.Regexp // the list, from its comment on
	before string         // declared before the list; NAME is the name, TITLE the title
	entry  string         // likewise, in the list
}

var parts = [...]part{
	{
		folder: "sim", list: "sim/games/games.go",
		imp:    regexp.MustCompile(`(?m)^\t"([^"]*/sim/)toy"$`),
		all:    regexp.MustCompile(`(?m)^// All are[^\n]*\n(?://[^\n]*\n)*var All = sim\.Games\{[^}]*\}$`),
		before: "// TITLE is the game of sim/NAME.\nvar TITLE = NAME.Game\n\n", entry: "TITLE",
	},
	{
		folder: "client/game", list: "client/game/faces/faces.go",
		imp:   regexp.MustCompile(`(?m)^\t"([^"]*/client/game/)ships"$`),
		all:   regexp.MustCompile(`(?m)^// All are[^\n]*\n(?://[^\n]*\n)*var All = game\.Faces\{[^}]*\}$`),
		entry: "NAME.Face",
	},
}

// install adds a game to the source of the list, as the last of All.
func (p *part) install(src []byte, name string) ([]byte, error) {
	imp, all := p.imp.FindSubmatchIndex(src), p.all.FindIndex(src)
	if imp == nil || all == nil {
		return nil, errors.New("the import to add one after, or All, is missing")
	}
	names := strings.NewReplacer("TITLE", title(name), "NAME", name)
	var b bytes.Buffer
	b.Write(src[:imp[1]])
	fmt.Fprintf(&b, "\n\t%q", string(src[imp[2]:imp[3]])+name)
	b.Write(src[imp[1]:all[0]])
	b.WriteString(names.Replace(p.before))
	b.Write(src[all[0] : all[1]-1])
	b.WriteString(", " + names.Replace(p.entry) + "}")
	b.Write(src[all[1]:])
	return format.Source(b.Bytes())
}

// copyToy copies the Go files of a package of the toy, under the new name.
func copyToy(from, to, name string) error {
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
