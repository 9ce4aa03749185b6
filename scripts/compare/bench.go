package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"time"

	"perihelion/scripts/harness"
	"perihelion/scripts/pilots"
)

// bench measures works on servers.
type bench struct {
	opt        options
	raw        io.Writer
	progress   io.Writer
	frameBytes map[string]int // by work: the mean size of our snapshots, which the floor's get
	results    []result
}

// result is one measurement, a line of the raw file.
type result struct {
	Round     int       `json:"round"`
	Work      string    `json:"work"`
	Server    string    `json:"server"`
	CPU       float64   `json:"cpu"`              // of one core
	LoadCPU   float64   `json:"load_cpu"`         // what the pilots used of theirs
	Rate      float64   `json:"snapshots"`        // per second and client
	Snapshot  int       `json:"bytes"`            // of one, the mean
	Down      float64   `json:"down"`             // bytes of messages per second and client
	Up        float64   `json:"up"`               // the same
	Late      float64   `json:"late"`             // per cent of snapshots that tell of an input that came late; ours only
	P50       float64   `json:"p50_ms"`           // between two snapshots
	P99       float64   `json:"p99_ms"`           // the same
	RSS       float64   `json:"rss_mb"`           // at the end
	Switches  float64   `json:"switches"`         // voluntary ones of all threads, per second
	Seconds   float64   `json:"seconds"`          // that were measured
	Frame     int       `json:"frame"`            // bytes of a frame of the floor; 0: another server
	Causes    []float64 `json:"causes,omitempty"` // parts of CPU, as in causes; with -causes only
	Disturbed bool      `json:"disturbed"`        // the server stood still although it had time: another process had the core
}

const (
	idle     = 0.6  // a server that uses less of its core is not what holds snapshots up
	fullRate = 0.95 // of the snapshots that should come; what loses more stood still
	maxTries = 3    // at a measurement that was disturbed
)

const oneLost = 20 // datagrams with inputs of which one is lost, where some are

const defaultFrame = 200 // bytes of a frame of the floor, where ours was not measured before

// runRounds measures everything once a round. The order turns from round to round, so that
// no server always follows the same other one; ours is first in the first.
func (b *bench) runRounds(ctx context.Context) error {
	for round := range b.opt.rounds {
		for _, w := range b.opt.works {
			for i := range b.opt.servers {
				name := b.opt.servers[(i+round)%len(b.opt.servers)]
				if err := b.measureUndisturbed(ctx, round+1, &w, name); err != nil {
					return fmt.Errorf("%s, %s: %w", w.text, name, err)
				}
			}
		}
	}
	return nil
}

// measureUndisturbed measures until nothing disturbs it, but not for ever.
func (b *bench) measureUndisturbed(ctx context.Context, round int, w *work, name string) error {
	for try := 1; ; try++ {
		r, err := b.measure(ctx, w, name)
		if err != nil {
			return err
		}
		r.Round = round
		r.Disturbed = r.CPU < idle && r.Rate < fullRate*float64(w.rate)
		if err := b.write(&r); err != nil {
			return err
		}
		if !r.Disturbed || try == maxTries {
			b.results = append(b.results, r)
			return nil
		}
	}
}

// write notes a measurement.
func (b *bench) write(r *result) error {
	if r.Server == "ours" && b.frameBytes[r.Work] == 0 {
		b.frameBytes[r.Work] = r.Snapshot
	}
	line, err := json.Marshal(r)
	if err != nil {
		return err
	}
	fmt.Fprintf(b.progress, "%d %-10s %-9s CPU %.3f  %.1f snapshots/s  down %.0f B/s  p99 %.1f ms  late %.2f %%  switches %.0f/s  load %.2f  disturbed %t\n",
		r.Round, r.Work, r.Server, r.CPU, r.Rate, r.Down, r.P99, r.Late, r.Switches, r.LoadCPU, r.Disturbed)
	_, err = fmt.Fprintf(b.raw, "%s\n", line)
	return err
}

