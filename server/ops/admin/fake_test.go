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

	"perihelion/server/data/store"
	"perihelion/server/ops/metrics"
	"perihelion/server/people/ban"
	"perihelion/server/play/room"
	"perihelion/server/play/session"
	"perihelion/shared/protocol"
	"perihelion/shared/replay"
	"perihelion/shared/transport"
	"perihelion/sim"
	"perihelion/sim/toy"
)

const token = "a token of sixteen or more"

// fixture is an Admin with a real room, and everything else in memory.
type fixture struct {
	*testing.T
	admin   *Admin
	url     string
	rooms   *room.Registry
	room    *room.Room
	gate    *fakeGate
	store   *fakeStore
	metrics *metrics.Set
	log     *syncBuffer
	drain   chan struct{}
}

func newFixture(t *testing.T) *fixture {
	t.Helper()
	f := &fixture{T: t, gate: &fakeGate{}, store: &fakeStore{}, metrics: metrics.New("v1", toy.Game.About().Modes, 16*time.Millisecond, slog.New(slog.DiscardHandler)), log: &syncBuffer{}, drain: make(chan struct{}, 1)}
	log := slog.New(slog.NewTextHandler(f.log, nil))
	f.rooms = room.NewRegistry(room.RegistryConfig{}, toy.Game, slog.New(slog.DiscardHandler), f.metrics.Rooms)
	t.Cleanup(func() {
		if err := f.rooms.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	var err error
	if f.room, err = f.rooms.Open(room.Config{Sim: sim.Config{Seed: 1, Seats: 4}, Fill: 2}); err != nil {
		t.Fatal(err)
	}
	bans := ban.New(f.store, log)
	f.admin = New(Config{
		Token: token, Build: "v1", Node: "n1", Region: "here", Budget: time.Second / 60, MaxPlayers: 8, MaxRooms: 2,
		Rooms: f.rooms, Gate: f.gate, Bans: bans, Reports: f.store, Runs: f.store, Arenas: f.store, Replays: f.store, Games: sim.Games{toy.Game}, Queues: []string{"quick", "duel"}, Metrics: f.metrics,
		EnforceBans: func(now time.Time) int {
			return f.rooms.KickBanned(func(player string) *transport.Closed {
				why, banned := bans.Banned(player, f.gate.addrOf(player), now)
				if !banned {
					return nil
				}
				return &transport.Closed{Reason: transport.Kicked, Text: why}
			})
		},
		Drain:      func() { f.drain <- struct{}{} },
		Draining:   func() bool { return false },
		GameURL:    func() string { return "https://play.example" },
		Store:      func() string { return "ok" },
		ReplayPass: func(match string) (string, time.Time) { return "pass of " + match, time.Unix(1_900_000_000, 0) },
	}, log)
	mux := http.NewServeMux()
	f.admin.register(mux)
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	f.url = s.URL
	return f
}

// joinRoom adds a player to the room, connected from that address.
func (f *fixture) joinRoom(player, from string) (sim.PlayerID, *fakePeer) {
	f.Helper()
	p := &fakePeer{}
	seat, err := f.room.Join(f.Context(), room.Request{Player: player, Name: "the " + player, Peer: p, Aspect: 1778})
	if err != nil {
		f.Fatal(err)
	}
	f.gate.addSession(session.Info{Room: f.room.Config().ID, Seat: seat.Me, Player: player, From: netip.MustParseAddr(from), SendRate: session.Half})
	return seat.Me, p
}

// doJSON sends a request with the token and decodes the response.
func (f *fixture) doJSON(method, path, body string, into any) int {
	f.Helper()
	r, err := http.NewRequestWithContext(f.Context(), method, f.url+path, strings.NewReader(body))
	if err != nil {
		f.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+token)
	r.Header.Set("X-Operator", "Grace")
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		f.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		f.Fatal(err)
	}
	if into != nil {
		if err := json.Unmarshal(text, into); err != nil {
			f.Fatalf("%s %s = %d %q: %v", method, path, res.StatusCode, text, err)
		}
	}
	return res.StatusCode
}

func (f *fixture) getState() (s State) {
	f.Helper()
	if status := f.doJSON("GET", "/api/state", "", &s); status != http.StatusOK {
		f.Fatalf("state = %d", status)
	}
	return s
}

type fakeGate struct {
	mu  sync.Mutex
	all []session.Info
}

func (g *fakeGate) addSession(i session.Info) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.all = append(g.all, i)
}

