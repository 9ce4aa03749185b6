package app

import (
	"database/sql"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"perihelion/server/match/season"
	"perihelion/server/ops/config"
	"perihelion/server/play/room"
	"perihelion/shared/api"
	"perihelion/shared/protocol"
	"perihelion/sim"
	"perihelion/sim/toy"
)

// duelResult is the result of a duel.
func duelResult(winner, loser api.Guest) room.Result {
	return room.Result{
		ID: uuid.Must(uuid.NewV7()).String(), Room: "r", Mode: toy.Duel, Rated: true, Began: time.Now().Add(-5 * time.Minute), Ended: time.Now(), Columns: toy.Game.About().Columns,
		Lines: []room.Line{
			{Player: winner.PlayerID, Name: winner.Name, Place: 1, Points: 7, Columns: [sim.MaxColumns]int{7, 2}, Rated: true},
			{Player: loser.PlayerID, Name: loser.Name, Place: 2, Points: 2, Columns: [sim.MaxColumns]int{2, 7}, Rated: true},
		},
	}
}

// waitForProfile waits until a guest has so many matches.
func (s *testServer) waitForProfile(token string, matches int) (p api.Profile) {
	s.t.Helper()
	for deadline := time.Now().Add(testTimeout); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		if res := s.callAPI("GET", "/v1/players/me", token, "", &p); res.StatusCode == http.StatusOK && p.Matches == matches {
			return p
		}
	}
	s.t.Fatalf("profile = %+v, want %d matches", p, matches)
	return p
}

func TestAGuestKeepsNameRatingAndHistoryAcrossARestart(t *testing.T) {
	t.Parallel()
	home := "PERIHELION_DATA_DIR=" + t.TempDir()
	s := startServer(t, home)
	var ada, bob api.Guest
	s.callAPI("POST", "/v1/guests", "", `{"name":"Ada"}`, &ada)
	s.callAPI("POST", "/v1/guests", "", `{"name":"Bob"}`, &bob)
	s.results.Enqueue(duelResult(ada, bob))
	s.callAPI("PATCH", "/v1/players/me", ada.Token, `{"name":"Countess"}`, nil)
	before := s.waitForProfile(ada.Token, 1)
	s.stopAndWait()

	s = startServer(t, home)
	after := s.waitForProfile(ada.Token, 1)
	if fmt.Sprint(after) != fmt.Sprint(before) || after.Name != "Countess" || after.Wins != 1 || len(after.Ratings) != 1 || after.Ratings[0].Score <= 0 {
		t.Errorf("profile = %+v, before the restart %+v", after, before)
	}
	var history api.Matches
	s.callAPI("GET", "/v1/players/me/matches", bob.Token, "", &history)
	if len(history.Matches) != 1 || len(history.Matches[0].Lines) != 2 || history.Matches[0].Lines[0].Gain <= 0 {
		t.Errorf("history = %+v", history)
	}
	if want := (api.Level{Number: 2, Experience: 81, Gained: 31, Needed: 100}); after.Level != want || history.Matches[0].Lines[0].Experience != 81 || history.Matches[0].Lines[1].Experience != 6 {
		t.Errorf("level = %+v, want %+v from %+v", after.Level, want, history.Matches[0].Lines)
	}
	var board api.Board
	for range season.PlacementRounds - 1 {
		s.results.Enqueue(duelResult(ada, bob))
	}
	if p := s.waitForProfile(ada.Token, season.PlacementRounds); p.Ratings[0].Rank != 1 || p.Ratings[0].BestRank != 1 {
		t.Errorf("ratings after the placement: %+v", p.Ratings)
	}
	s.callAPI("GET", "/v1/leaderboards/toy-duel", "", "", &board)
	if board.Total != 2 || board.Lines[0].Name != "Countess" {
		t.Errorf("board = %+v", board)
	}
}

func TestPlayGoesOnWithoutTheDatabase(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := startServer(t, "PERIHELION_DATA_DIR="+dir)
	var old, young api.Guest
	s.callAPI("POST", "/v1/guests", "", `{"name":"Ada"}`, &old)
	if err := s.store.Close(); err != nil { // as good as gone
		t.Fatal(err)
	}
	if res := s.callAPI("POST", "/v1/guests", "", `{"name":"Bob"}`, &young); res.StatusCode != http.StatusCreated {
		t.Fatalf("a newcomer is answered %d", res.StatusCode)
	}
	for _, g := range []api.Guest{old, young} {
		var ticket api.Ticket
		if res := s.callAPI("POST", "/v1/tickets", g.Token, "", &ticket); res.StatusCode != http.StatusCreated || ticket.Assignment == nil {
			t.Fatalf("ticket of %s = %d, %+v", g.Name, res.StatusCode, ticket)
		}
		s.joinRoom(ticket.Assignment).waitForFrame(protocol.TypeState)
	}
	var meta api.Meta
	if s.callAPI("GET", "/v1/meta", "", "", &meta); meta.Store != "degraded" {
		t.Errorf("meta says that the store is %q, want degraded", meta.Store)
	}
	if res := s.callAPI("GET", "/v1/players/me", old.Token, "", nil); res.StatusCode != http.StatusServiceUnavailable || res.Header.Get("Retry-After") == "" {
		t.Errorf("profile = %d, want 503 with Retry-After", res.StatusCode)
	}
	if res := s.callAPI("DELETE", "/v1/players/me", old.Token, "", nil); res.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("erase = %d, want 503: it must not be promised", res.StatusCode)
	}
	if res := s.callAPI("GET", "/readyz", "", "", nil); res.StatusCode != http.StatusOK {
		t.Errorf("readyz = %d, want it to stay ready", res.StatusCode)
	}
	s.results.Enqueue(duelResult(young, old))
	spool := filepath.Join(dir, resultsDir)
	waitFor(t, "the result is on the disk", func() bool { return countFiles(t, spool) == 1 })
	s.stopAndWait()

	s = startServer(t, "PERIHELION_DATA_DIR="+dir)
	if p := s.waitForProfile(young.Token, 1); p.Name != "Bob" || p.Wins != 1 {
		t.Errorf("once it is back the newcomer is %+v", p)
	}
	waitFor(t, "the spool is empty", func() bool { return countFiles(t, spool) == 0 })
}

