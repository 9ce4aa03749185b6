// Package transport is a connection that carries whole frames in order: a
// WebSocket in production, a Pipe in tests. Conns are safe for one sender and
// one receiver at a time; Close may be called by anyone, any number of times.
package transport

import (
	"errors"
	"fmt"
)

// Conn carries binary frames both ways, in order, none lost before the end.
type Conn interface {
	// Send hands over one frame; it may block until the peer or a deadline lets
	// go of it. The frame is the caller's again when Send returns.
	Send(frame []byte) error
	// Receive blocks for the next frame, which is the caller's until the next
	// call. After the end it returns a *Closed.
	Receive() ([]byte, error)
	// Close ends the connection and tells the other side why.
	Close(r Reason)
}

// Reason is why a connection ended, as the close code of a WebSocket.
type Reason uint16

const (
	Normal          Reason = 1000
	GoingAway       Reason = 1001
	Abnormal        Reason = 1006 // never sent: the link broke
	TooBig          Reason = 1009
	Restarting      Reason = 1012
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
)

// ErrClosed matches every end of a connection under errors.Is.
var ErrClosed = errors.New("transport: closed")

// Closed is the end of a connection: who ended it says why.
type Closed struct {
	Reason Reason
	Text   string
}

func (c *Closed) Error() string {
	return fmt.Sprintf("transport: closed: %s (%d) %s", c.Reason, uint16(c.Reason), c.Text)
}

func (c *Closed) Unwrap() error { return ErrClosed }

// String is the reason in plain words, fit for a player.
func (r Reason) String() string { return "" }
