package netcode

import (
	"bytes"
	"fmt"
	"time"

	"perihelion/shared/protocol"
	"perihelion/sim"
)

// RequestDatagrams asks the server where datagrams can be opened. TakeOffer has the answer.
func (c *Client) RequestDatagrams() error {
	if !c.welcomed() {
		return fmt.Errorf("request datagrams before welcome: %w", errOrder)
	}
	c.replica.KeepBaselines() // before the server does
	return c.transmit(protocol.AppendDatagrams(c.out[:0]))
}

// TakeOffer returns the server's answer to RequestDatagrams, once.
func (c *Client) TakeOffer() (o protocol.Offer, ok bool) {
	if c.offer == nil {
		return o, false
	}
	o = *c.offer
	c.offer = nil
	return o, true
}

// SetDatagrams lets the client use datagrams from now on; nil: not any more. It keeps within
// protocol.MaxDatagram bytes.
func (c *Client) SetDatagrams(send func(message []byte) error, now time.Time) {
	t := c.since(now)
	if d := &c.datagrams; d.using {
		c.leaveDatagrams(t)
	}
	kept := c.datagrams
	c.datagrams = datagramChooser{
		send: send, had: true, openedAt: t, stalls: kept.stalls, recent: kept.recent, message: kept.message,
		blockedTo: kept.blockedTo, backoff: kept.backoff,
	}
}

// ReceiveDatagram takes a message that came by datagram. After an error no more should be
// taken, nor sent; the stream goes on.
func (c *Client) ReceiveDatagram(message []byte, now time.Time) error {
	t := c.since(now)
	c.stats.BytesIn += uint64(len(message))
	c.datagrams.hear(t)
	return protocol.FramesOf(message, func(frame []byte) error {
		kind, err := protocol.Peek(frame)
		switch {
		case err != nil:
			return err
		case kind == protocol.TypeEcho:
			n, err := protocol.DecodeEcho(frame)
			c.datagrams.judge(n)
			return err
		case kind == protocol.TypeStateFrom && c.welcomed():
			c.countBytes(kind, len(frame))
			return c.receiveStateFrom(frame, t)
		}
		return fmt.Errorf("receive %s by datagram: %w", kind, errOrder)
	})
}

// hear notes that a datagram came.
func (d *datagramChooser) hear(t time.Duration) { d.heardAt, d.failedAt = t, 0 }

// judge takes the echo of a probe.
func (d *datagramChooser) judge(n uint32) {
	if p := &d.probes[n%probesRemembers]; p.number == n && p.at != 0 {
		*p = probe{}
		d.echoes++
		d.rate(1)
	}
}

func (d *datagramChooser) rate(answered float64) { d.score += (answered - d.score) * scoreWeight }

// leaveDatagrams goes back to the stream, which gets what the server may have missed.
func (c *Client) leaveDatagrams(t time.Duration) {
	d := &c.datagrams
	d.using, d.openedAt = false, t
	c.clock.useDatagrams(false)
	for i := len(d.recent) - 1; i >= 0; i-- {
		if r := &d.recent[i]; r.last > c.state.Newest {
			_ = c.send(r.frame) // if that fails, the owner of the connection learns of its end
		}
	}
}

// onStreamState takes note of a State that came by the stream at t, after a gap.
func (d *datagramChooser) onStreamState(t time.Duration) {
	if d.failedAt == 0 || d.using {
		return
	}
	// The stream works and datagrams do not.
	d.failedAt = 0
	d.backoff = min(max(2*d.backoff, minBlocked), maxBlocked)
	d.blockedTo = t + d.backoff
}

// sendInputFrame sends a frame of inputs, the last of which is of tick last.
func (c *Client) sendInputFrame(frame []byte, last sim.Tick) error {
	d := &c.datagrams
	defer d.remember(frame, last)
	if !d.using {
		return c.transmit(frame)
	}
	d.message = d.message[:0]
	for i := len(d.recent) - 1; i >= 0; i-- {
		if r := &d.recent[i]; r.last > c.state.Newest {
			d.message = protocol.AppendToDatagram(d.message, r.frame)
		}
	}
	d.message = protocol.AppendToDatagram(d.message, frame)
	c.out = frame
	c.stats.BytesOut += uint64(len(d.message))
	if d.send(d.message) != nil {
		c.SetDatagrams(nil, c.zero.Add(c.clock.last))
		return c.transmit(frame)
	}
	return nil
}

func (d *datagramChooser) remember(frame []byte, last sim.Tick) {
	oldest := d.recent[len(d.recent)-1].frame
	copy(d.recent[1:], d.recent[:])
	d.recent[0] = inputsSent{append(oldest[:0], frame...), last}
}

// receiveStateFrom takes a StateFrom that came at t, by whichever way.
func (c *Client) receiveStateFrom(frame []byte, t time.Duration) error {
	var s protocol.State
	if err := protocol.DecodeStateFrom(frame, &s); err != nil {
		return err
	}
	if s.Tick <= c.state.Tick { // overtaken, or the second copy
		if s.Tick == c.state.Tick {
			c.datagrams.hearCopy(t)
		}
		return nil
	}
	if !c.replica.Holds(s.Base) {
		return c.requestKeyframe(t)
	}
	d := &c.datagrams
	if c.state.SendRate == 0 {
		d.single = d.single || d.copies == 1
		if s.Tick-c.state.Tick > sim.Tick(c.welcome.Interval) {
			d.lostAt = t
		}
	}
	d.copies = 1
	return c.takeState(s, t)
}

// hearCopy notes that the newest state came again. One that came once before was to come twice as
// well, unless the server has just begun to repeat them because something was lost.
func (d *datagramChooser) hearCopy(t time.Duration) {
	if d.copies++; d.single {
		d.single, d.lostAt = false, t
	}
}

// observeInputLoss takes what the newest State says of the inputs since the one before.
func (c *Client) observeInputLoss(before *protocol.State, t time.Duration) {
	lost := c.state.Lost - before.Lost
	if lost > 0 {
		c.datagrams.lostAt = t
	}
	if c.state.Newest > before.Newest {
		c.clock.inputLead.loss.observe(int(lost), c.predictor.history.frames(before.Newest, c.state.Newest))
	}
}

// state is what the net graph shows.
func (d *datagramChooser) state(t, pause time.Duration) DatagramState {
	switch {
	case d.send == nil:
		return DatagramsNone
	case d.using:
		return DatagramsUsed
	case d.failedAt != 0 || t < d.blockedTo || d.number > probesNeeded && !d.healthy(t, pause):
		return DatagramsBlocked
	}
	return DatagramsSpare
}

func (c *Client) receiveOffer(frame []byte) error {
	o, err := protocol.DecodeOffer(frame)
	if err != nil {
		return err
	}
	for i := range o.Hashes {
		o.Hashes[i] = bytes.Clone(o.Hashes[i])
	}
	c.offer = &o
	return nil
}

func (c *Client) apply(s *protocol.State, body []byte) error {
	if s.Base != 0 {
		return c.replica.ApplyTo(s.Base, s.Tick, body)
	}
	return c.replica.Apply(s.Tick, body)
}
