package pilots

import (
	"context"
	"fmt"
	"time"

	"perihelion/client/dial"
	"perihelion/shared/protocol"
	"perihelion/shared/transport"
)

// repeated is how many earlier frames of inputs a datagram has before the newest: as many as
// those of a client, so that the server has as much to read.
const repeated = 5

// datagrams are those of a pilot. Only who sends the frames of all pilots may use them.
type datagrams struct {
	link    transport.Datagrams
	loses   int // of so many frames of inputs one
	sent    int
	recent  [repeated][]byte // oldest first
	message []byte
}

// openDatagrams opens what the server offers, and reads it until the end.
func (p *pilot) openDatagrams(o protocol.Offer) error {
	if o.Port == 0 {
		return fmt.Errorf("the server at %s has no datagrams", p.host)
	}
	if o.Host == "" {
		o.Host = p.host
	}
	ctx, cancel := context.WithTimeout(context.Background(), joinTimeout)
	defer cancel()
	link, err := dial.Datagrams(ctx, o)
	if err != nil {
		return err
	}
	p.beside.Store(&datagrams{link: link, loses: p.loses})
	p.reading.Go(func() { p.readDatagrams(link) })
	return nil
}

func (p *pilot) readDatagrams(link transport.Datagrams) {
	for {
		message, err := link.Receive()
		if err == nil {
			err = protocol.FramesOf(message, func(frame []byte) error { return p.take(frame, time.Now()) })
		}
		if err != nil {
			p.lose(err)
			return
		}
	}
}

// sendAgain sends a frame of inputs, and those before it again.
func (d *datagrams) sendAgain(frame []byte) error {
	d.message = d.message[:0]
	for _, f := range d.recent {
		if len(f) > 0 {
			d.message = protocol.AppendToDatagram(d.message, f)
		}
	}
	d.message = protocol.AppendToDatagram(d.message, frame)
	oldest := d.recent[0]
	copy(d.recent[:], d.recent[1:])
	d.recent[repeated-1] = append(oldest[:0], frame...)
	if d.sent++; d.loses > 0 && d.sent%d.loses == 0 {
		return nil
	}
	return d.link.Send(d.message)
}
