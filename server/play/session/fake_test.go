package session

import (
	"errors"
	"io"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/server/people/auth"
	"perihelion/server/play/room"
	"perihelion/shared/protocol"
	"perihelion/shared/snapshot"
	"perihelion/shared/transport"
	"perihelion/sim"
	"perihelion/sim/toy"
)

var quiet = slog.New(slog.NewTextHandler(io.Discard, nil))

// fakeTickets signs by writing things down: a ticket is good once, a resume
// ticket for ever.
type fakeTickets struct {
	mu    sync.Mutex
	known map[string]auth.JoinToken
	spent map[string]bool
}

func (f *fakeTickets) Redeem(token string, _ time.Time) (auth.JoinToken, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	t, ok := f.known[token]
	switch {
	case !ok:
		return auth.JoinToken{}, auth.ErrForged
	case t.Name == "late":
		return auth.JoinToken{}, auth.ErrExpired
	case f.spent[token] && !t.Resume:
		return auth.JoinToken{}, auth.ErrUsed
	}
	f.spent[token] = true
	return t, nil
}

func (f *fakeTickets) Resume(t auth.JoinToken, _ time.Time) string {
	token := strings.Join([]string{"back", t.Player, string(rune('A' + t.Epoch))}, "-")
	f.mu.Lock()
	defer f.mu.Unlock()
	f.known[token] = t
	return token
}

// counters are Metrics that can be read.
type counters struct {
	mu        sync.Mutex
	in, out   map[protocol.Type]int
	ignored   map[string]int
	ended     map[transport.Reason]int
	sendRates [SendRates]int
	whole     int   // snapshots
	outbox    []int // as it was sampled
}

func (c *counters) count(f func()) { c.mu.Lock(); defer c.mu.Unlock(); f() }

func (c *counters) MessageIn(t protocol.Type, _ int)  { c.count(func() { c.in[t]++ }) }
func (c *counters) MessageOut(t protocol.Type, _ int) { c.count(func() { c.out[t]++ }) }
func (c *counters) Ignored(why string)                { c.count(func() { c.ignored[why]++ }) }
func (c *counters) SessionEnded(r transport.Reason)   { c.count(func() { c.ended[r]++ }) }
func (c *counters) Outbox(n int)                      { c.count(func() { c.outbox = append(c.outbox, n) }) }

func (c *counters) Snapshot(whole bool, _ int) {
	c.count(func() {
		if whole {
			c.whole++
		}
	})
}
func (c *counters) Replaced()                    {}
func (c *counters) Datagrams(n int)              {}
func (c *counters) StateByDatagram()             {}
func (c *counters) AtSendRate(r SendRate, n int) { c.count(func() { c.sendRates[r] += n }) }

// house is a gate with one room of four seats behind it, in virtual time.
type house struct {
	*testing.T
	gate    *Gate
	rooms   *room.Registry
	room    *room.Room
	tickets *fakeTickets
	metrics *counters
	manners *strict
}

// strict are manners by which an account may say so many things, and no swearing.
type strict struct {
	mu   sync.Mutex
	most int // 0: as many as it likes
	said map[string]int
}

func (s *strict) Moderate(account, text string, quick bool, _ time.Time) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.said[account]++; s.most > 0 && s.said[account] > s.most {
		return "", errors.New("enough")
	}
	return strings.ReplaceAll(text, "damn", "****"), nil
}

func inHouse(t *testing.T, limits Limits, f func(h *house)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		h := &house{T: t, manners: &strict{said: map[string]int{}}, tickets: &fakeTickets{known: map[string]auth.JoinToken{}, spent: map[string]bool{}}}
		h.metrics = &counters{
			in: map[protocol.Type]int{}, out: map[protocol.Type]int{},
			ignored: map[string]int{}, ended: map[transport.Reason]int{},
		}
		h.rooms = room.NewRegistry(room.RegistryConfig{}, toy.Game, quiet, nil)
		var err error
		if h.room, err = h.rooms.Open(room.Config{Sim: sim.Config{Seed: 1, Seats: 4}, Hold: 20 * time.Second}); err != nil {
			t.Fatal(err)
		}
		h.gate = NewGate(Config{Rooms: h.rooms, Tokens: h.tickets, Moderator: h.manners, Limits: limits, Log: quiet, Metrics: h.metrics})
		f(h)
		if err := h.rooms.Close(t.Context()); err != nil {
			t.Error(err)
		}
		h.gate.Close()
		time.Sleep(time.Second) // for what the test itself has started
		if n := h.gate.Len(); n > 0 {
			t.Errorf("%d sessions outlive the gate", n)
		}
	})
}

