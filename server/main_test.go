package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"perihelion/server/data/blob"
	"perihelion/server/data/replays"
	"perihelion/server/data/store"
	"perihelion/server/people/auth"
	"perihelion/sim/games"
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
		{"help of one", []string{"help", "replay"}, []string{"server replay LOG [TICK]"}, false},
		{"an unknown one", []string{"run"}, []string{`no command "run"`, "serve, check, backup, restore, rotate-key, forget-key, replay, arena, casefile, version"}, true},
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
	var out strings.Builder
	if err := dispatch([]string{"replay", good}, nil); err != nil {
		t.Error(err)
	}
	if err := replayLog(&out, []string{good}); err != nil || !strings.Contains(out.String(), "mode duel") || !strings.Contains(out.String(), "seat 0: Miranda, a bot") || !strings.Contains(out.String(), "seat 1, star, seat 0") || !strings.Contains(out.String(), "1800 ticks played") {
		t.Errorf("it prints %s, %v, want people and marks", out.String(), err)
	}
	text, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	bad := filepath.Join(dir, "bad.replay")
	damaged := slices.Clone(text)
	damaged[20] ^= 1 // in the seed
	if err := os.WriteFile(bad, damaged, 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PERIHELION_DATA_DIR", dir)
	for _, args := range [][]string{{bad}, {bad + "x"}, {"01900000-0000-7000-8000-000000000000"}, {good, "never"}, {good, "99999999"}, {good, "-1"}} {
		if err := replayLog(&out, args); err == nil {
			t.Errorf("replay %q is content", args)
		}
	}
}

// A log can be named by its match, and its state at a tick be taken out.
func TestTheStateOfAMatchAtATick(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("PERIHELION_DATA_DIR", dir)
	text, err := os.ReadFile(filepath.Join("..", "shared", "replay", "testdata", "duel.replay"))
	if err != nil {
		t.Fatal(err)
	}
	const match = "018f0000-0000-7000-8000-000000000000"
	blobs, err := blob.New(blob.FolderURL(filepath.Join(dir, "replays")))
	if err != nil {
		t.Fatal(err)
	}
	if err := blobs.Put(t.Context(), replays.BlobName(match), bytes.NewReader(text), int64(len(text))); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := replayLog(&out, []string{match, "700"}); err != nil {
		t.Fatal(err)
	}
	var got exportedState
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	game, cfg, err := games.All.Open(got.Match)
	if err != nil {
		t.Fatal(err)
	}
	w := game.NewWorld(cfg)
	if err := w.RestoreState(got.State); err != nil || w.Tick() != 700 || fmt.Sprintf("%016x", w.Hash()) != got.Hash || len(got.Seats) != 2 {
		t.Errorf("the state is of tick %d with hash %016x, and %d seats, %v, want tick 700 and %s", w.Tick(), w.Hash(), len(got.Seats), err, got.Hash)
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

func TestCheckReadsTheKeys(t *testing.T) {
	t.Setenv("PERIHELION_SIGNING_KEY", "no key at all")
	t.Setenv("PERIHELION_VERIFY_KEYS", "nor this")
	err := checkConfig(io.Discard)
	for _, want := range []string{"PERIHELION_SIGNING_KEY: not a PEM private key", "PERIHELION_VERIFY_KEYS: no PEM public key"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error = %v, want it to say %q", err, want)
		}
	}
	if err := dispatch([]string{"rotate-key"}, nil); err == nil || !strings.Contains(err.Error(), "the keys are set") {
		t.Errorf("rotate-key of keys that are set = %v", err)
	}
}

func TestTheKeyOfTheDataFolderIsRotated(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("PERIHELION_DATA_DIR", dir)
	if err := dispatch([]string{"rotate-key"}, nil); err == nil || !strings.Contains(err.Error(), "no signing key yet") {
		t.Errorf("rotate-key of nothing = %v", err)
	}
	before, err := auth.LoadKey(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := dispatch([]string{"rotate-key"}, nil); err != nil {
		t.Fatal(err)
	}
	now, err := auth.LoadKey(dir)
	if err != nil || now.Equal(before) {
		t.Errorf("the key is still the same, or there is none: %v", err)
	}
	if earlier, err := auth.LoadVerifyKeys(dir); err != nil || len(earlier) != 1 || !earlier[0].Equal(before.Public()) {
		t.Errorf("the one of before is not accepted: %v", err)
	}
}

func TestALostKeyIsForgotten(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("PERIHELION_DATA_DIR", dir)
	s, err := store.Open(t.Context(), store.Config{URL: store.FileURL(filepath.Join(dir, "perihelion.db"))}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(s.SetSigningKey(t.Context(), []string{"lost"}, time.Now()), s.Close()); err != nil {
		t.Fatal(err)
	}
	if err := dispatch([]string{"forget-key"}, nil); err != nil {
		t.Fatal(err)
	}
	s, err = store.Open(t.Context(), store.Config{URL: store.FileURL(filepath.Join(dir, "perihelion.db"))}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	if id, err := s.SigningKey(t.Context()); err != nil || id != "" {
		t.Errorf("the key is %q, %v", id, err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}
