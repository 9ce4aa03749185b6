package app

import (
	"encoding/json"
	"net/http"
	"testing"

	"perihelion/shared/api"
	"perihelion/shared/protocol"
	"perihelion/shared/replay"
	"perihelion/sim"
	"perihelion/sim/toy"
)

// TestTwoFriendsDuelEachOther has a party of two queue for a duel and take both seats.
func TestTwoFriendsDuelEachOther(t *testing.T) {
	t.Parallel()
	s := startServer(t, "PERIHELION_BOT_FILL=0")
	ada, bob, eve := s.newGuest(), s.newGuest(), s.newGuest()
	var p api.Party
	s.mustCallAPI(http.StatusCreated, "POST", "/v1/parties", ada, "", &p)
	s.mustCallAPI(http.StatusOK, "POST", "/v1/parties/"+p.Code+"/join", bob, "", nil)
	var meta api.Meta
	s.callAPI("GET", "/v1/meta", "", "", &meta)
	for _, q := range meta.Queues {
		if q.Mode == "toy-duel" && q.Party != 2 {
			t.Errorf("%+v, want that two can queue for it together", q)
		}
	}
	alone := s.queueDuel(eve)
	var lead, follow api.Ticket
	s.mustCallAPI(http.StatusCreated, "POST", "/v1/tickets", ada, `{"queue":"toy-duel","party":"`+p.Code+`"}`, &lead)
	s.mustCallAPI(http.StatusOK, "GET", "/v1/tickets/"+lead.ID, bob, "", &follow)
	if lead.Assignment == nil || follow.Assignment == nil || lead.Assignment.RoomID != follow.Assignment.RoomID || lead.Assignment.Code == "" {
		t.Fatalf("got %+v and %+v, want one private room", lead, follow)
	}
	seats := map[sim.PlayerID]bool{}
	for _, a := range []*api.Assignment{lead.Assignment, follow.Assignment} {
		w, err := protocol.DecodeWelcome(s.joinRoom(a).waitForFrame(protocol.TypeWelcome))
		if err != nil || w.Match.Mode != "toy-duel" || w.Code != lead.Assignment.Code {
			t.Errorf("welcome %+v, %v", w, err)
		}
		seats[w.Me] = true
	}
	var room api.Room
	s.callAPI("GET", "/v1/rooms/"+lead.Assignment.Code, "", "", &room)
	if len(seats) != 2 || room.Players != 2 || room.Rated {
		t.Errorf("seats %v of %+v, want both, unrated", seats, room)
	}
	if s.callAPI("GET", "/v1/tickets/"+alone.ID, eve, "", &alone); alone.Status != api.TicketQueued {
		t.Errorf("who waits alone got %+v, want to wait on", alone)
	}
}

// TestAPrivateRoomIsPlayedAsWasAsked checks what the client of the first player is sent.
func TestAPrivateRoomIsPlayedAsWasAsked(t *testing.T) {
	t.Parallel()
	s := startServer(t, "PERIHELION_BOT_FILL=4", "PERIHELION_ROUND_POINTS=9")
	for body, want := range map[string]struct {
		sim.Config
		bots int
	}{
		`{}`: {sim.Config{Mode: toy.FreeForAll, Points: 9}, 3},
		`{"mode":"toy-teams","bots":false,"points":15,"seconds":120}`: {sim.Config{Mode: toy.Teams, Points: 15, Seconds: 120}, 0},
		`{"mode":"toy-duel","points":3,"seconds":600}`:                {sim.Config{Mode: toy.Duel, Points: 3, Seconds: 600}, 1},
	} {
		var a api.Assignment
		s.mustCallAPI(http.StatusCreated, "POST", "/v1/rooms", s.newGuest(), body, &a)
		w, err := protocol.DecodeWelcome(s.joinRoom(&a).waitForFrame(protocol.TypeWelcome))
		if c := w.Match; err != nil || c.Mode != want.Mode.String() || c.Points != want.Points || c.Seconds != want.Seconds {
			t.Errorf("%s: %+v, %v", body, c, err)
		}
		var room api.Room
		if s.callAPI("GET", "/v1/rooms/"+a.Code, "", "", &room); room.Bots != want.bots {
			t.Errorf("%s: %d bots, want %d", body, room.Bots, want.bots)
		}
	}
	for _, body := range []string{`{"points":1000}`, `{"points":-1}`, `{"seconds":3601}`} {
		if res := s.callAPI("POST", "/v1/rooms", s.newGuest(), body, nil); res.StatusCode != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d, want 422", body, res.StatusCode)
		}
	}
}

