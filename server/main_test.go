package main

import (
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"perihelion/server/data/store"
)

func TestCommands(t *testing.T) {
	tests := []struct {
		name string
		args []string
		want []string // in the output, or in the error when it is one of usage
		bad  bool
	}{
		{"help", []string{"help"}, []string{"server serve", "server restore FILE", "PERIHELION_HTTP_ADDR="}, false},
		{"-h, as ever", []string{"-h"}, []string{"server check", "PERIHELION_DATA_DIR="}, false},
		{"--help of one", []string{"backup", "--help"}, []string{"server backup FILE"}, false},
		{"help of one", []string{"help", "replay"}, []string{"server replay FILE"}, false},
		{"an unknown one", []string{"run"}, []string{`no command "run"`, "serve, check, backup, restore, replay, version"}, true},
		{"help of an unknown one", []string{"help", "run"}, []string{`no command "run"`}, true},
		{"a backup to nowhere", []string{"backup"}, []string{"server backup FILE"}, true},
		{"two files", []string{"restore", "a", "b"}, []string{"server restore FILE"}, true},
		{"-dev of something else", []string{"backup", "-dev", "x"}, []string{"-dev goes with serve"}, true},
		{"a setting beside -dev", []string{"serve", "-dev", "-port=80"}, []string{`"-port=80"`, "environment"}, true},
		{"a setting as an argument", []string{"serve", "-port=80"}, []string{`"-port=80"`, "environment"}, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var out strings.Builder
			err := dispatch(tt.args, &out)
			text := out.String()
			if tt.bad {
				if !errors.Is(err, errUsage) {
					t.Fatalf("error = %v, want one of usage", err)
				}
				text = err.Error()
			} else if err != nil {
				t.Fatal(err)
			}
			for _, want := range tt.want {
				if !strings.Contains(text, want) {
					t.Errorf("it says %q, want it to contain %q", text, want)
				}
			}
		})
	}
}

func TestBackupAndRestoreOfTheServersDatabase(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("PERIHELION_DATA_DIR", dir)
	file := filepath.Join(dir, "backup.db")
	if err := dispatch([]string{"backup", file}, nil); err == nil || !strings.Contains(err.Error(), "there is no database at") {
		t.Errorf("backup of nothing = %v", err)
	}
	s, err := store.Open(t.Context(), store.Config{URL: store.FileURL(filepath.Join(dir, "perihelion.db"))}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	if err := dispatch([]string{"backup", file}, nil); err != nil {
		t.Error(err)
	}
	if err := dispatch([]string{"restore", file}, nil); err == nil || !strings.Contains(err.Error(), "in use") {
		t.Errorf("restore below a server = %v, want a refusal", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := dispatch([]string{"restore", file}, nil); err != nil {
		t.Error(err)
	}
}

func TestReplay(t *testing.T) {
	good := filepath.Join("..", "shared", "replay", "testdata", "duel.replay")
	if err := dispatch([]string{"replay", good}, nil); err != nil {
		t.Error(err)
	}
	text, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	bad := filepath.Join(t.TempDir(), "bad.replay")
	text[20] ^= 1 // in the seed
	if err := os.WriteFile(bad, text, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := dispatch([]string{"replay", bad}, nil); err == nil {
		t.Error("a replay of another match is content")
	}
	if err := dispatch([]string{"replay", bad + "x"}, nil); err == nil {
		t.Error("a file that is not there is content")
	}
}

func TestCheckSaysAllThatIsWrong(t *testing.T) {
	t.Setenv("PERIHELION_TICK_RATE", "fast")
	t.Setenv("PERIHELION_ROUND_TIME", "90500ms")
	t.Setenv("PERIHELION_MAX_CONN", "1")
	var out strings.Builder
	err := checkConfig(&out)
	for _, want := range []string{"PERIHELION_TICK_RATE", "PERIHELION_ROUND_TIME"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error = %v, want it to name %s", err, want)
		}
	}
	if !strings.Contains(out.String(), "did you mean PERIHELION_MAX_CONNS?") {
		t.Errorf("warnings: %q", out.String())
	}
}
