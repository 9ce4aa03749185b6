package store

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// workEnv makes a test binary write to the database at this URL until it is killed.
const workEnv = "PERIHELION_TEST_WORK"

func TestWork(t *testing.T) {
	url := os.Getenv(workEnv)
	if url == "" {
		t.Skip("this is what another process does that the tests of this file kill")
	}
	s := open(t, url)
	for i := range 200 {
		mustPutDevice(t, s, fmt.Sprintf("late-%d", i), "Late")
	}
	signalReady()
}

// startWorker starts a process that writes 200 players to the database at path, most of
// them in its WAL. kill ends it with SIGKILL.
func startWorker(t *testing.T, path string) (kill func()) {
	t.Helper()
	return startProcess(t, "TestWork", workEnv+"="+FileURL(path))
}

// playerIDs are the players in the database at path, which must be closed.
func playerIDs(t *testing.T, path string) (ids []string) {
	t.Helper()
	s, err := Open(t.Context(), Config{URL: FileURL(path)}, quiet)
	must(t, err)
	all, err := queryAll(t.Context(), conn{s.readPool.db, s.dialect}, func(r *sql.Rows) (id string, err error) { return id, r.Scan(&id) }, "SELECT id FROM players ORDER BY id")
	must(t, err)
	must(t, s.Close())
	return all
}

// databaseWithBackup is a database with the player Ada, and a backup of it.
func databaseWithBackup(t *testing.T) (path, backup string) {
	t.Helper()
	dir := t.TempDir()
	path, backup = filepath.Join(dir, "test.db"), filepath.Join(dir, "backup.db")
	s, err := Open(t.Context(), Config{URL: FileURL(path)}, quiet)
	must(t, err)
	mustPutDevice(t, s, "ada", "Ada")
	must(t, Backup(t.Context(), FileURL(path), backup))
	must(t, s.Close())
	return path, backup
}

func TestABackupOfAServerThatWorks(t *testing.T) {
	dir := t.TempDir()
	path, backup := filepath.Join(dir, "test.db"), filepath.Join(dir, "backup.db")
	kill := startWorker(t, path)
	must(t, Backup(t.Context(), FileURL(path), backup))
	kill()
	if got := len(playerIDs(t, backup)); got != 200 {
		t.Errorf("%d players in the backup, want 200", got)
	}
	after := filepath.Join(dir, "after.db") // the WAL is all that is left of some
	must(t, Backup(t.Context(), FileURL(path), after))
	if got := len(playerIDs(t, after)); got != 200 {
		t.Errorf("%d players in the backup from after the kill, want 200", got)
	}
	if got := len(playerIDs(t, path)); got != 200 {
		t.Errorf("%d players in the database, want 200: a backup must not touch it", got)
	}
}

func TestARestoreOverWhatAKilledServerLeft(t *testing.T) {
	path, backup := databaseWithBackup(t)
	kill := startWorker(t, path)
	if _, err := Restore(t.Context(), FileURL(path), backup, quiet); err == nil || !strings.Contains(err.Error(), "in use by another server") {
		t.Fatalf("restore below a running server = %v, want a refusal", err)
	}
	kill()
	if info, err := os.Stat(path + walSuffix); err != nil || info.Size() == 0 {
		t.Fatalf("no WAL is left (%v): this test tests nothing", err)
	}
	done, err := Restore(t.Context(), FileURL(path), backup, quiet)
	must(t, err)
	if got := playerIDs(t, path); !slices.Equal(got, []string{"ada"}) {
		t.Errorf("%d players after the restore, want ada alone", len(got))
	}
	if got := len(playerIDs(t, done.Aside)); got != 201 {
		t.Errorf("%d players in what was put aside, want 201: it was the WAL that held them", got)
	}
	if got := len(playerIDs(t, backup)); got != 1 {
		t.Errorf("the backup holds %d players now", got)
	}
}

// Operators copy files. SQLite would lose or damage data then.
func TestAFileCopiedOverADatabaseWithItsWALIsRefused(t *testing.T) {
	path, backup := databaseWithBackup(t)
	other := filepath.Join(t.TempDir(), "other.db") // in WAL mode, as a plain copy of a database at rest is
	copyFile(t, path, other)
	startWorker(t, path)()
	for name, from := range map[string]string{"a backup": backup, "a copy": other} {
		copyFile(t, from, path)
		_, err := Open(t.Context(), Config{URL: FileURL(path)}, quiet)
		if err == nil || !strings.Contains(err.Error(), "was replaced") || !strings.Contains(err.Error(), "server restore FILE") {
			t.Errorf("%s: open = %v, want a refusal that says what to do", name, err)
		}
		if err := Backup(t.Context(), FileURL(path), path+".b"); err == nil {
			t.Errorf("%s: it can be backed up", name)
		}
	}
	must(t, os.Remove(path))
	if _, err := Open(t.Context(), Config{URL: FileURL(path)}, quiet); err == nil || !strings.Contains(err.Error(), "is gone") {
		t.Errorf("a WAL without its file: %v, want a refusal", err)
	}
	_, err := Restore(t.Context(), FileURL(path), backup, quiet)
	must(t, err)
	if got := playerIDs(t, path); !slices.Equal(got, []string{"ada"}) {
		t.Errorf("%d players after the restore, want ada alone", len(got))
	}
}