// disturbed counts the measurements that were disturbed to the end.
func (b *bench) disturbed() (n int) {
	for i := range b.results {
		if b.results[i].Disturbed {
			n++
		}
	}
	return n
}

// measure does one work on one server, in a process of its own.
func (b *bench) measure(ctx context.Context, w *work, name string) (r result, err error) {
	frame := b.frameBytes[w.name]
	if frame == 0 {
		frame = defaultFrame
	}
	p, s, err := b.start(w, name, frame)
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, p.Stop()) }()
	fleet, err := pilots.Join(ctx, s, w.rooms*w.seats)
	if err != nil {
		return r, err
	}
	defer fleet.Close()
	if err := sleep(ctx, b.opt.warm); err != nil {
		return r, err
	}
	r, err = b.observe(ctx, p, fleet, w.name+"-"+name)
	r.Work, r.Server = w.name, name
	if name == "floor" {
		r.Frame = frame
	}
	return r, err
}

// start starts a server for a work. It returns how its pilots get in.
func (b *bench) start(w *work, name string, frame int) (p *harness.Process, s pilots.Server, err error) {
	core := harness.AnyCore
	if b.opt.pin {
		core = serverCore
	}
	switch name {
	case "ours", "datagrams", "lossy":
		if p, err = startOurs(core, w); err == nil {
			d := pilots.Delta{URL: p.URL, Queue: w.queue(), Datagrams: name != "ours"}
			if name == "lossy" {
				d.Loses = oneLost
			}
			s = d
		}
	case "colyseus":
		if p, err = startColyseus(core, b.opt.dir, w); err == nil {
			s = newColyseus(p.URL, w.seats)
		}
	default:
		if p, err = startPlain(core, name, w, frame); err == nil {
			s = plainServer{p.URL}
		}
	}
	return p, s, err
}

// observe measures a server while it is played on. A profile has the name of the measurement.
func (b *bench) observe(ctx context.Context, p *harness.Process, fleet *pilots.Fleet, measurement string) (r result, err error) {
	fleet.Reset()
	before, err := p.Usage()
	if err != nil {
		return r, err
	}
	load, err := harness.OwnCPU()
	if err != nil {
		return r, err
	}
	parts, err := b.passTime(ctx, p, measurement)
	if err != nil {
		return r, err
	}
	f := fleet.Figures()
	after, err := p.Usage()
	if err != nil {
		return r, err
	}
	loadAfter, err := harness.OwnCPU()
	seconds := after.At.Sub(before.At).Seconds()
	if f.Lost > 0 {
		return r, fmt.Errorf("%d of %d connections ended: %w", f.Lost, f.Pilots, f.FirstLoss)
	}
	ms := func(q float64) float64 { return float64(f.Intervals.Quantile(q)) / float64(time.Millisecond) }
	return result{
		CPU: (after.CPU - before.CPU).Seconds() / seconds, LoadCPU: (loadAfter - load).Seconds() / seconds,
		Rate: f.PerPilot(f.Snapshots), Down: f.PerPilot(f.In), Up: f.PerPilot(f.Out), Late: 100 * float64(f.Late) / float64(max(f.Snapshots, 1)), P50: ms(0.5), P99: ms(0.99),
		RSS: float64(after.RSS) / 1e6, Switches: float64(after.Switches-before.Switches) / seconds,
		Snapshot: f.SnapshotIn / max(f.Snapshots, 1), Seconds: seconds, Causes: parts,
	}, err
}

// passTime waits for as long as a measurement takes. With -causes the server is profiled
// meanwhile; parts are what its CPU went to, and the profile is kept beside the measurements.
func (b *bench) passTime(ctx context.Context, p *harness.Process, measurement string) (parts []float64, err error) {
	if !b.opt.causes {
		return nil, sleep(ctx, b.opt.length)
	}
	cpu, err := fetchProfile(ctx, p.Admin, b.opt.length)
	if err != nil {
		return nil, err
	}
	return shares(cpu), writeProfile(filepath.Join(b.opt.dir, measurement+".pprof"), cpu)
}

// sleep waits, unless ctx ends before.
func sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
