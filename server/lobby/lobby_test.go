package lobby

import (
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/server/data/arenas"
	"perihelion/server/data/store"
	"perihelion/server/match"
	"perihelion/server/net/httpx"
	"perihelion/server/people/account"
	"perihelion/server/people/auth"
	"perihelion/server/people/friends"
	"perihelion/server/people/party"
	"perihelion/shared/api"
	"perihelion/shared/protocol"
	"perihelion/sim"
	"perihelion/sim/simtest"
	"perihelion/sim/toy"
)

// fakeRooms has one public room, and a private one with the code ABCDEF.
type fakeRooms struct {
	err  error
	want api.NewRoom
	list []api.Room

	nodeURL      string
	log          []byte // that a match goes on from
	opened       int
	reserved     int
	disconnected string // the player who has a seat in the private room and no connection
}

func (f *fakeRooms) DisconnectedSeat(player string) (Destination, error) {
	if player != f.disconnected || player == "" {
		return Destination{}, ErrRoomNotFound
	}
	return f.find("ABCDEF")
}

func (f *fakeRooms) NodeOf(string) (node, url string) { return "n1", f.nodeURL }

func (f *fakeRooms) FindLog(room string) (WatchedLog, error) {
	if room == "public" {
		return WatchedLog{Room: "public", Delay: 10 * time.Second}, nil
	}
	d, err := f.find(room)
	return WatchedLog{Room: d.ID, Delay: 3 * time.Second, Private: true}, err
}

func (f *fakeRooms) Regions() []Region       { return []Region{{"eu", ""}, {"us", "https://us.example/"}} }
func (f *fakeRooms) PublicRooms() []api.Room { return slices.Clone(f.list) }

func (f *fakeRooms) OpenPrivate(_ string, _ netip.Addr, want api.NewRoom) (Destination, error) {
	if f.want = want; want.Mode != "" {
		return Destination{}, ErrUnknownMode
	}
	if f.err == nil {
		f.opened++
	}
	return Destination{ID: "private", Code: "ABCDEF"}, f.err
}

func (f *fakeRooms) ContinueMatch(player, name string, _ netip.Addr, log []byte) (Destination, error) {
	if f.log = log; string(log) == "bad" {
		return Destination{}, BadMatch("it is not one")
	}
	if player == "" || name == "" {
		return Destination{}, errors.New("nobody")
	}
	f.opened++
	return Destination{ID: "private", Code: "ABCDEF"}, f.err
}

func (f *fakeRooms) ReserveSeat(_ string, _ netip.Addr, room string) (Destination, error) {
	return f.find(room)
}

func (f *fakeRooms) ReservationsFrom(netip.Addr) int { return f.reserved }

func (f *fakeRooms) find(room string) (Destination, error) {
	if !strings.EqualFold(room, "ABCDEF") {
		return Destination{}, ErrRoomNotFound
	}
	return Destination{ID: "private", Code: "ABCDEF"}, f.err
}

func (f *fakeRooms) FindRoom(room string) (api.Room, error) {
	p, err := f.find(room)
	return api.Room{ID: p.ID}, err
}

// countingMetrics counts the calls.
type countingMetrics struct{ limited, refused int }

func (c *countingMetrics) RateLimited(string) { c.limited++ }
func (c *countingMetrics) Refused(int)        { c.refused++ }

// fakeProvider has one room with a free seat, unless err is set.
type fakeProvider struct{ err error }

func (f *fakeProvider) Regions() []string                                           { return nil }
func (f *fakeProvider) Rooms(match.Queue) []match.Room                              { return nil }
func (f *fakeProvider) Open(match.RoomSpec) (id, code string, err error)            { return "public", "", f.err }
func (f *fakeProvider) Reserve(_ string, _ match.Player, _ netip.Addr, _ int) error { return f.err }

// fakeBans bans one player.
type fakeBans struct{ player string }

func (f *fakeBans) Banned(player string, _ netip.Addr, _ time.Time) (string, bool) {
	return "you are banned for trying it", f.player != "" && player == f.player
}

func (f *fakeBans) Erased(string) bool { return false }

