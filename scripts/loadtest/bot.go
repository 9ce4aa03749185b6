package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"sync"
	"time"

	"perihelion/client/dial"
	"perihelion/client/lobby"
	"perihelion/client/netcode"
	"perihelion/shared/api"
	"perihelion/shared/netsim"
	"perihelion/shared/protocol"
	"perihelion/shared/transport"
	"perihelion/sim"
	"perihelion/sim/bot"
)

const (
	frame       = time.Second / 60 // of a bot's screen
	joinTries   = 60
	joinPause   = time.Second // where the server names no time to wait
	joinTimeout = 10 * time.Second
)

// A pilot is one bot: a client without a screen.
type pilot struct {
	n     int
	opt   *options
	skill bot.Skill
	conn  transport.Conn

	mu     sync.Mutex // the socket's goroutine and the screen's share the client
	client *netcode.Client
	stats  netcode.Stats // of the newest frame
	ready  bool
	came   time.Time // when the newest State did
	gaps   histogram // between States
	end    error     // why the socket ended
	seen   []sim.Entity
}

// join does what a person does who presses Play, and is as patient as the server
// asks to be.
func (p *pilot) join(ctx context.Context) error {
	l, err := lobby.New(p.opt.url)
	if err != nil {
		return err
	}
	for try := 0; ; try++ {
		wait, err := p.enter(ctx, l)
		if err == nil || wait == 0 || try == joinTries {
			return err
		}
		select {
		case <-time.After(wait + rand.N(joinPause)): // or all would come back together
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// enter tries once. With an error it tells how long to wait before the next time;
// 0 means that there is no point.
func (p *pilot) enter(ctx context.Context, l *lobby.Client) (wait time.Duration, err error) {
	ctx, cancel := context.WithTimeout(ctx, joinTimeout)
	defer cancel()
	if l.Token == "" {
		g, err := l.Guest(ctx, fmt.Sprintf("load %d", p.n))
		if err != nil {
			return patience(err), err
		}
		l.Token = g.Token
	}
	seat, err := l.Quick(ctx)
	if err != nil {
		return patience(err), err
	}
	if err := permitted(seat.URL, p.opt.remote); err != nil {
		return 0, fmt.Errorf("the server sends us elsewhere: %w", err)
	}
	conn, err := dial.Dial(ctx, seat.URL, seat.Ticket)
	if err != nil {
		return joinPause, err // too many upgrades, or a ticket that got old
	}
	if p.opt.network != nil {
		conn = netsim.Wrap(conn, *p.opt.network, p.opt.seed+uint64(p.n))
	}
	p.conn = conn
	p.client = netcode.New(conn.Send, netcode.Options{Build: "loadtest", HalfW: 800})
	return 0, p.client.Hello()
}

// patience is how long a refusal asks to wait; 0 means for ever.
func patience(err error) time.Duration {
	var refusal *api.Problem
	switch {
	case !errors.As(err, &refusal):
		return 0
	case refusal.Retry > 0:
		return refusal.Retry
	case refusal.Status == http.StatusTooManyRequests || refusal.Status == http.StatusServiceUnavailable:
		return joinPause
	}
	return 0
}

// play flies until ctx ends or the socket does.
func (p *pilot) play(ctx context.Context) error {
	listening := make(chan struct{})
	go func() {
		defer close(listening)
		p.listen()
	}()
	p.fly(ctx, listening)
	p.mu.Lock()
	end := p.end
	if end == nil {
		_ = p.client.Quit() // the socket may be gone by now
	}
	p.mu.Unlock()
	p.conn.Close(transport.Normal)
	<-listening
	return end
}

func (p *pilot) listen() {
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

func (p *pilot) hear(b []byte, now time.Time) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if t, _ := protocol.Peek(b); t == protocol.TypeState {
		if p.ready && !p.came.IsZero() {
			p.gaps.add(now.Sub(p.came))
		}
		p.came = now
	}
	return p.client.Receive(b, now)
}

// fly looks and steers, sixty times a second.
func (p *pilot) fly(ctx context.Context, over <-chan struct{}) {
	screen := time.NewTicker(frame)
	defer screen.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-over:
			return
		case now := <-screen.C:
			if !p.draw(now) {
				return
			}
		}
	}
}

func (p *pilot) draw(now time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	v := p.client.View(now)
	p.stats, p.ready = v.Stats, v.Ready
	if err := p.client.Advance(now, func() sim.Input { return p.think(v) }); err != nil {
		p.end = err
		return false
	}
	return true
}

// think flies by what is on the screen.
func (p *pilot) think(v *netcode.View) sim.Input {
	p.seen = p.seen[:0]
	for i := range v.Seen {
		s := &v.Seen[i]
		p.seen = append(p.seen, sim.Entity{ID: s.ID, Kind: s.Kind, Words: s.To})
	}
	return bot.Think(&bot.Sight{Config: &v.Config, Tick: v.OwnTick, Me: v.Me, Own: v.Own, Seen: p.seen}, p.skill)
}
