package main

import (
	"context"
	"fmt"
	"io"
	"sync"
	"sync/atomic"
	"time"

	"perihelion/client/lobby"
	"perihelion/sim"
)

const (
	maxJoining = 8 // bots that join at the same time
	skills     = 3
)

// loadRun is all the bots of a run, and what was measured.
type loadRun struct {
	opt   options
	lobby *lobby.Client
	bots  []*botClient

	joined, failed, lost atomic.Int32
	mu                   sync.Mutex
	failures             map[string]int // failed joins and lost connections, by reason
	joinTimes            []time.Duration
	ticks                tickSamples
	began                time.Time // when all had joined
	before               traffic   // up to then
	length               time.Duration
	measured             traffic // in that time
}

func newLoadRun(opt options) (*loadRun, error) {
	l, err := lobby.New(opt.urls[0])
	if err != nil {
		return nil, err
	}
	r := &loadRun{opt: opt, lobby: l, failures: map[string]int{}}
	for n := range opt.n {
		r.bots = append(r.bots, &botClient{n: n, opt: &r.opt, skill: sim.Rookie + sim.Skill(n%skills)})
	}
	return r, nil
}

// runBots lets the bots join and play, and prints a line every second.
func (r *loadRun) runBots(ctx context.Context, out io.Writer) {
	playing, stop := context.WithCancel(ctx)
	defer stop()
	var bots sync.WaitGroup
	slots := make(chan struct{}, maxJoining)
	for _, b := range r.bots {
		bots.Go(func() { r.runBot(playing, b, slots) })
	}
	done := make(chan struct{})
	go func() {
		bots.Wait()
		close(done)
	}()
	r.reportProgress(ctx, out, done)
	r.measure()
	stop()
	<-done
}

// measure takes the traffic of the time in which all bots were in the game.
func (r *loadRun) measure() {
	if r.began.IsZero() {
		return
	}
	r.length = time.Since(r.began)
	r.measured = r.traffic().minus(r.before)
}

// runBot lets one bot join and play. A slot is taken while it joins.
func (r *loadRun) runBot(ctx context.Context, b *botClient, slots chan struct{}) {
	select {
	case slots <- struct{}{}:
	case <-ctx.Done():
		return
	}
	start := time.Now()
	err := b.joinMatch(ctx)
	<-slots
	switch {
	case ctx.Err() != nil && err != nil:
		return
	case err != nil:
		r.failed.Add(1)
		r.countFailure("join: " + err.Error())
		return
	}
	r.mu.Lock()
	r.joinTimes = append(r.joinTimes, time.Since(start).Round(time.Millisecond))
	r.mu.Unlock()
	r.joined.Add(1)
	if err := b.playMatch(ctx); err != nil && ctx.Err() == nil {
		r.lost.Add(1)
		r.countFailure("lost: " + err.Error())
	}
}

func (r *loadRun) countFailure(reason string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.failures[reason]++
}

// reportProgress prints a line every second until the time is over or all bots are done.
func (r *loadRun) reportProgress(ctx context.Context, out io.Writer, done <-chan struct{}) {
	second := time.NewTicker(time.Second)
	defer second.Stop()
	start, before := time.Now(), traffic{}
	for {
		select {
		case <-ctx.Done():
			fmt.Fprintln(out, "interrupted; the bots stop")
			return
		case <-done:
			return
		case now := <-second.C:
			t := r.traffic()
			r.ticks.sample(ctx, r.lobby)
			r.printProgress(out, now.Sub(start), t, before)
			before = t
			if r.began.IsZero() && int(r.joined.Load()+r.failed.Load()) == r.opt.n {
				r.began, r.before = now, t
			}
			if !r.began.IsZero() && now.Sub(r.began) >= r.opt.length {
				return
			}
		}
	}
}

func (r *loadRun) printProgress(out io.Writer, at time.Duration, t, before traffic) {
	each := max(t.ready, 1)
	d := t.minus(before)
	fmt.Fprintf(out, "%4.0fs  %d of %d joined, %d in control · %d snapshots/s · %.2f kB/s down, %.2f up each · rtt %v · server tick p99 %.2f ms\n",
		at.Seconds(), r.joined.Load()-r.lost.Load(), r.opt.n, t.ready, d.snapshots,
		float64(d.in)/1e3/float64(each), float64(d.out)/1e3/float64(each),
		t.rtt.quantile(0.5).Round(time.Millisecond/10), r.ticks.last)
}
