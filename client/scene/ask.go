package scene

import (
	"context"
	"errors"
	"net/http"
	"time"

	"perihelion/client/lobby"
)

// call is a question to the lobby on its way, in a goroutine of its own so that no
// frame waits for the answer. A nil call was never asked.
type call[T any] struct {
	answer chan reply[T] // of one
	cancel context.CancelFunc
}

// reply is what came of a call.
type reply[T any] struct {
	got T
	err error
}

// ask has our guest put a question.
func ask[T any](k *Kit, f func(ctx context.Context, l *lobby.Client) (T, error)) *call[T] {
	return begin(k, patience, func(ctx context.Context) (r reply[T]) {
		r.err = k.as(ctx, func(l *lobby.Client) (err error) {
			r.got, err = f(ctx, l)
			return err
		})
		return r
	})
}

// peek puts a question as whoever we are: nobody becomes a guest for looking. A
// server that does not know us is asked as nobody.
func peek[T any](k *Kit, within time.Duration, f func(ctx context.Context, l *lobby.Client) (T, error)) *call[T] {
	return begin(k, within, func(ctx context.Context) (r reply[T]) {
		token := k.self.who().Token
		if r.got, r.err = f(ctx, k.Lobby(token)); token != "" && is(r.err, http.StatusUnauthorized) {
			k.self.forget(token)
			r.got, r.err = f(ctx, k.Lobby(""))
		}
		return r
	})
}

func begin[T any](k *Kit, within time.Duration, f func(ctx context.Context) reply[T]) *call[T] {
	ctx, cancel := context.WithTimeout(context.Background(), within)
	c := &call[T]{answer: make(chan reply[T], 1), cancel: cancel}
	k.start(func() {
		defer cancel()
		c.answer <- f(ctx)
	})
	return c
}

// done is the reply, when there is one.
func (c *call[T]) done() (r reply[T], ok bool) {
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

// drop stops a call whose answer nobody wants any more.
func (c *call[T]) drop() {
	if c != nil {
		c.cancel()
	}
}

// follower keeps a copy of something in the lobby, as new as polling makes it.
type follower[T any] struct {
	got   T
	err   error // of the last poll
	known bool  // there was an answer

	poll  func(ctx context.Context, l *lobby.Client, tag string) (T, string, error)
	every time.Duration // from one poll to the next, at the least
	tag   string
	call  *call[tagged[T]]
	next  time.Time
}

type tagged[T any] struct {
	got T
	tag string
}

const (
	pollWithin = 40 * time.Second // longer than a server holds an answer back
	pollAgain  = 3 * time.Second  // after one that failed
)

// update polls. It reports news.
func (w *follower[T]) update(k *Kit, now time.Time) bool {
	if r, ok := w.call.done(); ok {
		w.call = nil
		return w.hear(r, now)
	}
	if w.call == nil && !now.Before(w.next) {
		w.next = now.Add(w.every)
		tag, poll := w.tag, w.poll
		w.call = peek(k, pollWithin, func(ctx context.Context, l *lobby.Client) (t tagged[T], err error) {
			t.got, t.tag, err = poll(ctx, l, tag)
			return t, err
		})
	}
	return false
}

func (w *follower[T]) hear(r reply[tagged[T]], now time.Time) bool {
	w.err = nil
	switch {
	case errors.Is(r.err, lobby.ErrUnchanged):
		return false
	case r.err != nil:
		w.err = r.err
		w.next = now.Add(pollAgain)
		return true
	}
	w.got, w.tag, w.known = r.got.got, r.got.tag, true
	return true
}
