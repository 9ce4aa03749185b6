package doors

import (
	"net"
	"syscall"

	"perihelion/server/edge"
)

const (
	tcpNotSentLowat = 25        // TCP_NOTSENT_LOWAT, which package syscall lacks
	unsent          = 128 << 10 // bytes that wait in the kernel; what is on its way has no bound
)

// tune keeps the kernel from taking megabytes for a client that does not read
// them: who reads slowly is found out sooner, and costs less. Without it all
// works, only worse, so its errors are none.
func tune(c net.Conn) {
	tcp, ok := edge.Socket(c)
	if !ok {
		return
	}
	if raw, err := tcp.SyscallConn(); err == nil {
		_ = raw.Control(func(fd uintptr) {
			_ = syscall.SetsockoptInt(int(fd), syscall.IPPROTO_TCP, tcpNotSentLowat, unsent)
		})
	}
}