func TestADatabaseIsCheckedAfterAnUncleanEnd(t *testing.T) {
	path, backup := databaseWithBackup(t)
	startWorker(t, path)()
	if got := len(playerIDs(t, path)); got != 201 {
		t.Errorf("%d players after a kill, want 201", got)
	}
	startWorker(t, path)()
	damage(t, path)
	for range 2 { // the first has no right to make the second believe that all is well
		_, err := Open(t.Context(), Config{URL: FileURL(path)}, quiet)
		if err == nil || !strings.Contains(err.Error(), "is damaged") || !strings.Contains(err.Error(), "server restore FILE") {
			t.Fatalf("open = %v, want a refusal that says what to do", err)
		}
	}
	_, err := Restore(t.Context(), FileURL(path), backup, quiet)
	must(t, err)
	if got := playerIDs(t, path); !slices.Equal(got, []string{"ada"}) {
		t.Errorf("%d players after the restore, want ada alone", len(got))
	}
}

func TestWhatIsNoBackupIsNotRestored(t *testing.T) {
	path, backup := databaseWithBackup(t)
	dir := t.TempDir()
	text, broken := filepath.Join(dir, "text"), filepath.Join(dir, "broken.db")
	must(t, os.WriteFile(text, bytes.Repeat([]byte("no database "), 100), 0o600))
	copyFile(t, backup, broken)
	damage(t, broken)
	for name, from := range map[string]string{
		"nothing": filepath.Join(dir, "none"), "text": text, "a damaged file": broken, "another program's": foreignDatabase(t, dir), "a newer server's": newerDatabase(t, dir), "itself": path,
	} {
		if _, err := Restore(t.Context(), FileURL(path), from, quiet); err == nil {
			t.Errorf("%s was restored", name)
		}
		if got := playerIDs(t, path); !slices.Equal(got, []string{"ada"}) {
			t.Errorf("after %s the database holds %d players", name, len(got))
		}
	}
	if left, err := siblingFiles(path, ""); err != nil || len(left) != 2 { // the file and its lock
		t.Errorf("left: %v, %v", left, err)
	}
	if err := Backup(t.Context(), FileURL(path), backup); err == nil {
		t.Error("a backup was written over a file")
	}
	for _, err := range []error{
		Backup(t.Context(), "postgres://host/db", "x"),
		func() error { _, err := Restore(t.Context(), "postgres://host/db", backup, quiet); return err }(),
	} {
		if !errors.Is(err, errPostgres) {
			t.Errorf("PostgreSQL: %v, want the tools of its own to be named", err)
		}
	}
}

// A replacement that is interrupted after any step is completed by the next start.
func TestAnInterruptedRestoreIsFinished(t *testing.T) {
	for steps := range 3 {
		path, backup := databaseWithBackup(t)
		startWorker(t, path)()
		aside := path + ".before-restore-1"
		copyFile(t, backup, path+nextSuffix+"before-restore-1")
		if steps > 0 {
			must(t, os.Rename(path+walSuffix, aside+walSuffix))
		}
		if steps > 1 {
			must(t, os.Rename(path, aside))
		}
		if got := playerIDs(t, path); !slices.Equal(got, []string{"ada"}) {
			t.Errorf("stopped after step %d: %d players, want ada alone", steps, len(got))
		}
		if got := len(playerIDs(t, aside)); got != 201 {
			t.Errorf("stopped after step %d: %d players aside, want 201", steps, got)
		}
	}
}

// damage overwrites a page in the middle of a database.
func damage(t *testing.T, path string) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	must(t, err)
	for page := int64(3); page < 12; page++ {
		_, err = f.WriteAt(bytes.Repeat([]byte{0xff}, 512), page*4096)
		must(t, err)
	}
	must(t, f.Close())
}

// copyFile copies a file, as cp does.
func copyFile(t *testing.T, from, to string) {
	t.Helper()
	src, err := os.Open(from)
	must(t, err)
	defer src.Close()
	dst, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	must(t, err)
	_, err = io.Copy(dst, src)
	must(t, errors.Join(err, dst.Close()))
}
