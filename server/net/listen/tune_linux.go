package listen

import (
	"net"
	"syscall"

	"perihelion/server/net/httpx"
)

const (
	tcpNotSentLowat = 25        // TCP_NOTSENT_LOWAT, which package syscall lacks
	maxUnsent       = 128 << 10 // bytes unsent in the kernel; bytes in flight are not limited

	tcpUserTimeout = 18     // TCP_USER_TIMEOUT
	userTimeoutMS  = 60_000 // how long data may stay unacknowledged or unsent: httpx.ChunkTimeout
)

// tuneSocket limits what the kernel buffers for a client that does not read, so that slow
// clients are noticed earlier and cost less memory. A client that reads nothing is dropped
// after userTimeoutMS, even if it is sent so little that it never fills the buffers, as on
// the live feed. Errors are ignored, because these settings are not essential.
func tuneSocket(c net.Conn) {
	tcp, ok := httpx.TCPConn(c)
	if !ok {
		return
	}
	if raw, err := tcp.SyscallConn(); err == nil {
		_ = raw.Control(func(fd uintptr) {
			_ = syscall.SetsockoptInt(int(fd), syscall.IPPROTO_TCP, tcpNotSentLowat, maxUnsent)
			_ = syscall.SetsockoptInt(int(fd), syscall.IPPROTO_TCP, tcpUserTimeout, userTimeoutMS)
		})
	}
}
