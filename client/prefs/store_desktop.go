//go:build !js

package prefs

import (
	"os"
	"path/filepath"
)

// NewStore is a file in the user's folder for settings.
func NewStore() (Store, error) {
	dir, err := os.UserConfigDir()
	if err != nil {
		return nil, err
	}
	return fileStore(filepath.Join(dir, "perihelion", "client.json")), nil
}

type fileStore string

func (f fileStore) ReadText() ([]byte, error) { return os.ReadFile(string(f)) }

// WriteText replaces the file as a whole, so that a crash leaves the old or the new one.
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
