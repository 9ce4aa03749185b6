package online

import (
	"context"
	"errors"
	"time"

	"perihelion/client/lobby"
	"perihelion/shared/api"
)

// Call is a lobby request on its way. It runs in a goroutine of its own, so that no frame
// waits for the answer. A nil Call is one that was never made.
type Call[T any] struct {
	answer chan Reply[T] // holds one reply
	cancel context.CancelFunc
}

// Reply is the result of a Call.
type Reply[T any] struct {
	Value T
	Err   error
}

// request calls f as our guest, who is created if needed.
func request[T any](s *Service, f func(ctx context.Context, l *lobby.Client) (T, error)) *Call[T] {
	return requestWithin(s, requestTimeout, f)
}

// requestWithin is request with another time to wait for the answer.
func requestWithin[T any](s *Service, within time.Duration, f func(ctx context.Context, l *lobby.Client) (T, error)) *Call[T] {
	return StartCall(s, within, func(ctx context.Context) (r Reply[T]) {
		r.Err = s.withAuth(ctx, func(l *lobby.Client) (err error) {
			r.Value, err = f(ctx, l)
			return err
		})
		return r
	})
}

// requestOptionalAuth calls f with our token if we have one: looking at things does not
// create a guest. If the server does not know the token, f is called again without one.
func requestOptionalAuth[T any](s *Service, within time.Duration, f func(ctx context.Context, l *lobby.Client) (T, error)) *Call[T] {
	return requestAs(s, s.Guest().Token, within, f)
}

// requestRecording is requestOptionalAuth for recordings. Those of private rooms are for who has
// played there, and that may be the guest with whom another window of this browser plays.
func requestRecording[T any](s *Service, f func(ctx context.Context, l *lobby.Client) (T, error)) *Call[T] {
	token := s.Guest().Token
	if g := s.Prefs.CurrentGuest(); token == "" && g.Server == s.Server {
		token = g.Token
	}
	return requestAs(s, token, replayTimeout, f)
}

// requestAs calls f with a token, which may be empty. If the server does not know it, f is called
// again without one.
func requestAs[T any](s *Service, token string, within time.Duration, f func(ctx context.Context, l *lobby.Client) (T, error)) *Call[T] {
	return StartCall(s, within, func(ctx context.Context) (r Reply[T]) {
		if r.Value, r.Err = f(ctx, s.LobbyClient(token)); token != "" && IsStatus(r.Err, api.StatusUnauthorized) {
			s.identity.dropToken(token)
			r.Value, r.Err = f(ctx, s.LobbyClient(""))
		}
		return r
	})
}

// StartCall calls f in the background, for at most the time within.
func StartCall[T any](s *Service, within time.Duration, f func(ctx context.Context) Reply[T]) *Call[T] {
	ctx, cancel := context.WithTimeout(context.Background(), within)
	c := &Call[T]{answer: make(chan Reply[T], 1), cancel: cancel}
	s.StartGuarded(func() {
		defer cancel()
		c.answer <- f(ctx)
	})
	return c
}

// Result returns the reply once there is one.
func (c *Call[T]) Result() (r Reply[T], ok bool) {
	if c == nil {
		return r, false
	}
	select {
	case r = <-c.answer:
		return r, true
	default:
		return r, false
	}
}

// Cancel stops a call whose reply is no longer wanted.
func (c *Call[T]) Cancel() {
	if c != nil {
		c.cancel()
	}
}

// Poller keeps a copy of something in the lobby up to date by polling.
type Poller[T any] struct {
	Value T
	Err   error // of the last poll
	Known bool  // at least one poll has succeeded

	fetch    func(ctx context.Context, l *lobby.Client, tag string) (T, string, error)
	interval time.Duration // minimum time from one poll to the next
	etag     string
	call     *Call[taggedValue[T]]
	nextPoll time.Time
}

type taggedValue[T any] struct {
	value T
	etag  string
}

const (
	longPollTimeout   = 40 * time.Second // longer than a server holds a long poll open
	pollRetryInterval = 3 * time.Second  // after a failed poll
)

// Poll polls when it is time, and reports that Value or Err has changed.
func (p *Poller[T]) Poll(s *Service, now time.Time) bool {
	if r, ok := p.call.Result(); ok {
		p.call = nil
		return p.store(r, now)
	}
	if p.call == nil && !now.Before(p.nextPoll) {
		p.nextPoll = now.Add(p.interval)
		tag, poll := p.etag, p.fetch
		p.call = requestOptionalAuth(s, longPollTimeout, func(ctx context.Context, l *lobby.Client) (t taggedValue[T], err error) {
			t.value, t.etag, err = poll(ctx, l, tag)
			return t, err
		})
	}
	return false
}

func (p *Poller[T]) store(r Reply[taggedValue[T]], now time.Time) bool {
	p.Err = nil
	switch {
	case errors.Is(r.Err, lobby.ErrUnchanged):
		return false
	case r.Err != nil:
		p.Err = r.Err
		p.nextPoll = now.Add(pollRetryInterval)
		return true
	}
	p.Value, p.etag, p.Known = r.Value.value, r.Value.etag, true
	return true
}
