package system

import (
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/shared/netsim"
	"perihelion/shared/protocol"
	"perihelion/shared/transport"
	"perihelion/sim"
)

// audience is a system in which somebody plays and others come to watch.
func audience(t *testing.T, f func(s *system)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		s := newSystem(t, 5)
		s.people = s.people[:2]
		var playing sync.WaitGroup
		end := time.Now().Add(40 * time.Second)
		for _, p := range s.people {
			playing.Go(func() { p.visit(end, true) })
		}
		time.Sleep(5 * time.Second)
		f(s)
		playing.Wait()
		s.close()
	})
}

// spectator connects somebody to the only room, to watch it over a network.
func (s *system) spectator(n int, p netsim.Profile) (v *visitor, ended func()) {
	who := newPerson(s, players+n)
	who.watches = s.rooms.List()[0].ID
	near, far := transport.Pipe()
	ticket := who.ticket()
	s.serving.Go(func() { s.gate.Serve(far, ticket) })
	v = newVisitor(who, netsim.Wrap(near, p, uint64(n)))
	return v, func() {
		v.wire.Close(transport.Normal)
		v.finish(false)
		v.wire.Wait()
	}
}

// A link is bad and a choice is made: whoever watches sees what is true, follows the
// leader unless told otherwise, and takes nobody's seat.
func TestSpectatorsSeeWhatIsTrueAndFollowWhomTheyLike(t *testing.T) {
	for name, network := range map[string]netsim.Profile{
		"over a good link": netsim.Symmetric(60*time.Millisecond, 5*time.Millisecond, 0),
		"over a lossy one": netsim.Symmetric(120*time.Millisecond, 20*time.Millisecond, 0.03),
	} {
		t.Run(name, func(t *testing.T) {
			audience(t, func(s *system) {
				v, leave := s.spectator(0, network)
				if err := v.play(time.Now().Add(20 * time.Second)); err != nil {
					t.Fatal(err)
				}
				view := v.client.View(time.Now())
				info := s.rooms.List()[0]
				if !view.Watching || !view.Ready || view.Stats.Corrupt > 0 || view.Stats.SendRate > 0 {
					t.Errorf("after 20 s: watching %v, ready %v, %d snapshots corrupt, send rate %d",
						view.Watching, view.Ready, view.Stats.Corrupt, view.Stats.SendRate)
				}
				if view.Stats.BytesByType[protocol.TypeLoad] == 0 { // a tick takes no virtual time
					t.Error("the server never said what a tick costs")
				}
				if info.Players != 2 || info.Spectators != 1 {
					t.Errorf("the room has %d players and %d spectators, want 2 and 1", info.Players, info.Spectators)
				}
				for tick, got := range v.scores {
					if want := s.truth.scores[tick]; got != want {
						t.Errorf("other scores at tick %d: %x, want %x", tick, got, want)
					}
				}
				if len(v.scores) < 15 {
					t.Errorf("%d looks at the scores in 20 s", len(v.scores))
				}
				for p := range sim.PlayerID(2) {
					v.watch(p)
				}
				leave()
			})
		})
	}
}

// watch follows p's ship until it is on the screen, which takes as long as its pilot
// is dead.
func (v *visitor) watch(p sim.PlayerID) {
	if err := v.client.Follow(p); err != nil {
		v.Fatal(err)
	}
	for range 5 {
		if err := v.play(time.Now().Add(2 * time.Second)); err != nil {
			v.Fatal(err)
		}
		view := v.client.View(time.Now())
		if view.Follow != p {
			v.Errorf("follows %d, want %d", view.Follow, p)
		}
		if _, seen := view.Find(sim.ShipID(p)); seen {
			return
		}
	}
	v.Errorf("the ship of %d is not on the screen of who follows it", p)
}

func TestAGalleryHasSixteenPlacesAndOneForEveryAccount(t *testing.T) {
	audience(t, func(s *system) {
		var leave []func()
		come := func(n int) error {
			v, ended := s.spectator(n, netsim.Profile{})
			leave = append(leave, ended)
			return v.play(time.Now().Add(200 * time.Millisecond))
		}
		for n := range 16 {
			if err := come(n); err != nil {
				t.Fatalf("spectator %d: %v", n, err)
			}
		}
		if err := come(16); transport.ReasonOf(err) != transport.RoomFull {
			t.Errorf("the seventeenth: %v, want RoomFull", err)
		}
		if err := come(3); err != nil {
			t.Errorf("who comes again: %v", err)
		}
		if n := s.rooms.List()[0].Spectators; n != 16 {
			t.Errorf("%d spectators, want 16", n)
		}
		for _, ended := range leave {
			ended()
		}
		time.Sleep(2 * time.Second)
		if n := s.rooms.List()[0].Spectators; n != 0 {
			t.Errorf("%d spectators are left", n)
		}
	})
}