// ticket issues a join ticket for a player.
func (h *house) ticket(player string) string {
	token := "ticket of " + player
	h.tickets.known[token] = auth.JoinToken{Player: player, Name: player, Room: h.room.Config().ID}
	return token
}

// dial opens a connection with a ticket; the server's end is served.
func (h *house) dial(ticket string) *client {
	near, far := transport.Pipe()
	go h.gate.Serve(far, ticket)
	return &client{T: h.T, conn: near}
}

// enter dials and says Hello, and returns with the Welcome.
func (h *house) enter(ticket string) *client {
	h.Helper()
	c := h.dial(ticket)
	c.send(hello(protocol.Version))
	c.expectWelcome()
	return c
}

func (h *house) seats() int { return h.room.Info().Players }

func (h *house) ended(r transport.Reason) int {
	synctest.Wait()
	h.metrics.mu.Lock()
	defer h.metrics.mu.Unlock()
	return h.metrics.ended[r]
}

// client is the other end, by hand.
type client struct {
	*testing.T
	conn    transport.Conn
	welcome protocol.Welcome
	replica *snapshot.ClientState
	roster  map[sim.PlayerID]protocol.Player
	chat    []string
	states  int
	last    protocol.State
	stream  protocol.StateStream
}

func hello(version int) []byte {
	return protocol.AppendHello(nil, &protocol.Hello{Version: version, Build: "test", Aspect: 1778})
}

func (c *client) send(frame []byte) {
	c.Helper()
	if err := c.conn.Send(frame); err != nil {
		c.Errorf("send: %v", err)
	}
}

func (c *client) expectWelcome() {
	c.Helper()
	frame, err := c.conn.Receive()
	if err != nil {
		c.Fatalf("instead of a welcome: %v", err)
	}
	if c.welcome, err = protocol.DecodeWelcome(frame); err != nil {
		c.Fatalf("the first frame is no welcome: %v", err)
	}
	_, cfg, err := sim.Games{toy.Game}.Open(c.welcome.Match)
	if err != nil {
		c.Fatal(err)
	}
	c.replica, c.stream.Interval = snapshot.NewClientState(toy.Game, cfg), c.welcome.Interval
}

// read takes frames until one of type t has come.
func (c *client) read(t protocol.Type) {
	c.Helper()
	for {
		frame, err := c.conn.Receive()
		if err != nil {
			c.Fatalf("waiting for %s: %v", t, err)
		}
		if c.take(frame) == t {
			return
		}
	}
}

// readFor takes whatever comes for a while.
func (c *client) readFor(d time.Duration) {
	c.Helper()
	for end := time.Now().Add(d); time.Now().Before(end); {
		c.read(protocol.TypeState)
	}
}

func (c *client) take(frame []byte) protocol.Type {
	c.Helper()
	t, err := protocol.Peek(frame)
	switch t {
	case protocol.TypeState:
		if err = c.stream.Decode(frame, &c.last); err == nil {
			err = c.replica.Apply(c.last.Tick, c.last.Body)
		}
		c.states++
		_ = c.conn.Send(inputs(c.last.Tick, c.last.Tick+1, 0)) // nothing but an ack; at the end, nobody hears it
	case protocol.TypeRoster:
		var o protocol.Roster
		o, err = protocol.DecodeRoster(frame)
		if o.Full {
			c.roster = map[sim.PlayerID]protocol.Player{}
		}
		for _, p := range o.Players {
			c.roster[p.ID] = p
		}
	case protocol.TypeChat:
		var heard protocol.Chat
		heard, err = protocol.DecodeChat(frame)
		for i := range heard.Lines {
			c.chat = append(c.chat, heard.Lines[i].Words())
		}
	}
	if err != nil {
		c.Fatalf("decode %s: %v", t, err)
	}
	return t
}

// expectEnd reads to the end of the connection.
func (c *client) expectEnd(want transport.Reason) {
	c.Helper()
	for {
		frame, err := c.conn.Receive()
		if err == nil {
			c.take(frame)
			continue
		}
		if got := transport.ReasonOf(err); got != want {
			c.Errorf("the connection ended with %d (%s), want %d", got, got, want)
		}
		if !errors.Is(err, transport.ErrClosed) {
			c.Errorf("the connection ended with %v", err)
		}
		return
	}
}

func inputs(ack, first sim.Tick, n int) []byte {
	return protocol.AppendInputs(nil, toy.Game.About().Inputs, &protocol.Inputs{Ack: ack, View: ack, First: first, N: n})
}