// allowAll accepts any text.
type allowAll struct{}

func (allowAll) Clean(text string) (string, bool) { return text, true }

type fixture struct {
	lobby      *Lobby
	handler    http.Handler
	rooms      *fakeRooms
	provider   *fakeProvider
	replays    *fakeReplays
	liveLogs   fakeLiveLogs
	bans       *fakeBans
	matchmaker *match.Matchmaker
	signer     *auth.Signer
	store      *store.Store
	counts     countingMetrics
	log        strings.Builder // warnings and worse
	token      string          // of a guest
}

func newFixture(t testing.TB, perSecond int, change ...func(*Config)) *fixture {
	t.Helper()
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	f := &fixture{rooms: &fakeRooms{}, replays: &fakeReplays{}, provider: &fakeProvider{}, bans: &fakeBans{}, signer: auth.New(auth.NewKeyRing(key), "n1", 30*time.Second)}
	log := slog.New(slog.NewTextHandler(&f.log, nil))
	f.store, err = store.Open(t.Context(), store.Config{URL: store.FileURL(filepath.Join(t.TempDir(), "test.db"))}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.store.Close() })
	cfg := Config{
		Meta: api.Meta{Build: "test", Protocol: protocol.Version}, Modes: map[string]string{"skirmish": "ships", "duel": "ships"},
		WritesPerSecond: perSecond, MaxReservedPerAddr: 32, MaxWaiting: 16, MaxWaitingPerAddr: 8, Proxies: httpx.Proxies{Networks: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}},
	}
	for _, c := range change {
		c(&cfg)
	}
	queues := []match.Queue{match.Instant("quick", "skirmish", 0, 16), match.Paired("duel", "duel", match.Pace{FillAfter: time.Minute, Timeout: 90 * time.Second})}
	f.matchmaker = match.NewMatchmaker(match.Config{Queues: queues}, f.provider)
	f.lobby = New(cfg, Deps{
		Signer: f.signer, Accounts: account.New(f.store, f.signer, allowAll{}, log), Store: f.store, Bans: f.bans, Parties: party.New(), Friends: friends.New(f.store),
		Rooms: f.rooms, Replays: f.replays, Arenas: newLibrary(f.store, log), LiveLogs: &f.liveLogs, Matchmaker: f.matchmaker, Metrics: &f.counts, Log: log,
	})
	f.handler = f.lobby.Handler()
	f.token, _ = f.signer.IssueGuest(auth.Guest{Player: "p1", Name: "Ada"}, time.Now())
	return f
}

// newLibrary is the library of a game in which arenas change nothing.
func newLibrary(s *store.Store, log *slog.Logger) *arenas.Service {
	return arenas.New(arenas.Config{
		Games: sim.Games{simtest.WithArenas(toy.Game)}, Store: s, Filter: allowAll{}, Queue: 4, Log: log,
		Limits: store.ArenaLimits{Drafts: 3, Published: 2, Versions: 3, Bytes: 10_000},
	})
}

// doJSON sends body as JSON, with the token of the fixture's guest.
func (f *fixture) doJSON(method, path, body string, headers ...string) *httptest.ResponseRecorder {
	return f.serveRequest(f.newRequest(method, path, body, headers...))
}

