package httpx

import (
	"net/http"
	"time"
)

// WriteWithin is how long a piece of an answer may take to get on its way. The whole
// may take as long as it does: what ends a slow reader is that nothing moves.
const WriteWithin = time.Minute

// maxPiece is how much of an answer is written by one deadline, in bytes.
const maxPiece = 16 << 10

// moving grants each piece of an answer its time, unless the handler sets deadlines of
// its own.
type moving struct {
	http.ResponseWriter
	control *http.ResponseController
	own     bool // the handler's
}

// SetWriteDeadline is what http.ResponseController calls for a handler.
func (m *moving) SetWriteDeadline(t time.Time) error {
	m.own = true
	return m.control.SetWriteDeadline(t)
}

func (m *moving) Write(b []byte) (int, error) {
	if m.own {
		return m.ResponseWriter.Write(b)
	}
	sent := 0
	for {
		_ = m.control.SetWriteDeadline(time.Now().Add(WriteWithin)) // a recorder has none
		n, err := m.ResponseWriter.Write(b[sent:min(sent+maxPiece, len(b))])
		if sent += n; err != nil || sent == len(b) {
			return sent, err
		}
	}
}

// Unwrap lets http.ResponseController reach what lies below.
func (m *moving) Unwrap() http.ResponseWriter { return m.ResponseWriter }
