package harness

import (
	"context"
	"log/slog"
	"net/netip"
	"sync"
	"time"

	"perihelion/client/datagrams"
	"perihelion/server/people/auth"
	"perihelion/server/play/room"
	"perihelion/server/play/session"
	"perihelion/shared/netsim"
	"perihelion/shared/protocol"
	"perihelion/shared/transport"
	"perihelion/sim"
	"perihelion/sim/games"
)

// MemoryServer is the part of a server that matches need, without sockets: rooms and the
// gate that admits clients. Clients connect over pipes in memory behind a simulated
// network, so it also runs in virtual time (testing/synctest).
type MemoryServer struct {
	Rooms *room.Registry
	Gate  *session.Gate

	names   *nameTokens
	serving sync.WaitGroup
}

// MemoryOptions say what a MemoryServer is made of. The zero value works.
type MemoryOptions struct {
	Game    sim.Game       // what the rooms play; none: the ships
	Tokens  session.Tokens // nil: a join token is the player's name, and leads to the room of OpenRoom
	Metrics room.Metrics   // nil: nothing is counted
}

// NewMemoryServer starts a server without rooms. Close it.
func NewMemoryServer(opt MemoryOptions) *MemoryServer {
	if opt.Game.Rules == nil {
		opt.Game = games.Ships
	}
	s := &MemoryServer{names: &nameTokens{}}
	if opt.Tokens == nil {
		opt.Tokens = s.names
	}
	log := slog.New(slog.DiscardHandler)
	s.Rooms = room.NewRegistry(room.RegistryConfig{}, opt.Game, log, opt.Metrics)
	s.Gate = session.NewGate(session.Config{Rooms: s.Rooms, Tokens: opt.Tokens, Log: log, Offer: offerInMemory})
	return s
}

// OpenRoom opens the room that names lead to. Call it before the first Connect.
func (s *MemoryServer) OpenRoom(cfg room.Config) error {
	r, err := s.Rooms.Open(cfg)
	if err == nil {
		s.names.room = r.Config().ID
	}
	return err
}

// Connect makes a connection to the server behind a simulated network, whose luck
// depends on seed. The join token decides who the player is. Close the connection.
func (s *MemoryServer) Connect(token string, network netsim.Profile, seed uint64) *netsim.Conn {
	near, far := transport.Pipe()
	s.serving.Go(func() { s.Gate.Serve(far, token) })
	return netsim.Wrap(near, network, seed)
}

// offerInMemory is for clients that open datagrams by DatagramsBehind.
func offerInMemory(time.Time) protocol.Offer {
	return protocol.Offer{Port: 1, Path: protocol.DatagramPath}
}

// DatagramsBehind opens datagrams to this server behind a simulated network, whose luck
// depends on seed. onOpen is told of the client's end of each.
func (s *MemoryServer) DatagramsBehind(network netsim.Profile, seed uint64, onOpen func(*netsim.DatagramEnd)) datagrams.Open {
	return func(_ context.Context, o protocol.Offer) (transport.Datagrams, error) {
		to, err := s.Gate.AdmitDatagrams(o.Token, netip.Addr{}, time.Now())
		if err != nil {
			return nil, err
		}
		near, far := netsim.Datagrams(network, seed)
		s.serving.Go(func() { to.ServeDatagrams(far) })
		onOpen(near)
		return near, nil
	}
}

// Close closes all rooms and waits until every connection has ended.
func (s *MemoryServer) Close(ctx context.Context) error {
	err := s.Rooms.Close(ctx)
	s.Gate.Close()
	s.serving.Wait()
	return err
}

// Network finds a network of netsim.Profiles by its name.
func Network(name string) (p netsim.Profile, ok bool) {
	for _, n := range netsim.Profiles() {
		if n.Name == name {
			return n.Profile, true
		}
	}
	return p, false
}

// nameTokens are join tokens without a signature: a token is the player's name.
type nameTokens struct{ room string }

func (n *nameTokens) Redeem(token string, _ time.Time) (auth.JoinToken, error) {
	return auth.JoinToken{Player: token, Name: token, Room: n.room}, nil
}

func (*nameTokens) Resume(t auth.JoinToken, _ time.Time) string { return t.Player }

// InputCounter is the room.Metrics of tools that measure how inputs arrive: it sums up
// what became of them. The zero value works. It is safe for concurrent use.
type InputCounter struct {
	mu      sync.Mutex
	inputs  room.InputStats
	slipped int
}

// Totals are the sums so far, and how many ticks the rooms had to skip.
func (c *InputCounter) Totals() (inputs room.InputStats, slippedTicks int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.inputs, c.slipped
}

// Slipped adds ticks that a room skipped.
func (c *InputCounter) Slipped(ticks int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.slipped += ticks
}

// Inputs adds what became of the inputs since the last call.
func (c *InputCounter) Inputs(s room.InputStats) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.inputs.Late += s.Late
	c.inputs.Early += s.Early
	c.inputs.Flooded += s.Flooded
	c.inputs.Starved += s.Starved
}

func (c *InputCounter) Tick(*sim.Mode, time.Duration, time.Duration) {}
func (c *InputCounter) Buffered(int)                                 {}
func (c *InputCounter) Hit(room.Hit)                                 {}
func (c *InputCounter) Joined(bool)                                  {}
func (c *InputCounter) Ping(time.Duration)                           {}
func (c *InputCounter) LogGap()                                      {}
func (c *InputCounter) RoomClosed(string, time.Duration)             {}