func (f *fixture) newRequest(method, path, body string, headers ...string) *http.Request {
	r := httptest.NewRequest(method, "http://game.test"+path, strings.NewReader(body))
	if body == "" {
		r.Body = http.NoBody // as net/http has it
	}
	r.Header.Set("Content-Type", "application/json")
	if path != "/v1/guests" { // or no guest would be new
		r.Header.Set("Authorization", "Bearer "+f.token)
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return r
}

func (f *fixture) serveRequest(r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	f.handler.ServeHTTP(w, r)
	return w
}

// otherToken is the token of a second player, Grace.
func (f *fixture) otherToken() string {
	token, _ := f.signer.IssueGuest(auth.Guest{Player: "p2", Name: "Grace"}, time.Now())
	return token
}

func decodeAs[T any](t *testing.T, w *httptest.ResponseRecorder, status int) (v T) {
	t.Helper()
	if w.Code != status {
		t.Fatalf("status = %d %s, want %d", w.Code, w.Body, status)
	}
	d := json.NewDecoder(w.Body)
	d.DisallowUnknownFields()
	if err := d.Decode(&v); err != nil {
		t.Fatal(err)
	}
	return v
}

func TestTheWayFromNothingToASeat(t *testing.T) {
	f := newFixture(t, 1000)
	guest := decodeAs[api.Guest](t, f.doJSON("POST", "/v1/guests", `{"name":"  Ada  Lovelace "}`), http.StatusCreated)
	if guest.Name != "Ada Lovelace" || guest.PlayerID == "" {
		t.Errorf("guest = %+v", guest)
	}
	f.token = guest.Token
	ticket := decodeAs[api.Ticket](t, f.doJSON("POST", "/v1/tickets", `{"queue":"quick"}`), http.StatusCreated)
	a := ticket.Assignment
	if ticket.Status != "assigned" || a.RoomID != "public" || a.URL != "ws://game.test/v1/play" || a.Protocol != protocol.Subprotocol {
		t.Errorf("assignment = %+v", a)
	}
	got, err := f.signer.Redeem(a.Ticket, time.Now())
	if want := (auth.JoinToken{Player: guest.PlayerID, Name: "Ada Lovelace", Room: "public", Node: "n1"}); err != nil || got != want {
		t.Errorf("ticket = %+v, %v; want %+v", got, err, want)
	}
}

func TestPrivateRooms(t *testing.T) {
	f := newFixture(t, 1000)
	a := decodeAs[api.Assignment](t, f.doJSON("POST", "/v1/rooms", `{"seats":4,"bots":false}`), http.StatusCreated)
	if a.Code != "ABCDEF" || f.rooms.want.Seats != 4 || *f.rooms.want.Bots {
		t.Errorf("room = %+v, wanted %+v", a, f.rooms.want)
	}
	a = decodeAs[api.Assignment](t, f.doJSON("POST", "/v1/rooms/abcdef/join", ""), http.StatusOK)
	if a.RoomID != "private" {
		t.Errorf("joined %+v", a)
	}
}

func TestAGuestWithoutANameGetsAFineOne(t *testing.T) {
	f := newFixture(t, 100_000)
	for range 200 {
		g := decodeAs[api.Guest](t, f.doJSON("POST", "/v1/guests", ""), http.StatusCreated)
		if clean, err := protocol.CleanName(g.Name); err != nil || clean != g.Name {
			t.Fatalf("invented name %q: %v", g.Name, err)
		}
	}
}

func TestAssignmentLeadsToWhereTheRequestCame(t *testing.T) {
	tests := []struct {
		name, public, node, remote, proto, want string
	}{
		{"directly", "", "", "203.0.113.1:1", "", "ws://game.test/v1/play"},
		{"directly, with a forged header", "", "", "203.0.113.1:1", "https", "ws://game.test/v1/play"},
		{"through a proxy with TLS", "", "", "10.0.0.1:1", "https", "wss://game.test/v1/play"},
		{"with a public URL", "https://play.example/", "", "203.0.113.1:1", "", "wss://play.example/v1/play"},
		{"with a public URL without TLS", "http://play.example:81", "", "203.0.113.1:1", "", "ws://play.example:81/v1/play"},
		{"to the room of another server", "https://play.example/", "https://play.example/n/n2/", "203.0.113.1:1", "", "wss://play.example/n/n2/v1/play"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := newFixture(t, 1000, func(c *Config) { c.PublicURL = tt.public })
			f.rooms.nodeURL = tt.node
			r := f.newRequest("POST", "/v1/tickets", "", "X-Forwarded-Proto", tt.proto)
			r.RemoteAddr = tt.remote
			if got := decodeAs[api.Ticket](t, f.serveRequest(r), http.StatusCreated).Assignment.URL; got != tt.want {
				t.Errorf("URL = %s, want %s", got, tt.want)
			}
		})
	}
}

