package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"time"

	"perihelion/client/dial"
	"perihelion/client/lobby"
	"perihelion/scripts/harness"
	"perihelion/shared/api"
	"perihelion/shared/netsim"
	"perihelion/shared/protocol"
	"perihelion/sim"
)

const (
	maxJoinTries = 60
	joinPause    = time.Second // before the next try, where the server names no time to wait
	joinTimeout  = 10 * time.Second
)

// botClient is one bot and how it joins.
type botClient struct {
	n     int
	opt   *options
	skill sim.Skill

	mu        sync.Mutex      // the report reads what the bot's goroutine writes
	client    *harness.Client // nil before there is a seat
	server    string          // that it plays on
	lastState time.Time       // when the newest State arrived
	intervals histogram       // between two States
}

// joinMatch does what a person does who presses Play, and waits as long as the server asks
// before it tries again.
func (b *botClient) joinMatch(ctx context.Context) error {
	l, err := lobby.New(b.opt.urls[b.n%len(b.opt.urls)])
	if err != nil {
		return err
	}
	for try := 0; ; try++ {
		wait, err := b.tryJoin(ctx, l)
		if err == nil || wait == 0 || try == maxJoinTries {
			return err
		}
		select {
		case <-time.After(wait + rand.N(joinPause)): // or all would come back together
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// tryJoin tries once. With an error it returns how long to wait before the next try; 0
// means that another try is useless.
func (b *botClient) tryJoin(ctx context.Context, l *lobby.Client) (wait time.Duration, err error) {
	ctx, cancel := context.WithTimeout(ctx, joinTimeout)
	defer cancel()
	if l.Token == "" {
		me, err := l.CreateGuest(ctx, fmt.Sprintf("load %d", b.n))
		if err != nil {
			return retryAfter(err), err
		}
		l.Token = me.Token
	}
	seat, err := l.QuickSeat(ctx, b.opt.mode.Queue)
	if err != nil {
		return retryAfter(err), err
	}
	if _, err := harness.Targets(seat.URL, b.opt.remote); err != nil {
		return 0, fmt.Errorf("the server sends us elsewhere: %w", err)
	}
	conn, err := dial.Dial(ctx, seat.URL, seat.Ticket)
	if err != nil {
		return joinPause, err // too many upgrades, or a join token that has expired
	}
	if b.opt.network != nil {
		conn = netsim.Wrap(conn, *b.opt.network, b.opt.seed+uint64(b.n))
	}
	mind := &harness.Bot{Skill: b.skill}
	client, err := harness.NewClient(conn, harness.Options{Build: "loadtest", Input: mind.Input, OnPacket: b.measureInterval})
	b.mu.Lock()
	defer b.mu.Unlock()
	b.client = client
	b.server, _, _ = strings.Cut(seat.URL, "/v1/")
	return 0, err
}

// retryAfter is how long the server asks to wait after a refusal; 0: for ever.
func retryAfter(err error) time.Duration {
	var problem *api.Problem
	switch {
	case !errors.As(err, &problem):
		return 0
	case problem.Retry > 0:
		return problem.Retry
	case problem.Status == http.StatusTooManyRequests || problem.Status == http.StatusServiceUnavailable:
		return joinPause
	}
	return 0
}

// playMatch plays until ctx ends or the connection does.
func (b *botClient) playMatch(ctx context.Context) error {
	defer b.client.Quit()
	return b.client.Run(ctx)
}

// measureInterval measures how evenly States arrive.
func (b *botClient) measureInterval(p harness.Packet) error {
	if t, _ := protocol.Peek(p.Frame); t != protocol.TypeState {
		return nil
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.lastState.IsZero() {
		b.intervals.record(p.At.Sub(b.lastState))
	}
	b.lastState = p.At
	return nil
}