func (g *fakeGate) Sessions() []session.Info { g.mu.Lock(); defer g.mu.Unlock(); return g.all }

// addrOf is the address of a player.
func (g *fakeGate) addrOf(player string) (at netip.Addr) {
	for _, i := range g.Sessions() {
		if i.Player == player {
			at = i.From
		}
	}
	return at
}

// fakeStore accepts everything and has one report.
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

func (f *fakeStore) Top(context.Context, int) ([]store.DailyRun, error) {
	return []store.DailyRun{{ID: "run1", Player: "p1", Name: "Ada", Score: 42, Rank: 1}}, nil
}

func (f *fakeStore) Delete(_ context.Context, id string) error {
	if id != "run1" {
		return store.ErrNotFound
	}
	return nil
}

// List lists an arena whose title is what is looked for, and a draft.
func (f *fakeStore) List(_ context.Context, q store.ArenaQuery) ([]store.Arena, string, error) {
	return []store.Arena{
		{ID: "arena1", State: store.ArenaPublished, Published: 1, Reports: 3, Shown: store.ArenaVersion{Title: q.Text, Version: 1}},
		{ID: "draft1", State: store.ArenaDraft},
	}, "", nil
}

func (f *fakeStore) SetState(_ context.Context, k store.ArenaSetting) error {
	switch k.ID {
	case "arena1":
		if k.State == store.ArenaFeatured && k.Version != 1 {
			return store.ErrArenaChanged
		}
		return nil
	case "draft1":
		return store.ErrConflict
	}
	return store.ErrNotFound
}

func (f *fakeStore) Reports(context.Context, int) ([]store.Report, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.away {
		return nil, store.ErrUnavailable
	}
	return []store.Report{{ID: "r1", Reporter: "ada", Name: "Bob", Reason: "abuse", Context: "Bob: …", Match: "m1", Moment: 93500 * time.Millisecond}}, nil
}

// OpenPlain is the log of a match "m1", in which ada does nothing.
func (f *fakeStore) OpenPlain(_ context.Context, match string) (io.ReadCloser, error) {
	if match != "m1" {
		return nil, store.ErrNotFound
	}
	cfg := sim.Config{Seats: 2, Rate: sim.DefaultRate}
	log := replay.NewWriter(toy.Game, cfg, replay.Header{Room: "r"})
	log.Segment(0, 0, toy.Game.NewWorld(cfg).AppendState(nil))
	log.Join(1)
	log.Seat(1, &replay.Seat{Holder: replay.Player, Account: "ada", Name: "Ada"})
	for range 2 * sim.DefaultRate {
		log.Tick(make([]sim.Input, cfg.Seats))
	}
	return io.NopCloser(bytes.NewReader(log.Bytes())), nil
}

// fakePeer records what its room sends.
type fakePeer struct {
	mu      sync.Mutex
	closed  transport.Reason
	text    string
	notices []protocol.Notice
}

func (p *fakePeer) Publish(u room.Update) { u.Snap.Release() }

func (p *fakePeer) Behind() bool { return false }

func (p *fakePeer) Notify(frame []byte) {
	if n, err := protocol.DecodeNotice(frame); err == nil {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.notices = append(p.notices, n)
	}
}

func (p *fakePeer) Close(r transport.Reason, text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closed, p.text = r, text
}

// waitClosed waits until the peer is closed, and returns why.
func (p *fakePeer) waitClosed() (r transport.Reason, text string) {
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

// syncBuffer is a log that can be read while it is written.
type syncBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *syncBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *syncBuffer) String() string { l.mu.Lock(); defer l.mu.Unlock(); return l.b.String() }
