package store

import (
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"
)

var (
	quiet = slog.New(slog.DiscardHandler)
	noon  = time.Date(2030, 1, 2, 12, 0, 0, 0, time.UTC)
)

func TestMain(m *testing.M) {
	code := m.Run()
	stopPostgres()
	os.Exit(code)
}

// onBoth runs a test on an empty database of each kind.
func onBoth(t *testing.T, test func(*testing.T, *Store)) {
	t.Run("sqlite", func(t *testing.T) { test(t, openFile(t)) })
	t.Run("postgres", func(t *testing.T) { test(t, open(t, postgresURL(t))) })
}

func openFile(t testing.TB) *Store {
	t.Helper()
	return open(t, FileURL(filepath.Join(t.TempDir(), "test.db")))
}

func open(t testing.TB, url string) *Store {
	t.Helper()
	s, err := Open(t.Context(), Config{URL: url}, quiet)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}
