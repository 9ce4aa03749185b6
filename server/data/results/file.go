package results

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"perihelion/server/data/store"
)

// A result is a file named after the id of its match.
const (
	resultSuffix  = ".json"
	partialSuffix = ".partial" // incomplete
	refusedSuffix = ".refused" // after resultSuffix: the store will never accept it
)

// errDisk is the error of a file that exists and cannot be read now.
var errDisk = errors.New("results: disk out of order")

// saveFile writes m into dir, completely or not at all, and syncs it.
func saveFile(dir string, m store.Match) (path string, err error) {
	if m.ID == "" || strings.ContainsFunc(m.ID, func(c rune) bool { return !strings.ContainsRune("0123456789abcdef-", c) }) {
		panic("results: " + m.ID + " is no id of a match")
	}
	text, err := json.Marshal(m)
	if err != nil {
		return "", err
	}
	path = filepath.Join(dir, m.ID+resultSuffix)
	if err := writeFile(path+partialSuffix, text); err != nil {
		return "", errors.Join(err, os.Remove(path+partialSuffix))
	}
	if err := os.Rename(path+partialSuffix, path); err != nil {
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

// syncDir syncs the folder, so that new names survive a crash.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	_ = d.Sync() // not supported on every system; the file itself is synced
	return d.Close()
}

// loadFile reads what saveFile wrote, also of a server whose lines had kills and deaths
// instead of Figures.
func loadFile(path string) (store.Match, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return store.Match{}, fmt.Errorf("%w: %w", errDisk, err)
	}
	var m store.Match
	if err := json.Unmarshal(text, &m); err != nil {
		return store.Match{}, err
	}
	if m.ID+resultSuffix != filepath.Base(path) {
		return store.Match{}, fmt.Errorf("it holds match %.40q", m.ID)
	}
	var old struct {
		Lines []struct{ Kills, Deaths *int }
	}
	if err := json.Unmarshal(text, &old); err != nil {
		return store.Match{}, err
	}
	for i, l := range old.Lines {
		if l.Kills != nil && l.Deaths != nil {
			m.Lines[i].Figures = map[string]int{"kills": *l.Kills, "deaths": *l.Deaths}
		}
	}
	return m, nil
}

// removePartial deletes incomplete files.
func removePartial(dir string) error {
	halves, err := filepath.Glob(filepath.Join(dir, "*"+partialSuffix))
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
