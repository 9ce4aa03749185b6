// Package netcode is the client's half of the conversation: it keeps the clock,
// predicts the player's own ship, reconciles the prediction with the server's
// word, and interpolates everything else. It starts no goroutine, reads no clock
// and draws nothing; whoever holds the connection feeds it frames and time.
package netcode

import (
	"time"

	"perihelion/shared/protocol"
	"perihelion/shared/snapshot"
	"perihelion/sim"
)

// Options describe the client to the server.
type Options struct {
	Build string
	HalfW int32 // half the width of the view in world units
}

// Client is one connection's netcode. It is not safe for concurrent use.
type Client struct{}

// New returns a client that hands its frames to send.
func New(send func(frame []byte) error, opt Options) *Client { panic("not built yet") }

// Hello opens the conversation.
func (c *Client) Hello() error { panic("not built yet") }

// Receive takes one frame from the server. An error is a protocol violation:
// close the connection.
func (c *Client) Receive(frame []byte, now time.Time) error { panic("not built yet") }

// Advance runs the client ticks that are due, asking sample for the input of
// each, and sends what is to be sent.
func (c *Client) Advance(now time.Time, sample func() sim.Input) error { panic("not built yet") }

// Say sends a line of chat.
func (c *Client) Say(text string) error { panic("not built yet") }

// Quit tells the server that the seat may be given away.
func (c *Client) Quit() error { panic("not built yet") }

// Resume is the ticket that takes this seat back after the socket is lost;
// empty before Welcome.
func (c *Client) Resume() string { panic("not built yet") }

// View is the match as it should be drawn at now. It is valid until the next
// call. A renderer reads it and writes nothing.
func (c *Client) View(now time.Time) *View { panic("not built yet") }

// View is one frame's worth of match.
type View struct {
	Ready  bool // welcomed, a keyframe applied, the clock synced
	Room   string
	Code   string
	Me     sim.PlayerID
	Config sim.Config

	// Everyone else is drawn at Tick+Frac, an interpolation delay in the past.
	Tick sim.Tick
	Frac float32

	// The own ship is predicted: drawn from OwnPrev to Own at OwnFrac, moved by
	// Offset, the part of a correction that is still being smoothed away.
	OwnTick          sim.Tick
	OwnFrac          float32
	Own, OwnPrev     sim.Private
	OffsetX, OffsetY float32 // world units

	Seen   []Seen // in order of ID, without the own ship
	Events []sim.Event
	Radar  []snapshot.Blip
	Chat   []protocol.Chat // lines since the last View
	Notice *protocol.Notice
	Roster []protocol.Player // in order of ID
	Stats  Stats
}

// Seen is an entity to draw: its words lie between From and To.
type Seen struct {
	ID        sim.EntityID
	Kind      sim.Kind
	From, To  sim.Words
	T         float32  // 0 at From, 1 at To
	At        sim.Tick // the tick of To; ballistic words are flown to the View's tick instead
	Predicted bool     // the own player's, ahead of the server: draw at OwnTick
	Stale     float32  // seconds of missing data; fade
}

// Stats is what the net graph shows.
type Stats struct {
	RTT, Jitter   time.Duration
	Slack         time.Duration // how early inputs reach the server
	Delay         time.Duration // interpolation delay
	Rung          uint8
	Snapshots     uint64
	Corrections   uint64  // predictions that were wrong
	Correction    float32 // size of the last one, world units
	Underruns     uint64  // frames drawn without data to interpolate
	Stalls        uint64  // gaps of more than 250 ms between snapshots
	Keyframes     uint64  // asked for
	BytesIn       uint64
	BytesOut      uint64
	BytesByType   [32]uint64 // in, by protocol.Type
	ServerTick    sim.Tick
	ClockScale    float32 // 1 is real time
	InputsPending int     // sent, not yet in a snapshot
}
