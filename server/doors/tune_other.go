//go:build !linux

package doors

import "net"

// tune has nothing to set here.
func tune(net.Conn) {}
