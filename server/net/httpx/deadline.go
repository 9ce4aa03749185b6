package httpx

import (
	"net/http"
	"time"
)

// ChunkTimeout is how long each chunk of a response may take to be sent. The whole response
// may take longer: slow clients are fine, stalled ones are closed.
const ChunkTimeout = time.Minute

// chunkSize is how many bytes are written with one deadline.
const chunkSize = 16 << 10

// deadlineWriter sets a write deadline for each chunk of a response, unless the handler
// sets deadlines.
type deadlineWriter struct {
	http.ResponseWriter
	control     *http.ResponseController
	handlerOwns bool // the handler sets deadlines
}

// SetWriteDeadline is called by http.ResponseController for a handler.
func (d *deadlineWriter) SetWriteDeadline(t time.Time) error {
	d.handlerOwns = true
	return d.control.SetWriteDeadline(t)
}

func (d *deadlineWriter) Write(b []byte) (int, error) {
	if d.handlerOwns {
		return d.ResponseWriter.Write(b)
	}
	sent := 0
	for {
		_ = d.control.SetWriteDeadline(time.Now().Add(ChunkTimeout)) // not supported by test recorders
		n, err := d.ResponseWriter.Write(b[sent:min(sent+chunkSize, len(b))])
		if sent += n; err != nil || sent == len(b) {
			return sent, err
		}
	}
}

// Unwrap is for http.ResponseController.
func (d *deadlineWriter) Unwrap() http.ResponseWriter { return d.ResponseWriter }
