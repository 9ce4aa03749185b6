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

	"perihelion/scripts/harness"
)

// settings shorten what takes long on a real server, by what any operator may set:
// short rounds, small rooms, a short wait for a lost connection.
var settings = []string{
	"ROUND_TIME=8s", "ROUND_POINTS=5", "ROOM_SEATS=8", "BOT_FILL=4", "ROOM_LINGER=2s", "RECONNECT_WINDOW=4s",
	"TICKET_TTL=5s", "MM_FILL_AFTER=5s", "MM_TIMEOUT=20s", "TICK_RATE=30", "SNAPSHOT_RATE=10",
}

const reconnectWindow = 4 * time.Second // as in settings

// soak is one run: the groups of guests, and what is counted.
type soak struct {
	opt      options
	urls     []string // of the servers; a guest asks one of them
	http     *http.Client
	groups   []*group
	counters counters
}

// runSoak lets the guests play, restarts the server and checks its records. Its error says
// that something is wrong with them.
func runSoak(ctx context.Context, opt options, out io.Writer) error {
	dir, err := os.MkdirTemp("", "soak")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }() // what is left lies in the system's folder for temporary files
	s := &soak{opt: opt, http: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: opt.guests}}}
	s.makeGroups()
	if err := s.withServer(dir, func() error {
		s.runGroups(ctx, out)
		return s.awaitNoRooms(ctx)
	}); err != nil {
		return err
	}
	if ctx.Err() != nil {
		return errors.New("interrupted")
	}
	return s.withServer(dir, func() error { return s.checkRecords(ctx, out) })
}

// withServer runs a server on dir while f runs, unless there are others.
func (s *soak) withServer(dir string, f func() error) error {
	if s.urls = s.opt.urls; len(s.urls) > 0 {
		return f()
	}
	server, err := harness.StartServer("soak", dir, append(settings, "DATABASE_URL="+s.opt.database)...)
	if err != nil {
		return err
	}
	s.urls = []string{server.URL}
	err = f()
	s.http.CloseIdleConnections()
	return errors.Join(err, server.Stop())
}

// makeGroups makes groups of friends; half of the groups are one guest alone.
func (s *soak) makeGroups() {
	rng := rand.New(rand.NewPCG(s.opt.seed, 0))
	for made := 0; made < s.opt.guests; {
		size := min(max(rng.IntN(7)-2, 1), s.opt.guests-made)
		g := &group{soak: s, rng: rand.New(rand.NewPCG(s.opt.seed, uint64(made)+1))}
		for range size {
			g.guests = append(g.guests, &guest{soak: s, n: made, name: fmt.Sprint("guest ", made)})
			made++
		}
		s.groups = append(s.groups, g)
	}
}

// runGroups lets all groups play, each from its own moment on, until the time is over. It
// prints a line every ten seconds.
func (s *soak) runGroups(ctx context.Context, out io.Writer) {
	ctx, cancel := context.WithTimeout(ctx, s.opt.length)
	defer cancel()
	var groups sync.WaitGroup
	for i, g := range s.groups {
		groups.Go(func() {
			delay := time.Duration(i) * s.opt.length / 3 / time.Duration(len(s.groups))
			if sleep(ctx, delay) {
				g.runScenarios(ctx)
			}
		})
	}
	done := make(chan struct{})
	go func() {
		groups.Wait()
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
			fmt.Fprintf(out, "%4.0fs  %s\n", now.Sub(start).Seconds(), s.counters.String())
		}
	}
}

// awaitNoRooms waits until all rooms have closed, and with them the last rounds.
func (s *soak) awaitNoRooms(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	for {
		rooms, err := s.guests()[0].lobby.ListRooms(ctx)
		if err != nil {
			return fmt.Errorf("wait for the last rooms to close: %w", err)
		}
		if len(rooms) == 0 {
			return nil
		}
		sleep(ctx, time.Second/4)
	}
}

// checkRecords checks what the restarted server says. It reads everything twice, to see
// that reading changes nothing.
func (s *soak) checkRecords(ctx context.Context, out io.Writer) error {
	for _, g := range s.guests() {
		if err := g.openLobby(); err != nil {
			return err
		}
	}
	var both [2]*records
	for i := range both {
		var err error
		if both[i], err = s.readRecords(ctx); err != nil {
			return err
		}
	}
	r := both[0].audit(s)
	r.check("everything: the same when asked again", 1, reflect.DeepEqual(both[0], both[1]), "")
	if err := s.eraseSome(ctx, both[0], r); err != nil {
		return err
	}
	return r.print(out, &s.counters)
}

func (s *soak) guests() (all []*guest) {
	for _, g := range s.groups {
		all = append(all, g.guests...)
	}
	return all
}

// sleep reports whether ctx left enough time for it.
func sleep(ctx context.Context, d time.Duration) bool {
	select {
	case <-time.After(d):
		return true
	case <-ctx.Done():
		return false
	}
}
