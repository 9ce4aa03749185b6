package app

import (
	"testing"
	"time"

	"perihelion/server/data/store"
	"perihelion/server/play/standby"
	"perihelion/shared/protocol"
	"perihelion/shared/transport"
)

// A server that was thought dead ends its copy of a room that goes on elsewhere.
func TestARoomThatGoesOnElsewhereEnds(t *testing.T) {
	t.Parallel()
	s := startServer(t)
	a := s.quickAssignment()
	p := s.joinRoom(a)
	p.waitForFrame(protocol.TypeState)
	waitFor(t, "the room is stored", func() bool {
		o, err := s.store.RoomOwner(t.Context(), a.RoomID)
		return err == nil && o == store.RoomOwner{Room: a.RoomID, Node: s.node, Epoch: 1}
	})
	if err := s.store.ClaimRoom(t.Context(), store.RoomOwner{Room: a.RoomID, Node: "another", Epoch: 2}, time.Now(), time.Now()); err != nil {
		t.Fatal(err)
	}
	p.expectClose(transport.Restarting)
	waitFor(t, "the room has ended", func() bool { return len(s.rooms.List()) == 0 })
	if o, err := s.store.RoomOwner(t.Context(), a.RoomID); err != nil || o.Node != "another" {
		t.Errorf("afterwards the room is of %+v, %v", o, err)
	}
}

func TestRoomsAreStoredAcrossRestarts(t *testing.T) {
	t.Parallel()
	dir := "PERIHELION_DATA_DIR=" + t.TempDir()
	s := startServer(t, dir, "PERIHELION_DRAIN=restart")
	a := s.quickAssignment()
	s.joinRoom(a).waitForFrame(protocol.TypeState)
	expectOwner := func(want store.RoomOwner) {
		t.Helper()
		waitFor(t, "the room is stored", func() bool {
			o, err := s.store.RoomOwner(t.Context(), a.RoomID)
			return err == nil && o == want
		})
	}
	expectOwner(store.RoomOwner{Room: a.RoomID, Node: s.node, Epoch: 1})
	s.stopAndWait()

	s = startServer(t, dir) // with the same name, though it is drawn
	expectOwner(store.RoomOwner{Room: a.RoomID, Node: s.node, Epoch: 2})
	s.stopAndWait()

	s = startServer(t, dir)
	if o, err := s.store.RoomOwner(t.Context(), a.RoomID); err != nil || o.Node != "" {
		t.Errorf("of a room that has ended: %+v, %v, want that nobody plays it", o, err)
	}
}

// A match of which nothing is stored may have had no time for that: it is lost unless it goes on here.
func TestAMatchIsElsewhereOnlyIfAnotherServerHasIt(t *testing.T) {
	t.Parallel()
	s := startServer(t)
	for room, node := range map[string]string{"here": s.node, "there": "another"} {
		if err := s.store.ClaimRoom(t.Context(), store.RoomOwner{Room: room, Node: node, Epoch: 1}, time.Now(), time.Now()); err != nil {
			t.Fatal(err)
		}
	}
	for _, streams := range []*standby.Streams{nil, {}} { // alone, and one of several
		a := &App{node: s.node, store: s.store, streams: streams}
		for room, want := range map[string]bool{"here": false, "there": true, "unknown": false} {
			if got := a.playsElsewhere(room); got != want {
				t.Errorf("room %q is elsewhere: %v, want %v", room, got, want)
			}
		}
	}
}
