package app

import (
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"perihelion/server/data/store"
	"perihelion/shared/api"
	"perihelion/shared/protocol"
	"perihelion/sim/simtest"
	"perihelion/sim/toy"
)

// keepArena keeps an arena of a guest, and publishes it if told to.
func (s *testServer) keepArena(token, title string, publish bool) (a api.LibraryArena) {
	s.t.Helper()
	s.mustCallAPI(http.StatusCreated, "POST", "/v1/arenas", token, `{"text":"{\"name\":\"mine\",\"title\":\"`+title+`\"}"}`, &a)
	if !publish {
		return a
	}
	s.mustCallAPI(http.StatusAccepted, "POST", "/v1/arenas/"+a.ID+"/publish", token, "", nil)
	for end := time.Now().Add(testTimeout); a.ListedAt == nil; time.Sleep(10 * time.Millisecond) {
		var mine api.Arenas
		s.mustCallAPI(http.StatusOK, "GET", "/v1/arenas?list=mine&q="+a.ID, token, "", &mine)
		if a = mine.Arenas[0]; time.Now().After(end) {
			s.t.Fatalf("not published: %+v", a)
		}
	}
	return a
}

// arenasOf are the arenas of the match of a room, as its players are told them.
func (s *testServer) arenasOf(a *api.Assignment) string {
	s.t.Helper()
	w, err := protocol.DecodeWelcome(s.joinRoom(a).waitForFrame(protocol.TypeWelcome))
	if err != nil {
		s.t.Fatal(err)
	}
	return w.Match.Arenas
}

func TestAnArenaOfAPlayerIsPlayed(t *testing.T) {
	t.Parallel()
	s := startServerOf(t, simtest.WithArenas(toy.Game), slog.New(slog.DiscardHandler))
	ada, bob := s.newGuest(), s.newGuest()
	draft, shown := s.keepArena(ada, "Draft", false), s.keepArena(ada, "Shown", true)
	if shown.State != api.ArenaPublished || shown.Shown.Report == nil || !shown.Shown.Report.Good || len(shown.Shown.Report.Findings) < 2 {
		t.Errorf("published %+v", shown)
	}
	var room api.Assignment
	s.mustCallAPI(http.StatusCreated, "POST", "/v1/rooms", bob, `{"arena":"`+shown.ID+`"}`, &room)
	if got := s.arenasOf(&room); !strings.Contains(got, shown.ID) || !strings.Contains(got, "Shown") {
		t.Errorf("bob plays in %s", got)
	}
	s.mustCallAPI(http.StatusCreated, "POST", "/v1/rooms", ada, `{"arena":"`+draft.ID+`@1"}`, &room)
	if got := s.arenasOf(&room); !strings.Contains(got, draft.ID) {
		t.Errorf("ada plays in %s", got)
	}
	for _, ref := range []string{draft.ID, shown.ID + "@2", "nothing"} {
		var p api.Problem
		if res := s.callAPI("POST", "/v1/rooms", bob, `{"arena":"`+ref+`"}`, &p); res.StatusCode != http.StatusUnprocessableEntity || !strings.HasSuffix(p.Type, "no-such-arena") {
			t.Errorf("%s: %d %+v", ref, res.StatusCode, p)
		}
	}
	var mine api.Arenas
	if s.callAPI("GET", "/v1/arenas?list=played", "", "", &mine); mine.Arenas[0].Plays != 1 {
		t.Errorf("played %+v", mine.Arenas)
	}
	s.callAPI("DELETE", "/v1/players/me", ada, "", nil)
	if s.callAPI("GET", "/v1/arenas?list=newest", bob, "", &mine); len(mine.Arenas) > 0 {
		t.Errorf("of a player who is gone: %+v", mine.Arenas)
	}
}

func TestPublicRoomsPlayInFeaturedArenas(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	start := func() *testServer {
		return startServerOf(t, simtest.WithArenas(toy.Game), slog.New(slog.DiscardHandler), "PERIHELION_DATA_DIR="+dir)
	}
	s := start()
	a := s.keepArena(s.newGuest(), "Shown", true)
	if err := s.store.SetArenaState(t.Context(), store.ArenaSetting{ID: a.ID, State: store.ArenaFeatured, Rotation: true, Version: 1}); err != nil {
		t.Fatal(err)
	}
	s.stopAndWait()
	s = start() // which looks at once
	for end := time.Now().Add(testTimeout); len(s.playerArenas.Rotation()) == 0; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("the featured arena is not in rotation")
		}
	}
	var ticket api.Ticket
	s.mustCallAPI(http.StatusCreated, "POST", "/v1/tickets", s.newGuest(), `{"queue":"toy"}`, &ticket)
	if got := s.arenasOf(ticket.Assignment); !strings.Contains(got, a.ID) || !strings.Contains(got, `"first"`) {
		t.Errorf("a public room plays in %s", got)
	}
}

func TestAServerWithoutSuchAGameHasNoLibrary(t *testing.T) {
	t.Parallel()
	s := startServer(t)
	var p api.Problem
	if res := s.callAPI("GET", "/v1/arenas", "", "", &p); res.StatusCode != http.StatusNotFound || !strings.HasSuffix(p.Type, "no-arenas") {
		t.Errorf("%d %+v", res.StatusCode, p)
	}
}
