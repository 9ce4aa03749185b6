package store

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
)

// A server that opens a SQLite file notes a number in it (SQLite's user_version)
// and the same number in a file beside it, which goes when the server has closed
// the database. A server that is killed leaves that file, and mostly a WAL. The
// next one then checks the database before anybody trusts it; and it can tell
// whether the WAL belongs to the file, for SQLite cannot: it would write the WAL of
// the old file over a backup that somebody has copied into its place.

// header is what the first page of a SQLite file says, without its WAL.
type header struct {
	wal     bool   // it is in WAL mode
	version uint32 // its user_version
}

// headerOf reads the header of the file at path; ok: it has one.
func headerOf(path string) (h header, ok bool, err error) {
	f, err := os.Open(path)
	if err != nil {
		return h, false, err
	}
	defer f.Close()
	var b [64]byte // https://www.sqlite.org/fileformat2.html#the_database_header
	if _, err := io.ReadFull(f, b[:]); err != nil {
		return h, false, nil // too short to hold anything
	}
	return header{wal: b[18] == 2, version: binary.BigEndian.Uint32(b[60:])}, true, nil
}

// unclean tells whether the server before did not close the database at path. Its
// error is that there is a WAL of another file beside it: nothing may open it then.
func unclean(path string) (bool, error) {
	left, walErr := os.Stat(path + wal)
	h, ok, err := headerOf(path)
	mark, markErr := os.ReadFile(path + running)
	switch full := walErr == nil && left.Size() > 0; {
	case errors.Is(err, fs.ErrNotExist) && full:
		return false, fmt.Errorf("%s is gone, and %s, which belongs to it, is still there; put the file back, or restore a backup with `server restore FILE`, or move the other away as well", path, path+wal)
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return false, err
	case !full:
		return markErr == nil, nil
	case ok && (!h.wal || markErr == nil && ofAnother(mark, h)):
		return false, fmt.Errorf("%s was replaced while %s, which belongs to the file before, lay beside it: SQLite would mix the two; put the backup in its place with `server restore FILE`, or move %s away to use the file without it", path, path+wal, path+wal)
	}
	return true, nil
}

// ofAnother tells whether mark was made for another file than the one of h.
func ofAnother(mark []byte, h header) bool {
	n, err := strconv.ParseUint(strings.TrimSpace(string(mark)), 10, 32)
	return err == nil && uint32(n) != h.version
}

// mark notes that a server works on the file at path from now on.
func mark(ctx context.Context, path string, db *sql.DB) error {
	n := rand.Uint32()>>1 | 1
	if _, err := db.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", n)); err != nil {
		return err
	}
	var busy, pages, moved int
	if err := db.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &pages, &moved); err != nil {
		return err
	}
	text := fmt.Sprintln(n)
	if busy != 0 {
		text = "" // somebody reads: the number is in the WAL only, and cannot be relied upon
	}
	return os.WriteFile(path+running, []byte(text), 0o600)
}

// touch makes the file at path, or leaves it as it is.
func touch(path string) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

// sound checks the whole of a database. Its error says what is wrong with it.
func sound(ctx context.Context, db *sql.DB) error {
	var first string
	if err := db.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&first); err != nil {
		return err
	}
	if first != "ok" {
		return errors.New(strings.TrimSpace(strings.ReplaceAll(first, "\n", ": ")))
	}
	return nil
}
