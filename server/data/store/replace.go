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

// Files beside a SQLite file, by what is added to its name:
const (
	walSuffix     = "-wal"     // commits that are not in the file yet; belongs to this file only
	journalSuffix = "-journal" // the same for files that are not in WAL mode
	shmSuffix     = "-shm"     // index of the WAL, which SQLite recreates
	runningSuffix = ".running" // exists while a server has the file open: see unclean_end.go
	partialSuffix = ".partial" // an incomplete copy
	nextSuffix    = ".next."   // a complete copy that will replace the file; followed by the suffix for the old file
)

const maxCopies = 3 // from before migrations; older ones are deleted

// replaceDatabase replaces the database at path by the complete one at copy. The old one is
// moved aside, with its other files, to path.name. The caller holds the lock. It is atomic:
// if the process is interrupted, finishReplace completes it, or the old database is still
// untouched.
func replaceDatabase(path, copy, name string) (aside string, err error) {
	if err := syncFile(copy); err != nil {
		return "", err
	}
	if err := os.Rename(copy, path+nextSuffix+name); err != nil {
		return "", err
	}
	return finishReplace(path)
}

// finishReplace completes an interrupted replacement; each step can be repeated. Without
// one it does nothing, and aside is empty.
func finishReplace(path string) (aside string, err error) {
	found, err := siblingFiles(path, nextSuffix)
	if err != nil || len(found) == 0 {
		return "", err
	}
	ready := found[len(found)-1]
	aside = path + "." + strings.TrimPrefix(ready, path+nextSuffix)
	steps := []func() error{
		func() error { return syncDir(path) },
		func() error { return moveIfThere(path+walSuffix, aside+walSuffix) },
		func() error { return moveIfThere(path+journalSuffix, aside+journalSuffix) },
		func() error { return removeIfThere(path+shmSuffix, path+runningSuffix) },
		func() error { return moveIfThere(path, aside) }, // if it does not exist this was done before
		func() error { return os.Rename(ready, path) },
		func() error { return syncDir(path) },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return "", fmt.Errorf("put %s into its place: %w", ready, err)
		}
	}
	if _, err := os.Stat(aside); errors.Is(err, fs.ErrNotExist) {
		aside = "" // there was no old database
	}
	return aside, nil
}

// siblingFiles lists the files whose names begin with path and what, sorted.
func siblingFiles(path, what string) (found []string, err error) {
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
	found, err := siblingFiles(path, ".v")
	if err != nil {
		return err
	}
	found = slices.DeleteFunc(found, func(f string) bool { return strings.HasSuffix(f, walSuffix) || strings.HasSuffix(f, shmSuffix) })
	when := func(f string) string { return f[strings.LastIndex(f, "-")+1:] } // their names end in the time
	slices.SortStableFunc(found, func(a, b string) int { return strings.Compare(when(b), when(a)) })
	for _, old := range found[min(len(found), maxCopies):] {
		if err := removeDatabase(old); err != nil {
			return err
		}
	}
	return nil
}

// asideSuffix is the suffix of a file that is moved aside now, and why.
func asideSuffix(why string, now time.Time) string {
	return why + "-" + now.UTC().Format("20060102T150405Z")
}

// removeDatabase deletes the database at path with its other files.
func removeDatabase(path string) error {
	return removeIfThere(path, path+walSuffix, path+journalSuffix, path+shmSuffix)
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

// syncDir syncs the folder of path, so that renamed files survive a crash.
func syncDir(path string) error {
	d, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	_ = d.Sync() // not supported on every system
	return d.Close()
}
