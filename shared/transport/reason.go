package transport

import "fmt"

// Reason is why a connection ended, as the close code of a WebSocket.
type Reason uint16

const (
	Normal          Reason = 1000
	GoingAway       Reason = 1001
	ProtocolError   Reason = 1002 // a frame that breaks the rules of WebSocket itself
	Abnormal        Reason = 1006 // never sent: the link broke
	TooBig          Reason = 1009
	Restarting      Reason = 1012
	TryAgain        Reason = 1013 // the room is too busy to answer; the seat is kept
	BadTicket       Reason = 4001
	RoomFull        Reason = 4002
	Kicked          Reason = 4003
	Replaced        Reason = 4004 // the seat was taken over by a newer connection
	BadFrame        Reason = 4005 // undecodable, oversized, out of order
	WrongVersion    Reason = 4006
	RoomClosed      Reason = 4007
	RateLimited     Reason = 4008
	TooSlow         Reason = 4009 // cannot keep up, or silent for too long
	RoomCrashed     Reason = 4010
	HandshakeFailed Reason = 4011 // no Hello in time, or not first
	Erased          Reason = 4012 // the player has deleted their data, here or at another server
)

// Advice is what a client does about the end of a connection.
type Advice uint8

const (
	GiveUp  Advice = iota // tell the player; another try would end the same way
	Resume                // dial again with the resume ticket: the seat is held
	Requeue               // the seat is gone; ask the lobby for another
)

var reasons = map[Reason]struct {
	text   string
	advice Advice
}{
	Normal:          {"the connection was closed", Resume},
	GoingAway:       {"the server is going away", Resume},
	ProtocolError:   {"the connection was garbled", Resume}, // by something in between, for no client of ours does it
	Abnormal:        {"the connection was lost", Resume},
	TooBig:          {"a message was too big", Resume},
	Restarting:      {"the server is restarting", Resume},
	TryAgain:        {"the server is too busy", Resume},
	BadTicket:       {"your seat was not taken in time, or is gone", Requeue},
	RoomFull:        {"the room is full", Requeue},
	Kicked:          {"you were removed from the room", GiveUp},
	Replaced:        {"you joined from somewhere else", GiveUp},
	BadFrame:        {"the server did not understand the game", GiveUp},
	WrongVersion:    {"the game and the server are of different versions", GiveUp},
	RoomClosed:      {"the room has closed", Requeue},
	Erased:          {"you have deleted your data", GiveUp},
	RateLimited:     {"too many messages at once", GiveUp},
	TooSlow:         {"the connection is too slow", Resume},
	RoomCrashed:     {"the room has crashed", Requeue},
	HandshakeFailed: {"the game and the server did not get to talk", Resume}, // on a slow line Hello comes too late
}

// String is the reason in plain words, fit for a player.
func (r Reason) String() string {
	if about, ok := reasons[r]; ok {
		return about.text
	}
	return fmt.Sprintf("the connection was closed with code %d", uint16(r))
}

// firstOwn is the first code that only a server of ours sends. Proxies, browsers and
// libraries close with lower ones (a proxy that reloads, with 1001 or 1012): they
// know nothing of seats, so those are broken links, whatever their words.
const firstOwn Reason = 4000

// Own reports whether only a server of ours, or a client, gives this reason.
func (r Reason) Own() bool { return r >= firstOwn }

// Advice is what a client should do next. Only a code of our own may say that the
// seat is gone.
func (r Reason) Advice() Advice {
	if about, ok := reasons[r]; ok {
		return about.advice
	}
	if r.Own() {
		return GiveUp
	}
	return Resume
}
