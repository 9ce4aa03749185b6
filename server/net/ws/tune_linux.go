package ws

import (
	"errors"
	"net"
	"syscall"

	"perihelion/server/net/httpx"
)

const (
	tcpNotSentLowat = 25       // TCP_NOTSENT_LOWAT, which package syscall lacks
	sendBuffer      = 32 << 10 // bytes in the kernel, in flight and unsent
	maxUnsent       = 8 << 10  // bytes
)

// tuneSocket keeps old snapshots from queueing up in the kernel: a socket counts as
// writable only while little is unsent, so a snapshot is composed as late as possible.
func tuneSocket(c net.Conn) error {
	tcp, ok := httpx.TCPConn(c)
	if !ok {
		return nil
	}
	raw, err := tcp.SyscallConn()
	if err != nil {
		return err
	}
	var lowat error
	err = raw.Control(func(fd uintptr) {
		lowat = syscall.SetsockoptInt(int(fd), syscall.IPPROTO_TCP, tcpNotSentLowat, maxUnsent)
	})
	return errors.Join(err, lowat, tcp.SetWriteBuffer(sendBuffer), tcp.SetNoDelay(true))
}
