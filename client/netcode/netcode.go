// Package netcode is the client's half of the conversation: it keeps the clock,
// predicts the player's own ship, reconciles the prediction with the server's
// word, and interpolates everything else. It starts no goroutine, reads no clock
// and draws nothing; the owner of the connection feeds it frames and time.
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
	Games  sim.Games // that this client can play
	Build  string
	Aspect int32  // of the window at first; see sim.Aspect and Resize
	Key    string // by which to claim to be an editor, where one is not; empty: none
}

// game is what is played, and what its Model offers. Avatar, aimer and mortal are nil
// where a game has none.
type game struct {
	sim.Game
	about  *sim.About
	smooth sim.Smoothing
	model  sim.Model
	avatar sim.Avatar
	aimer  sim.Aimer
	mortal sim.Mortal
}

func newGame(g sim.Game, cfg sim.Config) game {
	out := game{Game: g, about: g.About(), model: g.NewModel(cfg)}
	_, out.smooth = out.about.Distances()
	out.avatar, _ = out.model.(sim.Avatar)
	out.aimer, _ = out.model.(sim.Aimer)
	out.mortal, _ = out.model.(sim.Mortal)
	return out
}

// noEntity is no id: of an avatar in a game without avatars.
const noEntity = -1

// avatarID is the entity that p controls, which the predictor draws; noEntity: none.
func (g *game) avatarID(p sim.PlayerID) int32 {
	if g.avatar == nil || p == sim.NoPlayer {
		return noEntity
	}
	return int32(g.avatar.Avatar(p))
}

// concerns reports whether an event is shown with p's avatar, ahead of the others.
func (g *game) concerns(e *sim.Event, p sim.PlayerID) bool {
	if p == sim.NoPlayer {
		return false
	}
	if g.avatar == nil {
		return e.To == p
	}
	return g.avatar.Concerns(e, p)
}

// place is where the avatar of a player is, in 1/65536 of a world unit.
func (g *game) place(own sim.Private) (x, y int32, ok bool) {
	if g.avatar == nil {
		return 0, 0, false
	}
	return g.avatar.Place(own)
}

// Client is one connection's netcode. It is not safe for concurrent use.
type Client struct {
	opt  Options
	send func(frame []byte) error
	out  []byte    // the frame being written
	zero time.Time // the first moment we heard of; the clocks count from here

	welcome protocol.Welcome
	move    protocol.Move
	game    game
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
	edits     edits
	datagrams datagramChooser
	offer     *protocol.Offer // that TakeOffer has not taken
	outbox    outbox

	resizedAt time.Time // when the server was last told of the window's shape

	state  protocol.State       // of the newest State frame; its Body is gone
	states protocol.StateStream // those by the stream
	stats  Stats
	meter  meter
	view   View
	looked time.Duration // when View was last called
	ahead  time.Duration // what lead added then

	aimed   []Seen // scratch of emitPredicted
	targets []sim.Entity
}

// resizeEvery is the time between two frames that tell of a window's shape: while it is dragged,
// that changes all the time.
const resizeEvery = time.Second / 2

// New returns a client that hands its frames to send.
func New(send func(frame []byte) error, opt Options) *Client {
	return &Client{opt: opt, send: send}
}

// Hello opens the conversation.
func (c *Client) Hello() error {
	return c.transmit(protocol.AppendHello(c.out[:0], &protocol.Hello{
		Version: protocol.Version,
		Build:   c.opt.Build,
		Aspect:  c.opt.Aspect,

		Predicts: true,
	}))
}

// Resize is called in each frame with the shape of the window, and tells the server when that has
// changed: it sends what the window shows.
func (c *Client) Resize(aspect int32, now time.Time) error {
	if aspect == c.opt.Aspect || !c.welcomed() || now.Sub(c.resizedAt) < resizeEvery {
		return nil
	}
	c.opt.Aspect, c.resizedAt = aspect, now
	return c.transmit(protocol.AppendWindow(c.out[:0], &protocol.Window{Aspect: aspect}))
}

// Say sends a line of chat.
func (c *Client) Say(words protocol.Say) error {
	return c.transmit(protocol.AppendSay(c.out[:0], &words))
}

// Quit tells the server that the seat may be given away.
func (c *Client) Quit() error {
	return c.transmit(protocol.AppendBye(c.out[:0], &protocol.Bye{Reason: uint16(transport.Normal)}))
}

// Resume is the ticket that takes this seat back after the socket is lost;
// empty before Welcome.
func (c *Client) Resume() string { return c.welcome.Resume }

// Move is where the match goes on when the connection breaks, or from a tick on; the zero Move:
// nowhere else.
func (c *Client) Move() protocol.Move { return c.move }

// Silence is how long no State has come, once one has.
func (c *Client) Silence(now time.Time) time.Duration {
	if c.state.Tick == 0 {
		return 0
	}
	return c.since(now) - c.meter.arrived
}

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

// ready reports whether the player may take the controls.
func (c *Client) ready() bool {
	return c.welcomed() && c.clock.synced && c.predictor.ready() && !c.resync.broken
}
