// Package harness is what the tools and tests of scripts share: a server, with sockets
// or in memory, and a client without a screen that plays on it by the real netcode. A
// client works over any connection: a WebSocket, a pipe in memory, or either of them
// behind a simulated network; in real time or in virtual time (testing/synctest).
package harness

import (
	"bytes"
	"context"
	"sync"
	"time"

	"perihelion/client/datagrams"
	"perihelion/client/netcode"
	"perihelion/shared/protocol"
	"perihelion/shared/transport"
	"perihelion/sim"
	"perihelion/sim/games"
)

const (
	// ScreenFrame is the time of one frame of a common screen.
	ScreenFrame = time.Second / 60
)

// Options say how a Client plays. The zero value works: it watches and holds no key.
type Options struct {
	Build     string                                         // what the client tells the server about itself
	Aspect    int32                                          // of the window; 0: sim.UsualAspect
	Key       string                                         // as that of netcode.Options
	FrameTime time.Duration                                  // from one frame to the next, for Run; 0: ScreenFrame
	Input     func(v *netcode.View, now time.Time) sim.Input // what is held in a tick, by the frame drawn last; nil: nothing
	Clock     func(now time.Time) time.Time                  // what the client's own clock shows; nil: it is right
	OnPacket  func(p Packet) error                           // is called for each packet before the netcode reads it; an error ends the frame
	OnView    func(v *netcode.View, now time.Time)           // is called for each frame drawn
	Send      func(conn transport.Conn, frame []byte) error  // sends a frame of the netcode; nil: conn.Send

	// OpenDatagrams opens datagrams beside the connection, if the server offers them; nil: they are
	// not wanted.
	OpenDatagrams datagrams.Open

	// Busy says that drawing takes all the time of the page: a packet that has arrived
	// reaches the netcode one frame later, with the time at which it was taken.
	Busy bool
}

// A Packet is a frame from the server, and when it arrived.
type Packet struct {
	Frame []byte
	At    time.Time
}

// Client is a player without a screen: a connection, the real netcode, and
// an Input function instead of a person. It belongs to one goroutine, except for Stats.
// Close or Quit it. Its options may be changed between two frames.
type Client struct {
	Options
	Netcode *netcode.Client
	View    *netcode.View // the frame drawn last; nil before the first
	now     time.Time     // of the current frame

	conn      transport.Conn
	beside    *datagrams.Link // nil: not wanted
	receiving sync.WaitGroup

	mu      sync.Mutex // protects what follows
	arrived []Packet   // since the last frame
	end     error      // why the connection ended; nil: it has not
	stats   netcode.Stats
	ready   bool

	taken []Packet // the memory of the arrived packets before
	late  []Packet // taken, but not read yet: see Busy
}

// NewClient says hello over conn and starts to receive. On error conn is closed.
func NewClient(conn transport.Conn, opt Options) (*Client, error) {
	if opt.FrameTime == 0 {
		opt.FrameTime = ScreenFrame
	}
	if opt.Aspect == 0 {
		opt.Aspect = sim.UsualAspect
	}
	c := &Client{Options: opt, conn: conn}
	if opt.OpenDatagrams != nil {
		c.beside = datagrams.New(opt.OpenDatagrams, func(f func()) { go f() })
		c.beside.OnMessage = c.onDatagram
	}
	send := conn.Send
	if opt.Send != nil {
		send = func(frame []byte) error { return opt.Send(conn, frame) }
	}
	c.Netcode = netcode.New(send, netcode.Options{Games: games.All, Build: opt.Build, Aspect: opt.Aspect, Key: opt.Key})
	c.receiving.Go(c.receiveAll) // ends with the connection, which Close waits for
	if err := c.Netcode.Hello(); err != nil {
		c.Close(transport.Normal)
		return nil, err
	}
	return c, nil
}

