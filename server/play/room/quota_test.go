package room

import (
	"errors"
	"fmt"
	"net/netip"
	"testing"
	"testing/synctest"
	"time"
)

// address is the n-th address of some strangers.
func address(n int) netip.Addr { return netip.AddrFrom4([4]byte{192, 0, 2, byte(n)}) }

func visitor(from, n int) Reservation {
	return Reservation{Player: fmt.Sprintf("%d of %d", n, from), From: address(from)}
}

func TestPrivateRoomsAreBounded(t *testing.T) {
	share := Quota{PrivateRooms: 4, PrivateSeats: 6, PerPlayer: 1, PerAddr: 3}
	host(t, RegistryConfig{MaxRooms: 8, Quota: share}, func(t *testing.T, g *Registry) {
		for i, tt := range []struct {
			by   Reservation
			want error
		}{
			{visitor(1, 1), nil},
			{visitor(1, 1), ErrPerPlayer},
			{visitor(1, 2), nil},
			{visitor(1, 3), nil},
			{visitor(1, 4), ErrPerAddr},
			{visitor(2, 1), nil},
			{visitor(3, 1), ErrPrivateFull},
		} {
			if _, err := g.OpenPrivate(four, tt.by); !errors.Is(err, tt.want) {
				t.Errorf("private room %d, for %s: %v, want %v", i, tt.by.Player, err, tt.want)
			}
		}
		if _, err := g.OpenFor(four, Owner{From: address(1)}); !errors.Is(err, ErrPerAddr) {
			t.Errorf("public room for the same address: %v, want ErrPerAddr", err)
		}
		for i := range 4 {
			if _, err := g.OpenFor(four, Owner{From: address(3)}); (err == nil) != (i < 3) {
				t.Errorf("public room %d for another: %v", i, err)
			}
		}
	})
}

func TestPrivateRoomsLeaveSeatsToTheOthers(t *testing.T) {
	share := Quota{PrivateRooms: 8, PrivateSeats: 3}
	host(t, RegistryConfig{MaxPlayers: 6, Quota: share}, func(t *testing.T, g *Registry) {
		r, _ := g.OpenPrivate(four, visitor(1, 1))
		public, _ := g.Open(four)
		for i := range 3 {
			if err := g.Reserve(r.cfg.ID, visitor(1, 2+i)); (err == nil) != (i < 2) {
				t.Errorf("seat %d of three in private rooms: %v", i+2, err)
			}
			if err := g.Reserve(public.cfg.ID, visitor(2, i)); err != nil {
				t.Errorf("public seat %d: %v", i+1, err)
			}
		}
	})
}

// A few addresses hold every room, some by reservations and some by sockets that say
// nothing. Whoever comes from elsewhere gets one, and those with a single room keep it.
func TestFewAddressesDoNotKeepAllRooms(t *testing.T) {
	host(t, RegistryConfig{MaxRooms: 8, Quota: Quota{PrivateRooms: 4}}, func(t *testing.T, g *Registry) {
		mine, err := g.OpenPrivate(four, visitor(9, 1))
		if err != nil {
			t.Fatal(err)
		}
		enter(t, g, mine, visitor(9, 1).Player)
		for i := range 3 {
			r, err := g.OpenPrivate(four, visitor(1, i))
			if err != nil {
				t.Fatal(err)
			}
			enter(t, g, r, visitor(1, i).Player)
		}
		for i := range 4 {
			if _, err := g.OpenFor(four, Owner{From: address(2)}); err != nil {
				t.Fatalf("room %d: %v", i, err)
			}
		}
		if _, err := g.OpenFor(four, Owner{From: address(3)}); !errors.Is(err, ErrTooMany) {
			t.Errorf("a room while those of the others are young: %v, want ErrTooMany", err)
		}
		time.Sleep(reclaimAfter)
		if _, err := g.OpenFor(four, Owner{From: address(2)}); !errors.Is(err, ErrTooMany) {
			t.Errorf("a fifth room for who has the most: %v, want ErrTooMany", err)
		}
		for i := range 3 {
			if _, err := g.OpenFor(four, Owner{From: address(3 + i)}); err != nil {
				t.Errorf("a room for address %d: %v", 3+i, err)
			}
			synctest.Wait()
			if n := len(g.List()); n != 8 {
				t.Errorf("%d rooms, want eight", n)
			}
		}
		time.Sleep(time.Second)
		synctest.Wait()
		if _, err := g.Find(mine.cfg.ID); err != nil {
			t.Errorf("the only room of its address: %v", err)
		}
	})
}

func TestARoomInWhichSomebodyPlaysIsNotReclaimed(t *testing.T) {
	host(t, RegistryConfig{MaxRooms: 3}, func(t *testing.T, g *Registry) {
		for i := range 3 {
			r, err := g.OpenPrivate(four, visitor(1, i))
			if err != nil {
				t.Fatal(err)
			}
			r.postBlocking(func(m *match) { m.lastPlayed = m.now.Add(reclaimAfter); m.publishInfo() })
		}
		time.Sleep(reclaimAfter)
		if _, err := g.OpenFor(four, Owner{From: address(2)}); !errors.Is(err, ErrTooMany) {
			t.Errorf("a fourth room of three that are played in: %v, want ErrTooMany", err)
		}
	})
}
