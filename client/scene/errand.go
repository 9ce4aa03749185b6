package scene

import (
	"context"
	"errors"
	"net/http"
	"sync/atomic"
	"time"

	"perihelion/shared/api"
	"perihelion/shared/transport"
)

// want is where the player wants to go.
type want struct {
	open bool   // a private room, to be opened
	code string // of a private room; empty and not open: any public one
}

// stage is how far an errand is.
type stage int32

const (
	stageGuest stage = iota
	stageTicket
	stageDial
)

var stages = [...]string{
	stageGuest:  "Saying hello",
	stageTicket: "Looking for a match",
	stageDial:   "Taking your seat",
}

// identity is who we are for the lobby.
type identity struct{ name, token string }

// errand is a way to a seat, walked by a goroutine of its own so that no frame
// waits for it.
type errand struct {
	stage  atomic.Int32
	result chan outcome // of one
	cancel context.CancelFunc
}

// outcome is how an errand ended.
type outcome struct {
	link *link
	seat api.Assignment
	who  identity // possibly new
	err  error
}

const patience = 12 * time.Second // for a whole errand; a player has less

// seek goes for a seat.
func (k *Kit) seek(who identity, w want) *errand {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	e := &errand{result: make(chan outcome, 1), cancel: cancel}
	go func() {
		defer cancel()
		e.result <- k.walk(ctx, e, who, w)
	}()
	return e
}

// resume goes back to a seat that is ours.
func (k *Kit) resume(seat api.Assignment, ticket string) *errand {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	e := &errand{result: make(chan outcome, 1), cancel: cancel}
	e.stage.Store(int32(stageDial))
	go func() {
		defer cancel()
		conn, err := k.Dial(ctx, seat.URL, ticket)
		if err != nil {
			e.result <- outcome{seat: seat, err: err}
			return
		}
		e.result <- outcome{seat: seat, link: newLink(conn, k.Now)}
	}()
	return e
}

// Abandon stops the errand and whatever it may still bring.
func (e *errand) Abandon() {
	e.cancel()
	go func() {
		if o := <-e.result; o.link != nil {
			o.link.conn.Close(transport.Normal)
		}
	}()
}

// Done is the outcome, when there is one.
func (e *errand) Done() (o outcome, ok bool) {
	select {
	case o = <-e.result:
		return o, true
	default:
		return o, false
	}
}

func (k *Kit) walk(ctx context.Context, e *errand, who identity, w want) (o outcome) {
	o.who = who
	if who.token == "" {
		if o.who, o.err = k.introduce(ctx, who.name); o.err != nil {
			return o
		}
	}
	e.stage.Store(int32(stageTicket))
	o.seat, o.err = w.ask(ctx, k.Lobby(o.who.token))
	var p *api.Problem
	if errors.As(o.err, &p) && p.Status == http.StatusUnauthorized { // the server has forgotten us
		if o.who, o.err = k.introduce(ctx, who.name); o.err != nil {
			return o
		}
		o.seat, o.err = w.ask(ctx, k.Lobby(o.who.token))
	}
	if o.err != nil {
		return o
	}
	e.stage.Store(int32(stageDial))
	conn, err := k.Dial(ctx, o.seat.URL, o.seat.Ticket)
	if err != nil {
		o.err = err
		return o
	}
	o.link = newLink(conn, k.Now)
	return o
}

func (k *Kit) introduce(ctx context.Context, name string) (identity, error) {
	g, err := k.Lobby("").Guest(ctx, name)
	return identity{g.Name, g.Token}, err
}

func (w want) ask(ctx context.Context, l Lobby) (api.Assignment, error) {
	switch {
	case w.open:
		return l.Open(ctx, api.NewRoom{})
	case w.code != "":
		return l.Join(ctx, w.code)
	}
	return l.Quick(ctx)
}
