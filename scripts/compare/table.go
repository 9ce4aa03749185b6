package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

// serverNames are the servers, in the order of the table. Ours comes first in a run: the
// floor writes frames of the size of ours.
var serverNames = []string{"ours", "datagrams", "lossy", "floor", "colyseus", "naive"}

// usualServers are all but the one by datagrams, whose pilots need more of their core than there is
// in most works: each has a QUIC of its own.
var usualServers = slices.DeleteFunc(slices.Clone(serverNames), func(name string) bool { return name == "datagrams" || name == "lossy" })

// titles are the servers as the table names them.
var titles = map[string]string{"ours": "**ours**", "datagrams": "ours, by datagrams", "lossy": "the same, one in 20 lost", "floor": "floor: bare gws", "colyseus": "Colyseus 0.18", "naive": "naive Go"}

// printTable prints the means of all rounds.
func printTable(out io.Writer, results []result) {
	fmt.Fprintln(out, "| work, on one core | server | CPU | × floor | snapshots/s | down B/s | up B/s | arrival p50 · p99 | RSS MB | switches/s |")
	fmt.Fprintln(out, "|---|---|---|---|---|---|---|---|---|---|")
	for _, w := range works {
		floor := mean(results, w.name, "floor")
		for _, name := range serverNames {
			m := mean(results, w.name, name)
			if m.Round == 0 {
				continue
			}
			ratio := "–"
			if floor.CPU > 0 {
				ratio = fmt.Sprintf("%.2f", m.CPU/floor.CPU)
			}
			fmt.Fprintf(out, "| %s | %s | %.3f | %s | %.1f | %.0f | %.0f | %.0f · %.0f ms | %.0f | %.0f |\n",
				w.text, titles[name], m.CPU, ratio, m.Rate, m.Down, m.Up, m.P50, m.P99, m.RSS, m.Switches)
		}
	}
}

// mean is the mean of all rounds of a work on a server; Round is how many there were.
func mean(results []result, work, server string) (m result) {
	for _, r := range results {
		if r.Work != work || r.Server != server {
			continue
		}
		m.Round++
		for i, sum := range m.figures() {
			*sum += *r.figures()[i]
		}
	}
	for _, sum := range m.figures() {
		*sum /= max(float64(m.Round), 1)
	}
	return m
}

// figures are the numbers of which the table has means.
func (r *result) figures() []*float64 {
	return []*float64{&r.CPU, &r.LoadCPU, &r.Rate, &r.Down, &r.Up, &r.P50, &r.P99, &r.RSS, &r.Switches}
}

// machine says on what was measured.
func machine(opt options) string {
	version := "no Node.js"
	if out, err := exec.Command(nodeProgram(opt.dir), "--version").Output(); err == nil {
		version = "Node.js " + strings.TrimSpace(string(out))
	}
	return fmt.Sprintf("Means of %d interleaved rounds of %v; %s, %d cores, %s; %s, %s.",
		opt.rounds, opt.length, processor(), runtime.NumCPU(), kernel(), runtime.Version(), version)
}

// processor is the name of the processor, as Linux tells it.
func processor() string {
	b, _ := os.ReadFile(filepath.FromSlash("/proc/cpuinfo"))
	for line := range strings.Lines(string(b)) {
		if name, ok := strings.CutPrefix(line, "model name"); ok {
			return strings.Trim(name, " \t:\n")
		}
	}
	return runtime.GOARCH
}

func kernel() string {
	b, _ := os.ReadFile("/proc/sys/kernel/osrelease")
	return runtime.GOOS + " " + strings.TrimSpace(string(b))
}
