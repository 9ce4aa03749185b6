package store

import (
	"bufio"
	"bytes"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// holdEnv makes a test binary hold the database at this URL open until it is killed.
const holdEnv = "PERIHELION_TEST_HOLD"

func TestHold(t *testing.T) {
	url := os.Getenv(holdEnv)
	if url == "" {
		t.Skip("this is what another process does in TestASecondProcessIsRefused")
	}
	open(t, url)
	signalReady()
}

// startProcess runs a test of this binary in another process, which sees env and does not
// skip, until it calls signalReady. kill ends it with SIGKILL, so that it cannot clean up.
func startProcess(t *testing.T, test, env string) (kill func()) {
	t.Helper()
	c := exec.Command(os.Args[0], "-test.run=^"+test+"$")
	c.Env = append(os.Environ(), env)
	out, err := c.StdoutPipe()
	must(t, err)
	must(t, c.Start())
	kill = func() { _ = c.Process.Kill(); _ = c.Wait() }
	t.Cleanup(kill)
	if line, err := bufio.NewReader(out).ReadString('\n'); line != readyLine {
		t.Fatalf("the process of %s says %q, %v", test, line, err)
	}
	return kill
}

const readyLine = "ready\n"

// signalReady tells the test that called startProcess, and waits to be killed.
func signalReady() {
	fmt.Print(readyLine)
	time.Sleep(time.Minute)
}

func TestASecondProcessIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "test.db")
	kill := startProcess(t, "TestHold", holdEnv+"="+FileURL(path))

	link := filepath.Join(t.TempDir(), "link.db")
	must(t, os.Symlink(path, link))
	for _, same := range []string{path, link} {
		_, err := Open(t.Context(), Config{URL: FileURL(same)}, quiet)
		if err == nil {
			t.Fatalf("two processes have %s open", same)
		}
		for _, want := range []string{path + " is in use by another server", "PERIHELION_DATA_DIR", "PERIHELION_DATABASE_URL"} {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("error = %q, want it to contain %q", err, want)
			}
		}
	}
	kill()
	open(t, FileURL(path))
}

func TestAFileOpenedTwiceInOneProcessIsRefusedToo(t *testing.T) {
	url := FileURL(filepath.Join(t.TempDir(), "test.db"))
	s, err := Open(t.Context(), Config{URL: url}, quiet)
	must(t, err)
	if _, err := Open(t.Context(), Config{URL: url}, quiet); err == nil || !strings.Contains(err.Error(), "in use") {
		t.Errorf("second Open = %v, want a refusal", err)
	}
	must(t, s.Close())
	open(t, url)
}

func TestWhatIsInTheFileSurvives(t *testing.T) {
	for _, name := range []string{"plain.db", "with blanks and Ω.db", "what?.db", "100%.db", "a#b.db", "a&b=c.db"} {
		path := filepath.Join(t.TempDir(), "deep", "down", name)
		s, err := Open(t.Context(), Config{URL: FileURL(path)}, quiet)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		mustPutDevice(t, s, "ada", "Ada")
		must(t, s.Close())
		if _, err := os.Stat(path); err != nil {
			t.Errorf("%s: the file is elsewhere: %v", name, err)
		}
		if p, err := open(t, FileURL(path)).Player(t.Context(), "ada"); err != nil || p.Name != "Ada" {
			t.Errorf("%s: player = %+v, %v", name, p, err)
		}
	}
}

func TestPathsSurviveTheURL(t *testing.T) {
	for _, path := range []string{"/var/lib/x.db", "data/x.db", "x.db", `C:\Users\Ada Ω\x.db`, "/100%/a?b#c.db", "a:b.db"} {
		u, err := url.Parse(FileURL(path))
		if err != nil || filePathOf(u) != path {
			t.Errorf("%s is %s as URL, which is %v, %v", path, FileURL(path), u, err)
		}
	}
	if got, want := dsn("C:/Ada Ω/x.db", "mode=ro"), "file:///C:/Ada%20%CE%A9/x.db?mode=ro"; got != want {
		t.Errorf("dsn = %s, want %s", got, want)
	}
}

// The lock is for servers only: operators can read and copy the file.
func TestABackupCanBeMadeWhileItRuns(t *testing.T) {
	dir := t.TempDir()
	path, backup := filepath.Join(dir, "test.db"), filepath.Join(dir, "backup.db")
	s := open(t, FileURL(path))
	mustPutDevice(t, s, "ada", "Ada")
	operator, err := sql.Open("sqlite", dsn(path, "mode=ro"))
	must(t, err)
	_, err = operator.Exec("VACUUM INTO '" + backup + "'")
	must(t, err)
	must(t, operator.Close())
	mustPutDevice(t, s, "bob", "Bob")
	if p, err := open(t, FileURL(backup)).Player(t.Context(), "ada"); err != nil || p.Name != "Ada" {
		t.Errorf("player in the backup = %+v, %v", p, err)
	}
}

func TestRelativePaths(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, url := range []string{FileURL(filepath.Join("data", "a b.db")), "sqlite:data/b.db", "sqlite://data/c.db"} {
		open(t, url)
	}
	for _, path := range []string{"data/a b.db", "data/b.db", "data/c.db"} {
		if _, err := os.Stat(path); err != nil {
			t.Error(err)
		}
	}
}

