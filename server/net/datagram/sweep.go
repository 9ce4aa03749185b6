package datagram

import (
	"net"
	"time"

	"golang.org/x/net/ipv4"
)

// sweepEvery is how long a packet may wait to be read; half of that is the mean. WebSockets are
// read as often.
const sweepEvery = time.Second / 240

// sweptConn reads all packets that wait, and then none for sweepEvery: to be woken for each costs
// more than to read it. While nothing comes, a read waits for the first packet. Only one goroutine
// may read, and it must read batches.
type sweptConn struct {
	*net.UDPConn
	batches *ipv4.PacketConn
	next    time.Time // of the next read; zero: at once
}

func newSweptConn(c *net.UDPConn) *sweptConn {
	return &sweptConn{UDPConn: c, batches: ipv4.NewPacketConn(c)} // reads packets of IPv6 as well
}

// ReadBatch is what the library reads with, where it finds it. It sets the length of each message.
func (c *sweptConn) ReadBatch(messages []ipv4.Message, flags int) (n int, err error) {
	if !c.next.IsZero() {
		time.Sleep(time.Until(c.next))
	}
	n, err = c.batches.ReadBatch(messages, flags)
	c.next = time.Time{}
	if n < len(messages) { // no more wait
		c.next = time.Now().Add(sweepEvery)
	}
	return n, err
}
