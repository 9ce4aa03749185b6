package main

import (
	"context"
	"fmt"
	"io"
	"sync"
	"sync/atomic"
	"time"

	"perihelion/client/lobby"
	"perihelion/sim/bot"
)

const (
	joiners = 8 // at the same time: a crowd, not a flood
	skills  = 3
)

// A fleet is all the bots of a run.
type fleet struct {
	opt    options
	lobby  *lobby.Client
	guests []*guest

	joined, failed, lost atomic.Int32
	mu                   sync.Mutex
	why                  map[string]int // joins failed and sockets lost, by reason
	joins                []time.Duration
	server               server
	began                time.Time // when all had joined
	before               traffic   // by then
	flown                time.Duration
	measured             traffic // in that time
}

func newFleet(opt options) (*fleet, error) {
	l, err := lobby.New(opt.url)
	if err != nil {
		return nil, err
	}
	f := &fleet{opt: opt, lobby: l, why: map[string]int{}}
	for n := range opt.n {
		f.guests = append(f.guests, &guest{n: n, opt: &f.opt, skill: bot.Skill(n % skills)})
	}
	return f, nil
}

// fly lets the bots join and play, and tells about it every second.
func (f *fleet) fly(ctx context.Context, out io.Writer) {
	playing, land := context.WithCancel(ctx)
	defer land()
	var crew sync.WaitGroup
	door := make(chan struct{}, joiners)
	for _, g := range f.guests {
		crew.Go(func() { f.send(playing, g, door) })
	}
	landed := make(chan struct{})
	go func() {
		crew.Wait()
		close(landed)
	}()
	f.watch(ctx, out, landed)
	f.measure()
	land()
	<-landed
}

// measure takes stock of the time in which all were there.
func (f *fleet) measure() {
	if f.began.IsZero() {
		return
	}
	f.flown = time.Since(f.began)
	f.measured = f.traffic().less(f.before)
}

// send takes one bot through its life.
func (f *fleet) send(ctx context.Context, g *guest, door chan struct{}) {
	select {
	case door <- struct{}{}:
	case <-ctx.Done():
		return
	}
	start := time.Now()
	err := g.join(ctx)
	<-door
	switch {
	case ctx.Err() != nil && err != nil:
		return
	case err != nil:
		f.failed.Add(1)
		f.blame("join: " + err.Error())
		return
	}
	f.mu.Lock()
	f.joins = append(f.joins, time.Since(start).Round(time.Millisecond))
	f.mu.Unlock()
	f.joined.Add(1)
	if err := g.play(ctx); err != nil && ctx.Err() == nil {
		f.lost.Add(1)
		f.blame("lost: " + err.Error())
	}
}

func (f *fleet) blame(why string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.why[why]++
}

// watch prints a line every second until time is up.
func (f *fleet) watch(ctx context.Context, out io.Writer, landed <-chan struct{}) {
	second := time.NewTicker(time.Second)
	defer second.Stop()
	start, before := time.Now(), traffic{}
	for {
		select {
		case <-ctx.Done():
			fmt.Fprintln(out, "interrupted; the bots land")
			return
		case <-landed:
			return
		case now := <-second.C:
			t := f.traffic()
			f.server.ask(ctx, f.lobby)
			f.progress(out, now.Sub(start), t, before)
			before = t
			if f.began.IsZero() && int(f.joined.Load()+f.failed.Load()) == f.opt.n {
				f.began, f.before = now, t
			}
			if !f.began.IsZero() && now.Sub(f.began) >= f.opt.length {
				return
			}
		}
	}
}

func (f *fleet) progress(out io.Writer, at time.Duration, t, before traffic) {
	each := max(t.ready, 1)
	d := t.less(before)
	fmt.Fprintf(out, "%4.0fs  %d of %d joined, %d in control · %d snapshots/s · %.2f kB/s down, %.2f up each · rtt %v · server tick p99 %.2f ms\n",
		at.Seconds(), f.joined.Load()-f.lost.Load(), f.opt.n, t.ready, d.snapshots,
		float64(d.in)/1e3/float64(each), float64(d.out)/1e3/float64(each),
		t.rtt.quantile(0.5).Round(time.Millisecond/10), f.server.last)
}
