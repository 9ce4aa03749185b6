package scene

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"perihelion/client/lobby"
	"perihelion/shared/api"
	"perihelion/shared/transport"
)

// want is where the player wants to go.
type want struct {
	open   bool // a private room, to be opened
	as     api.NewRoom
	room   string // its code, or the id of a public one
	watch  bool   // not to play there
	queue  string // of the matchmaker, where no room is named; empty: whatever starts at once
	party  string // the code of the party that we lead there
	ticket string // what our leader has queued with

	back *api.Assignment // a seat that is ours already, with the ticket back into it
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

// errand is a way to a seat, walked by a goroutine of its own so that no frame
// waits for it.
type errand struct {
	kit    *Kit
	stage  atomic.Int32
	ticket atomic.Pointer[search] // while one waits
	result chan outcome           // of one
	cancel context.CancelFunc
}

// search is a ticket as it stood when it was last heard of.
type search struct {
	api.Ticket
	at time.Time
}

// outcome is how an errand ended.
type outcome struct {
	link *link
	seat api.Assignment
	err  error
}

const patience = 12 * time.Second // for an answer; a player has less

// seek goes for a seat.
func (k *Kit) seek(w want) *errand {
	ctx, cancel := context.WithCancel(context.Background())
	e := &errand{kit: k, result: make(chan outcome, 1), cancel: cancel}
	k.start(func() {
		defer cancel()
		e.result <- k.walk(ctx, e, w)
	})
	return e
}

// resume goes back to a seat that is ours.
func (k *Kit) resume(seat api.Assignment, ticket string) *errand {
	ctx, cancel := context.WithCancel(context.Background())
	e := &errand{kit: k, result: make(chan outcome, 1), cancel: cancel}
	k.start(func() {
		defer cancel()
		seat.Ticket = ticket
		e.result <- k.sit(ctx, e, seat)
	})
	return e
}

// Abandon stops the errand and whatever it may still bring.
func (e *errand) Abandon() {
	e.cancel()
	e.kit.start(func() {
		if o := <-e.result; o.link != nil {
			o.link.conn.Close(transport.Normal)
		}
	})
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

func (k *Kit) walk(ctx context.Context, e *errand, w want) outcome {
	seat, err := k.place(ctx, e, w)
	if err != nil {
		return outcome{err: err}
	}
	return k.sit(ctx, e, seat)
}

// sit takes a seat that is kept for us.
func (k *Kit) sit(ctx context.Context, e *errand, seat api.Assignment) outcome {
	e.stage.Store(int32(stageDial))
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	conn, err := k.Dial(ctx, seat.URL, seat.Ticket)
	if err != nil {
		return outcome{seat: seat, err: err}
	}
	return outcome{seat: seat, link: newLink(conn, k)}
}

// place finds out where there is a seat for us.
func (k *Kit) place(ctx context.Context, e *errand, w want) (seat api.Assignment, err error) {
	if w.back != nil {
		return *w.back, nil
	}
	if w.ticket != "" {
		return k.wait(ctx, e, api.Ticket{ID: w.ticket, Status: api.TicketQueued})
	}
	var t api.Ticket
	within, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	err = k.as(within, func(l *lobby.Client) (err error) {
		e.stage.Store(int32(stageTicket))
		switch {
		case w.open:
			seat, err = l.CreateRoom(within, w.as)
		case w.room != "" && w.watch:
			seat, err = l.SpectateRoom(within, w.room)
		case w.room != "":
			seat, err = l.JoinRoom(within, w.room)
		default:
			t, err = l.CreateTicket(within, api.NewTicket{Queue: w.queue, Party: w.party})
		}
		return err
	})
	if err != nil || t.ID == "" {
		return seat, err
	}
	return k.wait(ctx, e, t)
}

// wait follows a ticket to its seat. Whoever has gone meanwhile takes it back.
func (k *Kit) wait(ctx context.Context, e *errand, t api.Ticket) (seat api.Assignment, err error) {
	tag, failures := "", 0
	for t.Status == api.TicketQueued {
		e.ticket.Store(&search{t, k.Now()})
		began := k.Now()
		next, tagged, err := k.heed(ctx, t.ID, tag)
		switch {
		case ctx.Err() != nil:
			k.takeBack(t.ID)
			return seat, ctx.Err()
		case err == nil:
			t, tag, failures = next, tagged, 0
		case !errors.Is(err, lobby.ErrUnchanged):
			if failures++; failures > mostFailures || !judge(err).again {
				return seat, err
			}
		}
		rest(ctx, pollLeast-k.Now().Sub(began)+time.Duration(failures)*time.Second)
	}
	if t.Status == api.TicketAssigned && t.Assignment != nil {
		return *t.Assignment, nil
	}
	return seat, &fruitless{t.Status, t.Reason}
}

const (
	mostFailures = 5                      // of polls in a row
	pollLeast    = 500 * time.Millisecond // from one poll of a ticket to the next
)

// heed asks once what has become of a ticket.
func (k *Kit) heed(ctx context.Context, id, tag string) (t api.Ticket, next string, err error) {
	ctx, cancel := context.WithTimeout(ctx, pollWithin)
	defer cancel()
	return k.Lobby(k.self.who().Token).PollTicket(ctx, id, tag)
}

// takeBack cancels a ticket that nobody waits for any more; it expires by itself if
// that fails.
func (k *Kit) takeBack(id string) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	_ = k.Lobby(k.self.who().Token).CancelTicket(ctx, id)
}

func rest(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// fruitless is a search that ended without a seat.
type fruitless struct{ status, reason string }

func (f *fruitless) Error() string {
	switch {
	case f.reason != "":
		return f.reason
	case f.status == api.TicketExpired:
		return "nobody was found in time"
	case f.status == api.TicketCancelled:
		return "the search was cancelled"
	}
	return "a match was found, and then no room for it"
}