// A server that stops in the middle of a round stores the round as aborted.
func TestABrokenOffRoundIsKept(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := startServer(t, "PERIHELION_DATA_DIR="+dir)
	var ada api.Guest
	s.callAPI("POST", "/v1/guests", "", `{"name":"Ada"}`, &ada)
	var ticket api.Ticket
	s.callAPI("POST", "/v1/tickets", ada.Token, "", &ticket)
	s.joinRoom(ticket.Assignment).waitForFrame(protocol.TypeState)
	waitFor(t, "the round has begun", func() bool {
		rooms := s.rooms.List()
		return len(rooms) == 1 && rooms[0].Phase == sim.PhaseLive
	})
	s.stopAndWait()

	s = startServer(t, "PERIHELION_DATA_DIR="+dir)
	var history api.Matches
	s.callAPI("GET", "/v1/players/me/matches", ada.Token, "", &history)
	if len(history.Matches) != 1 || !history.Matches[0].Aborted || history.Matches[0].Mode != "toy" {
		t.Fatalf("history = %+v, want the round, aborted", history)
	}
	if p := s.waitForProfile(ada.Token, 0); p.Wins != 0 || len(p.Ratings) != 0 || p.Level.Experience != 0 {
		t.Errorf("profile = %+v, want nothing of it to count", p)
	}
}

func waitFor(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(testTimeout); !holds(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("never: %s", what)
		}
	}
}

func countFiles(t *testing.T, dir string) int {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	return len(entries)
}

func TestASecondServerOnTheSameDataIsRefused(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	startServer(t, "PERIHELION_DATA_DIR="+dir)
	tests := []struct {
		name    string
		environ []string
		want    []string
	}{
		{"on the same folder", nil, []string{"PERIHELION_DATABASE_URL", filepath.Join(dir, databaseFile), "in use by another server"}},
		{"on no database", []string{"PERIHELION_DATABASE_URL=oracle://x"}, []string{"PERIHELION_DATABASE_URL", `"oracle"`, "sqlite:///path/to/file"}},
	}
	for _, tt := range tests {
		cfg, _, err := config.Load(append([]string{"PERIHELION_HTTP_ADDR=127.0.0.1:0", "PERIHELION_ADMIN_ADDR=off", "PERIHELION_DATA_DIR=" + dir}, tt.environ...))
		if err != nil {
			t.Fatal(err)
		}
		_, err = New(cfg, sim.Games{toy.Game}, slog.New(slog.DiscardHandler))
		for _, want := range tt.want {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %v, want it to contain %q", tt.name, err, want)
			}
		}
	}
}

// Retention of players depends on this: deleted players must not have a valid token.
func TestNoTokenOutlivesItsPlayer(t *testing.T) {
	t.Parallel()
	s := startServer(t)
	var g api.Guest
	s.callAPI("POST", "/v1/guests", "", "", &g)
	if life := time.Until(g.ExpiresAt); life > config.MinKeepPlayers {
		t.Errorf("a token is good for %v, and players may be deleted after %v", life, config.MinKeepPlayers)
	}
}

// An older server may refuse a database that a newer one has migrated: so a server that
// cannot start must not migrate.
func TestAServerThatCannotStartLeavesTheDatabaseAsItIs(t *testing.T) {
	t.Parallel()
	s := startServer(t)
	for _, tt := range []struct {
		name    string
		environ []string
	}{
		{"a port that is taken", []string{"PERIHELION_HTTP_ADDR=" + s.Addr().String()}},
		{"the operator's port taken", []string{"PERIHELION_ADMIN_ADDR=" + s.Addr().String()}},
		{"a certificate that is not there", []string{"PERIHELION_TLS_CERT_FILE=none.pem", "PERIHELION_TLS_KEY_FILE=none.key"}},
		{"no list of words", []string{"PERIHELION_WORDS_FILE=none.txt"}},
	} {
		dir := t.TempDir()
		cfg, _, err := config.Load(append([]string{"PERIHELION_HTTP_ADDR=127.0.0.1:0", "PERIHELION_ADMIN_ADDR=off", "PERIHELION_DATA_DIR=" + dir}, tt.environ...))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := New(cfg, sim.Games{toy.Game}, slog.New(slog.DiscardHandler)); err == nil {
			t.Fatalf("%s: the server starts", tt.name)
		}
		db, err := sql.Open("sqlite", filepath.Join(dir, databaseFile))
		if err != nil {
			t.Fatal(err)
		}
		var tables int
		if err := db.QueryRow("SELECT count(*) FROM sqlite_master").Scan(&tables); err != nil || tables != 0 {
			t.Errorf("%s: %d tables were made, %v", tt.name, tables, err)
		}
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}
}
