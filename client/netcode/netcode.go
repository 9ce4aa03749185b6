// Package netcode is the client's half of the conversation: it keeps the clock,
// predicts the player's own ship, reconciles the prediction with the server's
// word, and interpolates everything else. It starts no goroutine, reads no clock
// and draws nothing; whoever holds the connection feeds it frames and time.
package netcode

import (
	"time"

	"perihelion/shared/protocol"
	"perihelion/shared/snapshot"
	"perihelion/shared/transport"
	"perihelion/sim"
)

// Options describe the client to the server.
type Options struct {
	Build string
	HalfW int32 // half the width of the view in world units
}

// Client is one connection's netcode. It is not safe for concurrent use.
type Client struct {
	opt  Options
	send func(frame []byte) error
	out  []byte    // the frame being written
	zero time.Time // the first moment we heard of; the clocks count from here

	welcome protocol.Welcome
	follow  sim.PlayerID // whom a spectator asked for
	replica *snapshot.ClientState
	roster  roster
	talk    talk

	clock     clock
	interp    interpClock
	predictor predictor
	shots     ownShots
	drops     ownDrops
	frames    frames
	events    events
	resync    resync
	outbox    outbox

	state  protocol.State // of the newest State frame; its Body is gone
	stats  Stats
	meter  meter
	view   View
	looked time.Duration // when View was last called
	ahead  time.Duration // what lead added then

	aimed   []Seen // scratch of emitPredicted
	targets []sim.Entity
}

// New returns a client that hands its frames to send.
func New(send func(frame []byte) error, opt Options) *Client {
	return &Client{opt: opt, send: send}
}

// Hello opens the conversation.
func (c *Client) Hello() error {
	return c.transmit(protocol.AppendHello(c.out[:0], &protocol.Hello{
		Version: protocol.Version,
		Build:   c.opt.Build,
		HalfW:   c.opt.HalfW,
	}))
}

// Say sends a line of chat.
func (c *Client) Say(words protocol.Say) error {
	return c.transmit(protocol.AppendSay(c.out[:0], &words))
}

// Follow turns a spectator's eyes to p's ship, or for NoPlayer to whoever leads.
func (c *Client) Follow(p sim.PlayerID) error {
	c.follow = p
	return c.transmit(protocol.AppendFollow(c.out[:0], &protocol.Follow{Player: p}))
}

// Quit tells the server that the seat may be given away.
func (c *Client) Quit() error {
	return c.transmit(protocol.AppendBye(c.out[:0], &protocol.Bye{Reason: uint16(transport.Normal)}))
}

// Resume is the ticket that takes this seat back after the socket is lost;
// empty before Welcome.
func (c *Client) Resume() string { return c.welcome.Resume }

// transmit hands over a frame that was appended to c.out[:0].
func (c *Client) transmit(frame []byte) error {
	c.out = frame
	c.stats.BytesOut += uint64(len(frame))
	return c.send(frame)
}

// since turns a moment into time on this client's clocks.
func (c *Client) since(now time.Time) time.Duration {
	if c.zero.IsZero() {
		c.zero = now
	}
	return now.Sub(c.zero)
}

// welcomed reports whether the server has told us our seat.
func (c *Client) welcomed() bool { return c.replica != nil }

// watching reports whether we have no ship here.
func (c *Client) watching() bool { return c.welcome.Me == sim.NoPlayer }

// ready reports whether the player may take the controls; a spectator, whether there
// is something to look at.
func (c *Client) ready() bool {
	if c.watching() {
		return c.frames.n > 0 && !c.resync.broken
	}
	return c.welcomed() && c.clock.synced && c.predictor.ready() && !c.resync.broken
}
