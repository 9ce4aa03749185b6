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
	Games sim.Games // that this client can play
	Build string
	HalfW int32 // half the width of the view in world units
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

// ready reports whether the player may take the controls.
func (c *Client) ready() bool {
	return c.welcomed() && c.clock.synced && c.predictor.ready() && !c.resync.broken
}
