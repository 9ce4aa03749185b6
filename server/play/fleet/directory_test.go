package fleet

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"perihelion/server/data/store"
	"perihelion/server/play/room"
)

var noon = time.Date(2030, 1, 2, 12, 0, 0, 0, time.UTC)

// listedRooms are the rooms of a server, for a directory.
type listedRooms []room.Info

func (l *listedRooms) List() []room.Info { return slices.Clone(*l) }

func (l *listedRooms) Fence(id string, epoch int64) {
	*l = slices.DeleteFunc(*l, func(i room.Info) bool { return i.ID == id && i.Epoch == epoch })
}

// flakyStore is a store that can be away.
type flakyStore struct {
	*store.Store
	away  bool
	until time.Time // of the last claim
}

func (f *flakyStore) ClaimRoom(ctx context.Context, o store.RoomOwner, until, now time.Time) error {
	if f.away {
		return store.ErrUnavailable
	}
	f.until = until
	return f.Store.ClaimRoom(ctx, o, until, now)
}

func openStore(t *testing.T) *flakyStore {
	t.Helper()
	s, err := store.Open(t.Context(), store.Config{URL: store.FileURL(filepath.Join(t.TempDir(), "test.db"))}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return &flakyStore{Store: s}
}

func (l *listedRooms) Suspended(id string) bool { return id == "suspended" }

func newDirectory(node string, s RoomStore, rooms ...room.Info) (*Directory, *listedRooms) {
	l := listedRooms(rooms)
	return &Directory{node: node, rooms: &l, store: s, log: slog.New(slog.DiscardHandler), claimed: map[string]int64{}, owed: map[string]owedClaim{}}, &l
}

func mustUpdate(t *testing.T, d *Directory, now time.Time) {
	t.Helper()
	if err := d.syncRows(t.Context(), now); err != nil {
		t.Fatal(err)
	}
}

func expectOwner(t *testing.T, s *flakyStore, id, node string, epoch int64) {
	t.Helper()
	o, err := s.RoomOwner(t.Context(), id)
	if node == "" && (errors.Is(err, store.ErrNotFound) || err == nil && o.Node == "") {
		return
	}
	if want := (store.RoomOwner{Room: id, Node: node, Epoch: epoch}); err != nil || o != want {
		t.Errorf("room %s is of %+v, %v, want %+v", id, o, err, want)
	}
}

func TestRoomsWithPlayersAreStored(t *testing.T) {
	s := openStore(t)
	d, rooms := newDirectory("a", s, room.Info{ID: "empty", Epoch: 1}, room.Info{ID: "played", Epoch: 1, Players: 1})
	mustUpdate(t, d, noon)
	expectOwner(t, s, "empty", "", 0)
	expectOwner(t, s, "played", "a", 1)
	(*rooms)[0].Players, (*rooms)[1].Players = 2, 0 // they come and go
	mustUpdate(t, d, noon)
	expectOwner(t, s, "empty", "a", 1)
	expectOwner(t, s, "played", "a", 1)
	(*rooms)[0].Epoch++ // it has crashed, and goes on
	mustUpdate(t, d, noon)
	expectOwner(t, s, "empty", "a", 2)
	*rooms = (*rooms)[1:]
	mustUpdate(t, d, noon)
	expectOwner(t, s, "empty", "", 0)
	expectOwner(t, s, "played", "a", 1)
	*rooms = nil
	d.Finish()
	expectOwner(t, s, "played", "", 0)
}

// Its match goes on in the next process, which must find that nobody else has it.
func TestTheRowOfASuspendedRoomStays(t *testing.T) {
	s := openStore(t)
	d, rooms := newDirectory("a", s, room.Info{ID: "suspended", Epoch: 1, Players: 1}, room.Info{ID: "over", Epoch: 1, Players: 1})
	mustUpdate(t, d, noon)
	*rooms = nil
	mustUpdate(t, d, noon.Add(time.Second))
	d.Finish()
	expectOwner(t, s, "suspended", "a", 1)
	expectOwner(t, s, "over", "", 0)
}

func TestRowsOfAnEarlierProcessAreTakenOver(t *testing.T) {
	s := openStore(t)
	for id, node := range map[string]string{"restored": "a", "lost": "a", "elsewhere": "b"} {
		if err := s.ClaimRoom(t.Context(), store.RoomOwner{Room: id, Node: node, Epoch: 3}, noon, noon); err != nil {
			t.Fatal(err)
		}
	}
	d, _ := newDirectory("a", s, room.Info{ID: "restored", Epoch: 4, Players: 1})
	mustUpdate(t, d, noon)
	expectOwner(t, s, "restored", "a", 4)
	expectOwner(t, s, "lost", "", 0)
	expectOwner(t, s, "elsewhere", "b", 3)
}

func TestTheOlderCopyOfARoomEnds(t *testing.T) {
	s := openStore(t)
	d, here := newDirectory("a", s, room.Info{ID: "r", Epoch: 1, Players: 1}, room.Info{ID: "other", Epoch: 1, Players: 1})
	mustUpdate(t, d, noon)
	e, there := newDirectory("b", s, room.Info{ID: "r", Epoch: 2, Players: 1})
	mustUpdate(t, e, noon)
	mustUpdate(t, d, noon.Add(ownedEvery-1))
	if len(*here) != 2 {
		t.Errorf("after less than %v %+v are left", ownedEvery, *here)
	}
	mustUpdate(t, d, noon.Add(ownedEvery))
	if len(*here) != 1 || (*here)[0].ID != "other" || len(*there) != 1 {
		t.Errorf("left are %+v and %+v, want the newer copy, and the other room", *here, *there)
	}
	late, rooms := newDirectory("c", s, room.Info{ID: "r", Epoch: 2, Players: 1}) // it has gone on with the same one
	mustUpdate(t, late, noon)
	if len(*rooms) != 0 {
		t.Errorf("two copies of one epoch play on")
	}
	*here = nil
	mustUpdate(t, d, noon.Add(time.Hour))
	expectOwner(t, s, "r", "b", 2)
}

func TestRoomsPlayOnWhileTheDatabaseIsAway(t *testing.T) {
	s := openStore(t)
	s.away = true
	d, rooms := newDirectory("a", s, room.Info{ID: "r", Epoch: 1, Players: 1})
	if err := d.syncRows(t.Context(), noon); !errors.Is(err, store.ErrUnavailable) || len(*rooms) != 1 {
		t.Errorf("while it is away: %v, %d rooms", err, len(*rooms))
	}
	s.away = false
	mustUpdate(t, d, noon)
	expectOwner(t, s, "r", "a", 1)
	if err := s.ReleaseRoom(t.Context(), store.RoomOwner{Room: "r", Node: "a", Epoch: 1}); err != nil { // it was pruned
		t.Fatal(err)
	}
	mustUpdate(t, d, noon.Add(ownedEvery))
	mustUpdate(t, d, noon.Add(ownedEvery))
	expectOwner(t, s, "r", "a", 1)
	if len(*rooms) != 1 {
		t.Error("the room has ended")
	}
}

// What ended in the copy before counts by the clock of its server, however late the database hears of the
// next one: else what a copy that was cut off has played meanwhile would count, too.
func TestALateClaimTellsUntilWhenTheCopyBeforeWasPlayed(t *testing.T) {
	s := openStore(t)
	s.away = true
	until := noon.Add(-time.Hour)
	d, rooms := newDirectory("b", s, room.Info{ID: "r", Epoch: 2, Players: 1}, room.Info{ID: "new", Epoch: 1})
	for id, epoch := range map[string]int64{"r": 2, "failed": 2} {
		if err := d.Claim(t.Context(), id, epoch, until); !errors.Is(err, store.ErrUnavailable) {
			t.Fatal(err)
		}
	}
	s.away = false
	mustUpdate(t, d, time.Now())
	expectOwner(t, s, "r", "b", 2)
	if !s.until.Equal(until) {
		t.Errorf("the copy before was played until %v, want %v", s.until, until)
	}
	(*rooms)[1].Players = 1
	now := time.Now().Add(2 * owedFor)
	mustUpdate(t, d, now)
	if !s.until.Equal(now) || len(d.owed) != 0 {
		t.Errorf("a new room: %v, want %v; %v is owed still", s.until, now, d.owed)
	}
	if err := d.Claim(t.Context(), "r", 1, until); !errors.Is(err, store.ErrConflict) || len(d.owed) != 0 {
		t.Errorf("an older copy: %v, %v is owed", err, d.owed)
	}
}
