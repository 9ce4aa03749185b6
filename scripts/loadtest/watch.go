package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"sync"
	"time"

	"perihelion/client/lobby"
	"perihelion/scripts/harness"
	"perihelion/scripts/pilots"
	"perihelion/shared/api"
)

const (
	watchRounds  = 3               // each without watchers and then with them
	watchSeats   = 16              // of the room that is watched
	showWithin   = time.Minute     // must something be shown: a match is shown 30 s late at most
	watchEvery   = 3 * time.Second // how often a watcher asks: when a segment is due
	tickWindow   = 9 * time.Second // what the tick costs of a room are of, at most
	maxWatchers  = 9000
	watchTimeout = 10 * time.Second
)

// measureWatchers lets opt.watch clients watch a room of light pilots on a server of our own,
// which has a core for itself, and prints what its ticks cost without them and with them.
func measureWatchers(ctx context.Context, opt *options, out io.Writer) error {
	if err := pin(ctx, findPilotCore); err != nil {
		return fmt.Errorf("-watch %w", err)
	}
	p, err := harness.StartChild(findServerCore, "server", fmt.Sprint("ROOM_SEATS=", watchSeats), "BOT_FILL=0", "ROUND_POINTS=999", "ROUND_TIME=1h")
	if err != nil {
		return err
	}
	fleet, err := pilots.Join(ctx, pilots.Delta{URL: p.URL}, watchSeats)
	if err == nil {
		defer fleet.Close()
		err = watch(ctx, opt, p, fleet, out)
	}
	return errors.Join(err, p.Stop())
}

// watchSample is how the server did for its players in one turn.
type watchSample struct{ tick, arrival float64 } // 99th percentiles in milliseconds

// watch measures in turns, without watchers and with them.
func watch(ctx context.Context, opt *options, p *harness.Process, fleet *pilots.Fleet, out io.Writer) error {
	room, err := watchedRoom(ctx, p.URL)
	if err != nil {
		return err
	}
	w := &watchers{url: p.URL, room: room.ID, http: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: opt.watch}, Timeout: watchTimeout}}
	if err := w.awaitLog(ctx); err != nil {
		return err
	}
	length := max(opt.length, tickWindow)
	var without, with []watchSample
	for range watchRounds {
		alone, err := w.measure(ctx, fleet, length)
		if err != nil {
			return err
		}
		phase, stop := context.WithCancel(ctx)
		var all sync.WaitGroup
		for range opt.watch {
			all.Go(func() { w.follow(phase) })
		}
		_ = wait(ctx, watchEvery) // until all have come
		watched, err := w.measure(ctx, fleet, length)
		stop()
		all.Wait()
		if err != nil {
			return err
		}
		without, with = append(without, alone), append(with, watched)
	}
	w.report(out, opt.watch, (watchEvery+length).Seconds()*watchRounds)
	a, b := medians(without), medians(with)
	fmt.Fprintf(out, "tick         p99 %.3f ms without watchers, %.3f ms with them; medians of %d rounds of %v, as below\n", a.tick, b.tick, watchRounds, length)
	fmt.Fprintf(out, "snapshots    p99 %.1f ms apart without watchers, %.1f ms with them\n", a.arrival, b.arrival)
	return nil
}

// awaitLog waits until something is shown of the room.
func (w *watchers) awaitLog(ctx context.Context) error {
	l, err := lobby.New(w.url)
	if err != nil {
		return err
	}
	for end := time.Now().Add(showWithin); time.Now().Before(end); {
		list, _, err := l.RoomLog(ctx, w.room, "")
		if err != nil || len(list.Logs) > 0 {
			return err
		}
		if err := wait(ctx, watchEvery); err != nil {
			return err
		}
	}
	return fmt.Errorf("nothing of the room is shown within %v", showWithin)
}

// measure waits, and returns how the server did meanwhile.
func (w *watchers) measure(ctx context.Context, fleet *pilots.Fleet, length time.Duration) (s watchSample, err error) {
	fleet.Reset()
	if err := wait(ctx, length); err != nil {
		return s, err
	}
	f := fleet.Figures()
	r, err := watchedRoom(ctx, w.url)
	return watchSample{tick: r.TickP99, arrival: float64(f.Intervals.Quantile(0.99)) / float64(time.Millisecond)}, err
}

func medians(all []watchSample) watchSample {
	ticks, arrivals := make([]float64, len(all)), make([]float64, len(all))
	for i, s := range all {
		ticks[i], arrivals[i] = s.tick, s.arrival
	}
	slices.Sort(ticks)
	slices.Sort(arrivals)
	return watchSample{quantile(ticks, 0.5), quantile(arrivals, 0.5)}
}

// watchedRoom is the room in which the pilots are.
func watchedRoom(ctx context.Context, url string) (r api.Room, err error) {
	l, err := lobby.New(url)
	if err != nil {
		return r, err
	}
	rooms, err := l.ListRooms(ctx)
	if err == nil && len(rooms) != 1 {
		err = fmt.Errorf("%d rooms are open, want one", len(rooms))
	}
	if err != nil {
		return r, err
	}
	return rooms[0], nil
}
