package system

import (
	"context"
	"io"
	"log/slog"
	"sync"
	"testing"
	"time"

	"perihelion/client/dial"
	"perihelion/client/lobby"
	"perihelion/client/netcode"
	"perihelion/client/online"
	"perihelion/client/online/onlinetest"
	"perihelion/client/prefs"
	"perihelion/scripts/harness"
	"perihelion/shared/transport"
	"perihelion/sim"
	"perihelion/sim/games"
)

// onlineClient is the game's client without its screens, on a real server.
type onlineClient struct {
	*online.Service
	t *testing.T

	mu   sync.Mutex
	conn transport.Conn // of the match, the newest
}

func newOnlineClient(t *testing.T, server, name string) *onlineClient {
	p, err := prefs.Load(&onlinetest.Store{})
	if err != nil {
		t.Fatal(err)
	}
	c := &onlineClient{t: t}
	c.Service = online.New(online.Config{
		Server: server, Prefs: p, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Now: time.Now,
		LobbyClient: func(token string) *lobby.Client {
			l, err := lobby.New(server)
			if err != nil {
				t.Error(err)
			}
			l.Token = token
			return l
		},
		Dial: c.dialMatch, DialLive: dial.DialLive, StartGuarded: func(f func()) { go f() },
	})
	c.SetName(name)
	return c
}

func (c *onlineClient) dialMatch(ctx context.Context, url, token string) (transport.Conn, error) {
	conn, err := dial.Dial(ctx, url, token)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.conn = conn
	return conn, err
}

// breakConn breaks the connection to the match.
func (c *onlineClient) breakConn() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.conn.Close(transport.Abnormal)
}

// until plays frames until f holds, and fails the test after testTimeout.
func (c *onlineClient) until(what string, f func() bool) {
	c.t.Helper()
	for end := time.Now().Add(testTimeout); !f(); time.Sleep(time.Second / 60) {
		if time.Now().After(end) {
			c.t.Fatalf("waited for minutes in vain for %s", what)
		}
		c.Lobby.Refresh(time.Now())
		c.Lobby.WatchFeed(time.Now())
	}
}

// play gets a seat at dest and the controls of a ship.
func (c *onlineClient) play(dest online.Destination) (n *online.Session, view *netcode.View) {
	c.t.Helper()
	flow := c.StartJoin(dest)
	c.until("a seat", func() bool {
		result, ok := flow.Result()
		if !ok {
			return false
		}
		if result.Err != nil {
			c.t.Fatal(result.Err)
		}
		n = c.NewSession(result, dest, 1, func() netcode.Options {
			return netcode.Options{Games: games.All, Build: "test", Aspect: sim.UsualAspect}
		})
		return true
	})
	return n, c.controls(n)
}

// controls plays a match until the ship can be controlled.
func (c *onlineClient) controls(n *online.Session) (view *netcode.View) {
	c.t.Helper()
	c.until("the controls", func() bool {
		v, end := n.Exchange(time.Now(), func() sim.Input { return sim.Input{} })
		if end != nil {
			c.t.Fatalf("the match ends: %+v", end)
		}
		view = v
		return v != nil && v.Ready && n.LostAt.IsZero()
	})
	return view
}

// TestTheClientPlaysOnARealServer goes through what client/online does with a server:
// guest, seat, reconnect, live feed, chat and party, over real sockets.
func TestTheClientPlaysOnARealServer(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds of real time")
	}
	t.Parallel()
	s := harness.StartTestServer(t, slog.New(slog.DiscardHandler))
	ada, bob := newOnlineClient(t, s.URL, "Ada"), newOnlineClient(t, s.URL, "Bob")

	match, view := ada.play(online.Destination{})
	me, room := view.Me, view.Room
	ada.breakConn()
	ada.until("the break", func() bool {
		_, end := match.Exchange(time.Now(), func() sim.Input { return sim.Input{} })
		if end != nil {
			t.Fatalf("the match ends: %+v", end)
		}
		return !match.LostAt.IsZero()
	})
	if view = ada.controls(match); match.ResumeCount != 1 || view.Me != me || view.Room != room {
		t.Errorf("back %d times, as player %d in room %s, want once as %d in %s", match.ResumeCount, view.Me, view.Room, me, room)
	}
	if dest, ok := ada.SavedDestination(""); !ok || dest.Resume.RoomID == "" {
		t.Errorf("a reload would go to %+v, %v", dest, ok)
	}
	match.GiveUpSeat()

	bob.until("the status of the server", func() bool { return bob.Lobby.StatusKnown && bob.Lobby.Meta.Protocol != 0 })
	ada.Lobby.Chat.Say("hello")
	bob.until("a message", func() bool {
		ada.Lobby.WatchFeed(time.Now())
		list := bob.Lobby.Chat.Messages
		return len(list) > 0 && list[len(list)-1].Text == "hello" && list[len(list)-1].Name == "Ada"
	})

	ada.Lobby.Party.Create()
	ada.until("a party", func() bool { return ada.Lobby.Party.Code != "" })
	bob.Lobby.Party.JoinByCode(ada.Lobby.Party.Code)
	bob.until("the party", func() bool { return bob.Lobby.Party.Code == ada.Lobby.Party.Code })
	if !ada.Lobby.Party.IsLeader() || bob.Lobby.Party.IsLeader() {
		t.Error("the player who started the party does not lead it alone")
	}
	match, view = ada.play(online.Destination{Queue: "teams", Party: ada.Lobby.Party.Code})
	var ticket string
	bob.until("the leader's ticket", func() bool { ticket = bob.Lobby.Party.NewTicket(); return ticket != "" })
	follow, seen := bob.play(online.Destination{Ticket: ticket})
	if seen.Room != view.Room {
		t.Errorf("the party is in the rooms %s and %s", view.Room, seen.Room)
	}
	match.GiveUpSeat()
	follow.GiveUpSeat()
	ada.Lobby.Party.Quit()
	bob.Lobby.Party.Quit()
	ada.Lobby.CloseFeed()
	bob.Lobby.CloseFeed()
}
