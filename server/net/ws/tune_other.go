//go:build !linux

package ws

import (
	"errors"
	"net"

	"perihelion/server/net/httpx"
)

const sendBuffer = 32 << 10 // bytes in the kernel, in flight and unsent

// tuneSocket keeps old snapshots from queueing up in the kernel.
func tuneSocket(c net.Conn) error {
	tcp, ok := httpx.TCPConn(c)
	if !ok {
		return nil
	}
	return errors.Join(tcp.SetWriteBuffer(sendBuffer), tcp.SetNoDelay(true))
}
