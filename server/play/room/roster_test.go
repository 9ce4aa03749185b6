package room

import (
	"fmt"
	"testing"
	"time"

	"perihelion/sim"
)

// known is how many players the roster of p has, and how many frames and lines have told of them.
func (p *fakePeer) known() (players, frames, lines int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, n := range p.rosters {
		lines += n
	}
	return len(p.roster), len(p.rosters), lines
}

func TestManyWhoComeAtOnceAreToldOfInPieces(t *testing.T) {
	const crowd = 400
	play(t, Config{Sim: sim.Config{Seats: crowd + 1}}, func(s *stage) {
		s.alter(func(w *fakeWorld) { w.apart = 1000 })
		_, watcher := s.join("ada")
		seats, peers := make([]Seat, crowd), make([]*fakePeer, crowd)
		for i := range crowd {
			seats[i], peers[i] = s.join(fmt.Sprint("pilot ", i))
		}
		last := crowd - 1
		if players, frames, _ := peers[last].known(); players != rosterFirst || frames != 1 {
			t.Errorf("who joins is told of %d players in %d frames, want %d in 1", players, frames, rosterFirst)
		}
		for _, near := range []sim.PlayerID{seats[last].Me, seats[last].Me - 1} {
			if _, known := peers[last].line(near); !known {
				t.Errorf("who joins is not told of seat %d, which is near", near)
			}
		}
		_, before, _ := watcher.known()
		s.pass(time.Second)
		if _, frames, lines := watcher.known(); frames-before > 5 || lines > 5*rosterPiece+1 {
			t.Errorf("a second brings %d frames of the roster, and %d lines in all", frames-before, lines)
		}
		s.pass(2*crowd/rosterPiece*rosterEvery + 2*time.Second)
		for i, p := range append(peers, watcher) {
			if players, _, lines := p.known(); players != crowd+1 || lines > 2*(crowd+1) { // a second one when all are away
				t.Fatalf("in the end pilot %d knows %d players by %d lines, want all %d by two each", i, players, lines, crowd+1)
			}
		}
		for _, seat := range seats {
			s.room.Quit(seat.Me, seat.Epoch)
		}
		if s.pass((crowd/rosterLeft + 2) * rosterEvery); len(watcher.roster) != 1 {
			t.Errorf("when all others have left, %d players are known", len(watcher.roster))
		}
	})
}

func TestOneWhoComesIsToldOfWithTheNextSnapshot(t *testing.T) {
	play(t, Config{}, func(s *stage) {
		_, ada := s.join("ada")
		s.pass(time.Second)
		bob, _ := s.join("bob")
		s.pass(2 * time.Second / 60 * defaultInterval)
		if _, known := ada.line(bob.Me); !known {
			t.Error("nobody was told of who came")
		}
	})
}
