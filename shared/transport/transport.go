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
	// call. Frames sent before the other side closed still arrive; after the end
	// it returns a *Closed.
	Receive() ([]byte, error)
	// Close ends the connection and tells the other side why. It does not wait
	// for the other side.
	Close(r Reason)
}

// ErrClosed matches every end of a connection under errors.Is.
var ErrClosed = errors.New("transport: closed")

// Closed is the end of a connection: who ended it says why.
type Closed struct {
	Reason Reason
	Text   string
}

func (c *Closed) Error() string {
	if c.Text == "" {
		return fmt.Sprintf("transport: closed: %s (%d)", c.Reason, uint16(c.Reason))
	}
	return fmt.Sprintf("transport: closed: %s (%d): %s", c.Reason, uint16(c.Reason), c.Text)
}

func (c *Closed) Unwrap() error { return ErrClosed }

// ReasonOf is why the connection ended that err tells of; Abnormal if err is
// about something else.
func ReasonOf(err error) Reason {
	if c, ok := errors.AsType[*Closed](err); ok {
		return c.Reason
	}
	return Abnormal
}
