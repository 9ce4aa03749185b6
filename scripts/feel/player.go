package feel

import (
	"fmt"
	"time"

	"perihelion/client/netcode"
	"perihelion/shared/netsim"
	"perihelion/shared/protocol"
	"perihelion/shared/transport"
	"perihelion/sim"
)

const (
	screen  = time.Second / 60 // one frame
	unheard = 2048             // frames of the server that wait for the screen: more than an outage brings
	halfW   = 800
)

// A player is a client as people run it: a link that listens, a screen that draws,
// and somebody who looks at it.
type player struct {
	*flight
	n      int
	conn   *netsim.Conn
	client *netcode.Client
	pilot  pilot
	spoil  func(frame []byte) [][]byte // what a cheat sends instead of a frame
	speed  float64                     // of the client's clock; 1 but for cheats
	mail   chan letter
	why    error            // of the end of the connection; good once mail is closed
	ended  transport.Reason // by the server's will; 0: it was not

	now    time.Time
	joined time.Time
	view   *netcode.View
	hidden bool
	broken bool      // the outage has begun
	back   time.Time // when the link or the page was, or will be, back for good

	notes
}

// A letter is a frame that arrived.
type letter struct {
	frame []byte
	at    time.Time
}

func (p *player) listen() {
	defer close(p.mail)
	for {
		frame, err := p.conn.Receive()
		if err != nil {
			p.why = err
			return
		}
		p.mail <- letter{append([]byte(nil), frame...), time.Now()}
	}
}

// send is the client's way out.
func (p *player) send(frame []byte) error {
	if p.spoil == nil {
		return p.conn.Send(frame)
	}
	for _, f := range p.spoil(frame) {
		if err := p.conn.Send(f); err != nil {
			return err
		}
	}
	return nil
}

// play joins and draws frames until the flight is over. Nothing that players do
// falls on the same instant: each has its phase, and none is that of the server.
func (p *player) play() error {
	time.Sleep(p.phase())
	near, far := transport.Pipe()
	go p.hall.gate.Serve(far, fmt.Sprint("pilot ", p.n)) // ends with the connection
	p.conn = netsim.Wrap(near, p.profile.Net, p.seed<<16+uint64(p.n))
	p.client = netcode.New(p.send, netcode.Options{Build: "feel", HalfW: halfW})
	p.joined = time.Now()
	if m := p.profile.Mended; m > 0 {
		p.back = p.joined.Add(m)
	}
	go p.listen()
	defer p.conn.Wait()
	defer p.conn.Close(transport.Normal)
	if err := p.client.Hello(); err != nil {
		return err
	}
	beat := time.NewTicker(screen)
	defer beat.Stop()
	for p.now = range beat.C {
		if p.now.After(p.end) {
			return nil
		}
		if err := p.frame(); err != nil {
			p.ended = transport.ReasonOf(err)
			return fmt.Errorf("pilot %d after %v: %w", p.n, p.now.Sub(p.start), err)
		}
	}
	return nil
}

// phase is when in a frame this player draws: the steps of the server and the
// latencies of the networks lie on a lattice of a sixth of a millisecond, and this
// stays in the middle between its points.
func (p *player) phase() time.Duration {
	const lattice = time.Second / 6000
	return lattice*time.Duration(7*p.n+1) + lattice/2 + time.Duration(p.n)*time.Microsecond
}

// frame is what the loop of a client does in one frame.
func (p *player) frame() error {
	p.suffer()
	if p.hidden {
		return nil
	}
	before, then, known := p.client.Own()
	news, err := p.hear()
	if err != nil {
		return err
	}
	if news > 0 && known {
		p.compare(&before, then)
	}
	p.fresh = p.fresh[:0]
	if err := p.client.Advance(p.local(), p.hold); err != nil {
		return err
	}
	p.view = p.client.View(p.local())
	p.observe()
	return nil
}

// local is the time by the player's own clock.
func (p *player) local() time.Time {
	if p.speed == 1 {
		return p.now
	}
	return p.joined.Add(time.Duration(float64(p.now.Sub(p.joined)) * p.speed))
}

// hold is what the player holds in the tick that has come due.
func (p *player) hold() sim.Input {
	if p.view == nil || !p.view.Ready {
		return sim.Input{}
	}
	in := p.pilot(p.view, p.now)
	p.press(in)
	return in
}

// hear takes what has come, and tells how many snapshots that was.
func (p *player) hear() (snapshots int, err error) {
	for {
		select {
		case l, ok := <-p.mail:
			if !ok {
				return snapshots, p.why
			}
			if err := p.client.Receive(l.frame, l.at); err != nil {
				return snapshots, err
			}
			if kind, _ := protocol.Peek(l.frame); kind == protocol.TypeState {
				snapshots++
				p.time(l.frame)
			}
		default:
			return snapshots, nil
		}
	}
}

// suffer lets the outage of the profile begin and end for those who are hit by it.
func (p *player) suffer() {
	out := p.profile.Outage
	from := p.begin.Add(outageAfter)
	if out == 0 || p.n%2 == 0 || p.now.Before(from) {
		return
	}
	if !p.broken {
		p.broken, p.back = true, p.now.Add(out)
		if !p.profile.Hidden {
			cut := p.profile.Net
			cut.Up.Blackouts = []netsim.Blackout{{Length: out}}
			cut.Down.Blackouts = cut.Up.Blackouts
			p.conn.SetProfile(cut)
		}
	}
	p.hidden = p.profile.Hidden && p.now.Before(p.back)
}
