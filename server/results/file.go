package results

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"perihelion/server/store"
)

// A result is a file named by the id of its match.
const (
	extension = ".json"
	partial   = ".partial" // not whole yet
	aside     = ".refused" // after extension: the store will never take it
)

// errDisk is a file that is there and cannot be read now.
var errDisk = errors.New("results: disk out of order")

// save writes m into dir, whole or not at all, and onto the disk before it
// returns.
func save(dir string, m store.Match) (path string, err error) {
	if m.ID == "" || strings.ContainsFunc(m.ID, func(c rune) bool { return !strings.ContainsRune("0123456789abcdef-", c) }) {
		panic("results: " + m.ID + " is no id of a match")
	}
	text, err := json.Marshal(m)
	if err != nil {
		return "", err
	}
	path = filepath.Join(dir, m.ID+extension)
	if err := writeFile(path+partial, text); err != nil {
		return "", errors.Join(err, os.Remove(path+partial))
	}
	if err := os.Rename(path+partial, path); err != nil {
		return "", err
	}
	return path, syncDir(dir)
}

func writeFile(path string, text []byte) (err error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if _, err := f.Write(text); err != nil {
		return err
	}
	return f.Sync()
}

// syncDir makes sure that the name of a file is on the disk as well.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	_ = d.Sync() // not every system knows how; the file itself is safe
	return d.Close()
}

// load reads what save wrote.
func load(path string) (store.Match, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return store.Match{}, fmt.Errorf("%w: %w", errDisk, err)
	}
	var m store.Match
	if err := json.Unmarshal(text, &m); err != nil {
		return store.Match{}, err
	}
	if m.ID+extension != filepath.Base(path) {
		return store.Match{}, fmt.Errorf("it holds match %.40q", m.ID)
	}
	return m, nil
}

// sweep deletes what was never written whole.
func sweep(dir string) error {
	halves, err := filepath.Glob(filepath.Join(dir, "*"+partial))
	if err != nil {
		return err
	}
	for _, path := range halves {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}
