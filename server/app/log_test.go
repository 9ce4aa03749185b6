package app

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"perihelion/server/ops/admin"
	"perihelion/shared/api"
	"perihelion/shared/protocol"
	"perihelion/shared/transport"
)

// expectedLines are the log lines of an ordinary evening, with the attributes that each
// must have.
var expectedLines = map[string][]string{
	"request":                            {"request", "method", "path", "status", "from"},
	"request refused":                    {"request", "from", "status", "why"},
	"room opened":                        {"room"},
	"room closed":                        {"room", "how"},
	"seat taken":                         {"room", "seat", "player"},
	"seat held":                          {"room", "seat", "player"},
	"seat given up":                      {"room", "seat", "player"},
	"session joined":                     {"request", "room", "seat", "player"},
	"session ended":                      {"request", "reason"}, // before it joined it has no room
	"operator kick":                      {"request", "who", "whom", "detail"},
	"draining":                           {"connections"},
	"stopped":                            {},
	"server":                             {"node", "region", "keys"},
	"client says goodbye":                {"request", "room", "player"},
	"operator's token refused":           {"request", "from", "path"},
	"database schema brought up to date": {"version"},
}

// syncLog is a log that is read when the server has stopped.
type syncLog struct {
	mu sync.Mutex
	bytes.Buffer
}

func (j *syncLog) Write(b []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.Buffer.Write(b)
}

func TestTheLogNamesWhomItIsAboutAndNoSecret(t *testing.T) {
	t.Parallel()
	var log syncLog
	dir := t.TempDir()
	s := startServerWithLog(t, slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})), "PERIHELION_DATA_DIR="+dir)
	secrets := playThrough(s)
	token, err := os.ReadFile(filepath.Join(dir, admin.TokenFile))
	if err != nil {
		t.Fatal(err)
	}
	secrets = append(secrets, kickPlayer(s, strings.TrimSpace(string(token))))
	s.stopAndWait()
	for _, secret := range secrets {
		if secret == "" || strings.Contains(log.String(), secret) {
			t.Errorf("the log tells the secret %q", secret)
		}
	}
	seen := map[string]bool{}
	for line := range strings.Lines(log.String()) {
		seen[checkLine(t, line)] = true
	}
	for _, msg := range slices.Sorted(maps.Keys(expectedLines)) {
		if !seen[msg] {
			t.Errorf("nothing was logged as %q", msg)
		}
	}
}

// checkLine checks a log line and returns its message.
func checkLine(t *testing.T, line string) string {
	t.Helper()
	var attrs map[string]any
	if err := json.Unmarshal([]byte(line), &attrs); err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	msg, _ := attrs["msg"].(string)
	want, known := expectedLines[msg]
	if !known {
		t.Errorf("nobody has said what this should carry: %s", line)
	}
	for _, name := range want {
		if v, ok := attrs[name]; !ok || v == "" {
			t.Errorf("no %s: %s", name, line)
		}
	}
	return msg
}

// playThrough has guests use the server, and returns secrets that must not be in the log.
func playThrough(s *testServer) (secrets []string) {
	ada, bob := s.newGuest(), s.newGuest()
	var link api.Link
	s.callAPI("POST", "/v1/players/me/link", ada, "", &link)
	s.callAPI("POST", "/v1/guests", "", `{"link_code":"`+link.Code+`"}`, nil)
	s.callAPI("POST", "/v1/channels/lobby/messages", ada, `{"text":"hello"}`, nil)
	s.callAPI("POST", "/v1/parties", ada, "", nil)
	s.callAPI("POST", "/v1/tickets", "no token at all", "", nil)
	s.callAPI("POST", "/v1/reports", bob, `{"reason":"abuse"}`, nil)

	seat := s.quickAssignment()
	p := s.joinRoom(seat)
	w, err := protocol.DecodeWelcome(p.waitForFrame(protocol.TypeWelcome))
	if err != nil {
		s.t.Fatal(err)
	}
	_ = p.NetConn().Close()
	for range 10_000 { // until nobody is connected, and the seat held
		if s.gate.Len() == 0 {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	p = s.joinRoom(&api.Assignment{URL: seat.URL, Ticket: w.Resume})
	p.waitForFrame(protocol.TypeWelcome)
	p.sendFrame(protocol.AppendBye(nil, &protocol.Bye{}))
	p.expectClose(transport.Normal)
	return []string{ada, bob, link.Code, seat.Ticket, w.Resume}
}

// kickPlayer has the operator kick a player, after a wrong token.
func kickPlayer(s *testServer, token string) string {
	seat := s.quickAssignment()
	p := s.joinRoom(seat)
	w, err := protocol.DecodeWelcome(p.waitForFrame(protocol.TypeWelcome))
	if err != nil {
		s.t.Fatal(err)
	}
	path := fmt.Sprintf("/api/rooms/%s/seats/%d/kick", seat.RoomID, w.Me)
	for _, guess := range []string{"not the token of the operator", token} {
		r, err := http.NewRequest("POST", "http://"+s.AdminAddr().String()+path, strings.NewReader(`{"reason":"calm down"}`))
		if err != nil {
			s.t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer "+guess)
		r.Header.Set("Content-Type", "application/json")
		res, err := http.DefaultClient.Do(r)
		if err != nil {
			s.t.Fatal(err)
		}
		res.Body.Close()
	}
	p.expectClose(transport.Kicked)
	return token
}
