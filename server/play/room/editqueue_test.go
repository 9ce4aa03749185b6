package room

import (
	"strings"
	"testing"

	"perihelion/shared/protocol"
	"perihelion/sim"
	"perihelion/sim/games"
	"perihelion/sim/ships/layout"
)

// editPeer notes what becomes of its changes.
type editPeer struct {
	fakePeer
	done []protocol.EditDone
	made int
}

func (p *editPeer) Notify(frame []byte) {
	switch t, _ := protocol.Peek(frame); t {
	case protocol.TypeEditDone:
		d, _ := protocol.DecodeEditDone(frame)
		p.done = append(p.done, d)
	case protocol.TypeEdited:
		e, _ := protocol.DecodeEdited(frame)
		p.made += len(e.Made)
	}
}

// words forbid what holds one.
type words string

func (w words) Clean(text string) (string, bool) { return text, !strings.Contains(text, string(w)) }

func TestATitleOfAMatchHoldsNoForbiddenWord(t *testing.T) {
	cfg := Config{Game: games.Ships, Sim: sim.Config{Seed: 3, Seats: 2, Editable: true}, Words: words("damn")}.withDefaults()
	m := newMatch(New(cfg, quiet))
	m.begin()
	peer := &editPeer{}
	if _, err := m.admit(&Request{Player: "ada", Peer: peer, Aspect: 1778}); err != nil {
		t.Fatal(err)
	}
	for i, title := range []string{`"Rocks"`, `"A damn star"`, `"A \u0064amn star"`} {
		change := layout.AppendChange(nil, []layout.Edit{
			{Op: layout.Set, Field: "radius", Value: "2000"}, {Op: layout.Set, Field: "title", Value: title},
		})
		m.askEdit(0, &m.seats[0], &protocol.Edit{Number: uint32(i + 1), Change: change})
	}
	m.step()
	if peer.made != 1 || m.editor.Arena().Title != "Rocks" {
		t.Errorf("%d titles are taken, the last is %q", peer.made, m.editor.Arena().Title)
	}
	if len(peer.done) != 3 || peer.done[2] != (protocol.EditDone{Number: 1}) || peer.done[0].Number != 2 || peer.done[0].Refusal != protocol.EditInvalid || !strings.HasPrefix(peer.done[0].Detail, "title: ") {
		t.Errorf("the others are answered %+v", peer.done)
	}
}

// editedMatch is a match of ada's whose arena is changed.
func editedMatch(t *testing.T, cfg Config) (*match, *editPeer) {
	t.Helper()
	cfg.Game, cfg.Sim = games.Ships, sim.Config{Seed: 3, Seats: 2, Editable: true}
	m := newMatch(New(cfg, quiet))
	m.begin()
	peer := &editPeer{}
	if _, err := m.admit(&Request{Player: "ada", Peer: peer, Aspect: 1778}); err != nil {
		t.Fatal(err)
	}
	return m, peer
}

func TestTheKeyOfEditorsLastsUntilSomebodyLosesTheirRole(t *testing.T) {
	j := &heldJournal{}
	m, _ := editedMatch(t, Config{Journal: j, EditKey: "as-before"})
	if m.editKey != "as-before" {
		t.Errorf("the key is %q", m.editKey)
	}
	if _, err := m.admit(&Request{Player: "bob", Peer: &editPeer{}, Aspect: 1778}); err != nil {
		t.Fatal(err)
	}
	m.setRole(1, protocol.RoleEditor)
	if m.setRole(1, protocol.RoleFlyer); m.editKey == "as-before" || j.key != m.editKey {
		t.Errorf("the key is %q, kept is %q", m.editKey, j.key)
	}
	if m, _ := editedMatch(t, Config{}); m.editKey == "" {
		t.Error("a new room has no key")
	}
}

func TestARoleIsForWhomTheOwnerSees(t *testing.T) {
	m, _ := editedMatch(t, Config{})
	bob := m.mustAdmit(t, "bob")
	g := protocol.Grant{Player: bob.Me, Account: protocol.AccountOf("bob"), Role: protocol.RoleEditor}
	m.freeSeat(bob.Me)
	if mallory := m.mustAdmit(t, "mallory"); mallory.Me != bob.Me {
		t.Fatal("mallory has another seat")
	}
	if m.grant(0, m.seats[0].epoch, g); m.seats[bob.Me].role != protocol.RoleFlyer {
		t.Error("who has the seat by now got the role")
	}
	g.Account = protocol.AccountOf("mallory")
	if m.grant(0, m.seats[0].epoch, g); m.seats[bob.Me].role != protocol.RoleEditor {
		t.Error("whom the owner sees did not get the role")
	}
}
