package session

import (
	"bytes"
	"context"
	"fmt"
	"net/netip"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/server/play/room"
	"perihelion/shared/protocol"
	"perihelion/shared/transport"
	"perihelion/sim"
)

func TestHandshakeLeadsToASeat(t *testing.T) {
	inHouse(t, Limits{}, func(h *house) {
		c := h.enter(h.ticket("ada"))
		cfg := h.room.Config()
		if w := c.welcome; w.Room != cfg.ID || w.Match != sim.Describe(cfg.Game, cfg.Sim) || w.Interval != cfg.Interval || w.Resume == "" || w.Epoch != 1 {
			t.Errorf("welcome %+v does not fit the room %+v", w, cfg)
		}
		c.read(protocol.TypeRoster)
		if c.roster[c.welcome.Me].Name != "ada" {
			t.Errorf("roster %v, want ada in seat %d", c.roster, c.welcome.Me)
		}
		c.readFor(2 * time.Second)
		if c.states < 58 {
			t.Errorf("%d states in two seconds, want 60", c.states)
		}
		c.conn.Close(transport.Normal)
	})
}

func TestAWriterThatPanicsEndsItsSessionAlone(t *testing.T) {
	inHouse(t, Limits{}, func(h *house) {
		other := h.enter(h.ticket("ada"))
		out := &crashing{}
		s := h.gate.Open(out, h.ticket("bob"))
		s.Receive(hello(protocol.Version), time.Now())
		other.readFor(time.Second)
		synctest.Wait()
		if out.reason != transport.RoomCrashed || h.ended(transport.RoomCrashed) != 1 {
			t.Errorf("closed with %d, want %d", out.reason, transport.RoomCrashed)
		}
		if h.gate.Len() != 1 || other.states < 28 {
			t.Errorf("%d sessions, %d states for the other; want 1 and 30", h.gate.Len(), other.states)
		}
		other.conn.Close(transport.Normal)
	})
}

// crashing is a Sender that fails as code should not, even in its end.
type crashing struct{ reason transport.Reason }

func (c *crashing) Send([]byte) error { panic("boom") }

func (c *crashing) Close(r transport.Reason, _ string) {
	c.reason = r
	panic("boom again")
}

func TestHandshakeIsRefusedWithAReason(t *testing.T) {
	good := hello(protocol.Version)
	tests := []struct {
		name   string
		ticket func(h *house) string
		frame  []byte
		want   transport.Reason
	}{
		{"a forged ticket", func(*house) string { return "forged" }, good, transport.BadTicket},
		{"an expired ticket", func(h *house) string { return h.ticket("late") }, good, transport.BadTicket},
		{"a ticket used before", func(h *house) string { return h.used("ada") }, good, transport.BadTicket},
		{"a room that has closed", func(h *house) string { return h.toNowhere("ada") }, good, transport.RoomClosed},
		{"a seat that is gone", func(h *house) string { return h.staleResume("ada") }, good, transport.BadTicket},
		{"another version", func(h *house) string { return h.ticket("ada") }, hello(protocol.Version + 1), transport.WrongVersion},
		{"another message first", func(h *house) string { return h.ticket("ada") }, inputs(0, 1, 1), transport.HandshakeFailed},
		{"garbage", func(h *house) string { return h.ticket("ada") }, []byte{0xc1, 0xff, 0}, transport.BadFrame},
		{"an empty frame", func(h *house) string { return h.ticket("ada") }, nil, transport.BadFrame},
		{"half a hello", func(h *house) string { return h.ticket("ada") }, good[:len(good)-2], transport.BadFrame},
		{"too large a frame", func(h *house) string { return h.ticket("ada") }, make([]byte, protocol.MaxClientFrame+1), transport.TooBig},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			inHouse(t, Limits{}, func(h *house) {
				ticket := tt.ticket(h)
				before := h.seats()
				c := h.dial(ticket)
				c.send(tt.frame)
				c.expectEnd(tt.want)
				if n := h.ended(tt.want); n != 1 {
					t.Errorf("%d sessions counted as ended for this reason, want 1", n)
				}
				if n := h.seats(); n != before {
					t.Errorf("%d seats taken, want %d", n, before)
				}
			})
		})
	}
}

func (h *house) used(player string) string {
	ticket := h.ticket(player)
	h.enter(ticket).conn.Close(transport.Normal)
	synctest.Wait()
	return ticket
}

func (h *house) toNowhere(player string) string {
	token := h.ticket(player)
	t := h.tickets.known[token]
	t.Room = "nowhere"
	h.tickets.known[token] = t
	return token
}

