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

// traffic is what all bots have seen so far.
type traffic struct {
	ready, clients                       int
	snapshots, in, out                   uint64
	corrections, moved                   uint64
	underruns, stalls, misses, keyframes uint64
	byType                               [32]uint64
	rtt, gaps                            histogram
}

func (f *fleet) traffic() (t traffic) {
	for _, g := range f.guests {
		g.mu.Lock()
		t.add(g)
		g.mu.Unlock()
	}
	return t
}

func (t *traffic) add(g *guest) {
	if g.flight == nil {
		return
	}
	s, ready := g.flight.Stats()
	t.clients++
	if ready {
		t.ready++
		t.rtt.add(s.RTT)
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
	t.gaps.merge(&g.gaps)
}

// less is what has come since before. Histograms stay as they are.
func (t traffic) less(before traffic) traffic {
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

// A server is what the public list of rooms tells of the ticks, in milliseconds.
type server struct {
	typical, slow []float64
	last          float64 // slowest room of the last sample
}

// ask takes a sample. One that fails is missing, nothing more: the server has
// more important things to do.
func (s *server) ask(ctx context.Context, l *lobby.Client) {
	ctx, cancel := context.WithTimeout(ctx, time.Second/2)
	defer cancel()
	rooms, err := l.ListRooms(ctx)
	if err != nil {
		return
	}
	s.last = 0
	for _, r := range rooms {
		if r.Players > 0 {
			s.typical = append(s.typical, r.TickP50)
			s.slow = append(s.slow, r.TickP99)
			s.last = max(s.last, r.TickP99)
		}
	}
}

// print writes the report.
func (f *fleet) print(out io.Writer) {
	say := func(format string, args ...any) { fmt.Fprintf(out, format+"\n", args...) }
	m, seconds := &f.measured, f.flown.Seconds()
	say("")
	slices.Sort(f.joins)
	say("joins         %d ok, %d failed, %d lost later; took p50 %v, p99 %v",
		f.joined.Load(), f.failed.Load(), f.lost.Load(), quantile(f.joins, 0.5), quantile(f.joins, 0.99))
	for _, why := range slices.Sorted(maps.Keys(f.why)) {
		say("              %4d × %s", f.why[why], why)
	}
	if m.clients == 0 || seconds == 0 {
		say("measured      nothing: not all bots had joined")
		return
	}
	perClient := float64(m.clients) * seconds
	say("measured      %d clients for %.0f s", m.clients, seconds)
	say("snapshots     %.1f/s each; interval p50 %v, p99 %v, longest %v; %d stalls over 250 ms",
		float64(m.snapshots)/perClient, m.gaps.quantile(0.5), m.gaps.quantile(0.99), m.gaps.most.Round(bucket), m.stalls)
	say("down          %.0f B/s each", float64(m.in)/perClient)
	for i, n := range m.byType {
		if n > 0 {
			say("  %-11s %.0f B/s", protocol.Type(i), float64(n)/perClient)
		}
	}
	say("up            %.0f B/s each", float64(m.out)/perClient)
	say("round trip    p50 %v, p99 %v", m.rtt.quantile(0.5), m.rtt.quantile(0.99))
	say("corrections   %.2f a minute each, of which %.2f moved the ship", 60*float64(m.corrections)/perClient, 60*float64(m.moved)/perClient)
	say("too late      %d input frames (%.3f %%); %d frames drawn without data; %d keyframes asked for",
		m.misses, 100*float64(m.misses)/(30*perClient), m.underruns, m.keyframes)
	slices.Sort(f.server.typical)
	slices.Sort(f.server.slow)
	say("server tick   p50 %.3f ms in the median room, p99 %.3f ms in the slowest", quantile(f.server.typical, 0.5), quantile(f.server.slow, 1))
}

func quantile[T float64 | time.Duration](sorted []T, q float64) T {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[int(q*float64(len(sorted)-1))]
}

// verdict is an error if the bots did not get what a player must get.
func (f *fleet) verdict() error {
	if failed, lost := f.failed.Load(), f.lost.Load(); failed+lost > 0 {
		return fmt.Errorf("%d bots could not join, %d lost their connection", failed, lost)
	}
	return nil
}