// Run plays frames in real time until ctx ends, which is no error, or the connection
// does: the error says why.
func (c *Client) Run(ctx context.Context) error {
	screen := time.NewTicker(c.FrameTime)
	defer screen.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case now := <-screen.C:
			if err := c.PlayFrame(now); err != nil {
				return err
			}
		}
	}
}

// PlayFrame does what a client does in one frame: ReceivePackets, then DrawFrame.
func (c *Client) PlayFrame(now time.Time) error {
	if err := c.ReceivePackets(); err != nil {
		return err
	}
	return c.DrawFrame(now)
}

// ReceivePackets gives the netcode the packets that have arrived. It returns the error of a
// packet that cannot be read, or why the connection has ended.
func (c *Client) ReceivePackets() error {
	c.mu.Lock()
	packets, end := c.arrived, c.end
	c.arrived, c.taken = c.taken[:0], packets
	c.mu.Unlock()
	for _, p := range c.late {
		if err := c.readPacket(p); err != nil {
			return err
		}
	}
	c.late = c.late[:0]
	if c.beside != nil {
		defer func() { c.beside.Exchange(c.Netcode, time.Now()) }()
	}
	for _, p := range packets {
		if c.Busy {
			c.late = append(c.late, Packet{p.Frame, time.Now()})
		} else if err := c.readPacket(p); err != nil {
			return err
		}
	}
	return end
}

// onDatagram shows the packets of a datagram to OnPacket, whose error means nothing here.
func (c *Client) onDatagram(message []byte, at time.Time) {
	if c.OnPacket != nil {
		_ = protocol.FramesOf(message, func(frame []byte) error { return c.OnPacket(Packet{frame, at}) })
	}
}

func (c *Client) readPacket(p Packet) error {
	if c.OnPacket != nil {
		if err := c.OnPacket(p); err != nil {
			return err
		}
	}
	return c.Netcode.Receive(p.Frame, p.At)
}

// DrawFrame plays the ticks that are due at now and draws the frame, as far as the netcode
// has to do with that.
func (c *Client) DrawFrame(now time.Time) error {
	c.now = now
	local := now
	if c.Clock != nil {
		local = c.Clock(now)
	}
	if err := c.Netcode.Advance(local, c.input); err != nil {
		return err
	}
	c.View = c.Netcode.View(local)
	c.mu.Lock()
	c.stats, c.ready = c.View.Stats, c.View.Ready
	c.mu.Unlock()
	if c.OnView != nil {
		c.OnView(c.View, now)
	}
	return nil
}

func (c *Client) input() sim.Input {
	if c.Input == nil || c.View == nil {
		return sim.Input{}
	}
	return c.Input(c.View, c.now)
}

// Stats are those of the newest frame, and whether the player had the controls then. Any
// goroutine may call it.
func (c *Client) Stats() (s netcode.Stats, ready bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.stats, c.ready
}

// Say sends a line of chat to the room.
func (c *Client) Say(line protocol.Say) error { return c.Netcode.Say(line) }

// Resume is the token that takes the seat back after the connection is lost; empty
// before the server has given one.
func (c *Client) Resume() string { return c.Netcode.Resume() }

// Quit gives the seat up and closes the connection.
func (c *Client) Quit() {
	_ = c.Netcode.Quit() // the connection may be gone by now
	c.Close(transport.Normal)
}

// Close ends the connection without giving the seat up: the server keeps it for a while.
// It returns when the last packet has been received.
func (c *Client) Close(r transport.Reason) {
	if c.beside != nil {
		c.beside.Close()
	}
	c.conn.Close(r)
	c.receiving.Wait()
	if network, ok := c.conn.(interface{ Wait() }); ok { // of package netsim
		network.Wait()
	}
}

// receiveAll collects packets until the connection ends.
func (c *Client) receiveAll() {
	for {
		frame, err := c.conn.Receive()
		p := Packet{bytes.Clone(frame), time.Now()}
		c.mu.Lock()
		if err != nil {
			c.end = err
		} else {
			c.arrived = append(c.arrived, p)
		}
		c.mu.Unlock()
		if err != nil {
			return
		}
	}
}
