package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Beside a SQLite file and under its name lie:
const (
	wal     = "-wal"     // commits that are not in the file yet; it belongs to this file and no other
	journal = "-journal" // what a file that is not in WAL mode has instead
	shm     = "-shm"     // an index of the WAL, which SQLite makes anew
	running = ".running" // since a server opened it until that has closed it: see unclean.go
	partial = ".partial" // a copy that is not whole yet
	next    = ".next."   // a whole one on its way into the place of the file; after it comes the name of the file to be put aside
)

const maxCopies = 3 // of the file, from before migrations; the oldest go

// replace puts the whole database at copy into the place of the one at path, which
// is put aside with all that belongs to it, as path.name. Whoever calls it holds
// the lock. It is atomic: whatever ends the process, finishReplacing leads to the
// new database, or the old one is still untouched.
func replace(path, copy, name string) (aside string, err error) {
	if err := syncFile(copy); err != nil {
		return "", err
	}
	if err := os.Rename(copy, path+next+name); err != nil {
		return "", err
	}
	return finishReplacing(path)
}

// finishReplacing does what is left to do of a replacement. Each step can be done
// again. Without one on its way it does nothing, and aside is empty.
func finishReplacing(path string) (aside string, err error) {
	found, err := beside(path, next)
	if err != nil || len(found) == 0 {
		return "", err
	}
	ready := found[len(found)-1]
	aside = path + "." + strings.TrimPrefix(ready, path+next)
	steps := []func() error{
		func() error { return syncDir(path) },
		func() error { return moveIfThere(path+wal, aside+wal) },
		func() error { return moveIfThere(path+journal, aside+journal) },
		func() error { return removeIfThere(path+shm, path+running) },
		func() error { return moveIfThere(path, aside) }, // if it is gone this was done before
		func() error { return os.Rename(ready, path) },
		func() error { return syncDir(path) },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return "", fmt.Errorf("put %s into its place: %w", ready, err)
		}
	}
	if _, err := os.Stat(aside); errors.Is(err, fs.ErrNotExist) {
		aside = "" // there was nothing to put aside
	}
	return aside, nil
}

// beside lists the files whose names are that of path and what, in order.
func beside(path, what string) (found []string, err error) {
	entries, err := os.ReadDir(filepath.Dir(path)) // sorted
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), filepath.Base(path)+what) {
			found = append(found, filepath.Join(filepath.Dir(path), e.Name()))
		}
	}
	return found, nil
}

// pruneCopies deletes all but the newest copies from before migrations.
func pruneCopies(path string) error {
	found, err := beside(path, ".v")
	if err != nil {
		return err
	}
	found = slices.DeleteFunc(found, func(f string) bool { return strings.HasSuffix(f, wal) || strings.HasSuffix(f, shm) })
	when := func(f string) string { return f[strings.LastIndex(f, "-")+1:] } // their names end in the time
	slices.SortStableFunc(found, func(a, b string) int { return strings.Compare(when(b), when(a)) })
	for _, old := range found[min(len(found), maxCopies):] {
		if err := removeDatabase(old); err != nil {
			return err
		}
	}
	return nil
}

// nameOf is how a file that is put aside now is called, after why.
func nameOf(why string, now time.Time) string {
	return why + "-" + now.UTC().Format("20060102T150405Z")
}

// removeDatabase deletes the database at path with all that belongs to it.
func removeDatabase(path string) error {
	return removeIfThere(path, path+wal, path+journal, path+shm)
}

func removeIfThere(paths ...string) error {
	for _, path := range paths {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

func moveIfThere(from, to string) error {
	if err := os.Rename(from, to); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// syncDir makes sure that the names in the folder of path are on the disk.
func syncDir(path string) error {
	d, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	_ = d.Sync() // not every system knows how
	return d.Close()
}