func (h *house) staleResume(player string) string {
	c := h.enter(h.ticket(player))
	c.send(protocol.AppendBye(nil, &protocol.Bye{Reason: uint16(transport.Normal)}))
	c.expectEnd(transport.Normal)
	synctest.Wait()
	return c.welcome.Resume
}

func TestRefusalNamesBothVersions(t *testing.T) {
	inHouse(t, Limits{}, func(h *house) {
		out := &deafSender{block: make(chan struct{})}
		s := h.gate.Open(out, h.ticket("ada"))
		s.Receive(hello(protocol.Version+1), time.Now())
		synctest.Wait()
		if want := fmt.Sprintf("you speak version %d, this server %d", protocol.Version+1, protocol.Version); out.text != want {
			t.Errorf("told %q, want %q", out.text, want)
		}
	})
}

func TestSilentClientIsSentAway(t *testing.T) {
	inHouse(t, Limits{Hello: 5 * time.Second}, func(h *house) {
		start := time.Now()
		c := h.dial(h.ticket("ada"))
		c.expectEnd(transport.HandshakeFailed)
		if took := time.Since(start); took != 5*time.Second {
			t.Errorf("took %v, want 5 s", took)
		}
	})
}

func TestFullRoomSaysSo(t *testing.T) {
	inHouse(t, Limits{}, func(h *house) {
		for _, p := range []string{"ada", "bob", "cyd", "dan"} {
			c := h.enter(h.ticket(p))
			go c.readAll()
		}
		c := h.dial(h.ticket("eve"))
		c.send(hello(protocol.Version))
		c.expectEnd(transport.RoomFull)
	})
}

// busy is a registry whose rooms do not answer.
type busy struct{ err error }

func (b busy) Join(context.Context, string, room.Request) (*room.Room, room.Seat, error) {
	return nil, room.Seat{}, b.err
}

// A seat that is held stays so while its room is too busy to say so: whoever comes
// back is asked to try again, not to look for another.
func TestABusyRoomDoesNotCostTheSeat(t *testing.T) {
	for _, err := range []error{room.ErrBusy, context.DeadlineExceeded} {
		inHouse(t, Limits{}, func(h *house) {
			h.gate.rooms = busy{err}
			c := h.dial(h.ticket("ada"))
			c.send(hello(protocol.Version))
			c.expectEnd(transport.TryAgain)
		})
	}
}

// slow is a registry whose rooms take their time to answer.
type slow struct {
	Rooms
	takes time.Duration
}

func (r slow) Join(ctx context.Context, id string, req room.Request) (*room.Room, room.Seat, error) {
	time.Sleep(r.takes)
	return r.Rooms.Join(ctx, id, req)
}

func TestWhoSaidHelloInTimeWaitsForASlowRoom(t *testing.T) {
	inHouse(t, Limits{Hello: 5 * time.Second, Join: 5 * time.Second}, func(h *house) {
		h.gate.rooms = slow{h.gate.rooms, 4 * time.Second}
		c := h.dial(h.ticket("ada"))
		time.Sleep(3 * time.Second)
		c.send(hello(protocol.Version))
		c.expectWelcome()
	})
}

// readAll takes frames until the end, whatever it is.
func (c *client) readAll() {
	for {
		if _, err := c.conn.Receive(); err != nil {
			return
		}
	}
}

func TestBadFramesEndTheSessionAndNotTheRoom(t *testing.T) {
	in := inputs(0, 1, 2)
	tests := []struct {
		name  string
		frame []byte
		want  transport.Reason
	}{
		{"garbage", bytes.Repeat([]byte{0xff}, 40), transport.BadFrame},
		{"truncated inputs", in[:len(in)-1], transport.BadFrame},
		{"inputs with more behind", append(bytes.Clone(in), 1), transport.BadFrame},
		{"a second hello", hello(protocol.Version), transport.BadFrame},
		{"a message of the server", protocol.AppendNotice(nil, &protocol.Notice{Text: "I am the server"}), transport.BadFrame},
		{"an unknown message", []byte{0x91, 99}, transport.BadFrame},
		{"more than a frame may have", make([]byte, protocol.MaxClientFrame+1), transport.TooBig},
		{"goodbye", protocol.AppendBye(nil, &protocol.Bye{}), transport.Normal},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			inHouse(t, Limits{}, func(h *house) {
				other := h.enter(h.ticket("bob"))
				c := h.enter(h.ticket("ada"))
				c.send(tt.frame)
				c.expectEnd(tt.want)
				if n := h.ended(tt.want); n != 1 {
					t.Errorf("%d sessions counted, want 1", n)
				}
				other.states = 0
				other.readFor(time.Second)
				if other.states < 29 {
					t.Errorf("the other client got %d states in the next second: the room stuttered", other.states)
				}
			})
		})
	}
}

