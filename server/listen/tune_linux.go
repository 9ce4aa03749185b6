package listen

import (
	"net"
	"syscall"

	"perihelion/server/httpx"
)

const (
	tcpNotSentLowat = 25        // TCP_NOTSENT_LOWAT, which package syscall lacks
	unsent          = 128 << 10 // bytes that wait in the kernel; what is on its way has no bound

	tcpUserTimeout = 18     // TCP_USER_TIMEOUT
	unread         = 60_000 // ms that anything may wait for its acknowledgement, or for room on the other side: httpx.WriteWithin
)

// tune keeps the kernel from taking megabytes for a client that does not read
// them: who reads slowly is found out sooner, and costs less. One that reads
// nothing at all is given up, also when so little is told that it never fills what
// the kernel takes, as on the feed. Without it all works, only worse, so its errors
// are none.
func tune(c net.Conn) {
	tcp, ok := httpx.TCPConn(c)
	if !ok {
		return
	}
	if raw, err := tcp.SyscallConn(); err == nil {
		_ = raw.Control(func(fd uintptr) {
			_ = syscall.SetsockoptInt(int(fd), syscall.IPPROTO_TCP, tcpNotSentLowat, unsent)
			_ = syscall.SetsockoptInt(int(fd), syscall.IPPROTO_TCP, tcpUserTimeout, unread)
		})
	}
}
