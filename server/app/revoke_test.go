package app

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/lxzan/gws"

	"perihelion/server/data/store"
	"perihelion/server/play/room"
	"perihelion/shared/api"
	"perihelion/shared/protocol"
	"perihelion/shared/transport"
)

const operatorToken = "0123456789abcdef"

// playerAssets are all things that a player can have on a server at the same time.
type playerAssets struct {
	guest   api.Guest
	playing *testClient
	feed    *testClient
	resume  *api.Assignment // back to the seat of playing
	cut     *api.Assignment // back to a seat without a connection
	unused  *api.Assignment // to a room with a reserved seat
	party   string          // code
	friend  string          // token of another player in it
}

// acquireEverything makes a guest who plays, listens, and is queued.
func (s *testServer) acquireEverything() *playerAssets {
	s.t.Helper()
	h := &playerAssets{friend: s.newGuest()}
	s.callAPI("POST", "/v1/guests", "", `{"name":"Ada"}`, &h.guest)
	me := h.guest.Token

	var p api.Party
	s.mustCallAPI(201, "POST", "/v1/parties", me, "", &p)
	h.party = p.Code
	s.mustCallAPI(200, "POST", "/v1/parties/"+p.Code+"/join", h.friend, "", nil)
	h.feed = s.openChannel(me, "party:"+p.Code)

	var t api.Ticket
	s.mustCallAPI(201, "POST", "/v1/tickets", me, `{"queue":"toy-duel"}`, &t)
	h.cut = s.disconnectFromSeat(me) // from then on all tickets lead there
	h.resume, h.playing = s.joinOwnRoom(me)
	h.unused = &api.Assignment{}
	s.openRoomWithKey(me, http.StatusCreated, h.unused)
	return h
}

// openRoomWithKey opens a room, always with the same Idempotency-Key.
func (s *testServer) openRoomWithKey(token string, want int, into any) {
	s.t.Helper()
	r, err := http.NewRequest("POST", "http://"+s.Addr().String()+"/v1/rooms", strings.NewReader(`{"seats":2,"bots":false}`))
	if err != nil {
		s.t.Fatal(err)
	}
	r.Header = http.Header{"Content-Type": {"application/json"}, "Authorization": {"Bearer " + token}, "Idempotency-Key": {"one-and-the-same-key"}}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != want {
		s.t.Errorf("a room, asked for with a key = %d, want %d", res.StatusCode, want)
	}
	if err := json.NewDecoder(res.Body).Decode(into); err != nil {
		s.t.Fatal(err)
	}
}

// mustCallAPI is callAPI that expects this status.
func (s *testServer) mustCallAPI(status int, method, path, token, body string, into any) {
	s.t.Helper()
	if res := s.callAPI(method, path, token, body, into); res.StatusCode != status {
		s.t.Fatalf("%s %s = %d, want %d", method, path, res.StatusCode, status)
	}
}

// joinOwnRoom opens a private room and joins it; the assignment leads back to the seat.
func (s *testServer) joinOwnRoom(token string) (*api.Assignment, *testClient) {
	s.t.Helper()
	var a api.Assignment
	s.mustCallAPI(201, "POST", "/v1/rooms", token, `{"seats":2,"bots":false}`, &a)
	p := s.joinRoom(&a)
	w, err := protocol.DecodeWelcome(p.waitForFrame(protocol.TypeWelcome))
	if err != nil {
		s.t.Fatal(err)
	}
	return &api.Assignment{URL: a.URL, RoomID: a.RoomID, Ticket: w.Resume}, p
}

// disconnectFromSeat joins a room and breaks the connection, so that the seat is kept.
func (s *testServer) disconnectFromSeat(token string) *api.Assignment {
	s.t.Helper()
	a, p := s.joinOwnRoom(token)
	_ = p.NetConn().Close()
	waitFor(s.t, "the seat is held", func() bool {
		return s.countSeats(a.RoomID, func(room.PlayerInfo) bool { return true }) == 1 && s.countSeats(a.RoomID, func(p room.PlayerInfo) bool { return p.Connected }) == 0
	})
	return a
}

