package ws

import (
	"errors"
	"net"
	"syscall"

	"perihelion/server/httpx"
)

const (
	tcpNotSentLowat = 25       // TCP_NOTSENT_LOWAT, which package syscall lacks
	sendBuffer      = 32 << 10 // bytes in flight and unsent
	unsent          = 8 << 10  // bytes
)

// tune keeps old snapshots from piling up in the kernel: a socket counts as
// writable only while little is unsent, so what is composed next is composed as
// late as it can be.
func tune(c net.Conn) error {
	tcp, ok := httpx.Socket(c)
	if !ok {
		return nil
	}
	raw, err := tcp.SyscallConn()
	if err != nil {
		return err
	}
	var lowat error
	err = raw.Control(func(fd uintptr) {
		lowat = syscall.SetsockoptInt(int(fd), syscall.IPPROTO_TCP, tcpNotSentLowat, unsent)
	})
	return errors.Join(err, lowat, tcp.SetWriteBuffer(sendBuffer), tcp.SetNoDelay(true))
}
