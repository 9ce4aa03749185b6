package app

import (
	"encoding/base64"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"perihelion/server/ops/config"
	"perihelion/server/people/auth"
	"perihelion/shared/api"
	"perihelion/shared/transport"
	"perihelion/sim"
	"perihelion/sim/toy"
)

// newApp makes the parts of a server with this data folder and these variables, and no more.
func newApp(t *testing.T, dir string, environ ...string) (*App, error) {
	t.Helper()
	cfg, _, err := config.Load(append([]string{"PERIHELION_HTTP_ADDR=127.0.0.1:0", "PERIHELION_ADMIN_ADDR=off", "PERIHELION_DATA_DIR=" + dir}, environ...))
	if err != nil {
		t.Fatal(err)
	}
	return New(cfg, sim.Games{toy.Game}, slog.New(slog.DiscardHandler))
}

func TestAKeyIsRotated(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := startServer(t, "PERIHELION_DATA_DIR="+dir)
	var ada api.Guest
	s.callAPI("POST", "/v1/guests", "", `{"name":"Ada"}`, &ada)
	first := s.keys.IDs()[0]
	s.stopAndWait()
	if _, _, err := auth.RotateKey(dir); err != nil {
		t.Fatal(err)
	}

	s = startServer(t, "PERIHELION_DATA_DIR="+dir)
	var me api.Profile
	if res := s.callAPI("GET", "/v1/players/me", ada.Token, "", &me); res.StatusCode != http.StatusOK || me.Name != "Ada" {
		t.Errorf("with a token of the key of before = %d, %+v", res.StatusCode, me)
	}
	var set api.KeySet
	if s.callAPI("GET", "/.well-known/jwks.json", "", "", &set); len(set.Keys) != 2 || set.Keys[1].ID != first {
		t.Fatalf("published are %+v", set)
	}
	for i, k := range s.keys.VerifyKeys() {
		if x, err := base64.RawURLEncoding.DecodeString(set.Keys[i].X); err != nil || set.Keys[i].ID != k.ID || string(x) != string(k.PublicKey) {
			t.Errorf("published is %+v, %v, want %+v", set.Keys[i], err, k)
		}
	}
	s.stopAndWait()

	if err := os.Remove(filepath.Join(dir, "verify-keys.pem")); err != nil {
		t.Fatal(err)
	}
	s = startServer(t, "PERIHELION_DATA_DIR="+dir)
	var why api.Problem
	if res := s.callAPI("GET", "/v1/players/me", ada.Token, "", &why); res.StatusCode != http.StatusUnauthorized || !strings.Contains(why.Detail, "a key that is not in use here any more") {
		t.Errorf("with a token of a key that was removed = %d, %+v", res.StatusCode, why)
	}
}

func TestAnotherKeyIsRefused(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	key := filepath.Join(dir, "signing-key.pem")
	a, err := newApp(t, dir)
	if err != nil {
		t.Fatal(err)
	}
	closeApp(t, a)
	if err := os.Rename(key, key+".aside"); err != nil {
		t.Fatal(err)
	}
	_, err = newApp(t, dir)
	for _, want := range []string{a.keys.IDs()[0], "PERIHELION_SIGNING_KEY", "PERIHELION_VERIFY_KEYS_FILE", "server forget-key"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("with another key: %v, want it to contain %q", err, want)
		}
	}
	if b, err := newApp(t, dir, "PERIHELION_SIGNING_KEY_FILE="+key+".aside"); err != nil {
		t.Errorf("with the key of before: %v", err)
	} else {
		closeApp(t, b)
	}
	if _, err := newApp(t, dir, "PERIHELION_VERIFY_KEYS=no key"); err == nil || !strings.Contains(err.Error(), "PERIHELION_VERIFY_KEYS: no PEM public key") {
		t.Errorf("no key = %v, want the variable to be named", err)
	}
}

func closeApp(t *testing.T, a *App) {
	t.Helper()
	for _, p := range a.ports {
		if err := p.listener.Close(); err != nil {
			t.Error(err)
		}
	}
	if err := a.store.Close(); err != nil {
		t.Error(err)
	}
}

// A token for a seat says on which server it is, and no other takes it.
func TestATicketForAnotherServer(t *testing.T) {
	t.Parallel()
	s := startServer(t, "PERIHELION_NODE_ID=n1", "PERIHELION_REGION=eu-west", "PERIHELION_BOT_FILL=0")
	a := s.quickAssignment()
	if !strings.HasPrefix(a.RoomID, "n1.") {
		t.Errorf("room %q, want its id to begin with the name of the server", a.RoomID)
	}
	token, _ := auth.New(s.keys, "n2", time.Minute).IssueJoin(auth.JoinToken{Player: "p", Name: "P", Room: a.RoomID, Node: "n2"}, time.Now())
	a.Ticket = token
	s.joinRoom(a).expectClose(transport.BadTicket)
	var meta api.Meta
	if s.callAPI("GET", "/v1/meta", "", "", &meta); len(meta.Regions) != 1 || meta.Regions[0].ID != "eu-west" {
		t.Errorf("regions %+v", meta.Regions)
	}
}
