package room

import (
	"strconv"
	"testing"

	"perihelion/shared/protocol"
	"perihelion/sim"
	"perihelion/sim/games"
	"perihelion/sim/ships"
	"perihelion/sim/ships/layout"
)

func TestAChangeIsAnsweredWhenTheLogThatHasItIsKept(t *testing.T) {
	j := &heldJournal{}
	m, peer := editedMatch(t, Config{Journal: j})
	ask := func() {
		change := layout.AppendChange(nil, []layout.Edit{{Op: layout.Set, Field: "radius", Value: "2000"}})
		m.askEdit(0, &m.seats[0], &protocol.Edit{Number: 1, Change: change})
		m.step()
	}
	j.busy = ErrJournalBusy
	ask()
	j.busy = nil
	m.flushLog()
	j.kept = m.record.parts - 1
	ask() // again, as on a new connection
	if peer.made != 1 || len(peer.done) > 0 {
		t.Fatalf("%d changes are told, answered is %+v", peer.made, peer.done)
	}
	j.kept++
	m.step()
	ask()
	if want := (protocol.EditDone{Number: 1}); len(peer.done) != 2 || peer.done[0] != want || peer.done[1] != want {
		t.Errorf("answered is %+v", peer.done)
	}
}

// radiusEdit is a change of the radius.
func radiusEdit(number, radius int) *protocol.Edit {
	change := layout.AppendChange(nil, []layout.Edit{{Op: layout.Set, Field: "radius", Value: strconv.Itoa(radius)}})
	return &protocol.Edit{Number: uint32(number), Change: change}
}

func TestAChangeOfALogWithAGapIsAnsweredWhenTheNextOneIsKept(t *testing.T) {
	j := &heldJournal{}
	m, peer := editedMatch(t, Config{Journal: j})
	m.flushLog()
	j.kept = m.record.parts
	m.record.lost = true
	m.askEdit(0, &m.seats[0], radiusEdit(1, 2000))
	m.step()
	if m.step(); peer.made != 1 || len(peer.done) > 0 {
		t.Fatalf("%d changes are told, answered is %+v", peer.made, peer.done)
	}
	m.beginLog()
	if m.flushLog(); !j.urgent {
		t.Error("the part that somebody waits for is not urgent")
	}
	j.kept = m.record.parts
	if m.step(); len(peer.done) != 1 || peer.done[0] != (protocol.EditDone{Number: 1}) {
		t.Errorf("answered is %+v", peer.done)
	}
}

func TestChangesThatAreMadeAreNeitherTooManyNorDeniedWhenTheyAreSentAgain(t *testing.T) {
	j := &heldJournal{}
	m, peer := editedMatch(t, Config{Journal: j})
	const n = 30
	ask := func() {
		for i := range n {
			m.askEdit(0, &m.seats[0], radiusEdit(i+1, 2000+i))
		}
	}
	ask()
	for range n {
		m.step()
	}
	ask()
	m.seats[0].role = protocol.RoleFlyer
	ask()
	if m.step(); peer.made != n || len(peer.done) > 0 {
		t.Fatalf("%d are made, answered is %+v", peer.made, peer.done)
	}
	m.flushLog()
	j.kept = m.record.parts
	m.step()
	if ask(); len(peer.done) != 2*n {
		t.Errorf("%d are answered", len(peer.done))
	}
	for _, d := range peer.done {
		if d.Refusal != protocol.EditMade {
			t.Fatalf("answered is %+v", d)
		}
	}
	m.askEdit(0, &m.seats[0], radiusEdit(n+1, 2100))
	if last := peer.done[len(peer.done)-1]; last != (protocol.EditDone{Number: n + 1, Refusal: protocol.EditDenied}) {
		t.Errorf("a new one of who may not edit is answered %+v", last)
	}
}

// Where a match goes on, its own log is kept first.
func TestAChangeOfTheRoomBeforeIsAnsweredWhenTheLogIsKept(t *testing.T) {
	j := &heldJournal{}
	before, _ := editedMatch(t, Config{Journal: j})
	before.askEdit(0, &before.seats[0], radiusEdit(1, 2000))
	before.step()
	before.suspend()
	from := lastPlayed(t, j, games.All)
	j.kept = 0
	cfg := Config{ID: from.Header.Room, Game: from.Game, Sim: from.Config, From: from, Journal: j}.withDefaults()
	m := newMatch(New(cfg, quiet))
	m.begin()
	peer := &editPeer{}
	if _, err := m.admit(&Request{Player: "ada", Peer: peer, Aspect: 1778}); err != nil {
		t.Fatal(err)
	}
	m.askEdit(0, &m.seats[0], radiusEdit(1, 2000))
	m.step()
	if m.flushLog(); len(peer.done) > 0 || !j.urgent {
		t.Fatalf("answered is %+v, it is urgent: %v", peer.done, j.urgent)
	}
	j.kept = m.record.parts
	if m.step(); len(peer.done) != 1 || peer.done[0] != (protocol.EditDone{Number: 1}) {
		t.Errorf("answered is %+v", peer.done)
	}
}

func TestANewKeyOutlivesAGapInTheLog(t *testing.T) {
	j := &heldJournal{}
	m, _ := editedMatch(t, Config{Journal: j, EditKey: "as-before"})
	if _, err := m.admit(&Request{Player: "bob", Peer: &editPeer{}, Aspect: 1778}); err != nil {
		t.Fatal(err)
	}
	m.record.lost = true
	m.setRole(1, protocol.RoleEditor)
	m.setRole(1, protocol.RoleFlyer)
	m.beginLog()
	if m.flushLog(); j.key != m.editKey || j.key == "as-before" {
		t.Errorf("the key is %q, kept is %q", m.editKey, j.key)
	}
}

func TestWhoMayNotEditIsNotTakenOutOfPlay(t *testing.T) {
	m, _ := editedMatch(t, Config{})
	s := &m.seats[0]
	for role, want := range map[protocol.Role]int32{protocol.RoleFlyer: 0, protocol.RoleEditor: ships.StartEditing} {
		s.role = role
		next := m.world.Tick() + 1
		in := sim.Input{}
		in.Axes[ships.AxisClass] = ships.StartEditing
		s.inputs.slots.Put(uint32(next), in)
		m.step()
		if got := m.inputs[0].Axes[ships.AxisClass]; got != want {
			t.Errorf("of role %d %d is played, want %d", role, got, want)
		}
	}
}
