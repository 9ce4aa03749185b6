//go:build !js

package dial

import (
	"net"

	"perihelion/shared/wsframe"
)

// wire is what gws takes for the network connection: once the handshake is over, it
// hands on what the protocol allows and no more. A hostile server could make the
// library panic.
type wire struct {
	net.Conn
	scan  wsframe.Scanner
	open  bool  // the answer to the handshake has ended
	blank bool  // its line has no characters yet
	err   error // what was read last is no good, after what was handed on
}

func (w *wire) Read(b []byte) (int, error) {
	if w.err != nil {
		return 0, w.err
	}
	n, err := w.Conn.Read(b)
	head := w.answer(b[:n])
	good, _, broken := w.scan.Scan(b[head:n])
	if broken == nil {
		return n, err
	}
	if w.err = broken; head+good == 0 {
		return 0, broken
	}
	return head + good, nil // and then the error: what came before it counts
}

// answer is how much of b belongs to the answer to the handshake, which ends with
// an empty line.
func (w *wire) answer(b []byte) int {
	for i, c := range b {
		switch {
		case w.open:
			return i
		case c == '\n':
			w.open, w.blank = w.blank, true
		case c != '\r':
			w.blank = false
		}
	}
	return len(b)
}
