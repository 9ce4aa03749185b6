package main

import (
	"bytes"
	"errors"
	"io"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

const (
	linkChunk    = 32 << 10 // bytes
	linkInFlight = 1024     // chunks one way, before the sender has to wait
)

// link listens at an address and carries what comes there to another one, and back, each way as late as
// over a network: what connects to the link is farther away from what it leads to.
type link struct {
	listener    net.Listener
	network, to string
	oneWay      time.Duration
	sent        atomic.Int64 // bytes, to the other address
}

// newLink listens at a port of host that is free, until the listener is closed. Nothing must listen at to yet.
func newLink(host, network, to string, oneWay time.Duration) (*link, error) {
	l, err := net.Listen("tcp", net.JoinHostPort(host, "0"))
	if err != nil {
		return nil, err
	}
	k := &link{listener: l, network: network, to: to, oneWay: oneWay}
	go k.serve() // ends with the listener
	return k, nil
}

func (k *link) addr() string { return k.listener.Addr().String() }

func (k *link) serve() {
	for {
		c, err := k.listener.Accept()
		if err != nil {
			return
		}
		go k.carry(c)
	}
}

// carry carries a connection until both ends have closed it. To connect takes a round trip.
func (k *link) carry(near net.Conn) {
	defer near.Close()
	began := time.Now()
	far, err := net.Dial(k.network, k.to)
	time.Sleep(time.Until(began.Add(2 * k.oneWay)))
	if err != nil {
		abort(near)
		return
	}
	defer far.Close()
	var both sync.WaitGroup
	both.Go(func() { k.carryOneWay(near, far, &k.sent) })
	both.Go(func() { k.carryOneWay(far, near, new(atomic.Int64)) })
	both.Wait()
}

// onItsWay is what one end has sent, or how it has ended.
type onItsWay struct {
	bytes []byte
	err   error
	at    time.Time // when it arrives
}

func (k *link) carryOneWay(from, to net.Conn, count *atomic.Int64) {
	way := make(chan onItsWay, linkInFlight)
	go func() { // ends with from
		defer close(way)
		b := make([]byte, linkChunk)
		for {
			n, err := from.Read(b)
			count.Add(int64(n))
			way <- onItsWay{bytes.Clone(b[:n]), err, time.Now().Add(k.oneWay)}
			if err != nil {
				return
			}
		}
	}()
	for w := range way {
		time.Sleep(time.Until(w.at))
		_, err := to.Write(w.bytes)
		switch end := w.err; {
		case err != nil:
			abort(from)
		case end == nil:
		case errors.Is(end, io.EOF):
			endWrite(to)
		default:
			abort(to)
		}
	}
}

// abort ends a connection as the system does for a program that was killed.
func abort(c net.Conn) {
	if t, ok := c.(*net.TCPConn); ok {
		_ = t.SetLinger(0) // or it ends in another way
	}
	_ = c.Close() // it is over in any case
}

// endWrite tells the other end that nothing comes any more.
func endWrite(c net.Conn) {
	if w, ok := c.(interface{ CloseWrite() error }); ok {
		_ = w.CloseWrite() // it may be over
	}
}
