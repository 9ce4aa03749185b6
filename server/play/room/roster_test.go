package room

import (
	"fmt"
	"testing"
	"time"

	"perihelion/sim"
)

const (
	crowd        = 400                                    // players of an arena, besides ada
	nextSnapshot = 2*time.Second/60 + time.Millisecond    // until it has come
	oneRound     = (crowd/rosterTurns + 1) * nextSnapshot // in which it is everyone's turn once
	wholeRoster  = (crowd/rosterPiece + 1) * oneRound     // in which everyone is told of everybody
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

// playCrowd runs an arena with ada and a crowd, far from each other, for f; who is near a seat are its neighbours.
func playCrowd(t *testing.T, f func(s *stage, ada *fakePeer, seats []Seat, peers []*fakePeer)) {
	t.Helper()
	play(t, Config{Sim: sim.Config{Seats: crowd + 1}}, func(s *stage) {
		s.alter(func(w *fakeWorld) { w.apart = 1000 })
		s.inMatch(func(m *match) { m.schedule.botTakeover = 1 << 20 }) // nobody is away, though nobody sends inputs
		_, ada := s.join("ada")
		seats, peers := make([]Seat, crowd), make([]*fakePeer, crowd)
		for i := range crowd {
			seats[i], peers[i] = s.join(fmt.Sprint("pilot ", i))
		}
		f(s, ada, seats, peers)
	})
}

// allChange makes every line of the roster another.
func (s *stage) allChange() {
	s.inMatch(func(m *match) {
		for p := range m.seats {
			m.roster.markChanged(sim.PlayerID(p))
		}
	})
}

func TestManyWhoComeAtOnceAreToldOfInPieces(t *testing.T) {
	playCrowd(t, func(s *stage, ada *fakePeer, seats []Seat, peers []*fakePeer) {
		newest := peers[crowd-1]
		if players, frames, _ := newest.known(); players != 1 || frames != 1 {
			t.Errorf("who joins is told of %d players in %d frames, want themselves in 1", players, frames)
		}
		s.pass(nextSnapshot)
		if players, frames, _ := newest.known(); players != 1+rosterFirst || frames != 2 {
			t.Errorf("with the next snapshot they know %d players by %d frames, want %d by 2", players, frames, 1+rosterFirst)
		}
		if _, known := newest.line(seats[crowd-2].Me); !known {
			t.Error("who joins is not told of who is near")
		}
		_, frames, lines := ada.known()
		s.pass(4 * oneRound)
		if _, f, l := ada.known(); f-frames > 5 || l-lines > 5*rosterPiece {
			t.Errorf("four turns bring %d frames of the roster with %d lines", f-frames, l-lines)
		}
		s.pass(wholeRoster)
		for i, p := range append(peers, ada) {
			if players, _, lines := p.known(); players != crowd+1 || lines != crowd+1 {
				t.Fatalf("in the end pilot %d knows %d players by %d lines, want all %d by one each", i, players, lines, crowd+1)
			}
		}
	})
}

func TestWhoHasLeftIsToldOfBeforeWhoHasChanged(t *testing.T) {
	playCrowd(t, func(s *stage, ada *fakePeer, seats []Seat, _ []*fakePeer) {
		s.pass(wholeRoster)
		s.allChange()
		for _, x := range seats[crowd-rosterLeft:] {
			s.room.Quit(x.Me, x.Epoch)
		}
		s.pass(nextSnapshot)
		if n, _, _ := ada.known(); n != crowd+1-rosterLeft {
			t.Errorf("with the next snapshot %d players are known, want %d", n, crowd+1-rosterLeft)
		}
		for _, x := range seats[:crowd-rosterLeft] {
			s.room.Quit(x.Me, x.Epoch)
		}
		s.pass(3 * nextSnapshot)
		if n, _, _ := ada.known(); n != 1 {
			t.Errorf("when all others have left, %d players are known", n)
		}
	})
}

func TestASeatThatIsTakenAgainHasNoNameUntilItsLineHasCome(t *testing.T) {
	playCrowd(t, func(s *stage, ada *fakePeer, seats []Seat, _ []*fakePeer) {
		s.pass(wholeRoster)
		s.allChange()
		old := seats[crowd-1]
		s.room.Quit(old.Me, old.Epoch)
		mallory, _ := s.join("mallory")
		if mallory.Me != old.Me {
			t.Fatal("mallory has another seat")
		}
		s.pass(nextSnapshot)
		if l, known := ada.line(mallory.Me); known && l.Name != "mallory" {
			t.Errorf("the seat of mallory is called %q", l.Name)
		}
		s.pass(wholeRoster)
		if l, _ := ada.line(mallory.Me); l.Name != "mallory" {
			t.Errorf("in the end the seat of mallory is called %q", l.Name)
		}
	})
}

func TestWhoIsBehindIsToldOfTheRosterLater(t *testing.T) {
	playCrowd(t, func(s *stage, ada *fakePeer, seats []Seat, _ []*fakePeer) {
		s.pass(wholeRoster)
		ada.behind.Store(true)
		_, before, _ := ada.known()
		s.allChange()
		s.room.Quit(seats[0].Me, seats[0].Epoch)
		s.pass(4 * oneRound)
		if _, frames, _ := ada.known(); frames != before {
			t.Errorf("%d frames for who is behind", frames-before)
		}
		ada.behind.Store(false)
		s.pass(nextSnapshot)
		if _, known := ada.line(seats[0].Me); known {
			t.Error("who left meanwhile is still known")
		}
		s.pass(wholeRoster)
		if _, _, lines := ada.known(); lines != 2*(crowd+1)-1 {
			t.Errorf("%d lines in all, want %d", lines, 2*(crowd+1)-1)
		}
	})
}

func TestOneWhoComesIsToldOfWithTheNextSnapshot(t *testing.T) {
	play(t, Config{}, func(s *stage) {
		_, ada := s.join("ada")
		s.pass(time.Second)
		bob, _ := s.join("bob")
		s.pass(nextSnapshot)
		if _, known := ada.line(bob.Me); !known {
			t.Error("nobody was told of who came")
		}
	})
}
