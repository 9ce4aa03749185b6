package system

import (
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/server/play/session"
	"perihelion/shared/netsim"
	"perihelion/shared/protocol"
	"perihelion/shared/transport"
	"perihelion/sim"
	"perihelion/sim/ships"
)

// withSpectators runs f on a system in which two play, for others to watch.
func withSpectators(t *testing.T, f func(s *system)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		s := newSystem(t, 5)
		s.players = s.players[:2]
		var playing sync.WaitGroup
		end := time.Now().Add(40 * time.Second)
		for _, p := range s.players {
			playing.Go(func() { p.playConnection(end, true) })
		}
		time.Sleep(5 * time.Second)
		f(s)
		playing.Wait()
		s.close()
	})
}

// spectate connects a spectator to the only room, over a network.
func (s *system) spectate(n int, network netsim.Profile) *connection {
	p := newPlayer(s, players+n)
	p.watches = s.server.Rooms.List()[0].ID
	return newConnection(p, s.server.Connect(p.joinToken(), network, uint64(n)))
}

// Over a good link and over a bad one, a spectator sees the true scores, follows the
// leader or the player of their choice, and takes no seat.
func TestSpectatorsSeeWhatIsTrueAndFollowWhomTheyLike(t *testing.T) {
	for name, network := range map[string]netsim.Profile{
		"over a good link": netsim.Symmetric(60*time.Millisecond, 5*time.Millisecond, 0),
		"over a lossy one": netsim.Symmetric(120*time.Millisecond, 20*time.Millisecond, 0.03),
	} {
		t.Run(name, func(t *testing.T) {
			withSpectators(t, func(s *system) {
				c := s.spectate(0, network)
				if err := c.playUntil(time.Now().Add(20 * time.Second)); err != nil {
					t.Fatal(err)
				}
				view := c.Netcode.View(time.Now())
				info := s.server.Rooms.List()[0]
				if !view.Watching || !view.Ready || view.Stats.Corrupt > 0 || view.Stats.SendRate > uint8(session.Full) {
					t.Errorf("after 20 s: watching %v, ready %v, %d snapshots corrupt, send rate %d",
						view.Watching, view.Ready, view.Stats.Corrupt, view.Stats.SendRate)
				}
				if view.Stats.BytesByType[protocol.TypeLoad] == 0 { // a tick takes no virtual time
					t.Error("the server never said what a tick costs")
				}
				if info.Players != 2 || info.Spectators != 1 {
					t.Errorf("the room has %d players and %d spectators, want 2 and 1", info.Players, info.Spectators)
				}
				for tick, got := range c.scores {
					if want := s.recorder.scores[tick]; got != want {
						t.Errorf("other scores at tick %d: %x, want %x", tick, got, want)
					}
				}
				if len(c.scores) < 15 {
					t.Errorf("%d looks at the scores in 20 s", len(c.scores))
				}
				for p := range sim.PlayerID(2) {
					c.watchPlayer(p)
				}
				c.Close(transport.Normal)
			})
		})
	}
}

// watchPlayer follows p's ship until it is on the screen, which is not before p is alive
// again.
func (c *connection) watchPlayer(p sim.PlayerID) {
	if err := c.Netcode.Follow(p); err != nil {
		c.Fatal(err)
	}
	for range 5 {
		if err := c.playUntil(time.Now().Add(2 * time.Second)); err != nil {
			c.Fatal(err)
		}
		view := c.Netcode.View(time.Now())
		if view.Follow != p {
			c.Errorf("follows %d, want %d", view.Follow, p)
		}
		if _, seen := view.Find(ships.ShipID(p)); seen {
			return
		}
	}
	c.Errorf("the ship of %d is not on the screen of who follows it", p)
}

func TestARoomTakesSixteenSpectatorsAndEachAccountOnce(t *testing.T) {
	withSpectators(t, func(s *system) {
		var watching []*connection
		watch := func(n int) error {
			c := s.spectate(n, netsim.Profile{})
			watching = append(watching, c)
			return c.playUntil(time.Now().Add(200 * time.Millisecond))
		}
		for n := range 16 {
			if err := watch(n); err != nil {
				t.Fatalf("spectator %d: %v", n, err)
			}
		}
		if err := watch(16); transport.ReasonOf(err) != transport.RoomFull {
			t.Errorf("the seventeenth: %v, want RoomFull", err)
		}
		if err := watch(3); err != nil {
			t.Errorf("a spectator who comes again: %v", err)
		}
		if n := s.server.Rooms.List()[0].Spectators; n != 16 {
			t.Errorf("%d spectators, want 16", n)
		}
		for _, c := range watching {
			c.Close(transport.Normal)
		}
		time.Sleep(2 * time.Second)
		if n := s.server.Rooms.List()[0].Spectators; n != 0 {
			t.Errorf("%d spectators are left", n)
		}
	})
}
