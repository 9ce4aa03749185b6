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

// A server that opens a SQLite file writes a random number into it (SQLite's
// user_version) and into a file beside it, which is deleted when the database is
// closed. A killed server leaves that file, and usually a WAL. The next server then
// checks the database before using it. With the number it also knows whether the WAL
// belongs to the file. SQLite does not: it would write the WAL of the old file into a
// backup that was copied to its place.

// header is a part of the header of a SQLite file.
type header struct {
	wal     bool   // the file is in WAL mode
	version uint32 // user_version
}

// headerOf reads the header of the file at path; ok is false if the file has none.
func headerOf(path string) (h header, ok bool, err error) {
	f, err := os.Open(path)
	if err != nil {
		return h, false, err
	}
	defer f.Close()
	var b [64]byte // https://www.sqlite.org/fileformat2.html#the_database_header
	if _, err := io.ReadFull(f, b[:]); err != nil {
		return h, false, nil // too short for a header
	}
	return header{wal: b[18] == 2, version: binary.BigEndian.Uint32(b[60:])}, true, nil
}

// endedUncleanly reports whether the previous server did not close the database at path. It
// fails if there is a WAL of another file beside it: the database must not be opened then.
func endedUncleanly(path string) (bool, error) {
	left, walErr := os.Stat(path + walSuffix)
	h, ok, err := headerOf(path)
	mark, markErr := os.ReadFile(path + runningSuffix)
	switch full := walErr == nil && left.Size() > 0; {
	case errors.Is(err, fs.ErrNotExist) && full:
		return false, fmt.Errorf("%s is gone, and %s, which belongs to it, is still there; put the file back, or restore a backup with `server restore FILE`, or move the other away as well", path, path+walSuffix)
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return false, err
	case !full:
		return markErr == nil, nil
	case ok && (!h.wal || markErr == nil && isForOtherFile(mark, h)):
		return false, fmt.Errorf("%s was replaced while %s, which belongs to the file before, lay beside it: SQLite would mix the two; put the backup in its place with `server restore FILE`, or move %s away to use the file without it", path, path+walSuffix, path+walSuffix)
	}
	return true, nil
}

// isForOtherFile reports whether mark was made for another file than the one of h.
func isForOtherFile(mark []byte, h header) bool {
	n, err := strconv.ParseUint(strings.TrimSpace(string(mark)), 10, 32)
	return err == nil && uint32(n) != h.version
}

// markRunning marks the file at path as being used by a server.
func markRunning(ctx context.Context, path string, db *sql.DB) error {
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
		text = "" // there is a reader: the number is only in the WAL, and cannot be relied on
	}
	return os.WriteFile(path+runningSuffix, []byte(text), 0o600)
}

// createIfMissing creates an empty file at path, unless it exists.
func createIfMissing(path string) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

// quickCheck checks the whole database. Its error says what is wrong.
func quickCheck(ctx context.Context, db *sql.DB) error {
	var first string
	if err := db.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&first); err != nil {
		return err
	}
	if first != "ok" {
		return errors.New(strings.TrimSpace(strings.ReplaceAll(first, "\n", ": ")))
	}
	return nil
}
