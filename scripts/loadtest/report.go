package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"

	"perihelion/client/lobby"
	"perihelion/shared/protocol"
)

// traffic is what all bots have sent and received so far.
type traffic struct {
	ready, clients                       int
	snapshots, in, out                   uint64
	corrections, moved                   uint64
	underruns, stalls, misses, keyframes uint64
	byType                               [32]uint64
	rtt, intervals                       histogram
}

func (r *loadRun) traffic() (t traffic) {
	for _, b := range r.bots {
		b.mu.Lock()
		t.addBot(b)
		b.mu.Unlock()
	}
	return t
}

// byServer is the traffic of the bots on each server.
func (r *loadRun) byServer() map[string]*traffic {
	all := map[string]*traffic{}
	for _, b := range r.bots {
		b.mu.Lock()
		if b.client != nil {
			if all[b.server] == nil {
				all[b.server] = &traffic{}
			}
			all[b.server].addBot(b)
		}
		b.mu.Unlock()
	}
	return all
}

// printServers writes a line for each server, if there are several.
func (r *loadRun) printServers(out io.Writer) {
	all := r.byServer()
	if len(all) < 2 {
		return
	}
	fmt.Fprintf(out, "\n%8s %12s %12s %14s %8s %8s  %s\n", "clients", "interval p50", "interval p99", "round trip p50", "p99", "stalls", "server, since the beginning")
	for _, server := range slices.Sorted(maps.Keys(all)) {
		t := all[server]
		fmt.Fprintf(out, "%8d %12v %12v %14v %8v %8d  %s\n", t.clients, t.intervals.quantile(0.5), t.intervals.quantile(0.99),
			t.rtt.quantile(0.5), t.rtt.quantile(0.99), t.stalls, server)
	}
}

func (t *traffic) addBot(b *botClient) {
	if b.client == nil {
		return
	}
	s, ready := b.client.Stats()
	t.clients++
	if ready {
		t.ready++
		t.rtt.record(s.RTT)
	}
	t.snapshots += s.Snapshots
	t.in += s.BytesIn
	t.out += s.BytesOut
	t.corrections += s.Corrections
	t.moved += s.Moved
	t.underruns += s.Underruns
	t.stalls += s.Stalls
	t.misses += s.Misses
	t.keyframes += s.Keyframes
	for i, n := range s.BytesByType {
		t.byType[i] += n
	}
	t.intervals.merge(&b.intervals)
}

// minus is the traffic since before. Histograms are not changed.
func (t traffic) minus(before traffic) traffic {
	t.snapshots -= before.snapshots
	t.in -= before.in
	t.out -= before.out
	t.corrections -= before.corrections
	t.moved -= before.moved
	t.underruns -= before.underruns
	t.stalls -= before.stalls
	t.misses -= before.misses
	t.keyframes -= before.keyframes
	for i := range t.byType {
		t.byType[i] -= before.byType[i]
	}
	return t
}

// tickSamples are what the public list of rooms says about the cost of ticks, in
// milliseconds.
type tickSamples struct {
	p50, p99 []float64
	last     float64 // slowest room of the last sample
}

// sample takes a sample. If the server does not answer in time, it is left out.
func (s *tickSamples) sample(ctx context.Context, l *lobby.Client) {
	ctx, cancel := context.WithTimeout(ctx, time.Second/2)
	defer cancel()
	rooms, err := l.ListRooms(ctx)
	if err != nil {
		return
	}
	s.last = 0
	for _, r := range rooms {
		if r.Players > 0 {
			s.p50 = append(s.p50, r.TickP50)
			s.p99 = append(s.p99, r.TickP99)
			s.last = max(s.last, r.TickP99)
		}
	}
}

// printReport writes what was measured.
func (r *loadRun) printReport(out io.Writer) {
	line := func(format string, args ...any) { fmt.Fprintf(out, format+"\n", args...) }
	m, seconds := &r.measured, r.length.Seconds()
	line("")
	slices.Sort(r.joinTimes)
	line("joins         %d ok, %d failed, %d lost later; took p50 %v, p99 %v",
		r.joined.Load(), r.failed.Load(), r.lost.Load(), quantile(r.joinTimes, 0.5), quantile(r.joinTimes, 0.99))
	for _, reason := range slices.Sorted(maps.Keys(r.failures)) {
		line("              %4d × %s", r.failures[reason], reason)
	}
	if m.clients == 0 || seconds == 0 {
		line("measured      nothing: not all bots had joined")
		return
	}
	perClient := float64(m.clients) * seconds
	line("measured      %d clients for %.0f s", m.clients, seconds)
	line("snapshots     %.1f/s each; interval p50 %v, p99 %v, longest %v; %d stalls over 250 ms",
		float64(m.snapshots)/perClient, m.intervals.quantile(0.5), m.intervals.quantile(0.99), m.intervals.longest.Round(bucket), m.stalls)
	line("down          %.0f B/s each", float64(m.in)/perClient)
	for i, n := range m.byType {
		if n > 0 {
			line("  %-11s %.0f B/s", protocol.Type(i), float64(n)/perClient)
		}
	}
	line("up            %.0f B/s each", float64(m.out)/perClient)
	line("round trip    p50 %v, p99 %v", m.rtt.quantile(0.5), m.rtt.quantile(0.99))
	line("corrections   %.2f a minute each, of which %.2f moved what they control", 60*float64(m.corrections)/perClient, 60*float64(m.moved)/perClient)
	line("too late      %d input frames (%.3f %%); %d frames drawn without data; %d keyframes asked for",
		m.misses, 100*float64(m.misses)/(30*perClient), m.underruns, m.keyframes)
	slices.Sort(r.ticks.p50)
	slices.Sort(r.ticks.p99)
	line("server tick   p50 %.3f ms in the median room, p99 %.3f ms in the slowest", quantile(r.ticks.p50, 0.5), quantile(r.ticks.p99, 1))
}

func quantile[T float64 | time.Duration](sorted []T, q float64) T {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[int(q*float64(len(sorted)-1))]
}

// err says how many bots could not join or lost their connection; nil: none.
func (r *loadRun) err() error {
	if failed, lost := r.failed.Load(), r.lost.Load(); failed+lost > 0 {
		return fmt.Errorf("%d bots could not join, %d lost their connection", failed, lost)
	}
	return nil
}
