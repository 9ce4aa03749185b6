package auth

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// createFile writes a new file completely or not at all, and returns what is in it. If two
// servers start at the same time, both use the same: the link fails for the second, which
// reads the file of the first.
func createFile(dir, name string, text []byte) ([]byte, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	temp, err := writeTemp(dir, name, text)
	if err != nil {
		return nil, err
	}
	defer os.Remove(temp)
	path := filepath.Join(dir, name)
	if err := os.Link(temp, path); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	return os.ReadFile(path)
}

// replaceFile writes a file completely or not at all, in the place of one of that name.
func replaceFile(dir, name string, text []byte) error {
	temp, err := writeTemp(dir, name, text)
	if err != nil {
		return err
	}
	return os.Rename(temp, filepath.Join(dir, name))
}

// writeTemp writes text into a file that only its owner can read, and syncs it.
func writeTemp(dir, name string, text []byte) (temp string, err error) {
	f, err := os.CreateTemp(dir, name+".*") // with mode 0600
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if _, err := f.Write(text); err != nil {
		return f.Name(), err
	}
	return f.Name(), f.Sync()
}
