package scene

import (
	"context"
	"errors"
	"net/http"
	"time"

	"perihelion/client/lobby"
)

// Call is a question to the lobby on its way, in a goroutine of its own so that no
// frame waits for the answer. A nil call was never asked.
type Call[T any] struct {
	answer chan Reply[T] // of one
	cancel context.CancelFunc
}

// Reply is what came of a call.
type Reply[T any] struct {
	Value T
	Err   error
}

// Request has our guest put a question.
func Request[T any](deps *Deps, f func(ctx context.Context, l *lobby.Client) (T, error)) *Call[T] {
	return StartCall(deps, RequestTimeout, func(ctx context.Context) (r Reply[T]) {
		r.Err = deps.withAuth(ctx, func(l *lobby.Client) (err error) {
			r.Value, err = f(ctx, l)
			return err
		})
		return r
	})
}

// RequestAnonymously puts a question as whoever we are: nobody becomes a guest for looking. A
// server that does not know us is asked as nobody.
func RequestAnonymously[T any](deps *Deps, within time.Duration, f func(ctx context.Context, l *lobby.Client) (T, error)) *Call[T] {
	return StartCall(deps, within, func(ctx context.Context) (r Reply[T]) {
		token := deps.identity.current().Token
		if r.Value, r.Err = f(ctx, deps.LobbyClient(token)); token != "" && IsStatus(r.Err, http.StatusUnauthorized) {
			deps.identity.dropToken(token)
			r.Value, r.Err = f(ctx, deps.LobbyClient(""))
		}
		return r
	})
}

func StartCall[T any](deps *Deps, within time.Duration, f func(ctx context.Context) Reply[T]) *Call[T] {
	ctx, cancel := context.WithTimeout(context.Background(), within)
	c := &Call[T]{answer: make(chan Reply[T], 1), cancel: cancel}
	deps.StartGuarded(func() {
		defer cancel()
		c.answer <- f(ctx)
	})
	return c
}

// done is the reply, when there is one.
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

// Cancel stops a call whose answer nobody wants any more.
func (c *Call[T]) Cancel() {
	if c != nil {
		c.cancel()
	}
}

// Poller keeps a copy of something in the lobby, as new as polling makes it.
type Poller[T any] struct {
	Value T
	Err   error // of the last poll
	Known bool  // there was an answer

	Fetch    func(ctx context.Context, l *lobby.Client, tag string) (T, string, error)
	Interval time.Duration // from one poll to the next, at the least
	etag     string
	call     *Call[taggedValue[T]]
	nextPoll time.Time
}

type taggedValue[T any] struct {
	value T
	etag  string
}

const (
	longPollTimeout   = 40 * time.Second // longer than a server holds an answer back
	pollRetryInterval = 3 * time.Second  // after one that failed
)

// update polls. It reports news.
func (p *Poller[T]) Poll(deps *Deps, now time.Time) bool {
	if r, ok := p.call.Result(); ok {
		p.call = nil
		return p.store(r, now)
	}
	if p.call == nil && !now.Before(p.nextPoll) {
		p.nextPoll = now.Add(p.Interval)
		tag, poll := p.etag, p.Fetch
		p.call = RequestAnonymously(deps, longPollTimeout, func(ctx context.Context, l *lobby.Client) (t taggedValue[T], err error) {
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
