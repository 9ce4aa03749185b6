// Rename makes a game of another name out of this repository: it replaces the name wherever
// it is written, in code, documents, environment variables, metrics, storage keys and the
// wire's subprotocol, and gives the module a path of its own. Do it once, at the beginning:
// clients, stored data and settings of the old name are not found any more.
//
//	go run ./scripts/rename -module example.com/hop -name "Hop Star"
package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The present name: as players read it, and as programs do, which is also the module's path.
const (
	oldName = "Perihelion"
	oldSlug = "perihelion"
)

func main() {
	module := flag.String("module", "", "the path of the module, such as example.com/hop")
	name := flag.String("name", "", "the name for players, such as \"Hop Star\"")
	root := flag.String("root", ".", "the folder of go.mod")
	flag.Parse()
	n, err := rename(*root, *module, *name)
	if err != nil {
		fmt.Fprintln(os.Stderr, "rename:", err)
		os.Exit(1)
	}
	fmt.Printf("%d files are of %s now. Look at them with git diff; then make test\n", n, *name)
}

var (
	goodModule = regexp.MustCompile(`^[a-z0-9][a-z0-9.\-_~/]*[a-z0-9]$`)
	notSlug    = regexp.MustCompile(`[^a-z0-9]`)
)

// rename changes the files below root and returns how many. It checks the names before it
// changes anything.
func rename(root, module, name string) (changed int, err error) {
	slug := notSlug.ReplaceAllString(strings.ToLower(name), "")
	switch {
	case !goodModule.MatchString(module):
		return 0, fmt.Errorf("%q is no path of a module, such as example.com/hop", module)
	case len(slug) < 2 || len(slug) > 20 || !unicode.IsLetter(rune(slug[0])):
		return 0, fmt.Errorf("the name %q needs 2 to 20 letters and digits, a letter first", name)
	}
	mod, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		return 0, err
	}
	if !bytes.HasPrefix(mod, []byte("module "+oldSlug+"\n")) {
		return 0, errors.New("go.mod is not that of " + oldName + ": it was renamed before")
	}
	words := strings.NewReplacer(
		`"`+oldSlug+`/`, `"`+module+`/`, // imports
		"module "+oldSlug+"\n", "module "+module+"\n",
		`module = "`+oldSlug+`"`, `module = "`+module+`"`, // of scripts/arch
		oldName, name, oldSlug, slug, strings.ToUpper(oldSlug), strings.ToUpper(slug),
	)
	files, err := filesBelow(root)
	if err != nil {
		return 0, err
	}
	for _, path := range files {
		did, err := renameFile(path, words)
		if err != nil {
			return changed, err
		}
		if did {
			changed++
		}
	}
	return changed, nil
}

// filesBelow lists the files of the repository at root, without those that are built.
func filesBelow(root string) (files []string, err error) {
	err = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == ".git" || d.Name() == ".build"):
			return fs.SkipDir
		case d.Type().IsRegular():
			files = append(files, path)
		}
		return nil
	})
	return files, err
}

// renameFile replaces the words in a text file and in its name.
func renameFile(path string, words *strings.Replacer) (changed bool, err error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return false, err
	}
	if isText(b) {
		if text := words.Replace(string(b)); text != string(b) {
			info, err := os.Stat(path)
			if err != nil {
				return false, err
			}
			if err := os.WriteFile(path, []byte(text), info.Mode().Perm()); err != nil {
				return false, err
			}
			changed = true
		}
	}
	folder, file := filepath.Split(path)
	if to := words.Replace(file); to != file {
		return true, os.Rename(path, filepath.Join(folder, to))
	}
	return changed, nil
}

// isText reports whether b is text: pictures, fonts and replays are not.
func isText(b []byte) bool { return utf8.Valid(b) && !bytes.ContainsRune(b, 0) }
