package blob

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
)

// partialSuffix is of a file that is not complete. No blob has such a name.
const partialSuffix = ".PARTIAL"

// folder keeps each blob in a file.
type folder struct{ dir string }

// FolderURL is the URL of a folder.
func FolderURL(dir string) string {
	return (&url.URL{Scheme: "file", Path: filepath.ToSlash(dir)}).String()
}

func openFolder(u *url.URL) (Store, error) {
	dir := filepath.FromSlash(u.Host + u.Path) // file://relative/path is allowed
	if dir == "" || u.RawQuery != "" || u.User != nil {
		return nil, errURL
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the folder of blobs: %w", err)
	}
	return folder{dir}, nil
}

// Put is Store's.
func (f folder) Put(_ context.Context, name string, data io.Reader, size int64) (err error) {
	if err := checkName(name); err != nil {
		return err
	}
	partial, err := os.CreateTemp(f.dir, name+".*"+partialSuffix)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(partial.Name()))
		}
	}()
	n, err := io.Copy(partial, data)
	if err == nil && n != size {
		err = fmt.Errorf("blob %s has %d bytes, want %d", name, n, size)
	}
	if err == nil {
		err = partial.Sync()
	}
	if err := errors.Join(err, partial.Close()); err != nil {
		return err
	}
	return os.Rename(partial.Name(), filepath.Join(f.dir, name))
}

// Get is Store's.
func (f folder) Get(_ context.Context, name string) (io.ReadCloser, int64, error) {
	if err := checkName(name); err != nil {
		return nil, 0, err
	}
	file, err := os.Open(filepath.Join(f.dir, name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, 0, ErrNotFound
	}
	if err != nil {
		return nil, 0, err
	}
	info, err := file.Stat()
	if err != nil {
		return nil, 0, errors.Join(err, file.Close())
	}
	return file, info.Size(), nil
}

// Delete is Store's.
func (f folder) Delete(_ context.Context, name string) error {
	if err := checkName(name); err != nil {
		return err
	}
	if err := os.Remove(filepath.Join(f.dir, name)); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
