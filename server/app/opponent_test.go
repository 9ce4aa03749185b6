package app

import (
	"strings"
	"testing"
	"time"

	"perihelion/shared/api"
	"perihelion/shared/protocol"
	"perihelion/sim"
	"perihelion/sim/toy"
)

// waitForAssignment waits until the matchmaker has a seat for a ticket.
func (s *testServer) waitForAssignment(token string, t api.Ticket) *api.Assignment {
	s.t.Helper()
	for end := time.Now().Add(testTimeout); t.Assignment == nil && time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		s.callAPI("GET", "/v1/tickets/"+t.ID, token, "", &t)
	}
	if t.Assignment == nil {
		s.t.Fatalf("ticket = %+v, want a seat", t)
	}
	return t.Assignment
}

func (s *testServer) queueDuel(token string) (t api.Ticket) {
	s.t.Helper()
	s.callAPI("POST", "/v1/tickets", token, `{"queue":"toy-duel"}`, &t)
	return t
}

// waitForNotice plays until a notice contains these words.
func (p *testClient) waitForNotice(words string) {
	p.t.Helper()
	timeout := time.After(testTimeout)
	var heard []string
	for {
		select {
		case r := <-p.got:
			switch kind, _ := protocol.Peek(r.frame); kind {
			case protocol.TypeState:
				s := &r.state
				in := protocol.Inputs{Ack: s.Tick, View: s.Tick, First: s.Tick + 8, N: 1, Held: [protocol.MaxInputs]sim.Input{{View: s.Tick}}}
				p.sendFrame(protocol.AppendInputs(nil, toy.Game.About().Inputs, &in))
			case protocol.TypeNotice:
				n, err := protocol.DecodeNotice(r.frame)
				if err != nil {
					p.t.Fatal(err)
				}
				if heard = append(heard, n.Text); strings.Contains(n.Text, words) {
					return
				}
			}
		case err := <-p.end:
			p.t.Fatalf("closed with %v, want to be told %q", err, words)
		case <-timeout:
			p.t.Fatalf("heard %q, want %q", heard, words)
		}
	}
}

// TestADuelWhoseOpponentNeverConnectsGetsAnother has three players queue; the second one
// leaves before they have taken their seat.
func TestADuelWhoseOpponentNeverConnectsGetsAnother(t *testing.T) {
	t.Parallel()
	s := startServer(t, "PERIHELION_TICKET_TTL=3s", "PERIHELION_MM_FILL_AFTER=60s")
	ada, bob, eve := s.newGuest(), s.newGuest(), s.newGuest()
	first, second := s.queueDuel(ada), s.queueDuel(bob)
	seat := s.waitForAssignment(ada, first)
	if other := s.waitForAssignment(bob, second); other.RoomID != seat.RoomID {
		t.Fatalf("ada and bob play in %s and %s, want one room", seat.RoomID, other.RoomID)
	}
	p := s.joinRoom(seat)
	p.waitForNotice("on the way")
	p.waitForNotice("did not come. Looking for another")
	third := s.queueDuel(eve)
	p.waitForNotice("Another opponent is on the way")
	if other := s.waitForAssignment(eve, third); other.RoomID != seat.RoomID {
		t.Errorf("eve plays in %s, want %s, where ada waits", other.RoomID, seat.RoomID)
	} else {
		s.joinRoom(other)
		p.waitForNotice("Your opponent is here")
	}
}
