package store

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// migrationsPlus are our migrations and further ones, each given as the SQL of its Up part.
func migrationsPlus(t *testing.T, further ...string) fs.FS {
	t.Helper()
	all := fstest.MapFS{}
	names, err := fs.Glob(migrations, "*.sql")
	must(t, err)
	for _, name := range names {
		text, err := fs.ReadFile(migrations, name)
		must(t, err)
		all[name] = &fstest.MapFile{Data: text}
	}
	for i, up := range further {
		all["9000"+string(rune('1'+i))+"_more.sql"] = &fstest.MapFile{Data: []byte("-- +goose Up\n" + up + ";\n-- +goose Down\nSELECT 1;\n")}
	}
	return all
}

const (
	expands   = "CREATE TABLE more (x BIGINT)"
	contracts = "DROP TABLE pulse;\nUPDATE schema_floor SET version = 90002"
	fails     = "CREATE TABLE half (x BIGINT);\nINSERT INTO nowhere VALUES (1)"
)

func copiesOf(t *testing.T, path string) []string {
	t.Helper()
	found, err := siblingFiles(path, ".v")
	must(t, err)
	return found
}

func TestAMigrationLeavesACopyOfTheFile(t *testing.T) {
	path, _ := databaseWithBackup(t)
	if got := copiesOf(t, path); len(got) != 0 {
		t.Errorf("a new database has copies: %v", got)
	}
	s, err := Open(t.Context(), Config{URL: FileURL(path), migrations: migrationsPlus(t, expands)}, quiet)
	must(t, err)
	mustPutDevice(t, s, "bob", "Bob")
	must(t, s.Close())
	got := copiesOf(t, path)
	if len(got) != 1 || !regexp.MustCompile(`\.v\d+-\d{8}T\d{6}Z$`).MatchString(got[0]) {
		t.Fatalf("copies: %v, want one named by version and time", got)
	}
	if ids := playerIDs(t, got[0]); !slices.Equal(ids, []string{"ada"}) {
		t.Errorf("the copy holds %v, want ada", ids)
	}
	if ids := playerIDs(t, path); !slices.Equal(ids, []string{"ada", "bob"}) { // by a server that knows less
		t.Errorf("the database holds %v", ids)
	}
	_, err = Restore(t.Context(), FileURL(path), got[0], quiet) // the way back
	must(t, err)
	if ids := playerIDs(t, path); !slices.Equal(ids, []string{"ada"}) {
		t.Errorf("after the way back the database holds %v", ids)
	}
}

func TestAnOlderServerWorksWithWhatWasOnlyExpanded(t *testing.T) {
	onBothURLs(t, func(t *testing.T, url string) {
		must(t, openWith(t, url, migrationsPlus(t)))
		must(t, openWith(t, url, migrationsPlus(t, expands)))
		must(t, openWith(t, url, migrationsPlus(t))) // and it does not fall over what it does not know
		must(t, openWith(t, url, migrationsPlus(t, expands, contracts)))
		err := openWith(t, url, migrationsPlus(t))
		if err == nil || !strings.Contains(err.Error(), "needs a server that knows version 90002") {
			t.Errorf("an older server with what was taken away = %v, want a refusal", err)
		}
		must(t, openWith(t, url, migrationsPlus(t, expands, contracts)))
	})
}

func openWith(t *testing.T, url string, files fs.FS) error {
	t.Helper()
	s, err := Open(t.Context(), Config{URL: url, migrations: files}, quiet)
	if err != nil {
		return err
	}
	return s.Close()
}

func onBothURLs(t *testing.T, test func(t *testing.T, url string)) {
	t.Run("sqlite", func(t *testing.T) { test(t, FileURL(filepath.Join(t.TempDir(), "test.db"))) })
	t.Run("postgres", func(t *testing.T) { test(t, postgresURL(t)) })
}

