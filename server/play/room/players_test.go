package room

import (
	"context"
	"errors"
	"testing"
	"time"

	"perihelion/shared/protocol"
)

func TestPilotsAreWhoSitsInTheRoom(t *testing.T) {
	play(t, Config{Fill: 3}, func(s *stage) {
		ada, _ := s.join("ada")
		bob, _ := s.join("bob")
		s.room.Lost(bob.Me, bob.Epoch)
		all, err := s.room.Players(s.Context())
		if err != nil || len(all) != 3 {
			t.Fatalf("pilots = %+v, %v; want two people and a bot", all, err)
		}
		for _, p := range all {
			want := p.Player == "ada"
			if p.Connected != want || p.Name == "" {
				t.Errorf("%+v, want only ada to be connected", p)
			}
			if p.Player == "ada" && p.Seat != ada.Me {
				t.Errorf("ada in seat %d, want %d", p.Seat, ada.Me)
			}
		}
	})
}

func TestPilotsOfARoomThatDoesNotAnswer(t *testing.T) {
	play(t, Config{}, func(s *stage) {
		s.world.slow.Store(int64(3 * time.Second))
		s.pass(20 * time.Millisecond)
		ctx, cancel := context.WithTimeout(s.Context(), time.Second)
		defer cancel()
		if _, err := s.room.Players(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("Pilots = %v, want %v", err, context.DeadlineExceeded)
		}
		s.world.slow.Store(0)
		s.pass(4 * time.Second)
	})
}

func TestTheRosterTellsWhatAPlayerLooksLike(t *testing.T) {
	play(t, Config{Fill: 2}, func(s *stage) {
		_, watcher := s.join("bob")
		peer, looks := &fakePeer{}, protocol.Looks{Title: 3, Trail: 255}
		seat, err := s.room.Join(s.Context(), Request{Player: "ada", Name: "Ada", Looks: looks, Peer: peer})
		if err != nil {
			t.Fatal(err)
		}
		s.pass(time.Second)
		for _, p := range []*fakePeer{watcher, peer} {
			if l, known := p.line(seat.Me); !known || l.Looks != looks {
				t.Errorf("the roster has %+v, want %+v", l, looks)
			}
		}
		s.room.Quit(seat.Me, seat.Epoch)
		s.pass(time.Second)
		if l, _ := watcher.line(seat.Me); l.Looks != (protocol.Looks{}) {
			t.Errorf("who comes after her looks like %+v", l)
		}
	})
}
