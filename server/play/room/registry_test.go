package room

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/shared/transport"
	"perihelion/sim"
)

// four is a room of four seats.
var four = Config{Sim: sim.Config{Seats: 4}}

// host runs f with a registry in virtual time.
func host(t *testing.T, cfg RegistryConfig, f func(t *testing.T, g *Registry)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		g := NewRegistry(cfg, gameOf(func(sim.Config) sim.World { return &fakeWorld{} }), quiet, nil)
		f(t, g)
		if err := g.Close(t.Context()); err != nil {
			t.Errorf("close: %v", err)
		}
	})
}

func enter(t *testing.T, g *Registry, r *Room, player string) *fakePeer {
	t.Helper()
	p := &fakePeer{}
	if _, _, err := g.Join(t.Context(), r.Config().ID, Request{Player: player, Name: player, Peer: p}); err != nil {
		t.Fatalf("%s joins: %v", player, err)
	}
	return p
}

// guest is a reservation to the n-th of some strangers.
func guest(n int) Reservation { return Reservation{Player: fmt.Sprint("guest ", n)} }

func TestRoomsAreNeverOverbooked(t *testing.T) {
	host(t, RegistryConfig{}, func(t *testing.T, g *Registry) {
		r, _ := g.Open(four)
		for i := range 6 {
			if err := g.Reserve(r.cfg.ID, guest(i)); (err == nil) != (i < 4) {
				t.Errorf("promise %d of a room of four: %v", i+1, err)
			}
		}
		for i := range 4 {
			enter(t, g, r, guest(i).Player)
		}
		if info := g.List()[0]; info.Players != 4 || info.Free != 0 {
			t.Errorf("info %+v, want four players and no free seat", info)
		}
	})
}

func TestPromisesEndByTimeAndByJoining(t *testing.T) {
	host(t, RegistryConfig{ReservationTTL: 10 * time.Second}, func(t *testing.T, g *Registry) {
		r, _ := g.Open(four)
		for i := range 4 {
			_ = g.Reserve(r.cfg.ID, guest(i))
		}
		if err := g.Reserve(r.cfg.ID, guest(4)); !errors.Is(err, ErrFull) {
			t.Errorf("fifth promise in a room of four: %v, want ErrFull", err)
		}
		for _, p := range []string{guest(0).Player, guest(1).Player} {
			enter(t, g, r, p)
		}
		if err := g.Reserve(r.cfg.ID, guest(4)); !errors.Is(err, ErrFull) {
			t.Errorf("two seated, two promised: %v, want ErrFull", err)
		}
		time.Sleep(10 * time.Second)
		if err := g.Reserve(r.cfg.ID, guest(4)); err != nil {
			t.Errorf("after the promises ran out: %v", err)
		}
	})
}

func TestRegistryHasLimits(t *testing.T) {
	host(t, RegistryConfig{MaxRooms: 2, MaxPlayers: 3}, func(t *testing.T, g *Registry) {
		r, _ := g.Open(four)
		for i := range 3 {
			if err := g.Reserve(r.cfg.ID, guest(i)); err != nil {
				t.Fatal(err)
			}
		}
		if err := g.Reserve(r.cfg.ID, guest(3)); !errors.Is(err, ErrTooMany) {
			t.Errorf("fourth player of three: %v, want ErrTooMany", err)
		}
		if _, err := g.OpenPrivate(four, Reservation{Player: "host"}); !errors.Is(err, ErrTooMany) || len(g.List()) != 1 {
			t.Errorf("private room for the fourth of three: %v, %d rooms; want ErrTooMany and no other room", err, len(g.List()))
		}
		if _, err := g.Open(four); err != nil {
			t.Errorf("second room: %v", err)
		}
		if _, err := g.Open(four); !errors.Is(err, ErrTooMany) {
			t.Errorf("third room of two: %v, want ErrTooMany", err)
		}
	})
}