func TestRefusals(t *testing.T) {
	f := newFixture(t, 100_000)
	join, _ := f.signer.IssueJoin(auth.JoinToken{Player: "p", Room: "r", Node: "n1"}, time.Now())
	old, _ := f.signer.IssueGuest(auth.Guest{Player: "p"}, time.Now().Add(-366*24*time.Hour))
	const unicodeBomb = "e\u0301\u0301\u0301\u0301\u0301\u0301"
	tests := []struct {
		name, method, path, body string
		headers                  []string
		status                   int
		says                     string
	}{
		{"an unknown path", "GET", "/v1/nothing", "", nil, 404, "nothing at /v1/nothing"},
		{"a wrong method", "DELETE", "/v1/guests", "", nil, 405, "it takes POST"},
		{"a form", "POST", "/v1/guests", "name=x", []string{"Content-Type", "application/x-www-form-urlencoded"}, 415, "application/json"},
		{"no JSON", "POST", "/v1/guests", "{name}", nil, 400, "not JSON"},
		{"half a JSON", "POST", "/v1/guests", `{"name":`, nil, 400, "unexpected end"},
		{"two JSONs", "POST", "/v1/guests", `{} {}`, nil, 400, "more than one"},
		{"a JSON and a bracket", "POST", "/v1/guests", `{}}`, nil, 400, "more than one"},
		{"a list", "POST", "/v1/guests", `[]`, nil, 400, "one JSON object"},
		{"null", "POST", "/v1/guests", `null`, nil, 400, "one JSON object"},
		{"an unknown field", "POST", "/v1/guests", `{"nmae":"x"}`, nil, 422, "nmae: unexpected property"},
		{"a field of another type", "POST", "/v1/guests", `{"name":7}`, nil, 422, "name: expected string"},
		{"a huge body", "POST", "/v1/guests", `{"name":"` + strings.Repeat("x", maxBody) + `"}`, nil, 413, "larger than 65536 bytes"},
		{"invalid UTF-8", "POST", "/v1/guests", "{\"name\":\"\xff\xfe\"}", nil, 400, "UTF-8"},
		{"half a surrogate pair", "POST", "/v1/guests", `{"name":"\ud800"}`, nil, 422, "not valid text"},
		{"a name of 10 kB", "POST", "/v1/guests", `{"name":"` + strings.Repeat("x", 10_000) + `"}`, nil, 422, "length <= 256"},
		{"a name with a control character", "POST", "/v1/guests", `{"name":"a\u0007b"}`, nil, 422, "control characters"},
		{"a name that overrides direction", "POST", "/v1/guests", `{"name":"\u202eevil"}`, nil, 422, "invisible"},
		{"a name of blanks", "POST", "/v1/guests", `{"name":"   "}`, nil, 422, "empty"},
		{"a name that climbs", "POST", "/v1/guests", `{"name":"` + unicodeBomb + `"}`, nil, 422, "cannot be used"},
		{"no token", "POST", "/v1/tickets", "", []string{"Authorization", ""}, 401, "Authorization: Bearer"},
		{"a password", "POST", "/v1/tickets", "", []string{"Authorization", "Basic eDp5"}, 401, "Authorization: Bearer"},
		{"a forged token", "POST", "/v1/tickets", "", []string{"Authorization", "Bearer x.y.z"}, 401, "not a token of this server"},
		{"an expired token", "POST", "/v1/tickets", "", []string{"Authorization", "Bearer " + old}, 401, "expired"},
		{"a join ticket for a token", "POST", "/v1/tickets", "", []string{"Authorization", "Bearer " + join}, 401, "another kind"},
		{"an unknown queue", "POST", "/v1/tickets", `{"queue":"slow"}`, nil, 422, "no such queue"},
		{"an unknown mode", "POST", "/v1/rooms", `{"mode":"chess"}`, nil, 422, "no such mode"},
		{"too many seats", "POST", "/v1/rooms", `{"seats":33}`, nil, 422, "seats: expected number <= 32"},
		{"fewer seats than none", "POST", "/v1/rooms", `{"seats":-1}`, nil, 422, "expected number >= 0"},
		{"an unknown code", "POST", "/v1/rooms/ZZZZZZ/join", "", nil, 404, "no room of this code"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			before := f.counts.refused
			w := f.doJSON(tt.method, tt.path, tt.body, tt.headers...)
			if reached := tt.status != 405 && tt.path != "/v1/nothing"; reached && f.counts.refused != before+1 {
				t.Error("no counter moved")
			}
			p := decodeAs[api.Problem](t, w, tt.status)
			if !strings.Contains(p.Detail, tt.says) || p.Status != tt.status || p.Title == "" || p.Type == "" {
				t.Errorf("problem = %+v, want it to say %q", p, tt.says)
			}
			if got := w.Header().Get("Content-Type"); got != "application/problem+json" {
				t.Errorf("Content-Type = %q", got)
			}
		})
	}
}

