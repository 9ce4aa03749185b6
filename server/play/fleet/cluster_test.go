package fleet

import (
	"context"
	"crypto/ed25519"
	"errors"
	"log/slog"
	"net/netip"
	"strconv"
	"sync"
	"testing"
	"time"

	"perihelion/server/lobby"
	"perihelion/server/match"
	"perihelion/server/net/bus"
	"perihelion/server/net/bus/bustest"
	"perihelion/server/people/auth"
	"perihelion/server/play/room"
	"perihelion/shared/api"
)

// patience is for a busy machine.
const patience = 20 * time.Second

type nopMetrics struct{}

func (nopMetrics) MessageRefused(string)                    {}
func (nopMetrics) ServerAsked(string, time.Duration, error) {}

// testServer is a server of a fleet.
type testServer struct {
	*Fleet
	*Cluster
	stop func() // it leaves, and says so
	kill func() // it dies
}

// newServer starts a server with two rooms at most.
func newServer(t *testing.T, url, name string, keys bus.Keys, change func(*ClusterConfig), prepare ...func(*Cluster)) *testServer {
	t.Helper()
	log := slog.New(slog.DiscardHandler)
	b, err := bus.Connect(bus.Config{URL: url, Node: name, Keys: keys, Metrics: nopMetrics{}, Log: log})
	if err != nil {
		t.Fatal(err)
	}
	s := &testServer{Fleet: newFleet(t, func(c *Config) { c.Node, c.URL, c.MaxRooms, c.PrivateShare = name, "https://"+name+".example", 2, 100 })}
	cfg := ClusterConfig{
		URL: s.Fleet.cfg.URL, Build: "v1", Draining: func() bool { return false }, Shadow: func() string { return "" }, Leads: func() bool { return name == "a" }, Queued: func() int { return 1 },
		Metrics: nopMetrics{}, Log: log,
	}
	if change != nil {
		change(&cfg)
	}
	if s.Cluster, err = s.Join(b, cfg); err != nil {
		t.Fatal(err)
	}
	for _, p := range prepare {
		p(s.Cluster)
	}
	ctx, cancel := context.WithCancel(t.Context())
	var running sync.WaitGroup
	running.Go(func() { s.Cluster.Run(ctx) })
	s.stop = func() {
		cancel()
		running.Wait()
		b.Close()
	}
	s.kill = sync.OnceFunc(func() {
		b.Close()
		s.stop()
	})
	t.Cleanup(s.kill)
	return s
}

// newServers starts servers and waits until each hears the others.
func newServers(t *testing.T, names ...string) (url string, keys bus.Keys, all []*testServer) {
	t.Helper()
	url, _ = bustest.Run(t, "", 0)
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	keys = auth.NewKeyRing(key)
	for _, name := range names {
		all = append(all, newServer(t, url, name, keys, nil))
	}
	for _, s := range all {
		s.waitFor(t, len(names))
	}
	return url, keys, all
}

// waitFor waits until a server hears of so many that play rooms, with itself.
func (s *testServer) waitFor(t *testing.T, n int) {
	t.Helper()
	eventually(t, func() bool { return len(s.Fleet.nodes()) == n })
}

func eventually(t *testing.T, is func() bool) {
	t.Helper()
	for deadline := time.Now().Add(patience); !is(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("not so after %v", patience)
		}
	}
}

var from = netip.MustParseAddr("203.0.113.1")

func TestServersPlayEachOthersRooms(t *testing.T) {
	_, _, s := newServers(t, "a", "b", "c")
	played := map[string]int{}
	for i := range 6 {
		d, err := s[0].OpenPrivate(string(rune('k'+i)), from, api.NewRoom{Seats: 4})
		if err != nil {
			t.Fatalf("room %d: %v", i, err)
		}
		node, url := s[0].NodeOf(d.ID)
		if played[node]++; url != "https://"+node+".example" {
			t.Errorf("room %s of %s is at %q", d.ID, node, url)
		}
		for _, other := range s { // each finds it at once, by its code
			if r, err := other.FindRoom(d.Code); err != nil || r.ID != d.ID || r.Free != 3 {
				t.Errorf("%s on %s: %+v, %v; want it with 3 of 4 seats free", d.ID, other.Fleet.cfg.Node, r, err)
			}
			if _, err := other.FindRoom(d.ID); !errors.Is(err, lobby.ErrRoomClosed) {
				t.Errorf("by the id of a private room: %v", err)
			}
		}
		if got, err := s[2].ReserveSeat("q", from, d.Code); err != nil || got != d {
			t.Errorf("a seat in %+v: %+v, %v", d, got, err)
		}
	}
	if played["a"] != 2 || played["b"] != 2 || played["c"] != 2 {
		t.Errorf("rooms are played by %v, want two by each", played)
	}
	if _, err := s[1].OpenPrivate("one too many", from, api.NewRoom{}); !errors.Is(err, lobby.ErrPrivateRoomsFull) {
		t.Errorf("when all are full: %v", err)
	}
	if _, err := s[1].FindRoom("NOCODE"); !errors.Is(err, lobby.ErrRoomNotFound) {
		t.Errorf("a code that nobody has: %v", err)
	}
	eventually(t, func() bool { return s[1].ReservationsFrom(from) == 9 }) // six who opened one, and on each server the last seat of whoever went through all
}

