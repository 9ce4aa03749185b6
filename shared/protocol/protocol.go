// Package protocol is the language of the wire: every frame is one binary
// WebSocket message and one msgpack value. It is an array [type, fields…], or, for
// what is sent many times a second, an extension: its type is that of the message,
// its data a string of bits. PROTOCOL.md describes
// it well enough to write a client in any language. Append functions trust the
// caller; Decode functions distrust every byte. All of them are pure and may be
// called from anywhere.
package protocol

import (
	"errors"
	"fmt"
)

const (
	// Version changes with every incompatible change of the wire. Within a
	// version frames do not grow: a field too many is refused as one too few is.
	Version = 20
	// Subprotocol is negotiated by the WebSocket handshake; the ticket travels
	// beside it, as a second offered subprotocol with TicketPrefix. It stays the
	// same from version to version: a client that is refused before the upgrade
	// could not be told to update.
	Subprotocol  = "perihelion.v1"
	TicketPrefix = "perihelion.ticket."

	MaxClientFrame = 10 << 10 // bytes; the server closes on more
	MaxServerFrame = 64 << 10 // bytes; a keyframe of the fullest view is a third of this
	MaxInputs      = 8        // inputs in one frame
	MaxName        = 20       // runes of a player's name
	MaxChat        = 200      // runes of a chat line
	MaxLines       = 32       // chat lines in one frame: all that a newcomer is told
)

// Bytes of texts that only programs read, and of those that players do: four
// bytes a rune at most.
const (
	maxBuild     = 64
	maxRoom      = 64
	maxCode      = 16
	maxGame      = 32 // a game's name, and a mode's
	maxResume    = 2 << 10
	maxMatch     = 64 // a match's id
	maxURL       = 512
	maxNameBytes = 4 * MaxName
	maxChatBytes = 4 * MaxChat
)

// Decoding fails in these ways only; the error says where.
var (
	errTruncated = errors.New("frame ends early")
	errTrailing  = errors.New("bytes after the end")
	errType      = errors.New("wrong type")
	errFields    = errors.New("wrong number of fields")
	errTooMany   = errors.New("over the limit")
	errRange     = errors.New("value out of range")
	errText      = errors.New("not UTF-8")
	ErrVersion   = errors.New("another version of the protocol")
	ErrMessage   = errors.New("another message")
)

// Type is the first element of every frame.
type Type uint8

const (
	TypeHello Type = iota + 1
	TypeInputs
	TypeKeyframe // asks for one
	TypeSay
	TypeBye
	TypeDatagrams // asks where to open them
	TypeProbe     // by datagram: whether it arrives
	TypeWindow
	TypeEdit
	TypeCursor
	TypeGrant
	TypeClaim

	TypeWelcome Type = iota + 4
	TypeState
	TypeRoster
	TypeChat
	TypeNotice
	TypeLoad
	TypePings
	TypeRound
	TypeOffer     // of datagrams
	TypeStateFrom // a State from a baseline that it names
	TypeEcho      // of a Probe
	TypeMove
	TypeArena
	TypeEdited
	TypeEditDone
	TypeCursors
	TypeRights
)

var typeNames = [...]string{
	TypeHello:    "hello",
	TypeInputs:   "inputs",
	TypeKeyframe: "keyframe",
	TypeSay:      "say",
	TypeBye:      "bye",

	TypeDatagrams: "datagrams",
	TypeProbe:     "probe",
	TypeWindow:    "window",

	TypeEdit:   "edit",
	TypeCursor: "cursor",
	TypeGrant:  "grant",
	TypeClaim:  "claim",

	TypeWelcome: "welcome",
	TypeState:   "state",
	TypeRoster:  "roster",
	TypeChat:    "chat",
	TypeNotice:  "notice",
	TypeLoad:    "load",
	TypePings:   "pings",
	TypeRound:   "round",

	TypeOffer:     "offer",
	TypeStateFrom: "stateFrom",
	TypeEcho:      "echo",
	TypeMove:      "move",

	TypeArena:    "arena",
	TypeEdited:   "edited",
	TypeEditDone: "editDone",
	TypeCursors:  "cursors",
	TypeRights:   "rights",
}

// String is the message's name in metrics and in PROTOCOL.md.
func (t Type) String() string {
	if int(t) < len(typeNames) && typeNames[t] != "" {
		return typeNames[t]
	}
	return fmt.Sprintf("type %d", uint8(t))
}

// Peek tells which message a frame claims to be. Only its Decode function tells
// whether it is one.
func Peek(frame []byte) (Type, error) {
	r := reader{b: frame}
	var t Type
	if isExtension(frame) {
		t, _ = r.extension()
	} else {
		r.count(maxFields)
		t = Type(r.uint(255))
	}
	if r.err != nil {
		return 0, fmt.Errorf("peek: %w", r.err)
	}
	return t, nil
}

// openFields begins to read a frame that must be a message of type t with the given
// number of fields after the type.
func openFields(frame []byte, t Type, fields int) reader {
	r, n := openArray(frame, t, maxFields)
	if r.err == nil && n != 1+fields {
		r.err = errFields
	}
	return r
}

// openArray is openFields of a frame with any number of elements up to most.
func openArray(frame []byte, t Type, most int) (r reader, n int) {
	r = reader{b: frame}
	if isExtension(frame) {
		r.err = ErrMessage
	}
	n = r.count(most)
	if got := Type(r.uint(255)); r.err == nil && got != t {
		r.err = ErrMessage
	}
	return r, n
}

// header begins to write one.
func header(dst []byte, t Type, fields int) []byte {
	return append(appendArray(dst, 1+fields), byte(t))
}

// decoded ends the decoding of a message of type t.
func decoded(r *reader, t Type) error {
	if err := r.end(); err != nil {
		return fmt.Errorf("decode %s: %w", t, err)
	}
	return nil
}