func TestWhatCannotBeOpenedSaysWhatToDo(t *testing.T) {
	dir := t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(dir, name)
		must(t, os.WriteFile(path, []byte(text), 0o600))
		return path
	}
	text := file("notes.db", strings.Repeat("this is no database. ", 100))
	tests := []struct {
		name string
		cfg  Config
		want []string
	}{
		{"nothing", Config{}, []string{"sqlite:///path/to/file or postgres://"}},
		{"another database", Config{URL: "mysql://root:hunter2@host/db"}, []string{`"mysql"`, "postgres://"}},
		{"no URL", Config{URL: "postgres://me:hunter2@[::1/db"}, []string{"cannot be read", "postgres://"}},
		{"no path", Config{URL: "sqlite:"}, []string{"path of a file"}},
		{"a file of text", Config{URL: FileURL(text)}, []string{text, "not a SQLite database", "move it away"}},
		{"a folder", Config{URL: FileURL(dir)}, []string{dir, "cannot be written"}},
		{"below a file", Config{URL: FileURL(filepath.Join(text, "x.db"))}, []string{"folder of", "not a directory"}},
		{"a database of another program", Config{URL: FileURL(foreignDatabase(t, dir))}, []string{"another program", "PERIHELION_DATABASE_URL"}},
		{"a newer schema", Config{URL: FileURL(newerDatabase(t, dir))}, []string{"newer server", "version 99", "this one knows"}},
		{"an empty file, and no leave to fill it", Config{URL: FileURL(file("empty.db", "")), NoMigrate: true}, []string{"version 0", "this server needs", "PERIHELION_MIGRATE_ON_START=true"}},
		{"a port where nobody listens", Config{URL: "postgres://me:hunter2@127.0.0.1:1/db"}, []string{"me:xxxxx@127.0.0.1:1", "is PostgreSQL running"}},
		{"a URL that PostgreSQL does not have", Config{URL: "postgres://me:hunter2@host/db?sslmode=perhaps"}, []string{"cannot be understood"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, err := Open(t.Context(), tt.cfg, quiet)
			if err == nil {
				must(t, s.Close())
				t.Fatal("it opens")
			}
			for _, want := range tt.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("error = %q, want it to contain %q", err, want)
				}
			}
			if strings.Contains(err.Error(), "hunter2") {
				t.Errorf("the error repeats the password: %q", err)
			}
		})
	}
}

func TestFilesOfOthersAreLeftAsTheyAre(t *testing.T) {
	dir := t.TempDir()
	text := filepath.Join(dir, "notes.db")
	must(t, os.WriteFile(text, []byte(strings.Repeat("this is no database. ", 100)), 0o600))
	for _, path := range []string{text, foreignDatabase(t, dir)} {
		before, err := os.ReadFile(path)
		must(t, err)
		if s, err := Open(t.Context(), Config{URL: FileURL(path)}, quiet); err == nil {
			must(t, s.Close())
			t.Errorf("%s opens", path)
		}
		if after, err := os.ReadFile(path); err != nil || !bytes.Equal(after, before) {
			t.Errorf("%s was written to", path)
		}
	}
	entries, err := os.ReadDir(dir)
	must(t, err)
	if len(entries) != 2 {
		t.Errorf("left beside them: %v", entries)
	}
}

// foreignDatabase is a SQLite database of another program.
func foreignDatabase(t *testing.T, dir string) string {
	path := filepath.Join(dir, "foreign.db")
	db, err := sql.Open("sqlite", dsn(path))
	must(t, err)
	_, err = db.Exec("CREATE TABLE bookmarks (url TEXT)")
	must(t, err)
	must(t, db.Close())
	return path
}

// newerDatabase is a database of a newer server.
func newerDatabase(t *testing.T, dir string) string {
	path := filepath.Join(dir, "newer.db")
	s, err := Open(t.Context(), Config{URL: FileURL(path)}, quiet)
	must(t, err)
	_, err = s.writePool.db.Exec("INSERT INTO " + versionTable + " (version_id, is_applied) VALUES (99, 1)")
	must(t, err)
	_, err = s.writePool.db.Exec("UPDATE schema_floor SET version = 98")
	must(t, err)
	must(t, s.Close())
	return path
}

func TestPostgresThatRefusesSaysWhy(t *testing.T) {
	url := postgresURL(t)
	for name, tt := range map[string]struct{ old, new, want string }{
		"no such database": {"/test", "/nothing", "createdb"},
		"no such user":     {"user=perihelion", "user=mallory", "check the name and password"},
	} {
		s, err := Open(t.Context(), Config{URL: strings.Replace(url, tt.old, tt.new, 1)}, quiet)
		if err == nil {
			must(t, s.Close())
			t.Errorf("%s: it opens", name)
		} else if !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want it to contain %q", name, err, tt.want)
		}
	}
}

// Servers that start at the same time on one new database must not disturb each other.
func TestManyServersMigrateAtOnce(t *testing.T) {
	url := postgresURL(t)
	errs := make(chan error)
	for range 4 {
		go func() {
			s, err := Open(t.Context(), Config{URL: url}, quiet)
			if err == nil {
				err = s.Close()
			}
			errs <- err
		}()
	}
	for range 4 {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
}