func TestTheMatchmakerFillsRoomsOfOtherServers(t *testing.T) {
	_, _, s := newServers(t, "a", "b")
	quick := s[0].Queues()[0]
	id, _, err := s[1].Provider().Open(match.RoomSpec{Queue: quick, Rated: true, Bots: true})
	if err != nil {
		t.Fatal(err)
	}
	eventually(t, func() bool {
		open := s[0].Provider().Rooms(quick)
		return len(open) == 1 && open[0].ID == id
	})
	for i := range quick.Seats {
		if err := s[0].Provider().Reserve(id, match.Player{ID: "player" + strconv.Itoa(i)}, from, 0); err != nil {
			t.Fatal(err)
		}
	}
	if err := s[0].Provider().Reserve(id, match.Player{ID: "bob"}, from, 0); !errors.Is(err, match.ErrFull) {
		t.Errorf("one more than there are seats: %v", err)
	}
	eventually(t, func() bool { return len(s[0].Provider().Rooms(quick)) == 0 })
}

func TestAReportIsTakenOnAnyServer(t *testing.T) {
	_, _, s := newServers(t, "a", "b")
	d, err := s[1].OpenPrivate("k", from, api.NewRoom{})
	if err != nil {
		t.Fatal(err)
	}
	node, _ := s[0].NodeOf(d.ID)
	for _, server := range s {
		if told, err := server.Evidence(d.ID); err != nil || len(told.Players) == 0 {
			t.Errorf("%s tells of a room of %s: %+v, %v; want its players", server.Fleet.cfg.Node, node, told, err)
		}
		if _, err := server.Evidence("b.nosuchroom"); !errors.Is(err, room.ErrNotFound) {
			t.Errorf("a room that never was: %v", err)
		}
	}
}

func TestAServerThatDiesIsNotAskedAgain(t *testing.T) {
	_, _, s := newServers(t, "a", "b")
	d, err := s[1].OpenPrivate("k", from, api.NewRoom{})
	if err == nil {
		_, err = s[1].OpenPrivate("l", from, api.NewRoom{})
	}
	if err != nil {
		t.Fatal(err)
	}
	played, _ := s[0].NodeOf(d.ID)
	alive, dead := s[0], s[1]
	if played == "a" {
		alive, dead = s[1], s[0]
	}
	dead.kill()
	if _, err := alive.ReserveSeat("q", from, d.Code); !errors.Is(err, lobby.ErrNoAnswer) && !errors.Is(err, lobby.ErrRoomNotFound) {
		t.Errorf("a seat on a server that has died: %v", err)
	}
	alive.waitFor(t, 1)
	if d, err = alive.OpenPrivate("m", from, api.NewRoom{}); err != nil {
		t.Error(err)
	} else if node, _ := alive.NodeOf(d.ID); node != alive.Fleet.cfg.Node {
		t.Errorf("a room is opened on %s", node)
	}
	if all := alive.Servers(); len(all) != 2 || all[1].State != stateGone || all[0].State != StateReady {
		t.Errorf("the operator sees %+v", all)
	}
}

func TestAServerThatLeavesSaysSo(t *testing.T) {
	_, _, s := newServers(t, "a", "b")
	leader, url := s[1].Leader()
	if own, _ := s[0].Leader(); leader != "a" || url != "https://a.example" || own != "" || s[1].Cluster.Queued() != 1 {
		t.Errorf("leader %q at %q, %q of the others, %d wait there", leader, url, own, s[1].Cluster.Queued())
	}
	s[0].stop()
	s[1].waitFor(t, 1)
	if leader, _ := s[1].Leader(); leader != "" {
		t.Errorf("%q leads though it has left", leader)
	}
}

func TestNobodyIsSentToServersOfOtherRules(t *testing.T) {
	url, keys, s := newServers(t, "a")
	newServer(t, url, "b", keys, nil, func(c *Cluster) { c.rules = "of another build" })
	eventually(t, func() bool {
		all := s[0].Servers()
		return len(all) == 2 && all[1].State == stateOther
	})
	for i := range 2 {
		if d, err := s[0].OpenPrivate(string(rune('k'+i)), from, api.NewRoom{}); err != nil {
			t.Error(err)
		} else if node, _ := s[0].NodeOf(d.ID); node != "a" {
			t.Errorf("a room is opened on %s", node)
		}
	}
	if _, err := s[0].OpenPrivate("z", from, api.NewRoom{}); !errors.Is(err, lobby.ErrPrivateRoomsFull) {
		t.Errorf("when only the other has a room left: %v", err)
	}
}

