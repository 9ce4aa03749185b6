package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"reflect"
	"sync"
	"time"

	"perihelion/scripts/host"
)

// settings make an evening of minutes out of one of hours, with what any operator
// may set: short rounds, small rooms, a short wait for a lost connection.
var settings = []string{
	"ROUND_TIME=8s", "ROUND_POINTS=5", "ROOM_SEATS=8", "BOT_FILL=4", "ROOM_LINGER=2s", "RECONNECT_WINDOW=4s",
	"TICKET_TTL=5s", "MM_FILL_AFTER=5s", "MM_TIMEOUT=20s", "TICK_RATE=30", "SNAPSHOT_RATE=10",
}

const hold = 4 * time.Second // RECONNECT_WINDOW

// evening is all that happens in one.
type evening struct {
	opt     options
	url     string
	http    *http.Client
	circles []*circle
	tally   tally
}

// run plays the evening, restarts the server, and says whether it all adds up.
func run(ctx context.Context, opt options, out io.Writer) error {
	dir, err := os.MkdirTemp("", "evening")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }() // it lies in the folder for such things
	e := &evening{opt: opt, http: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: opt.guests}}}
	e.invite()
	if err := e.open(dir, func() error {
		e.play(ctx, out)
		return e.close(ctx)
	}); err != nil {
		return err
	}
	if ctx.Err() != nil {
		return errors.New("interrupted")
	}
	return e.open(dir, func() error { return e.reckon(ctx, out) })
}

// open runs a server on dir while f lasts.
func (e *evening) open(dir string, f func() error) error {
	s, err := host.Start("evening", dir, append(settings, "DATABASE_URL="+e.opt.database)...)
	if err != nil {
		return err
	}
	e.url = s.URL
	err = f()
	e.http.CloseIdleConnections()
	return errors.Join(err, s.Stop())
}

// invite makes circles of friends: half of them are of one.
func (e *evening) invite() {
	luck := rand.New(rand.NewPCG(e.opt.seed, 0))
	for came := 0; came < e.opt.guests; {
		size := min(max(luck.IntN(7)-2, 1), e.opt.guests-came)
		c := &circle{evening: e, luck: rand.New(rand.NewPCG(e.opt.seed, uint64(came)+1))}
		for range size {
			c.guests = append(c.guests, &guest{evening: e, name: fmt.Sprint("guest ", came)})
			came++
		}
		e.circles = append(e.circles, c)
	}
}

// play lets everyone come, each circle in its own time, and go home at the end.
func (e *evening) play(ctx context.Context, out io.Writer) {
	ctx, closing := context.WithTimeout(ctx, e.opt.length)
	defer closing()
	var all sync.WaitGroup
	for i, c := range e.circles {
		all.Go(func() {
			late := time.Duration(i) * e.opt.length / 3 / time.Duration(len(e.circles))
			if sleep(ctx, late) {
				c.spend(ctx)
			}
		})
	}
	done := make(chan struct{})
	go func() {
		all.Wait()
		close(done)
	}()
	start := time.Now()
	clock := time.NewTicker(10 * time.Second)
	defer clock.Stop()
	for {
		select {
		case <-done:
			return
		case now := <-clock.C:
			fmt.Fprintf(out, "%4.0fs  %s\n", now.Sub(start).Seconds(), e.tally.String())
		}
	}
}

// close waits until the rooms have closed, and with them the last rounds.
func (e *evening) close(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	for {
		rooms, err := e.guests()[0].lobby.ListRooms(ctx)
		if err != nil {
			return fmt.Errorf("wait for the last rooms to close: %w", err)
		}
		if len(rooms) == 0 {
			return nil
		}
		sleep(ctx, time.Second/4)
	}
}

// reckon does the sums on the server of the next day. It reads everything twice,
// to see that asking changes nothing.
func (e *evening) reckon(ctx context.Context, out io.Writer) error {
	for _, g := range e.guests() {
		if err := g.visit(); err != nil {
			return err
		}
	}
	var books [2]*books
	for i := range books {
		var err error
		if books[i], err = e.collect(ctx); err != nil {
			return err
		}
	}
	r := books[0].audit(e)
	r.note("everything: the same when asked again", 1, reflect.DeepEqual(books[0], books[1]), "")
	if err := e.forget(ctx, books[0], r); err != nil {
		return err
	}
	return r.print(out, &e.tally)
}

func (e *evening) guests() (all []*guest) {
	for _, c := range e.circles {
		all = append(all, c.guests...)
	}
	return all
}

// sleep reports whether there was time for it.
func sleep(ctx context.Context, d time.Duration) bool {
	select {
	case <-time.After(d):
		return true
	case <-ctx.Done():
		return false
	}
}
