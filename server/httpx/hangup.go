package httpx

import "net"

// HangUp ends a connection at once and leaves nothing behind. A plain close would
// let the kernel feed what is unsent to a client that reads as slowly as it likes.
func ResetClose(c net.Conn) {
	if tcp, ok := TCPConn(c); ok {
		_ = tcp.SetLinger(0)
		_ = tcp.Close() // below TLS, which would still say goodbye
	}
	_ = c.Close()
}

// Socket is what lies below a connection, be it by TLS.
func TCPConn(c net.Conn) (*net.TCPConn, bool) {
	if layer, ok := c.(interface{ NetConn() net.Conn }); ok {
		c = layer.NetConn()
	}
	tcp, ok := c.(*net.TCPConn)
	return tcp, ok
}