func TestAServerWithoutNATSIsAlone(t *testing.T) {
	url, stop := bustest.Run(t, "", 0)
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	keys := auth.NewKeyRing(key)
	a, b := newServer(t, url, "a", keys, nil), newServer(t, url, "b", keys, nil)
	a.waitFor(t, 2)
	b.waitFor(t, 2)
	stop()
	a.waitFor(t, 1)
	for i := range 2 {
		if d, err := a.OpenPrivate(string(rune('k'+i)), from, api.NewRoom{}); err != nil {
			t.Error(err)
		} else if node, _ := a.NodeOf(d.ID); node != "a" {
			t.Errorf("a room is opened on %s", node)
		}
	}
}

func TestHeartbeats(t *testing.T) {
	f := newFleet(t, func(c *Config) { c.Node = "a" })
	c := &Cluster{cfg: ClusterConfig{Log: slog.New(slog.DiscardHandler)}, fleet: f, rules: "1", others: map[string]*server{}}
	now := time.Now()
	hear := func(node string, h heartbeat) { c.onHeartbeat(bus.Message{From: node, Body: encode(h)}, now) }
	names := func() (text string) {
		for _, n := range c.nodes(now) {
			text += n.name()
		}
		return text
	}
	b := heartbeat{Boot: "1", Rules: "1", Plays: true}
	hear("c", b)
	hear("b", b)
	hear("lobby", heartbeat{Boot: "1", Rules: "1", Lobby: true})
	c.onHeartbeat(bus.Message{From: "d", Body: []byte("{")}, now)
	if names() != "bc" {
		t.Errorf("servers %q, want those that play rooms, by name", names())
	}
	now = now.Add(goneAfter)
	hear("c", b)
	if names() != "bc" {
		t.Errorf("servers %q while the last heartbeat is just young enough", names())
	}
	if now = now.Add(time.Millisecond); names() != "c" {
		t.Errorf("servers %q when one was silent for too long", names())
	}
	hear("b", b)
	if names() != "bc" {
		t.Errorf("servers %q when it is back", names())
	}
	b.Leaving = true
	if hear("b", b); names() != "c" {
		t.Errorf("servers %q after one has left", names())
	}
	if now = now.Add(2 * rememberFor); len(c.others) != 3 {
		t.Errorf("%d servers are remembered, want 3", len(c.others))
	}
	if hear("e", b); len(c.others) != 1 {
		t.Errorf("%d servers are remembered, want the one that is left", len(c.others))
	}
}

func TestANameThatTwoServersHave(t *testing.T) {
	url, keys, s := newServers(t, "a")
	if s[0].HasTwin() {
		t.Error("a twin of a server that is alone")
	}
	newServer(t, url, "a", keys, nil)
	eventually(t, s[0].HasTwin)
}

func TestALongListOfRoomsComesInParts(t *testing.T) {
	f := newFleet(t, func(c *Config) { c.Node = "a" })
	mode := f.cfg.Games[0].About().Modes[0]
	c := &Cluster{fleet: f, others: map[string]*server{"b": {heartbeat: heartbeat{Boot: "1"}}}}
	part := func(boot string, i, of int) {
		c.onRooms(bus.Message{From: "b", Body: encode(roomsMessage{Boot: boot, Part: i, Of: of, Rooms: []wireRoom{
			toWire(room.Info{ID: "b.x", Mode: mode, Free: i, Tick: 7}), {Mode: "not installed here"},
		}})})
	}
	list := func() (free []int) {
		for _, info := range (remote{c, "b"}).list() {
			if info.Mode != mode || info.ID != "b.x" || info.Tick != 7 {
				t.Errorf("room %+v", info)
			}
			free = append(free, info.Free)
		}
		return free
	}
	part("1", 0, 2)
	if len(list()) != 0 {
		t.Error("half a list is a list")
	}
	if part("1", 1, 2); len(list()) != 2 {
		t.Errorf("rooms %v, want those of both parts", list())
	}
	part("1", 0, 3)
	part("1", 2, 3) // the second is lost
	if len(list()) != 2 {
		t.Errorf("rooms %v after a list with a gap, want those of before", list())
	}
	part("0", 0, 1) // of the process before
	if part("1", 0, 1); len(list()) != 1 {
		t.Errorf("rooms %v, want the newest list", list())
	}
}

func TestErrorsKeepTheirMeaningOnTheWay(t *testing.T) {
	for _, err := range sentErrors {
		if got := sentError(err.Error()); got != err {
			t.Errorf("%v arrives as %v", err, got)
		}
	}
	if err := sentError("something new"); err == nil || lobbyError(err) != err {
		t.Errorf("an error of another build arrives as %v", err)
	}
}
