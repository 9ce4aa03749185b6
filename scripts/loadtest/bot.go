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
	"perihelion/scripts/pilot"
	"perihelion/shared/api"
	"perihelion/shared/netsim"
	"perihelion/shared/protocol"
	"perihelion/sim/bot"
)

const (
	joinTries   = 60
	joinPause   = time.Second // where the server names no time to wait
	joinTimeout = 10 * time.Second
)

// A guest is one bot: a pilot, and how it came to its seat.
type guest struct {
	n     int
	opt   *options
	skill bot.Skill

	mu     sync.Mutex   // the report reads what the pilot's goroutines write
	flight *pilot.Pilot // nil before there is a seat
	came   time.Time    // when the newest State did
	gaps   histogram    // between States
}

// join does what a person does who presses Play, and is as patient as the server
// asks to be.
func (g *guest) join(ctx context.Context) error {
	l, err := lobby.New(g.opt.url)
	if err != nil {
		return err
	}
	for try := 0; ; try++ {
		wait, err := g.enter(ctx, l)
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
func (g *guest) enter(ctx context.Context, l *lobby.Client) (wait time.Duration, err error) {
	ctx, cancel := context.WithTimeout(ctx, joinTimeout)
	defer cancel()
	if l.Token == "" {
		me, err := l.CreateGuest(ctx, fmt.Sprintf("load %d", g.n))
		if err != nil {
			return patience(err), err
		}
		l.Token = me.Token
	}
	seat, err := l.QuickSeat(ctx)
	if err != nil {
		return patience(err), err
	}
	if err := permitted(seat.URL, g.opt.remote); err != nil {
		return 0, fmt.Errorf("the server sends us elsewhere: %w", err)
	}
	conn, err := dial.Dial(ctx, seat.URL, seat.Ticket)
	if err != nil {
		return joinPause, err // too many upgrades, or a ticket that got old
	}
	if g.opt.network != nil {
		conn = netsim.Wrap(conn, *g.opt.network, g.opt.seed+uint64(g.n))
	}
	flight, err := pilot.New(conn, pilot.Options{Build: "loadtest", Skill: g.skill, Heard: g.hear})
	g.mu.Lock()
	defer g.mu.Unlock()
	g.flight = flight
	return 0, err
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
func (g *guest) play(ctx context.Context) error {
	defer g.flight.Quit()
	return g.flight.Fly(ctx)
}

// hear measures how evenly the state of the match comes.
func (g *guest) hear(b []byte, now time.Time) {
	if t, _ := protocol.Peek(b); t != protocol.TypeState {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if !g.came.IsZero() {
		g.gaps.add(now.Sub(g.came))
	}
	g.came = now
}
