package fleet

import (
	"context"
	"errors"
	"log/slog"
	"net/netip"
	"slices"
	"testing"
	"time"

	"perihelion/server/lobby"
	"perihelion/server/match"
	"perihelion/shared/api"
	"perihelion/sim"
	"perihelion/sim/toy"
)

func newFleet(t *testing.T, change func(*Config)) *Fleet {
	t.Helper()
	cfg := Config{
		Plays: true, Games: sim.Games{toy.Game}, TickRate: 60, Interval: 2, Seats: 16, ArenaSeats: 100, BotFill: 10, MaxRooms: 8, MaxPlayers: 64, PrivateShare: 50, RoomsPerAddr: 8,
		FillAfter: 20 * time.Second, MatchTimeout: 90 * time.Second,
	}
	if change != nil {
		change(&cfg)
	}
	f := New(cfg, nil, slog.New(slog.DiscardHandler), nil)
	t.Cleanup(func() { _ = f.Registry().Close(context.Background()) })
	return f
}

func TestPrivateRoomsAreConfiguredAsAsked(t *testing.T) {
	no := false
	for _, tt := range []struct {
		name        string
		options     api.NewRoom
		mode        string
		seats, fill int
	}{
		{"the default", api.NewRoom{}, "toy", 16, 10},
		{"fewer seats", api.NewRoom{Seats: 5}, "toy", 5, 5},
		{"without bots", api.NewRoom{Bots: &no}, "toy", 16, 0},
		{"an odd number of seats for teams", api.NewRoom{Mode: "toy-teams", Seats: 7}, "toy-teams", 6, 6},
		{"a duel", api.NewRoom{Mode: "toy-duel", Seats: 9}, "toy-duel", 2, 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := newFleet(t, nil)
			d, err := f.OpenPrivate("ada", netip.MustParseAddr("203.0.113.1"), tt.options)
			if err != nil || d.Code == "" || d.Mode != tt.mode {
				t.Fatalf("destination %+v, %v", d, err)
			}
			r, err := f.Registry().ByCode(d.Code)
			if err != nil {
				t.Fatal(err)
			}
			if c := r.Config(); c.Sim.Seats != tt.seats || c.Fill != tt.fill {
				t.Errorf("%d seats, bots up to %d; want %d and %d", c.Sim.Seats, c.Fill, tt.seats, tt.fill)
			}
			if _, err := f.FindRoom(d.ID); !errors.Is(err, lobby.ErrRoomClosed) {
				t.Errorf("by the id of a private room: %v, want it not to be found", err)
			}
		})
	}
	if _, err := newFleet(t, nil).OpenPrivate("ada", netip.Addr{}, api.NewRoom{Mode: "chess"}); !errors.Is(err, lobby.ErrUnknownMode) {
		t.Errorf("an unknown mode: %v", err)
	}
}

