package netcode

import (
	"errors"
	"fmt"
	"time"

	"perihelion/shared/protocol"
	"perihelion/shared/snapshot"
)

// What a server must not do, beside sending what cannot be decoded.
var (
	errOrder  = errors.New("netcode: frame out of place")
	errBroken = errors.New("netcode: snapshots are corrupt again and again")
)

// Receive takes one frame from the server. An error is a protocol violation:
// close the connection. Welcome and Roster allocate, the first for the world it
// describes, the second for names; other frames do not once buffers have grown.
func (c *Client) Receive(frame []byte, now time.Time) error {
	kind, err := protocol.Peek(frame)
	if err != nil {
		return err
	}
	t := c.since(now)
	c.stats.BytesIn += uint64(len(frame))
	c.countBytes(kind, len(frame))
	switch kind {
	case protocol.TypeWelcome:
		return c.receiveWelcome(frame, t)
	case protocol.TypeState:
		return c.receiveState(frame, t)
	case protocol.TypeStateFrom:
		if !c.welcomed() {
			break
		}
		c.datagrams.onStreamState(t)
		return c.receiveStateFrom(frame, t)
	case protocol.TypeOffer:
		return c.receiveOffer(frame)
	case protocol.TypeRoster:
		return c.roster.receive(frame)
	case protocol.TypePings:
		return c.roster.receivePings(frame)
	case protocol.TypeChat:
		return c.talk.receiveChat(frame)
	case protocol.TypeNotice:
		return c.talk.receiveNotice(frame, t)
	case protocol.TypeRound:
		c.view.Round, err = protocol.DecodeRound(frame)
		return err
	case protocol.TypeMove:
		return c.receiveMove(frame)
	case protocol.TypeLoad:
		c.stats.Load, err = protocol.DecodeLoad(frame)
		return err
	}
	return c.receiveEditing(kind, frame)
}

func (c *Client) receiveMove(frame []byte) (err error) {
	c.move, err = protocol.DecodeMove(frame)
	return err
}

func (c *Client) countBytes(t protocol.Type, bytes int) {
	if int(t) < len(c.stats.BytesByType) {
		c.stats.BytesByType[t] += uint64(bytes)
	}
}

func (c *Client) receiveWelcome(frame []byte, t time.Duration) error {
	w, err := protocol.DecodeWelcome(frame)
	if err != nil {
		return err
	}
	if c.welcomed() {
		return fmt.Errorf("receive a second welcome: %w", errOrder)
	}
	g, cfg, err := c.opt.Games.Open(w.Match)
	if err != nil {
		return fmt.Errorf("receive welcome: %w", err)
	}
	tick := time.Second / time.Duration(cfg.TicksPerSecond())
	c.welcome, c.states.Interval = w, w.Interval
	c.game = newGame(g, cfg)
	c.replica = snapshot.NewClientState(g, cfg)
	c.predictor = newPredictor(&c.game, cfg, w.Me)
	c.replica.Predict = (&foresight{g.NewPredictor(cfg), w.Me, &c.predictor.history}).predict
	c.frames = newFrames(int(framesSpan/tick)/w.Interval + 2)
	c.clock.start(w.Tick, t, tick)
	c.interp.start(tick, w.Interval)
	c.meter.arrived, c.meter.answered = t, t
	c.view = View{Room: w.Room, Code: w.Code, Me: w.Me, Game: g, Config: cfg}
	return nil
}

func (c *Client) receiveState(frame []byte, t time.Duration) error {
	var s protocol.State
	if err := c.states.Decode(frame, &s); err != nil {
		return err
	}
	switch late := s.Tick <= c.state.Tick; {
	case !c.welcomed() || late && !c.datagrams.had:
		return fmt.Errorf("receive state of tick %d: %w", s.Tick, errOrder)
	case late: // a datagram has overtaken it
		return nil
	}
	if t-c.meter.arrived > c.lateAfter(t) && c.state.SendRate == 0 {
		c.datagrams.addStall(t)
	}
	c.datagrams.onStreamState(t)
	return c.takeState(s, t)
}

// takeState takes a State that is newer than all before, and whose baseline is held.
func (c *Client) takeState(s protocol.State, t time.Duration) error {
	body := s.Body
	s.Body = nil
	before := c.state
	c.state = s
	c.stats.Snapshots++
	stalled := c.meter.arrive(t)
	if stalled {
		c.stats.Stalls++
	}
	c.interp.onSnapshot(s.Tick, t)
	if c.datagrams.using && s.Base != 0 && before.Base != 0 {
		c.observeInputLoss(&before, t)
	} else {
		c.findOverdueInput(t)
	}
	switch {
	case s.Newest > before.Newest:
		c.meter.answered = t
		if err := c.onInputAck(t); err != nil {
			return err
		}
	case stalled || c.outbox.last <= s.Newest: // the link was dead, or we said nothing: no answer is due
		c.meter.answered = t
	case t-c.meter.answered > maxSilence:
		c.meter.answered = t
		c.clock.restart(s.Tick, t)
		c.predictor.discard()
		c.outbox.frame.N = 0
	}
	if err := c.apply(&s, body); err != nil {
		return c.onCorrupt(t)
	}
	c.resync.recovered()
	c.onSnapshot()
	return nil
}

// onInputAck takes what a State says about our inputs.
func (c *Client) onInputAck(t time.Duration) error {
	sent := c.predictor.history.at(c.state.Newest)
	if sent == nil || !sent.sent {
		return nil // too long ago to mean anything
	}
	c.meter.time(t-sent.sentAt, c.state.Held)
	if !c.clock.observe(c.state.Slack, sent.lead, t) {
		return nil
	}
	c.predictor.stop()
	return c.requestKeyframe(t)
}

// onSnapshot takes what a snapshot shows.
func (c *Client) onSnapshot() {
	t, seen := c.state.Tick, c.replica.Entities()
	c.frames.push(t, seen, c.replica.Events())
	c.events.add(c.predictor.events.confirm(&c.game, c.replica.Events(), c.view.Me))
	found := c.predictor.reconcile(t, c.replica.Own(), seen, c.clock.newest)
	if found.wrong {
		c.stats.Corrections++
		c.stats.Correction = found.size
		if found.size > 0 && found.size <= float32(c.game.smooth.SnapError) {
			c.stats.Moved++
		}
	}
	if c.game.about.Present {
		c.predictor.events.expire(t)
		return
	}
	if found.restarted {
		c.shots.update(&c.predictor, t)
	}
	c.shots.confirm(c.frames.newest(), c.predictor.tick)
	c.predictor.events.expire(t)
}
