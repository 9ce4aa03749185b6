package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/google/pprof/profile"
)

// A cause is a part of what a server does, and the functions that are it: prefixes of their
// full names. A sample belongs to the innermost function of its stack that is in a cause.
type cause struct {
	name      string
	functions []string
}

// causes are tried from the first to the last for each function.
var causes = []cause{
	{"collector", []string{"runtime.gcBgMarkWorker", "runtime.gcAssistAlloc", "runtime.bgsweep", "runtime.bgscavenge", "runtime.gcStart", "runtime.sweepone"}},
	{"poller", []string{"runtime.netpoll", "internal/poll.runtime_poll", "internal/poll.(*pollDesc)"}},
	{"socket reads", []string{"internal/poll.(*FD).Read", "syscall.read", "golang.org/x/sys/unix.Read", "golang.org/x/sys/unix.read"}},
	{"socket writes", []string{"internal/poll.(*FD).Write", "internal/poll.(*FD).Writev", "syscall.write", "golang.org/x/sys/unix.Write", "golang.org/x/sys/unix.write"}},
	{"framing", []string{"github.com/lxzan/gws", "perihelion/shared/wsframe", "perihelion/server/net/ws"}},
	{"scheduler, channels, timers", []string{
		"runtime.schedule", "runtime.findRunnable", "runtime.mcall", "runtime.park_m", "runtime.goready", "runtime.ready", "runtime.selectgo",
		"runtime.chansend", "runtime.chanrecv", "runtime.mstart", "runtime.sysmon", "runtime.(*timers)", "runtime.(*timer)", "time.(*Timer)", "runtime.semrelease", "sync.",
	}},
	{"inputs", []string{"perihelion/shared/protocol.Decode", "perihelion/shared/protocol.decode", "perihelion/sim.(*InputSchema)", "perihelion/server/play/room.(*InputQueue)", "perihelion/server/play/room.(*inputBuffer)", "perihelion/server/play/room.(*viewValidator)", "perihelion/server/play/room.(*match).applyInput"}},
	{"encode", []string{"perihelion/shared/snapshot.(*Publisher)"}},
	{"compose", []string{"perihelion/shared/snapshot.(*ClientEncoder)", "perihelion/shared/protocol.Append"}},
	{"simulation", []string{"perihelion/sim/"}},
	{"sessions", []string{"perihelion/server/play/session"}},
	{"rooms", []string{"perihelion/server/play/room", "perihelion/shared/pace"}},
}

const otherCause = "everything else"

// causeOf is the index in causes of a function; -1: in none.
func causeOf(function string) int {
	for i := range causes {
		for _, prefix := range causes[i].functions {
			if strings.HasPrefix(function, prefix) {
				return i
			}
		}
	}
	return -1
}

// shares are the parts of the CPU time in a profile: of each cause, and of everything else
// behind them.
func shares(p *profile.Profile) []float64 {
	sums, total := make([]float64, len(causes)+1), 0.0
	value := len(p.SampleType) - 1 // nanoseconds; before it are counts
	for _, s := range p.Sample {
		v := float64(s.Value[value])
		total += v
		sums[sampleCause(s)] += v
	}
	for i := range sums {
		sums[i] /= max(total, 1)
	}
	return sums
}

// sampleCause is the cause of a sample; len(causes): everything else.
func sampleCause(s *profile.Sample) int {
	for _, l := range s.Location { // the innermost first
		for _, line := range l.Line {
			if i := causeOf(line.Function.Name); i >= 0 {
				return i
			}
		}
	}
	return len(causes)
}

// fetchProfile lets the server whose operator's page is at admin profile itself.
func fetchProfile(ctx context.Context, admin string, length time.Duration) (*profile.Profile, error) {
	url := fmt.Sprintf("%s/debug/pprof/profile?seconds=%d", admin, max(int(length.Seconds()), 1))
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, http.NoBody)
	if err != nil {
		return nil, err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, fmt.Errorf("profile: %w", err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("profile: the server answers %s", resp.Status)
	}
	return profile.Parse(resp.Body)
}

// writeProfile writes a profile for `go tool pprof`.
func writeProfile(file string, p *profile.Profile) error {
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	return errors.Join(p.Write(f), f.Close())
}

// printCauses prints what the CPU of our server went to: a column for each work, in parts of
// a core.
func printCauses(out io.Writer, results []result) {
	var columns []result
	for _, w := range works {
		if m := meanCauses(results, w.name); m.Round > 0 {
			columns = append(columns, m)
		}
	}
	row := func(name string, of func(*result) float64) {
		fmt.Fprintf(out, "| %s |", name)
		for i := range columns {
			fmt.Fprintf(out, " %.3f |", of(&columns[i]))
		}
		fmt.Fprintln(out)
	}
	fmt.Fprint(out, "| CPU of one core, by cause |")
	for _, c := range columns {
		fmt.Fprintf(out, " %s |", c.Work)
	}
	fmt.Fprintln(out, "\n|---|"+strings.Repeat("---|", len(columns)))
	for i := range causes {
		row(causes[i].name, func(r *result) float64 { return r.Causes[i] })
	}
	row(otherCause, func(r *result) float64 { return r.Causes[len(causes)] })
	row("**all**", func(r *result) float64 { return r.CPU })
}

// meanCauses is the mean of all rounds of a work on our server, with Work as its text and
// Causes in parts of a core.
func meanCauses(results []result, work string) (m result) {
	m.Causes = make([]float64, len(causes)+1)
	for i := range results {
		r := &results[i]
		if r.Work != work || r.Causes == nil {
			continue
		}
		m.Round++
		m.CPU += r.CPU
		for i, share := range r.Causes {
			m.Causes[i] += share * r.CPU
		}
	}
	n := max(float64(m.Round), 1)
	m.CPU /= n
	for i := range m.Causes {
		m.Causes[i] /= n
	}
	for i := range works {
		if works[i].name == work {
			m.Work = works[i].text
		}
	}
	return m
}
