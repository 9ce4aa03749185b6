//go:build !js

package dial

import (
	"net"

	"perihelion/shared/wsframe"
)

// checkedConn checks the frame headers that the server sends after the handshake, before
// gws reads them: a header that breaks the protocol could make gws panic.
type checkedConn struct {
	net.Conn
	scanner       wsframe.Scanner
	handshakeDone bool  // the HTTP response to the handshake has ended
	lineEmpty     bool  // the current line of the response has no characters yet
	err           error // for the next Read: the bytes before the error were returned
}

func (c *checkedConn) Read(b []byte) (int, error) {
	if c.err != nil {
		return 0, c.err
	}
	n, err := c.Conn.Read(b)
	head := c.handshakeBytes(b[:n])
	good, _, broken := c.scanner.Scan(b[head:n])
	if broken == nil {
		return n, err
	}
	if c.err = broken; head+good == 0 {
		return 0, broken
	}
	return head + good, nil // the next Read returns the error
}

// handshakeBytes is how many bytes of b belong to the HTTP response to the handshake,
// which ends with an empty line.
func (c *checkedConn) handshakeBytes(b []byte) int {
	for i, char := range b {
		switch {
		case c.handshakeDone:
			return i
		case char == '\n':
			c.handshakeDone, c.lineEmpty = c.lineEmpty, true
		case char != '\r':
			c.lineEmpty = false
		}
	}
	return len(b)
}