func TestOnePlayerHasAFewPrivateRoomsOnly(t *testing.T) {
	f := newFleet(t, func(c *Config) { c.MaxRooms = 64 })
	for range maxPrivatePerPlayer {
		if _, err := f.OpenPrivate("ada", netip.MustParseAddr("203.0.113.1"), api.NewRoom{}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := f.OpenPrivate("ada", netip.MustParseAddr("203.0.113.2"), api.NewRoom{}); !errors.Is(err, lobby.ErrTooManyOwnRooms) {
		t.Errorf("one more: %v", err)
	}
}

func TestBotsFillTeamsEvenly(t *testing.T) {
	c := Config{BotFill: 5}
	if got := c.botFill(toy.Teams, 16); got != 6 {
		t.Errorf("teams are filled up to %d, want 6", got)
	}
	if got := c.botFill(toy.FreeForAll, 4); got != 4 {
		t.Errorf("a small room is filled up to %d, want 4", got)
	}
}

func TestTheMatchmakerSeesPublicRoomsOnly(t *testing.T) {
	f := newFleet(t, nil)
	quick := f.Queues()[0]
	id, code, err := f.Provider().Open(match.RoomSpec{Queue: quick, Rated: true, Bots: true})
	if err != nil || code != "" {
		t.Fatalf("room %s, code %q, %v", id, code, err)
	}
	if _, err := f.OpenPrivate("ada", netip.MustParseAddr("203.0.113.1"), api.NewRoom{}); err != nil {
		t.Fatal(err)
	}
	open := f.Provider().Rooms(quick)
	if len(open) != 1 || open[0].ID != id || open[0].Teams[0].Free != 16 {
		t.Errorf("open rooms %+v, want %s with 16 free seats", open, id)
	}
	if err := f.Provider().Reserve(id, match.Player{ID: "bob"}, netip.MustParseAddr("203.0.113.3"), 0); err != nil {
		t.Fatal(err)
	}
	if free := f.Provider().Rooms(quick)[0].Teams[0].Free; free != 15 {
		t.Errorf("%d seats free, want 15", free)
	}
	if err := f.Provider().Reserve("gone", match.Player{ID: "bob"}, netip.Addr{}, 0); !errors.Is(err, match.ErrFull) {
		t.Errorf("a closed room: %v, want it to count as full", err)
	}
}

func TestArenasHaveTheirOwnSeatsAndBots(t *testing.T) {
	f := newFleet(t, func(c *Config) { c.ArenaSeats = 200; c.MaxPlayers = 400 })
	i := slices.IndexFunc(f.Queues(), func(q match.Queue) bool { return q.Mode == toy.Arena.Name })
	if i < 0 {
		t.Fatal("an endless mode has no queue")
	}
	q := f.Queues()[i]
	id, _, err := f.Provider().Open(match.RoomSpec{Queue: q, Bots: true})
	if err != nil {
		t.Fatal(err)
	}
	r, err := f.Registry().Find(id)
	if err != nil {
		t.Fatal(err)
	}
	if c := r.Config(); c.Sim.Seats != 200 || c.Fill != 200/arenaBotShare {
		t.Errorf("%d seats, bots up to %d; want 200 and a quarter of them", c.Sim.Seats, c.Fill)
	}
}

func TestHowLateARoomMayBeWatched(t *testing.T) {
	f, from := newFleet(t, nil), netip.MustParseAddr("203.0.113.1")
	private, err := f.OpenPrivate("ada", from, api.NewRoom{})
	if err != nil {
		t.Fatal(err)
	}
	rooms := map[string]lobby.WatchedLog{private.Code: {Room: private.ID, Delay: 3 * time.Second, Private: true}}
	for _, rated := range []bool{false, true} {
		want := lobby.WatchedLog{Delay: 10 * time.Second}
		if rated {
			want.Delay = 30 * time.Second
		}
		want.Room, _, err = f.Provider().Open(match.RoomSpec{Queue: f.Queues()[0], Rated: rated, From: from})
		if err != nil {
			t.Fatal(err)
		}
		rooms[want.Room] = want
	}
	for name, want := range rooms {
		if got, err := f.FindLog(name); err != nil || got != want {
			t.Errorf("%s: %+v, %v, want %+v", name, got, err, want)
		}
	}
	if _, err := f.FindLog(private.ID); err == nil {
		t.Error("the id of a private room leads to its log")
	}
}

// twoNodes is a fleet whose rooms are played by two servers, each with two at most.
func twoNodes(t *testing.T) (f *Fleet, other *Fleet) {
	t.Helper()
	limits := func(name string) func(*Config) {
		return func(c *Config) { c.Node, c.MaxRooms, c.PrivateShare = name, 2, 100 }
	}
	f, other = newFleet(t, limits("a")), newFleet(t, limits("b"))
	f.others = other.nodes()
	return f, other
}

func TestRoomsMayBeOnAnyNode(t *testing.T) {
	f, _ := twoNodes(t)
	from := netip.MustParseAddr("203.0.113.1")
	var rooms []lobby.Destination
	played := map[string]int{}
	for i := range 4 {
		d, err := f.OpenPrivate(string(rune('k'+i)), from, api.NewRoom{})
		if err != nil {
			t.Fatal(err)
		}
		rooms = append(rooms, d)
		node, _ := f.NodeOf(d.ID)
		played[node]++
		if diff := played["a"] - played["b"]; diff < 0 || diff > 1 {
			t.Errorf("rooms are played by %v, want the next where fewer seats are taken", played)
		}
	}
	if _, err := f.OpenPrivate("one too many", from, api.NewRoom{}); !errors.Is(err, lobby.ErrPrivateRoomsFull) {
		t.Errorf("when all are full: %v", err)
	}
	for i, d := range rooms {
		if got, err := f.ReserveSeat(string(rune('p'+i)), from, d.Code); err != nil || got != d {
			t.Errorf("a seat in %+v: %+v, %v", d, got, err)
		}
		if _, err := f.FindRoom(d.ID); !errors.Is(err, lobby.ErrRoomClosed) {
			t.Errorf("by the id of a private room: %v", err)
		}
		if r, err := f.FindRoom(d.Code); err != nil || r.Free != 14 {
			t.Errorf("room %+v, %v, want 14 of 16 seats free", r, err)
		}
	}
	if n := f.ReservationsFrom(from); n != 8 {
		t.Errorf("%d seats are reserved, want 8", n)
	}
	if s := f.Status(); len(s.Rooms) != 0 {
		t.Errorf("status %+v lists private rooms", s)
	}
}

func TestTheMatchmakerSeesTheRoomsOfAllNodes(t *testing.T) {
	f, other := twoNodes(t)
	quick := f.Queues()[0]
	id, _, err := other.Provider().Open(match.RoomSpec{Queue: quick, Rated: true, Bots: true})
	if err != nil {
		t.Fatal(err)
	}
	if open := f.Provider().Rooms(quick); len(open) != 1 || open[0].ID != id {
		t.Errorf("open rooms %+v, want that of the other", open)
	}
	if err := f.Provider().Reserve(id, match.Player{ID: "ada"}, netip.Addr{}, 0); err != nil {
		t.Error(err)
	}
	if free := other.Provider().Rooms(quick)[0].Teams[0].Free; free != 15 {
		t.Errorf("%d seats free there, want 15", free)
	}
	other.Registry().Drain(time.Now().Add(time.Hour))
	for range 2 { // all that the one has left goes there
		id, _, err := f.Provider().Open(match.RoomSpec{Queue: quick, Bots: true})
		if node, _ := f.NodeOf(id); err != nil || node != "a" {
			t.Errorf("a room is opened as %s, %v, want it where nothing is about to stop", id, err)
		}
	}
}
