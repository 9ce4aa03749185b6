package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"time"

	"perihelion/client/dial"
	"perihelion/client/lobby"
	"perihelion/client/netcode"
	"perihelion/client/online"
	"perihelion/client/prefs"
	"perihelion/scripts/harness"
	"perihelion/sim"
	"perihelion/sim/games"
)

const (
	frameTime = 15 * time.Millisecond
	seatWait  = 30 * time.Second // for a seat
)

// player plays on the fleet as the real client does, in whatever room it can: when a match is lost it
// looks for another.
type player struct {
	name string
	bot  harness.Bot

	mu     sync.Mutex
	seen                 // of the match
	last   time.Time     // when it has heard of the match last
	gap    time.Duration // the longest time without a state, since countAnew
	seats  int           // how often it has got one
	broken bool          // the player was told that the connection is lost
	errors []error       // since countAnew
}

// seen is what a player sees of a match.
type seen struct {
	room    string // where it plays; "": nowhere
	node    string // the server that plays it
	match   string // the round
	tick    sim.Tick
	covered bool // it knows where the match goes on if its server dies
}

// playOn plays until ctx ends.
func (p *player) playOn(ctx context.Context, url string) {
	s, err := newService(url)
	if err != nil {
		p.note(err)
		return
	}
	s.SetName(p.name)
	for ctx.Err() == nil {
		if err := p.play(ctx, s); err != nil && ctx.Err() == nil {
			p.note(err)
			select {
			case <-time.After(250 * time.Millisecond):
			case <-ctx.Done():
			}
		}
	}
}

func (p *player) note(err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.errors = append(p.errors, err)
}

func newService(url string) (*online.Service, error) {
	if _, err := lobby.New(url); err != nil {
		return nil, err
	}
	preferences := prefs.Defaults()
	return online.New(online.Config{
		Server: url, Prefs: &preferences, Log: slog.New(slog.DiscardHandler), Now: time.Now,
		LobbyClient: func(token string) *lobby.Client {
			l, _ := lobby.New(url) // the URL is good
			l.Token = token
			return l
		},
		Dial: dial.Dial, StartGuarded: func(f func()) { go f() },
	}), nil
}

// play takes a seat and plays in it until the match is gone, wherever that goes on.
func (p *player) play(ctx context.Context, s *online.Service) error {
	result, err := p.join(ctx, s)
	if err != nil {
		return err
	}
	session := s.NewSession(result, online.Destination{}, 1, func() netcode.Options {
		return netcode.Options{Games: games.All, Aspect: sim.UsualAspect}
	})
	defer func() { session.Quit()() }()
	p.mu.Lock()
	p.last = time.Now()
	p.seats++
	p.mu.Unlock()
	err = p.playFrames(ctx, session)
	p.mu.Lock()
	p.seen = seen{}
	p.mu.Unlock()
	return err
}

// join asks for a seat.
func (p *player) join(ctx context.Context, s *online.Service) (online.JoinResult, error) {
	flow := s.StartJoin(online.Destination{})
	for began := time.Now(); time.Since(began) < seatWait && ctx.Err() == nil; time.Sleep(frameTime) {
		if result, ok := flow.Result(); ok {
			return result, result.Err
		}
	}
	flow.Abandon()
	return online.JoinResult{}, errors.New("no seat in time")
}

// playFrames plays until ctx ends, or the match is gone: the error says why.
func (p *player) playFrames(ctx context.Context, session *online.Session) error {
	frames := time.NewTicker(frameTime)
	defer frames.Stop()
	var view *netcode.View
	var client *netcode.Client
	sample := func() sim.Input {
		if view == nil || !view.Ready {
			return sim.Input{}
		}
		return p.bot.Input(view, time.Now())
	}
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-frames.C:
		}
		now := time.Now()
		next, end := session.Exchange(now, sample)
		if end != nil {
			return fmt.Errorf("the match is over: %s", end.Reason)
		}
		if view = next; view != nil {
			p.look(session, view, now, session.Client != client)
			client = session.Client
		}
	}
}

// look notes what is seen, and how long nothing was heard. The first state of another connection is
// news, whatever its tick is.
func (p *player) look(s *online.Session, v *netcode.View, now time.Time, other bool) {
	tick := s.Client.Stats().ServerTick
	p.mu.Lock()
	defer p.mu.Unlock()
	p.broken = p.broken || !s.LostAt.IsZero()
	if other {
		p.tick = 0
	}
	if tick == p.tick {
		return
	}
	p.gap, p.last = max(p.gap, now.Sub(p.last)), now
	p.seen = seen{room: v.Room, node: nodeOf(s.Server()), match: v.Round.Match, tick: tick, covered: s.Client.Move().URL != ""}
}

// nodeOf is the name of the server that a URL leads to.
func nodeOf(url string) string {
	_, rest, _ := strings.Cut(url, "/n/")
	name, _, _ := strings.Cut(rest, "/")
	return name
}

// where is what a player sees; nothing if it has heard nothing for a second.
func (p *player) where() seen {
	p.mu.Lock()
	defer p.mu.Unlock()
	if time.Since(p.last) > time.Second {
		return seen{}
	}
	return p.seen
}

// countAnew forgets what was counted.
func (p *player) countAnew() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.gap, p.seats, p.broken, p.errors = 0, 0, false, nil
}
