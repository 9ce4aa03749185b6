//go:build !js

package prefs

import (
	"os"
	"path/filepath"
)

// SaveFile writes a file of the player's own where they look for such, in the place
// of an earlier one of this name, and says where that is.
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