func TestReplayedAndDisorderedInputsAreHarmless(t *testing.T) {
	inHouse(t, Limits{}, func(h *house) {
		c := h.enter(h.ticket("ada"))
		c.readFor(time.Second)
		tick := c.last.Tick
		for _, f := range [][]byte{
			inputs(tick, tick+4, 2), inputs(tick, tick+4, 2), inputs(tick, tick+2, 2), // again, and from before
			inputs(1, 1, 8), inputs(1<<31, 1<<31, 8), inputs(tick, tick+1<<30, 8), // from long ago, from the far future
		} {
			c.send(f)
		}
		c.readFor(time.Second)
		if want := tick + 5; c.last.Newest != want {
			t.Errorf("newest input is %d, want %d", c.last.Newest, want)
		}
	})
}

func TestDroppedSocketResumesInTheSameSeat(t *testing.T) {
	inHouse(t, Limits{}, func(h *house) {
		c := h.enter(h.ticket("ada"))
		for want := uint32(2); want < 6; want++ {
			c.readFor(time.Second)
			c.conn.Close(transport.Abnormal)
			again := h.enter(c.welcome.Resume) // before the server has noticed, perhaps
			if again.welcome.Me != c.welcome.Me || again.welcome.Epoch != want {
				t.Fatalf("back in seat %d epoch %d, want seat %d epoch %d", again.welcome.Me, again.welcome.Epoch, c.welcome.Me, want)
			}
			c = again
		}
		c.readFor(time.Second)
		if c.states < 29 || h.seats() != 1 {
			t.Errorf("%d states in a second after the resumes, %d seats", c.states, h.seats())
		}
	})
}

func TestNewerConnectionReplacesTheOlder(t *testing.T) {
	inHouse(t, Limits{}, func(h *house) {
		old := h.enter(h.ticket("ada"))
		fresh := h.enter(old.welcome.Resume) // the old socket hangs somewhere, half open
		old.expectEnd(transport.Replaced)
		fresh.readFor(25 * time.Second) // past the hold
		if fresh.states < 700 {
			t.Errorf("the fresh connection got %d states: the end of the old one hit it", fresh.states)
		}
	})
}

func TestGoodbyeFreesTheSeat(t *testing.T) {
	inHouse(t, Limits{}, func(h *house) {
		c := h.enter(h.ticket("ada"))
		c.send(protocol.AppendBye(nil, &protocol.Bye{Text: "dinner"}))
		c.expectEnd(transport.Normal)
		synctest.Wait()
		if n := h.seats(); n != 0 {
			t.Errorf("%d seats taken after goodbye", n)
		}
	})
}

// lateBans ban whoever is asked for a second time.
type lateBans struct {
	asked  int
	erased bool // that is because they have deleted their data
}

func (b *lateBans) Banned(string, netip.Addr, time.Time) (string, bool) {
	b.asked++
	return "gone", b.asked > 1
}

func (b *lateBans) Erased(string) bool { return b.erased }

func TestASeatTakenWhileThePlayerIsBannedIsGivenUp(t *testing.T) {
	for reason, bans := range map[transport.Reason]*lateBans{transport.Kicked: {}, transport.Erased: {erased: true}} {
		inHouse(t, Limits{}, func(h *house) {
			h.gate.bans = bans
			c := h.dial(h.ticket("ada"))
			c.send(hello(protocol.Version))
			c.expectEnd(reason)
			synctest.Wait()
			if n := h.seats(); n != 0 {
				t.Errorf("%d seats are taken or held, want none", n)
			}
		})
	}
}

func TestGateCloseEndsEveryone(t *testing.T) {
	inHouse(t, Limits{}, func(h *house) {
		waiting := h.dial(h.ticket("bob"))
		seated := h.enter(h.ticket("ada"))
		synctest.Wait()
		h.gate.Close()
		waiting.expectEnd(transport.Restarting)
		seated.expectEnd(transport.Restarting)
		late := h.dial(h.ticket("cyd"))
		late.expectEnd(transport.Restarting)
	})
}

// TestConnectionsMayComeWhileTheGateCloses opens sessions beside Close, and after it: each
// is told of the restart, and the race detector has nothing to say.
func TestConnectionsMayComeWhileTheGateCloses(t *testing.T) {
	inHouse(t, Limits{}, func(h *house) {
		coming := make([]*client, 50)
		for i := range coming {
			coming[i] = h.dial(h.ticket("ada"))
			if i == len(coming)/2 {
				go h.gate.Close()
			}
		}
		for _, c := range coming {
			c.expectEnd(transport.Restarting)
		}
		synctest.Wait()
		if n := h.gate.Len(); n > 0 {
			t.Errorf("%d sessions are open", n)
		}
	})
}
