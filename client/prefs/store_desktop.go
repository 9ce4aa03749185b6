//go:build !js

package prefs

import (
	"os"
	"path/filepath"
)

// NewStore is a file in the user's configuration folder.
func NewStore() (Store, error) {
	dir, err := os.UserConfigDir()
	if err != nil {
		return nil, err
	}
	return fileStore(filepath.Join(dir, "perihelion", "client.json")), nil
}

type fileStore string

func (f fileStore) ReadText() ([]byte, error) { return os.ReadFile(string(f)) }

// WriteText replaces the file as a whole, so that a crash leaves either the old or the new
// text.
func (f fileStore) WriteText(text []byte) error {
	if err := os.MkdirAll(filepath.Dir(string(f)), 0o700); err != nil {
		return err
	}
	next := string(f) + ".new"
	if err := os.WriteFile(next, text, 0o600); err != nil { // it holds a token
		return err
	}
	return os.Rename(next, string(f))
}

func (f fileStore) Quarantine() error { return os.Rename(string(f), string(f)+".spoiled") }

// SaveFile writes a file for the player to the downloads folder, or to the home folder if
// there is none, and returns its path. It replaces a file of the same name.
func SaveFile(name string, b []byte) (where string, err error) {
	home, err := os.UserHomeDir()
	if err != nil {
		return "", err
	}
	dir := filepath.Join(home, "Downloads")
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		dir = home
	}
	where = filepath.Join(dir, name)
	return where, os.WriteFile(where, b, 0o600)
}
