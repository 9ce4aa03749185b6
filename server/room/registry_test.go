package room

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/shared/protocol"
	"perihelion/shared/transport"
	"perihelion/sim"
)

// host runs f with a registry of rooms of four seats in virtual time.
func host(t *testing.T, cfg RegistryConfig, f func(t *testing.T, g *Registry)) {
	t.Helper()
	cfg.Public.Sim.Seats = 4
	synctest.Test(t, func(t *testing.T) {
		g := NewRegistry(cfg, func(sim.Config) World { return &fakeWorld{} }, quiet, nil)
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

// guest is a promise to the n-th of some strangers.
func guest(n int) Promise { return Promise{Player: fmt.Sprint("guest ", n)} }

func TestQuickPlayNeverOverbooks(t *testing.T) {
	host(t, RegistryConfig{Promise: 30 * time.Second}, func(t *testing.T, g *Registry) {
		tickets := map[*Room][]string{}
		for i := range 6 {
			r, err := g.QuickPlay(guest(i))
			if err != nil {
				t.Fatal(err)
			}
			tickets[r] = append(tickets[r], guest(i).Player)
		}
		if len(tickets) != 2 {
			t.Fatalf("six tickets led to %d rooms of four seats, want 2", len(tickets))
		}
		for r, players := range tickets {
			for _, p := range players {
				enter(t, g, r, p)
			}
			if len(players) == 4 && r.Info().Players != 4 {
				t.Errorf("info %+v, want four players", r.Info())
			}
		}
	})
}

func TestQuickPlayPrefersTheFullestRoom(t *testing.T) {
	host(t, RegistryConfig{Promise: time.Second}, func(t *testing.T, g *Registry) {
		lonely, _ := g.Open(g.cfg.Public)
		lively, _ := g.Open(g.cfg.Public)
		secret, _ := g.OpenPrivate(g.cfg.Public, Promise{Player: "host"})
		enter(t, g, lively, "ada")
		for _, p := range []string{"bob", "cyd"} {
			enter(t, g, secret, p)
		}
		if r, _ := g.QuickPlay(guest(1)); r != lively {
			t.Errorf("sent to %s, want %s, where somebody is (not %s)", r.cfg.ID, lively.cfg.ID, lonely.cfg.ID)
		}
	})
}

func TestPromisesEndByTimeAndByJoining(t *testing.T) {
	host(t, RegistryConfig{Promise: 10 * time.Second, MaxRooms: 1}, func(t *testing.T, g *Registry) {
		var r *Room
		for i := range 4 {
			r, _ = g.QuickPlay(guest(i))
		}
		if _, err := g.QuickPlay(guest(4)); !errors.Is(err, ErrTooMany) {
			t.Errorf("fifth promise in the only room of four: %v, want ErrTooMany", err)
		}
		if err := g.Promise(r.cfg.ID, guest(4)); !errors.Is(err, ErrFull) {
			t.Errorf("promise by hand: %v, want ErrFull", err)
		}
		for _, p := range []string{guest(0).Player, guest(1).Player} {
			enter(t, g, r, p)
		}
		if err := g.Promise(r.cfg.ID, guest(4)); !errors.Is(err, ErrFull) {
			t.Errorf("two seated, two promised: %v, want ErrFull", err)
		}
		time.Sleep(10 * time.Second)
		if err := g.Promise(r.cfg.ID, guest(4)); err != nil {
			t.Errorf("after the promises ran out: %v", err)
		}
	})
}

func TestRegistryHasLimits(t *testing.T) {
	host(t, RegistryConfig{MaxRooms: 2, MaxPlayers: 3}, func(t *testing.T, g *Registry) {
		for i := range 3 {
			if _, err := g.QuickPlay(guest(i)); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := g.QuickPlay(guest(3)); !errors.Is(err, ErrTooMany) {
			t.Errorf("fourth player of three: %v, want ErrTooMany", err)
		}
		if _, err := g.OpenPrivate(g.cfg.Public, Promise{Player: "host"}); !errors.Is(err, ErrTooMany) || len(g.List()) != 1 {
			t.Errorf("private room for the fourth of three: %v, %d rooms; want ErrTooMany and no other room", err, len(g.List()))
		}
		if _, err := g.Open(g.cfg.Public); err != nil {
			t.Errorf("second room: %v", err)
		}
		if _, err := g.Open(g.cfg.Public); !errors.Is(err, ErrTooMany) {
			t.Errorf("third room of two: %v, want ErrTooMany", err)
		}
	})
}

func TestNobodyHoldsMoreThanOneSeatByPromise(t *testing.T) {
	host(t, RegistryConfig{MaxPlayers: 8}, func(t *testing.T, g *Registry) {
		a, _ := g.Open(g.cfg.Public)
		b, _ := g.Open(g.cfg.Public)
		free := func() [2]int { l := g.List(); return [2]int{l[0].Free, l[1].Free} }
		for range 10 {
			_ = g.Promise(a.cfg.ID, guest(1))
		}
		if got := free(); got != [2]int{3, 4} {
			t.Errorf("after ten wishes for the first room by one player: free %v, want 3 and 4", got)
		}
		_ = g.Promise(b.cfg.ID, guest(1))
		if got := free(); got != [2]int{4, 3} {
			t.Errorf("after a wish for the second: free %v, want 4 and 3", got)
		}
		for i := range 3 {
			enter(t, g, a, fmt.Sprint("resident ", i))
		}
		if err := g.PromiseAll(a.cfg.ID, []Promise{guest(1), guest(2)}); !errors.Is(err, ErrFull) {
			t.Errorf("a party of two for one seat: %v, want ErrFull", err)
		}
		if got := free(); got != [2]int{1, 3} {
			t.Errorf("after it was refused: free %v, want 1 and the promise in the second as it was", got)
		}
		if err := g.PromiseAll(a.cfg.ID, []Promise{{Player: "resident 0"}, guest(2)}); err != nil {
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
		r, err := g.OpenPrivate(g.cfg.Public, Promise{Player: "host"})
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
	cfg := RegistryConfig{Promise: time.Second}
	cfg.Public.Linger = 5 * time.Second
	host(t, cfg, func(t *testing.T, g *Registry) {
		first, _ := g.QuickPlay(guest(0))
		if len(g.List()) != 1 {
			t.Errorf("list %v, want one room", g.List())
		}
		time.Sleep(10 * time.Second)
		synctest.Wait()
		if len(g.List()) != 0 {
			t.Errorf("list %v, want none", g.List())
		}
		if again, err := g.QuickPlay(guest(0)); err != nil || again == first {
			t.Errorf("quick play after it closed: %v, %v", again, err)
		}
	})
}

func TestDrainWarnsAndRefuses(t *testing.T) {
	host(t, RegistryConfig{}, func(t *testing.T, g *Registry) {
		r, _ := g.QuickPlay(guest(0))
		peer := enter(t, g, r, "ada")
		g.Drain(protocol.Notice{Text: "restart", In: 3 * time.Second})
		synctest.Wait()
		if len(peer.notices) != 1 || peer.notices[0].In != 3*time.Second {
			t.Errorf("told %v, want the notice", peer.notices)
		}
		if _, err := g.QuickPlay(guest(1)); !errors.Is(err, ErrDraining) {
			t.Errorf("quick play: %v, want ErrDraining", err)
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
		g := NewRegistry(RegistryConfig{}, func(sim.Config) World {
			w := &fakeWorld{}
			w.slow.Store(int64(time.Minute))
			return w
		}, quiet, nil)
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