// countSeats counts the seats of a room whose players match.
func (s *testServer) countSeats(id string, like func(room.PlayerInfo) bool) (n int) {
	s.t.Helper()
	r, err := s.rooms.Find(id)
	if err != nil {
		return 0
	}
	all, err := r.Players(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	for _, p := range all {
		if p.Player != "" && like(p) {
			n++
		}
	}
	return n
}

// openChannel subscribes to a channel over a WebSocket, with this token.
func (s *testServer) openChannel(token, channel string) *testClient {
	s.t.Helper()
	p := newTestClient(s.t)
	conn, _, err := gws.NewClient(p, &gws.ClientOption{
		Addr:          "ws://" + s.Addr().String() + "/v1/live?channels=" + channel,
		RequestHeader: http.Header{"Sec-Websocket-Protocol": {"perihelion.live.v1, perihelion.token." + token}},
	})
	if err != nil {
		s.t.Fatal(err)
	}
	p.Conn = conn
	go conn.ReadLoop() // ends with the connection, which the cleanup closes
	s.t.Cleanup(func() { _ = conn.NetConn().Close() })
	return p
}

// onOtherServer makes a change as another server on the same database would, and applies it
// here at once.
func (s *testServer) onOtherServer(decide func(context.Context) error) {
	s.t.Helper()
	if err := decide(s.t.Context()); err != nil {
		s.t.Fatal(err)
	}
	ctx, stop := context.WithCancel(s.t.Context())
	var work sync.WaitGroup
	work.Go(func() { s.bans.Run(ctx, func(now time.Time) { s.enforcer.Apply(now) }) })
	s.t.Cleanup(func() { stop(); work.Wait() })
}

// Players who were banned or have deleted their data have nothing left here.
func TestARevokedAccountHasNothingLeft(t *testing.T) {
	t.Parallel()
	ways := []struct {
		name   string
		revoke func(s *testServer, h *playerAssets)
		close  transport.Reason
		status int
	}{
		{"deleted their data", func(s *testServer, h *playerAssets) {
			s.mustCallAPI(204, "DELETE", "/v1/players/me", h.guest.Token, "", nil)
		}, transport.Erased, 401},
		{"deleted their data at another server", func(s *testServer, h *playerAssets) {
			s.onOtherServer(func(ctx context.Context) error { return s.store.Erase(ctx, h.guest.PlayerID, time.Now()) })
		}, transport.Erased, 401},
		{"banned", func(s *testServer, h *playerAssets) {
			if got := s.callAdmin("POST", "/api/bans", operatorToken, `{"player":"`+h.guest.PlayerID+`"}`, nil); got != 200 {
				s.t.Fatalf("ban = %d", got)
			}
		}, transport.Kicked, 403},
		{"banned at another server", func(s *testServer, h *playerAssets) {
			s.onOtherServer(func(ctx context.Context) error {
				return s.store.PutBan(ctx, store.Ban{ID: "b", Player: h.guest.PlayerID, At: time.Now()})
			})
		}, transport.Kicked, 403},
	}
	for _, way := range ways {
		t.Run(way.name, func(t *testing.T) {
			s := startServer(t, "PERIHELION_ADMIN_TOKEN="+operatorToken, "PERIHELION_RECONNECT_WINDOW=5m")
			h := s.acquireEverything()
			way.revoke(s, h)
			s.expectNothingLeft(t, h, way.close, way.status)
		})
	}
}

// expectNothingLeft checks that nothing of h is left.
func (s *testServer) expectNothingLeft(t *testing.T, h *playerAssets, reason transport.Reason, status int) {
	for name, p := range map[string]*testClient{"playing": h.playing, "the live feed": h.feed} {
		t.Run("the connection ends: "+name, func(t *testing.T) { (&testClient{t: t, end: p.end}).expectClose(reason) })
	}
	for name, a := range map[string]*api.Assignment{"of a seat that was taken": h.resume, "of a seat that was held": h.cut, "that was not used": h.unused} {
		t.Run("a token is refused: "+name, func(t *testing.T) { (&testClient{t: t, end: s.joinRoom(a).end}).expectClose(reason) })
		t.Run("the seat is free: "+name, func(t *testing.T) {
			waitFor(t, "nobody has a seat", func() bool {
				for _, info := range s.rooms.List() {
					if info.ID == a.RoomID && (info.Players > 0 || info.Free < info.Seats) {
						return false
					}
				}
				return true
			})
		})
	}
	t.Run("the ticket has left the queue", func(t *testing.T) {
		waitFor(t, "nobody is queued", func() bool { return s.matchmaker.Waiting() == 0 })
	})
	t.Run("the party goes on without", func(t *testing.T) {
		waitFor(t, "the friend is alone", func() bool {
			var p api.Party
			s.callAPI("GET", "/v1/parties/"+h.party, h.friend, "", &p)
			return len(p.Members) == 1
		})
	})
	t.Run("an answer is not given again", func(t *testing.T) {
		(&testServer{App: s.App, t: t}).openRoomWithKey(h.guest.Token, status, &api.Problem{})
	})
	t.Run("the token is no good", func(t *testing.T) {
		var p api.Problem
		if res := s.callAPI("GET", "/v1/players/me", h.guest.Token, "", &p); res.StatusCode != status || status == 401 && strings.Contains(p.Detail, "banned") {
			t.Errorf("profile = %d %q, want %d", res.StatusCode, p.Detail, status)
		}
	})
}

func TestTokensOfTheErasedAreNoGoodAfterARestart(t *testing.T) {
	t.Parallel()
	home := "PERIHELION_DATA_DIR=" + t.TempDir()
	s := startServer(t, home)
	var ada api.Guest
	s.callAPI("POST", "/v1/guests", "", "", &ada)
	resume, _ := s.joinOwnRoom(ada.Token)
	var unused api.Assignment
	s.mustCallAPI(201, "POST", "/v1/rooms", ada.Token, "", &unused)
	s.mustCallAPI(204, "DELETE", "/v1/players/me", ada.Token, "", nil)
	s.stopAndWait()

	s = startServer(t, home)
	for name, ticket := range map[string]string{"join": unused.Ticket, "resume": resume.Ticket} {
		t.Run(name, func(t *testing.T) {
			a := &api.Assignment{URL: "ws://" + s.Addr().String() + "/v1/play", Ticket: ticket}
			(&testClient{t: t, end: s.joinRoom(a).end}).expectClose(transport.Erased)
		})
	}
}
