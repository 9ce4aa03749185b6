package admin

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"perihelion/server/ban"
	"perihelion/server/metrics"
	"perihelion/server/room"
	"perihelion/server/session"
	"perihelion/server/store"
	"perihelion/shared/protocol"
	"perihelion/shared/transport"
	"perihelion/sim"
)

const token = "a token of sixteen or more"

// office is an Admin over a real room, with everything else in memory.
type office struct {
	*testing.T
	admin *Admin
	url   string
	rooms *room.Registry
	room  *room.Room
	gate  *fakeGate
	store *fakeStore
	set   *metrics.Set
	log   *lines
	drain chan struct{}
}

func newOffice(t *testing.T) *office {
	t.Helper()
	o := &office{T: t, gate: &fakeGate{}, store: &fakeStore{}, set: metrics.New("v1", 16*time.Millisecond, slog.New(slog.DiscardHandler)), log: &lines{}, drain: make(chan struct{}, 1)}
	log := slog.New(slog.NewTextHandler(o.log, nil))
	o.rooms = room.NewRegistry(room.RegistryConfig{}, func(c sim.Config) room.World { return sim.New(c) }, slog.New(slog.DiscardHandler), o.set.Rooms)
	t.Cleanup(func() {
		if err := o.rooms.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	var err error
	if o.room, err = o.rooms.Open(room.Config{Sim: sim.Config{Seed: 1, Seats: 4}, Fill: 2}); err != nil {
		t.Fatal(err)
	}
	bans := ban.New(o.store, log)
	o.admin = New(Config{
		Token: token, Build: "v1", Budget: time.Second / 60, MaxPlayers: 8, MaxRooms: 2,
		Rooms: o.rooms, Gate: o.gate, Bans: bans, Reports: o.store, Queues: []string{"quick", "duel"}, Numbers: o.set,
		Expel: func(now time.Time) int {
			return o.rooms.KickBanned(func(player string) *transport.Closed {
				why, banned := bans.Banned(player, o.gate.from(player), now)
				if !banned {
					return nil
				}
				return &transport.Closed{Reason: transport.Kicked, Text: why}
			})
		},
		Drain:    func() { o.drain <- struct{}{} },
		Draining: func() bool { return false },
		Store:    func() string { return "ok" },
	}, log)
	mux := http.NewServeMux()
	o.admin.Register(mux)
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	o.url = s.URL
	return o
}

// seat brings a player into the room, by a link from that address.
func (o *office) seat(player, from string) (sim.PlayerID, *peer) {
	o.Helper()
	p := &peer{}
	seat, err := o.room.Join(o.Context(), room.Request{Player: player, Name: "the " + player, Peer: p, HalfW: 800})
	if err != nil {
		o.Fatal(err)
	}
	o.gate.add(session.Info{Room: o.room.Config().ID, Seat: seat.Me, Player: player, From: netip.MustParseAddr(from), SendRate: session.Half})
	return seat.Me, p
}

// do sends a request with the token and decodes what is answered.
func (o *office) do(method, path, body string, into any) int {
	o.Helper()
	r, err := http.NewRequestWithContext(o.Context(), method, o.url+path, strings.NewReader(body))
	if err != nil {
		o.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+token)
	r.Header.Set("X-Operator", "Grace")
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		o.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		o.Fatal(err)
	}
	if into != nil {
		if err := json.Unmarshal(text, into); err != nil {
			o.Fatalf("%s %s = %d %q: %v", method, path, res.StatusCode, text, err)
		}
	}
	return res.StatusCode
}

func (o *office) state() (s State) {
	o.Helper()
	if status := o.do("GET", "/api/state", "", &s); status != http.StatusOK {
		o.Fatalf("state = %d", status)
	}
	return s
}

type fakeGate struct {
	mu  sync.Mutex
	all []session.Info
}

func (g *fakeGate) add(i session.Info) { g.mu.Lock(); defer g.mu.Unlock(); g.all = append(g.all, i) }

func (g *fakeGate) Sessions() []session.Info { g.mu.Lock(); defer g.mu.Unlock(); return g.all }

// from is where a player was seen.
func (g *fakeGate) from(player string) (at netip.Addr) {
	for _, i := range g.Sessions() {
		if i.Player == player {
			at = i.From
		}
	}
	return at
}

// fakeStore takes everything and has one report.
type fakeStore struct {
	mu     sync.Mutex
	closed []string
	away   bool
}

func (*fakeStore) PutBan(context.Context, store.Ban) error                  { return nil }
func (*fakeStore) Unban(context.Context, string) error                      { return store.ErrNotFound }
func (*fakeStore) Bans(context.Context, time.Time) ([]store.Ban, error)     { return nil, nil }
func (*fakeStore) PutMute(context.Context, store.Mute) error                { return nil }
func (*fakeStore) Unmute(context.Context, string) error                     { return store.ErrNotFound }
func (*fakeStore) Mutes(context.Context, time.Time) ([]store.Mute, error)   { return nil, nil }
func (*fakeStore) ErasedSince(context.Context, time.Time) ([]string, error) { return nil, nil }

func (f *fakeStore) CloseReport(_ context.Context, id string, _ time.Time) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if id != "r1" {
		return store.ErrNotFound
	}
	f.closed = append(f.closed, id)
	return nil
}

func (f *fakeStore) Reports(context.Context, int) ([]store.Report, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.away {
		return nil, store.ErrUnavailable
	}
	return []store.Report{{ID: "r1", Reporter: "ada", Name: "Bob", Reason: "abuse", Context: "Bob: …"}}, nil
}

// peer remembers what its room tells it.
type peer struct {
	mu      sync.Mutex
	closed  transport.Reason
	text    string
	notices []protocol.Notice
}

func (p *peer) Publish(u room.Update) { u.Snap.Release() }

func (p *peer) Notify(frame []byte) {
	if n, err := protocol.DecodeNotice(frame); err == nil {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.notices = append(p.notices, n)
	}
}

func (p *peer) Close(r transport.Reason, text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closed, p.text = r, text
}

// end is how the peer was closed, which it has a moment to be.
func (p *peer) end() (r transport.Reason, text string) {
	for range 20_000 { // two minutes: only what never comes takes as long
		p.mu.Lock()
		r, text = p.closed, p.text
		p.mu.Unlock()
		if r != 0 {
			break
		}
		time.Sleep(5 * time.Millisecond)
	}
	return r, text
}

// lines is a log that can be read while it is written.
type lines struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) { l.mu.Lock(); defer l.mu.Unlock(); return l.b.Write(p) }

func (l *lines) String() string { l.mu.Lock(); defer l.mu.Unlock(); return l.b.String() }
