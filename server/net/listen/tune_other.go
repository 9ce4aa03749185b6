//go:build !linux

package listen

import "net"

// tuneSocket does nothing on this system.
func tuneSocket(net.Conn) {}