func TestWhatRoomsRefuse(t *testing.T) {
	f := newFixture(t, 1000)
	for _, path := range []string{"/v1/tickets", "/v1/rooms/ABCDEF/join"} {
		for err, want := range map[error]int{ErrRoomFull: 409, ErrServerFull: 503, ErrDraining: 503, ErrRoomNotFound: 404, io.ErrUnexpectedEOF: 500} {
			f.rooms.err, f.provider.err = err, err
			w := f.doJSON("POST", path, "")
			decodeAs[api.Problem](t, w, want)
			if retry := w.Header().Get("Retry-After"); (want == 503 || want == 409) != (retry != "") {
				t.Errorf("%v: Retry-After = %q", err, retry)
			}
		}
	}
	if n := strings.Count(f.log.String(), "\n"); n != 2 {
		t.Errorf("%d lines in the log, want one for each error that nobody foresaw:\n%s", n, &f.log)
	}
}

func TestTooManyRequests(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // a busy machine must not make the limits lenient
		f := newFixture(t, 5)
		for range 10 {
			decodeAs[api.Guest](t, f.doJSON("POST", "/v1/guests", ""), http.StatusCreated)
		}
		w := f.doJSON("POST", "/v1/guests", "")
		decodeAs[api.Problem](t, w, http.StatusTooManyRequests)
		if w.Header().Get("Retry-After") != "1" || f.counts != (countingMetrics{1, 1}) {
			t.Errorf("Retry-After %q, %+v", w.Header().Get("Retry-After"), f.counts)
		}
		if w := f.doJSON("GET", "/v1/meta", ""); w.Code != 200 {
			t.Errorf("reading is limited too: %d", w.Code)
		}
	})
}

func TestRoomsAreOpenedSparingly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // a busy machine must not make the limits lenient
		f := newFixture(t, 5)
		for range 5 {
			decodeAs[api.Assignment](t, f.doJSON("POST", "/v1/rooms", ""), http.StatusCreated)
		}
		w := f.doJSON("POST", "/v1/rooms", "")
		decodeAs[api.Problem](t, w, http.StatusTooManyRequests)
		if w.Header().Get("Retry-After") != "40" {
			t.Errorf("Retry-After %q, want 40", w.Header().Get("Retry-After"))
		}
		decodeAs[api.Ticket](t, f.doJSON("POST", "/v1/tickets", ""), http.StatusCreated)
	})
}

func FuzzBodies(f *testing.F) {
	for _, seed := range []string{``, `{}`, `{"name":"Ada"}`, `{"seats":99999999999999999999}`, `{"bots":"yes"}`, `{"queue":"\u0000"}`, "{\"name\":\"\x80\"}", `[[[[`} {
		f.Add(seed)
	}
	fix := newFixture(f, 1<<30)
	f.Fuzz(func(t *testing.T, body string) {
		for _, path := range []string{"/v1/guests", "/v1/tickets", "/v1/rooms", "/v1/rooms/ABCDEF/join"} {
			w := fix.doJSON("POST", path, body)
			if w.Code < 400 {
				continue
			}
			var p api.Problem
			if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || w.Code >= 500 || p.Status != w.Code || p.Detail == "" {
				t.Errorf("POST %s %q = %d %s", path, body, w.Code, w.Body)
			}
		}
	})
}
