// Package protocol is the language of the wire: every frame is one msgpack
// array [type, fields…] in one binary WebSocket message. PROTOCOL.md describes
// it well enough to write a client in any language. Decode functions distrust
// every byte; encode functions trust the caller.
package protocol

import (
	"time"

	"perihelion/shared/snapshot"
	"perihelion/sim"
)

const (
	// Version changes with every incompatible change of the wire.
	Version = 1
	// Subprotocol is negotiated by the WebSocket handshake; the ticket travels
	// beside it, as a second offered subprotocol with TicketPrefix.
	Subprotocol  = "perihelion.v1"
	TicketPrefix = "perihelion.ticket."

	MaxClientFrame = 4 << 10  // bytes; the server closes on more
	MaxServerFrame = 64 << 10 // bytes; a keyframe of the fullest view is a third of this
	MaxInputs      = 8        // inputs in one frame
	MaxName        = 20       // runes of a player's name
	MaxChat        = 200      // runes of a chat line
)

// Type is the first element of every frame.
type Type uint8

const (
	TypeHello Type = iota + 1
	TypeInputs
	TypeKeyframe // asks for one
	TypeSay
	TypeBye

	TypeWelcome Type = iota + 11
	TypeState
	TypeRoster
	TypeChat
	TypeNotice
)

// Hello is the first frame of a client.
type Hello struct {
	Version int
	Build   string // of the client, for logs
	HalfW   int32  // half the view's width in world units; the server clamps it
}

// Inputs is what the client holds in the ticks First, First+1, …
type Inputs struct {
	Ack      sim.Tick // newest snapshot applied
	View     sim.Tick // snapshot on the screen when the last input was sampled
	Fraction uint8
	First    sim.Tick
	N        int
	Held     [MaxInputs]sim.Input
}

// Welcome answers Hello: the seat, and all a client needs to predict.
type Welcome struct {
	Version  int
	Room     string
	Code     string // to invite friends; empty in public rooms
	Me       sim.PlayerID
	Epoch    uint32 // counts the connections of this seat; the newest wins
	Resume   string // a ticket for this very seat, good while it is held
	Config   sim.Config
	Tick     sim.Tick // of the room now
	Interval int      // ticks between snapshots
}

// State is one snapshot as one client sees it.
type State struct {
	Tick   sim.Tick
	Newest sim.Tick      // newest input tick received so far; 0: none
	Slack  int8          // how early it came, in 2 ms; negative: late
	Held   time.Duration // since it came, whole milliseconds to 255: the round trip less waiting
	Rung   uint8         // of the slow-link ladder; 0 is full rate
	Body   []byte        // for snapshot.Replica.Apply
}

// Player is a line of the roster.
type Player struct {
	ID   sim.PlayerID
	Name string
	Bot  bool
	Away bool // the socket is gone, a bot flies the ship
	Ping int  // milliseconds
}

// Roster tells who sits where: all seats when Full, else those that changed.
type Roster struct {
	Full    bool
	Players []Player
	Left    []sim.PlayerID
}

// Chat is a line someone said; From is NoPlayer for the server.
type Chat struct {
	From sim.PlayerID
	Text string
}

// Notice warns before the server acts: a drain, a kick.
type Notice struct {
	Text string
	In   time.Duration // until it happens
}

var _ = snapshot.View{}
