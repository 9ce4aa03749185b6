// Package pilot flies a seat as people do, with the client's own netcode over any
// connection, and has a bot's mind instead of a screen. Tools that need a crowd
// call it; each Pilot may be used from several goroutines.
package pilot

import (
	"context"
	"fmt"
	"sync"
	"time"

	"perihelion/client/dial"
	"perihelion/client/lobby"
	"perihelion/client/netcode"
	"perihelion/shared/protocol"
	"perihelion/shared/transport"
	"perihelion/sim"
	"perihelion/sim/bot"
)

// Options are how a Pilot flies. The zero Options work.
type Options struct {
	Build string // what it tells the server about itself
	Skill bot.Skill
	Frame time.Duration                // between two looks; 0: a sixtieth of a second
	Heard func(b []byte, at time.Time) // what comes, before it is read; nil: nobody listens
	Saw   func(v *netcode.View)        // what there is to see; nil: nobody looks
}

const halfW = 800 // of the view of a common screen

// Pilot is a client without a screen. Make one with New and let it Fly; then Quit
// or Cut.
type Pilot struct {
	opt    Options
	conn   transport.Conn
	listen sync.WaitGroup

	mu     sync.Mutex // the socket's goroutine and the screen's share the client
	client *netcode.Client
	stats  netcode.Stats // of the newest frame
	ready  bool
	end    error // why the socket ended
	seen   []sim.Entity
}

// New says hello over conn.
func New(conn transport.Conn, opt Options) (*Pilot, error) {
	if opt.Frame == 0 {
		opt.Frame = time.Second / 60
	}
	p := &Pilot{opt: opt, conn: conn, client: netcode.New(conn.Send, netcode.Options{Build: opt.Build, HalfW: halfW})}
	return p, p.client.Hello()
}

// Join becomes a guest of the server at base, takes the seat that quick play gives, and
// says hello there. c is the guest's way to the lobby.
func Join(ctx context.Context, base, name string, opt Options) (p *Pilot, c *lobby.Client, err error) {
	if c, err = lobby.New(base); err != nil {
		return nil, nil, err
	}
	me, err := c.CreateGuest(ctx, name)
	if err != nil {
		return nil, nil, fmt.Errorf("become a guest: %w", err)
	}
	c.Token = me.Token
	seat, err := c.QuickSeat(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("ask for a seat: %w", err)
	}
	conn, err := dial.Dial(ctx, seat.URL, seat.Ticket)
	if err != nil {
		return nil, nil, fmt.Errorf("connect: %w", err)
	}
	p, err = New(conn, opt)
	return p, c, err
}

// Fly looks and steers until ctx ends, or the connection does: then it says why.
func (p *Pilot) Fly(ctx context.Context) error {
	over := make(chan struct{})
	p.listen.Go(func() {
		defer close(over)
		p.hearAll()
	})
	screen := time.NewTicker(p.opt.Frame)
	defer screen.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-over:
			return p.ended()
		case now := <-screen.C:
			if err := p.look(now); err != nil {
				return err
			}
		}
	}
}

// Quit gives the seat up.
func (p *Pilot) Quit() {
	p.mu.Lock()
	_ = p.client.Quit() // the connection may be gone by now
	p.mu.Unlock()
	p.Cut()
}

// Cut ends the connection without a word, as a tunnel does: the seat is kept for
// a while.
func (p *Pilot) Cut() {
	p.conn.Close(transport.Normal)
	p.listen.Wait()
}

// Say says something to all in the room.
func (p *Pilot) Say(words protocol.Say) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.client.Say(words)
}

// Resume is the ticket that takes the seat back; empty before the server has
// given one.
func (p *Pilot) Resume() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.client.Resume()
}

// Stats are those of the newest frame, and whether the pilot is in control.
func (p *Pilot) Stats() (s netcode.Stats, ready bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.stats, p.ready
}

func (p *Pilot) ended() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.end
}

func (p *Pilot) hearAll() {
	for {
		b, err := p.conn.Receive()
		if err == nil {
			err = p.hear(b, time.Now())
		}
		if err != nil {
			p.mu.Lock()
			p.end = err
			p.mu.Unlock()
			return
		}
	}
}

func (p *Pilot) hear(b []byte, now time.Time) error {
	if p.opt.Heard != nil {
		p.opt.Heard(b, now)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.client.Receive(b, now)
}

func (p *Pilot) look(now time.Time) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	v := p.client.View(now)
	p.stats, p.ready = v.Stats, v.Ready
	if p.opt.Saw != nil {
		p.opt.Saw(v)
	}
	return p.client.Advance(now, func() sim.Input { return p.think(v) })
}

// think flies by what is on the screen.
func (p *Pilot) think(v *netcode.View) sim.Input {
	p.seen = p.seen[:0]
	for i := range v.Seen {
		s := &v.Seen[i]
		p.seen = append(p.seen, sim.Entity{ID: s.ID, Kind: s.Kind, Words: s.To})
	}
	return bot.Think(&bot.Sight{Config: &v.Config, Tick: v.OwnTick, Me: v.Me, Own: v.Own, Seen: p.seen}, p.opt.Skill)
}
