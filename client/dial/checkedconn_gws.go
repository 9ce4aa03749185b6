//go:build !js

package dial

import (
	"net"

	"perihelion/shared/wsframe"
)

// checkedConn is what gws takes for the network connection: once the handshake is over, it
// hands on what the protocol allows and no more. A hostile server could make the
// library panic.
type checkedConn struct {
	net.Conn
	scanner       wsframe.Scanner
	handshakeDone bool  // the answer to the handshake has ended
	lineEmpty     bool  // its line has no characters yet
	err           error // what was read last is no good, after what was handed on
}

func (w *checkedConn) Read(b []byte) (int, error) {
	if w.err != nil {
		return 0, w.err
	}
	n, err := w.Conn.Read(b)
	head := w.handshakeBytes(b[:n])
	good, _, broken := w.scanner.Scan(b[head:n])
	if broken == nil {
		return n, err
	}
	if w.err = broken; head+good == 0 {
		return 0, broken
	}
	return head + good, nil // and then the error: what came before it counts
}

// handshakeBytes is how much of b belongs to the answer to the handshake, which ends with
// an empty line.
func (w *checkedConn) handshakeBytes(b []byte) int {
	for i, c := range b {
		switch {
		case w.handshakeDone:
			return i
		case c == '\n':
			w.handshakeDone, w.lineEmpty = w.lineEmpty, true
		case c != '\r':
			w.lineEmpty = false
		}
	}
	return len(b)
}
