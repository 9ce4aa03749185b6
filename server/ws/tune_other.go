//go:build !linux

package ws

import (
	"errors"
	"net"

	"perihelion/server/httpx"
)

const sendBuffer = 32 << 10 // bytes in flight and unsent

// tune keeps old snapshots from piling up in the kernel.
func tune(c net.Conn) error {
	tcp, ok := httpx.Socket(c)
	if !ok {
		return nil
	}
	return errors.Join(tcp.SetWriteBuffer(sendBuffer), tcp.SetNoDelay(true))
}