func TestAMigrationThatFailsInTheMiddleLeavesTheFileAsItWas(t *testing.T) {
	path, _ := databaseWithBackup(t)
	before, err := os.ReadFile(path)
	must(t, err)
	err = openWith(t, FileURL(path), migrationsPlus(t, expands, fails))
	if err == nil || !strings.Contains(err.Error(), "the database is as it was") {
		t.Fatalf("a migration that fails = %v", err)
	}
	// Only the note that a server works on it (user_version, and the counters that move with it) may differ.
	after, err := os.ReadFile(path)
	must(t, err)
	if len(before) != len(after) || !slices.Equal(before[100:], after[100:]) {
		t.Errorf("the file has %d bytes and differs, of %d before", len(after), len(before))
	}
	if left, err := siblingFiles(path, "."); err != nil || len(left) != 1 { // the lock
		t.Errorf("left beside it: %v, %v", left, err)
	}
	if ids := playerIDs(t, path); !slices.Equal(ids, []string{"ada"}) {
		t.Errorf("the database holds %v, want ada", ids)
	}
}

func TestConnectLeavesTheSchemaToMigrate(t *testing.T) {
	path, _ := databaseWithBackup(t)
	s, err := Connect(t.Context(), Config{URL: FileURL(path), migrations: migrationsPlus(t, expands)}, quiet)
	must(t, err)
	must(t, s.Close()) // something else has failed
	if got := copiesOf(t, path); len(got) != 0 {
		t.Errorf("copies: %v", got)
	}
	must(t, openWith(t, FileURL(path), migrationsPlus(t, contracts)))
}

func TestCopiesAreBounded(t *testing.T) {
	path, _ := databaseWithBackup(t)
	for _, name := range []string{".v3-20300101T000000Z", ".v10-20310101T000000Z", ".v2-20290101T000000Z", ".v2-20290101T000000Z" + walSuffix, ".v11-20320101T000000Z"} {
		must(t, os.WriteFile(path+name, nil, 0o600))
	}
	must(t, pruneCopies(path))
	got := map[string]bool{}
	for _, c := range copiesOf(t, path) {
		got[strings.TrimPrefix(c, path)] = true
	}
	want := []string{".v10-20310101T000000Z", ".v11-20320101T000000Z", ".v3-20300101T000000Z"}
	if names := slices.Sorted(maps.Keys(got)); !slices.Equal(names, want) {
		t.Errorf("kept %v, want the newest: %v", names, want)
	}
}

// The rule of schema_floor: a migration that removes something says which servers can work
// without it.
func TestAMigrationThatContractsRaisesTheFloor(t *testing.T) {
	names, err := fs.Glob(migrations, "*.sql")
	must(t, err)
	takes := regexp.MustCompile(`(?i)\bDROP\s+(TABLE|COLUMN|INDEX)|\bRENAME\b|\bALTER\s+COLUMN\b|\bDELETE\s+FROM\b`)
	if !takes.MatchString("ALTER TABLE players RENAME name TO nick") || takes.MatchString(expands) {
		t.Error("this test sees nothing")
	}
	for _, name := range names {
		text, err := fs.ReadFile(migrations, name)
		must(t, err)
		up, _, _ := strings.Cut(string(text), "-- +goose Down")
		if takes.MatchString(up) && !strings.Contains(up, "UPDATE schema_floor SET version = ") {
			t.Errorf("%s takes something away and does not raise schema_floor", name)
		}
	}
}

func TestUpAndDown(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		p, err := s.gooseProvider(s.writePool.db)
		must(t, err)
		_, err = p.DownTo(t.Context(), 0)
		must(t, err)
		have, err := schemaOf(t.Context(), s.dialect, s.writePool.db)
		if err != nil || have != (schema{}) {
			t.Errorf("all the way down the schema is %+v, %v", have, err)
		}
		must(t, s.runMigrations(t.Context(), s.writePool.db))
		mustPutDevice(t, s, "ada", "Ada")
	})
}

func TestAMigrationWithoutItsTwoPartsIsRefused(t *testing.T) {
	for _, text := range []string{
		"SELECT 1;\n",
		"-- +goose Up\nSELECT 1;\n",
		"-- +goose Down\nSELECT 1;\n-- +goose Up\nSELECT 1;\n",
		"-- +goose Up\n-- +goose NO TRANSACTION\nSELECT 1;\n-- +goose Down\nSELECT 1;\n",
	} {
		if all, err := readMigrations(fstest.MapFS{"00001_one.sql": {Data: []byte(text)}}); err == nil {
			t.Errorf("%q gives %d migrations", text, len(all))
		}
	}
}
