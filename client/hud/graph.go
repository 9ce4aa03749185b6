package hud

import (
	"strconv"
	"time"

	"perihelion/client/netcode"
	"perihelion/shared/protocol"
)

// graph is the net graph: what the connection does, in curves, in figures and in
// plain words. It watches even while nobody looks, for what went wrong has mostly
// gone wrong before one asks.
type graph struct {
	beats [graphBeats]beat // of the last frames, a ring
	next  int

	journal journal
	last    netcode.Stats
	found   ailment  // what is wrong, as of the last look
	seen    symptoms // then, as are
	fps     float32  // frames per second, and the seconds
	worst   float32  // that the slowest took
	looked  float32  // seconds since then
	said    ailment
	words   string // of said, spelled when it changes
	slow    figures
	since   float32 // seconds since slow was read
}

// A beat is one frame of the graph.
type beat struct {
	took, trip, delay float32 // seconds
	silent            float32 // since a snapshot came
	starved, moved    bool
}

// figures are what would flicker if it were read in every frame.
type figures struct {
	fps, worst          float32 // frames per second, seconds of the slowest frame
	snapshots           float32 // per second, as are
	in, out             float32
	state, roster, rest float32
	stats, minute       netcode.Stats // now, and a minute ago
	tick                string        // of the server
	heavy               bool          // a tick takes longer than it may
	pace                float32       // of its ticks, as a share of what it should be; 0: not known
}

const (
	graphBeats = 240 // four seconds
	readEvery  = .25 // seconds
	rateOver   = 2   // seconds that rates are measured over
)

func (g *graph) update(v *netcode.View, dt float64) {
	s := &v.Stats
	g.journal.take(s, float32(dt))
	g.beats[g.next] = beat{
		silent: g.journal.silent,
		took:   float32(dt), trip: float32(s.RTT.Seconds()), delay: float32(s.Delay.Seconds()),
		starved: s.Underruns > g.last.Underruns, moved: s.Moved > g.last.Moved,
	}
	g.next = (g.next + 1) % graphBeats
	g.last = *s
	g.since += float32(dt)
	if g.looked += float32(dt); g.looked >= readEvery {
		g.looked = 0
		g.examine(v)
	}
}

// examine looks for what is wrong.
func (g *graph) examine(v *netcode.View) {
	g.fps, g.worst = g.pace()
	g.seen = g.journal.examine(&g.last, v.Config.TicksPerSecond(), g.fps)
	g.found = g.seen.worst()
}

// read brings the slow figures up to date; only a graph that is shown does it.
func (g *graph) read(v *netcode.View) {
	if g.since < readEvery && g.words != "" {
		return
	}
	g.since = 0
	s := &v.Stats
	f := &g.slow
	g.examine(v)
	f.fps, f.worst = g.fps, g.worst
	before, span := g.journal.ago(rateOver)
	rate := func(now, then uint64) float32 { return float32(now-then) / max(span, .1) }
	kind := func(t protocol.Type) float32 { return rate(s.BytesByType[t], before.BytesByType[t]) }
	f.snapshots = rate(s.Snapshots, before.Snapshots)
	f.in, f.out = rate(s.BytesIn, before.BytesIn), rate(s.BytesOut, before.BytesOut)
	f.state, f.roster = kind(protocol.TypeState), kind(protocol.TypeRoster)
	f.rest = max(0, f.in-f.state-f.roster)
	minute, _ := g.journal.ago(60)
	f.stats, f.minute = *s, *minute
	f.tick = strconv.Itoa(int(s.ServerTick))
	f.pace, f.heavy = g.seen.server, g.seen.heavy > 0
	if g.found != g.said || g.words == "" {
		g.said, g.words = g.found, g.found.String()
	}
}

// pace is the frames per second of the beats, and how long the worst took.
func (g *graph) pace() (fps, worst float32) {
	sum, n := float32(0), 0
	for i := range g.beats {
		if took := g.beats[i].took; took > 0 {
			sum, n, worst = sum+took, n+1, max(worst, took)
		}
	}
	if n == 0 {
		return 0, 0
	}
	return float32(n) / sum, worst
}

func ms(d time.Duration) int { return int(d.Round(time.Millisecond) / time.Millisecond) }