func TestNobodyHoldsMoreThanOneSeatByPromise(t *testing.T) {
	host(t, RegistryConfig{MaxPlayers: 8}, func(t *testing.T, g *Registry) {
		a, _ := g.Open(four)
		b, _ := g.Open(four)
		free := func() [2]int { l := g.List(); return [2]int{l[0].Free, l[1].Free} }
		for range 10 {
			_ = g.Reserve(a.cfg.ID, guest(1))
		}
		if got := free(); got != [2]int{3, 4} {
			t.Errorf("after ten wishes for the first room by one player: free %v, want 3 and 4", got)
		}
		_ = g.Reserve(b.cfg.ID, guest(1))
		if got := free(); got != [2]int{4, 3} {
			t.Errorf("after a wish for the second: free %v, want 4 and 3", got)
		}
		for i := range 3 {
			enter(t, g, a, fmt.Sprint("resident ", i))
		}
		if err := g.reserveAll(a.cfg.ID, []Reservation{guest(1), guest(2)}); !errors.Is(err, ErrFull) {
			t.Errorf("a party of two for one seat: %v, want ErrFull", err)
		}
		if got := free(); got != [2]int{1, 3} {
			t.Errorf("after it was refused: free %v, want 1 and the promise in the second as it was", got)
		}
		if err := g.reserveAll(a.cfg.ID, []Reservation{{Player: "resident 0"}, guest(2)}); err != nil {
			t.Errorf("a party of whom one sits there: %v", err)
		}
		if got := free(); got != [2]int{0, 3} {
			t.Errorf("then free %v, want 0 and 3", got)
		}
		if _, _, err := g.Join(t.Context(), a.cfg.ID, Request{Player: "stranger", Peer: &fakePeer{}}); !errors.Is(err, ErrFull) {
			t.Errorf("a stranger for the seat of another: %v, want ErrFull", err)
		}
		enter(t, g, a, guest(2).Player)
		if got := a.Info().Players; got != 4 {
			t.Errorf("%d players after everyone came, want 4", got)
		}
	})
}

func TestPrivateRoomIsFoundByItsCode(t *testing.T) {
	host(t, RegistryConfig{}, func(t *testing.T, g *Registry) {
		r, err := g.OpenPrivate(four, Reservation{Player: "host"})
		if err != nil {
			t.Fatal(err)
		}
		code := r.Config().Code
		if len(code) != 6 || strings.ContainsAny(code, "OI") {
			t.Errorf("code %q, want six letters that cannot be misread", code)
		}
		if found, err := g.ByCode(strings.ToLower(code)); found != r || err != nil {
			t.Errorf("by code: %v, %v", found, err)
		}
		for _, bad := range []string{"", "NOSUCH"} {
			if _, err := g.ByCode(bad); !errors.Is(err, ErrNotFound) {
				t.Errorf("code %q: %v, want ErrNotFound", bad, err)
			}
		}
		if _, _, err := g.Join(t.Context(), "nowhere", Request{}); !errors.Is(err, ErrNotFound) {
			t.Errorf("room that is not there: %v, want ErrNotFound", err)
		}
	})
}

func TestRegistryForgetsRoomsThatClosed(t *testing.T) {
	host(t, RegistryConfig{ReservationTTL: 7 * time.Second}, func(t *testing.T, g *Registry) {
		cfg := four
		cfg.Linger = 5 * time.Second
		r, _ := g.Open(cfg)
		_ = g.Reserve(r.cfg.ID, guest(0))
		time.Sleep(6 * time.Second)
		if len(g.List()) != 1 {
			t.Errorf("list %v, want the room that somebody may still come to", g.List())
		}
		time.Sleep(4 * time.Second)
		synctest.Wait()
		if len(g.List()) != 0 {
			t.Errorf("list %v, want none", g.List())
		}
		if err := g.Reserve(r.cfg.ID, guest(0)); !errors.Is(err, ErrNotFound) {
			t.Errorf("promise after it closed: %v, want ErrNotFound", err)
		}
	})
}

func TestDrainWarnsAndRefuses(t *testing.T) {
	host(t, RegistryConfig{}, func(t *testing.T, g *Registry) {
		r, _ := g.Open(four)
		peer := enter(t, g, r, "ada")
		g.Drain(time.Now().Add(2 * time.Second))
		synctest.Wait()
		if len(peer.notices) != 1 || peer.notices[0].In != 2*time.Second {
			t.Errorf("told %v, want the notice", peer.notices)
		}
		if err := g.Reserve(r.cfg.ID, guest(1)); !errors.Is(err, ErrDraining) {
			t.Errorf("promise: %v, want ErrDraining", err)
		}
		if _, err := g.Open(four); !errors.Is(err, ErrDraining) {
			t.Errorf("another room: %v, want ErrDraining", err)
		}
		if err := g.Close(t.Context()); err != nil {
			t.Fatal(err)
		}
		if len(peer.closed) != 1 || peer.closed[0] != transport.Restarting {
			t.Errorf("closed with %v, want Restarting", peer.closed)
		}
	})
}

func TestCloseGivesUpOnARoomThatHangs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := NewRegistry(RegistryConfig{}, gameOf(func(sim.Config) sim.World {
			w := &fakeWorld{}
			w.slow.Store(int64(time.Minute))
			return w
		}), quiet, nil)
		if _, err := g.Open(Config{Sim: sim.Config{Seats: 2}}); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Second)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := g.Close(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("close = %v, want it to give up", err)
		}
		time.Sleep(24 * time.Hour) // it does end
	})
}