// TestAMatchOfPracticeGoesOnWithFriends uploads a match, restarts the server, and is in the
// same seat of the same match.
func TestAMatchOfPracticeGoesOnWithFriends(t *testing.T) {
	t.Parallel()
	cfg := sim.Config{Seed: 5, Seats: 4, Rate: 60}
	w, seats := toy.Game.NewWorld(cfg), []replay.Seat{{Holder: replay.Bot}, {Holder: replay.Bot}, {Holder: replay.Player}, {Holder: replay.Bot}}
	for p := range seats {
		w.Join(sim.PlayerID(p))
	}
	for range 36_000 {
		w.Step(make([]sim.Input, len(seats)))
	}
	body, err := json.Marshal(api.NewRoom{Log: replay.EncodeMoment(toy.Game, cfg, w, seats)})
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	s := startServer(t, "PERIHELION_DATA_DIR="+dir, "PERIHELION_DRAIN=restart")
	var a, b api.Assignment
	ada, bob := s.newGuest(), s.newGuest()
	s.mustCallAPI(http.StatusCreated, "POST", "/v1/rooms", ada, string(body), &a)
	me, err := protocol.DecodeWelcome(s.joinRoom(&a).waitForFrame(protocol.TypeWelcome))
	if err != nil || me.Me != 2 || me.Tick < w.Tick() || me.Match.Seed != 5 || me.Code != a.Code {
		t.Fatalf("welcome %+v, %v, want seat 2 after tick %d", me, err, w.Tick())
	}
	s.mustCallAPI(http.StatusOK, "POST", "/v1/rooms/"+a.Code+"/join", bob, "", &b)
	friend, err := protocol.DecodeWelcome(s.joinRoom(&b).waitForFrame(protocol.TypeWelcome))
	if err != nil || friend.Room != me.Room || friend.Me == 2 {
		t.Errorf("welcome of a friend %+v, %v", friend, err)
	}
	s.stopAndWait()
	s = startServer(t, "PERIHELION_DATA_DIR="+dir)
	again, err := protocol.DecodeWelcome(s.joinRoom(&api.Assignment{URL: "ws://" + s.Addr().String() + "/v1/play", Ticket: me.Resume}).waitForFrame(protocol.TypeWelcome))
	if err != nil || again.Me != 2 || again.Room != me.Room || again.Tick < me.Tick || again.Code != a.Code {
		t.Errorf("after a restart: %+v, %v", again, err)
	}
}

// TestAFriendIsChallengedAndComes has two players become friends; one opens a room for a duel and
// invites the other, who takes the other seat.
func TestAFriendIsChallengedAndComes(t *testing.T) {
	t.Parallel()
	s := startServer(t, "PERIHELION_BOT_FILL=0")
	ada, bob := s.newGuest(), s.newGuest()
	var me api.Profile
	s.mustCallAPI(http.StatusOK, "GET", "/v1/players/me", ada, "", &me)
	var list api.Friends
	s.mustCallAPI(http.StatusOK, "POST", "/v1/friends", bob, `{"player_id":"`+me.PlayerID+`"}`, &list)
	bobID := ""
	s.mustCallAPI(http.StatusOK, "GET", "/v1/friends", ada, "", &list)
	for _, f := range list.Friends {
		bobID = f.PlayerID
	}
	s.mustCallAPI(http.StatusOK, "POST", "/v1/friends", ada, `{"player_id":"`+bobID+`"}`, &list)
	var own, taken api.Assignment
	s.mustCallAPI(http.StatusCreated, "POST", "/v1/rooms", ada, `{"mode":"toy-duel"}`, &own)
	s.mustCallAPI(http.StatusNoContent, "POST", "/v1/friends/"+bobID+"/invite", ada, `{"room":"`+own.Code+`"}`, nil)
	s.mustCallAPI(http.StatusOK, "GET", "/v1/friends", bob, "", &list)
	if len(list.Friends) != 1 || list.Friends[0].Invitation == nil || list.Friends[0].Invitation.Mode != "toy-duel" {
		t.Fatalf("bob sees %+v, want an invitation to a duel", list.Friends)
	}
	s.mustCallAPI(http.StatusOK, "POST", "/v1/rooms/"+list.Friends[0].Invitation.Room+"/join", bob, "", &taken)
	var room api.Room
	for _, a := range []*api.Assignment{&own, &taken} {
		s.joinRoom(a).waitForFrame(protocol.TypeWelcome)
	}
	if s.callAPI("GET", "/v1/rooms/"+own.Code, "", "", &room); room.Players != 2 || room.Rated {
		t.Errorf("the duel is in %+v, want both in it, unrated", room)
	}
	var kept api.Export
	s.mustCallAPI(http.StatusOK, "GET", "/v1/players/me/export", ada, "", &kept)
	if len(kept.Friends) != 1 || kept.Friends[0].PlayerID != bobID {
		t.Errorf("the export tells of %+v", kept.Friends)
	}
	s.mustCallAPI(http.StatusNoContent, "DELETE", "/v1/players/me", bob, "", nil)
	if s.callAPI("GET", "/v1/friends", ada, "", &list); len(list.Friends) != 0 {
		t.Errorf("friends of who is left: %+v", list.Friends)
	}
}
