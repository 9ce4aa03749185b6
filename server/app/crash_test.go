package app

import (
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"

	"perihelion/shared/api"
	"perihelion/shared/protocol"
	"perihelion/shared/transport"
	"perihelion/sim"
	"perihelion/sim/toy"
)

// fragile is a world that breaks at a tick, twice in all: for its room, and for whoever looks
// into the log of that.
type fragile struct {
	sim.World
	broke *atomic.Int32
}

const breaksAt = 60

func (w fragile) Step(inputs []sim.Input) {
	if w.Tick()+1 == breaksAt && w.broke.Add(1) <= 2 {
		panic("boom")
	}
	w.World.Step(inputs)
}

// A room crashes on an input that it gets once: its match goes on without it.
func TestTheMatchOfACrashedRoomGoesOn(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := startServer(t, "PERIHELION_DATA_DIR="+dir)
	var broke atomic.Int32
	s.games[0] = toy.Game.WithWorld(func(c sim.Config) sim.World { return fragile{toy.Game.NewWorld(c), &broke} })
	var a api.Assignment
	s.callAPI("POST", "/v1/rooms", s.newGuest(), `{"mode":"toy"}`, &a)
	p := s.joinRoom(&a)
	w, err := protocol.DecodeWelcome(p.waitForFrame(protocol.TypeWelcome))
	if err != nil {
		t.Fatal(err)
	}
	p.expectClose(transport.Restarting)
	waitFor(t, "the room is restored", func() bool {
		r, err := s.rooms.Find(a.RoomID)
		return err == nil && r.Config().Crashes == 1
	})
	again, err := protocol.DecodeWelcome(s.joinRoom(&api.Assignment{URL: a.URL, Ticket: w.Resume}).waitForFrame(protocol.TypeWelcome))
	if err != nil || again.Me != w.Me || again.Room != w.Room || again.Epoch <= w.Epoch || again.Tick < breaksAt-1 {
		t.Errorf("second welcome = %+v, %v; want seat %d of the same room", again, err, w.Me)
	}
	waitFor(t, "the copy that goes on is stored as the newer one", func() bool {
		o, err := s.store.RoomOwner(t.Context(), a.RoomID)
		return err == nil && o.Node == s.node && o.Epoch == 2
	})
	copies, err := filepath.Glob(filepath.Join(dir, crashesDir, "*.log"))
	if err != nil || len(copies) != 1 {
		t.Errorf("logs of crashes: %v, %v, want one", copies, err)
	} else if info, err := os.Stat(copies[0]); err != nil || info.Size() == 0 {
		t.Errorf("the log of the crash: %v", err)
	}
}
