package feel

import (
	"fmt"
	"time"

	"perihelion/client/netcode"
	"perihelion/scripts/harness"
	"perihelion/shared/netsim"
	"perihelion/shared/protocol"
	"perihelion/shared/transport"
	"perihelion/sim"
)

const screen = harness.ScreenFrame

// player is one client of a trial, on its own link.
type player struct {
	*trial
	*harness.Client
	n         int
	profile   *Profile // of this player's link
	conn      *netsim.Conn
	beside    *netsim.DatagramEnd // the newest datagrams; nil: none
	strategy  strategy
	rewrite   func(frame []byte) [][]byte // what a cheat sends instead of a frame; nil: the frame
	clockRate float64                     // of the client's clock; 1 except for a cheat
	ended     transport.Reason            // of the connection, if the server ended it; 0: it did not

	states   protocol.StateStream // those by the stream
	now      time.Time
	joined   time.Time
	hidden   bool      // the page is in the background
	inOutage bool      // the outage has begun
	back     time.Time // when the link or the page works again for good

	measurements
}

// playTrial joins and plays frames until the trial is over. Nothing that players do falls on
// the same instant: each has a phase of its own, and none is that of the server.
func (p *player) playTrial() error {
	time.Sleep(phase(p.n))
	p.conn = p.server.Connect(fmt.Sprint("pilot ", p.n), p.profile.Net, p.seed<<16+uint64(p.n))
	p.joined = time.Now()
	if m := p.profile.Mended; m > 0 {
		p.back = p.joined.Add(m)
	}
	opt := harness.Options{Build: "feel", Input: p.input, OnPacket: p.onPacket}
	if p.profile.Datagrams {
		opt.OpenDatagrams = p.server.DatagramsBehind(p.profile.Net, p.seed<<16+uint64(p.n), func(d *netsim.DatagramEnd) { p.beside = d })
	}
	if p.rewrite != nil {
		opt.Send = p.sendRewritten
	}
	if p.clockRate != 1 {
		opt.Clock = p.wrongClock
	}
	var err error
	if p.Client, err = harness.NewClient(p.conn, opt); err != nil {
		return err
	}
	defer p.Close(transport.Normal)
	frames := time.NewTicker(screen)
	defer frames.Stop()
	for p.now = range frames.C {
		if p.now.After(p.end) {
			return nil
		}
		if err := p.playFrame(); err != nil {
			p.ended = transport.ReasonOf(err)
			return fmt.Errorf("player %d after %v: %w", p.n, p.now.Sub(p.start), err)
		}
	}
	return nil
}

// phase is when in a frame the n-th player draws: the steps of the server and the latencies
// of the networks are multiples of a sixth of a millisecond, and a phase is in the middle
// between two of them.
func phase(n int) time.Duration {
	const step = time.Second / 6000
	return step*time.Duration(7*n+1) + step/2 + time.Duration(n)*time.Microsecond
}

// playFrame plays one frame, and measures.
func (p *player) playFrame() error {
	p.updateOutage()
	if p.hidden {
		return nil
	}
	before, tick, known := p.Netcode.Own()
	p.snapshots = 0
	if err := p.ReceivePackets(); err != nil {
		return err
	}
	if p.snapshots > 0 && known {
		p.measureCorrection(&before, tick)
	}
	p.inputs = p.inputs[:0]
	if err := p.DrawFrame(p.now); err != nil {
		return err
	}
	p.measureFrame()
	return nil
}

// sendRewritten sends what a cheat makes of a frame.
func (p *player) sendRewritten(conn transport.Conn, frame []byte) error {
	for _, f := range p.rewrite(frame) {
		if err := conn.Send(f); err != nil {
			return err
		}
	}
	return nil
}

// wrongClock is the time by a clock that runs at clockRate.
func (p *player) wrongClock(now time.Time) time.Time {
	return p.joined.Add(time.Duration(float64(now.Sub(p.joined)) * p.clockRate))
}

// input is what the player holds in the tick that is due.
func (p *player) input(*netcode.View, time.Time) sim.Input {
	if !p.View.Ready {
		return sim.Input{}
	}
	in := p.strategy(p.View, p.now)
	p.recordInput(in)
	return in
}

// onPacket counts and measures snapshots.
func (p *player) onPacket(packet harness.Packet) error {
	switch kind, _ := protocol.Peek(packet.Frame); kind {
	case protocol.TypeWelcome:
		w, err := protocol.DecodeWelcome(packet.Frame)
		p.states.Interval = w.Interval
		return err
	case protocol.TypeState, protocol.TypeStateFrom:
		p.snapshots++
		p.measureSlack(kind, packet.Frame)
	}
	return nil
}

// updateOutage begins and ends the outage of the profile, for every second player.
func (p *player) updateOutage() {
	out := p.profile.Outage
	from := p.begin.Add(outageAfter)
	if out == 0 || p.n%2 == 0 || p.now.Before(from) {
		return
	}
	if !p.inOutage {
		p.inOutage, p.back = true, p.now.Add(out)
		if !p.profile.Hidden {
			cut := p.profile.Net
			cut.Up.Blackouts = []netsim.Blackout{{Length: out}}
			cut.Down.Blackouts = cut.Up.Blackouts
			p.conn.SetProfile(cut)
			if p.beside != nil {
				p.beside.SetProfile(cut)
			}
		}
	}
	p.hidden = p.profile.Hidden && p.now.Before(p.back)
}
