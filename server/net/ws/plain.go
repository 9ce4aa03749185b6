package ws

import (
	"net"
	"time"

	"perihelion/server/net/httpx"
)

// plainLink is a link whose reads and writes block: one over TLS, or one that is not swept.
type plainLink struct{ net.Conn }

func (l plainLink) writeFrame(frame []byte, _ bool) error {
	_, err := l.Write(frame)
	return err
}

func (l plainLink) queueWrites(func()) bool { return false }
func (l plainLink) isFull() bool            { return false }

func (l plainLink) writeBy(t time.Time) { _ = l.SetWriteDeadline(t) }
func (l plainLink) readBy(t time.Time)  { _ = l.SetReadDeadline(t) }
func (l plainLink) close()              { _ = l.Close() }
func (l plainLink) cutOff()             { httpx.ResetClose(l.Conn) }

func (l plainLink) closeWrite() {
	if half, ok := l.Conn.(interface{ CloseWrite() error }); ok {
		_ = half.CloseWrite()
	} else {
		_ = l.Close()
	}
}
