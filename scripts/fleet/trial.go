package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"sync"
	"time"
)

const (
	quietTime  = 10 * time.Second // of play in which nothing ends: from one state in a log to the next
	idleTime   = 3 * time.Second  // before anybody plays
	awayTime   = 5 * time.Second  // how long NATS and PostgreSQL are away
	frozenTime = 10 * time.Second // how long a server stands still
	patience   = 2 * time.Minute  // for what must happen sooner or later; the table says how soon
)

// trial lets a crowd play on a fleet and ends its parts.
type trial struct {
	*fleet
	out      io.Writer
	players  crowd
	kills    int             // how often a server is killed
	idleRate float64         // kB/s that servers send to NATS before anybody plays
	matches  map[string]bool // that were played on servers that died: each must have a result
}

// event is something that happens to a fleet.
type event struct {
	what string
	do   func(ctx context.Context) (happened, error)
	keep bool // everybody keeps their seat
}

// happened is what became of it.
type happened struct {
	matches   int             // that were played on the server
	gaps      []time.Duration // without a state, of those who played there; none: of all
	snapshots int             // most of one of them that nobody has played in the end
	again     time.Duration   // until all is well
}

func (t *trial) events() []event {
	all := []event{
		{"nothing", t.nothing, true},
		{"kill -9 of nats-server, for " + awayTime.String(), t.killNATS, true},
		{"kill of PostgreSQL, for " + awayTime.String(), t.killDatabase, true},
		{fmt.Sprintf("kill -9 of a server, %d times", t.kills), t.killNodes, true},
		{"SIGSTOP of a server, for " + frozenTime.String(), t.freezeNode, true},
		{"SIGTERM of all servers in turn", t.stopNodes, true},
	}
	if len(t.spaces) > 0 {
		all = append(all, event{"the network of a server cut, for " + frozenTime.String(), t.cutNode, true})
	}
	return all
}

// withCrowd prints a table, and returns an error if something did not go on as it should.
func (t *trial) withCrowd(ctx context.Context, n int) error {
	ctx, cancel := context.WithCancel(ctx)
	var playing sync.WaitGroup
	defer playing.Wait()
	defer cancel()
	t.idleRate = t.rateToNATS(idleTime)
	for i := range n {
		p := &player{name: "Player " + strconv.Itoa(i+1)}
		t.players = append(t.players, p)
		playing.Go(func() { p.playOn(ctx, t.url) })
	}
	if took := t.await(ctx, t.allPlay); took == 0 {
		return errors.New("not everybody plays at the beginning: " + t.players.complaints())
	}
	fmt.Fprintf(t.out, "%d players in %d rooms, by server %v\n", n, len(t.players.rooms()), t.players.byNode())
	fmt.Fprintf(t.out, "%-34s %8s %8s %8s %12s %12s %8s %14s  %s\n", "what ends", "gap p50", "p99", "longest", "lost a seat", "saw it break", "matches", "snapshots lost", "all is well again")
	for _, e := range t.events() {
		if t.await(ctx, t.allCovered) == 0 {
			return fmt.Errorf("before %s: matches have no standby; %s", e.what, t.players.complaints())
		}
		if err := t.watch(ctx, e); err != nil {
			return fmt.Errorf("%s: %w; %s", e.what, err, t.players.complaints())
		}
	}
	if err := t.awaitResults(ctx); err != nil {
		return err
	}
	return t.measureAnswers(ctx)
}

// watch lets something happen, and prints what the players noticed.
func (t *trial) watch(ctx context.Context, e event) error {
	t.players.countAnew()
	h, err := e.do(ctx)
	moved, gaps := t.players.moved(), h.gaps
	if len(gaps) == 0 {
		gaps = t.players.gaps()
	}
	fmt.Fprintf(t.out, "%-34s %8v %8v %8v %12d %12d %8d %14d  %v\n", e.what,
		percentile(gaps, 50), percentile(gaps, 99), percentile(gaps, 100), moved, t.players.broken(), h.matches, h.snapshots, h.again.Round(time.Millisecond))
	if err == nil && e.keep && moved > 0 {
		err = fmt.Errorf("%d players have lost their seat", moved)
	}
	return err
}

func (t *trial) allPlay() bool { return t.players.playing() == len(t.players) }

// allCovered reports whether everybody knows where their match goes on.
func (t *trial) allCovered() bool {
	return t.allPlay() && !slices.ContainsFunc(t.players, func(p *player) bool { return !p.where().covered })
}

// await waits until something is so, and returns how long that took; 0: it is not.
func (t *trial) await(ctx context.Context, is func() bool) time.Duration {
	for began := time.Now(); time.Since(began) < patience && ctx.Err() == nil; time.Sleep(20 * time.Millisecond) {
		if is() {
			return time.Since(began) + 1
		}
	}
	return 0
}

// again waits until everybody plays.
func (t *trial) again(ctx context.Context) (time.Duration, error) {
	took := t.await(ctx, t.allPlay)
	if took == 0 {
		return 0, fmt.Errorf("%d of %d play", t.players.playing(), len(t.players))
	}
	return took, nil
}
