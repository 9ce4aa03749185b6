package hud

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"perihelion/client/netcode"
	"perihelion/shared/protocol"
)

// netGraph shows the state of the connection as charts, numbers and text. It records while
// it is hidden as well, because one opens it after a problem has happened.
type netGraph struct {
	samples [graphSamples]frameSample // the last frames, a ring
	next    int

	history        statsHistory
	last           netcode.Stats
	diagnosis      diagnosis   // updated every summaryStep
	metrics        linkMetrics // from which it was made
	fps            float32     // frames per second
	worstFrame     float32     // seconds of the slowest frame
	sinceDiagnosis float32     // seconds
	displayed      diagnosis
	displayedText  string // of displayed, formatted when it changes
	summary        netSummary
	sinceSummary   float32 // seconds
}

// Servers are those that share the work of a match.
type Servers struct {
	Playing, Standby string        // URLs: of the one that plays the match, of the one that would go on with it; empty: none
	Moves            int           // how often the match has gone on over another connection
	LastGap          time.Duration // for how long it was not heard of the last time
}

// String says it in a line.
func (s Servers) String() string {
	if s.Playing == "" {
		return "played on this machine"
	}
	moved, standby := "", "no standby"
	if s.Moves > 0 {
		moved = fmt.Sprintf("moved %d ×, gap %d ms: ", s.Moves, ms(s.LastGap))
	}
	if s.Standby != "" {
		standby = "standby " + host(s.Standby)
	}
	return moved + host(s.Playing) + ", " + standby
}

// host is the host of a URL, with its port.
func host(url string) string {
	_, rest, _ := strings.Cut(url, "://")
	rest, _, _ = strings.Cut(rest, "/")
	return rest
}

// frameSample is one frame of the charts.
type frameSample struct {
	frameTime, roundTrip, delay float32 // seconds
	silence                     float32 // seconds since the last snapshot
	starved, corrected          bool
}

// netSummary are the numbers; they are refreshed only every summaryStep to be readable.
type netSummary struct {
	fps, worstFrame     float32 // frames per second; seconds of the slowest frame
	snapshots           float32 // per second; the next two lines but one: bytes per second
	fullRate            float32 // of them, when the server has time
	in, out             float32
	state, roster, rest float32
	stats, minute       netcode.Stats // now, and a minute ago
	tick                string        // of the server
	servers             string        // as Servers says
	slowTick            bool          // a tick of the server takes too long
	serverPace          float32       // ticks per second as a share of the nominal rate; 0: unknown
}

const (
	graphSamples = 240 // four seconds
	summaryStep  = .25 // seconds
	rateSpan     = 2   // seconds over which rates are measured
)

// recordFrame adds a frame of dt seconds.
func (g *netGraph) recordFrame(v *netcode.View, dt float64) {
	s := &v.Stats
	g.history.recordStats(s, float32(dt))
	g.samples[g.next] = frameSample{
		silence:   g.history.silence,
		frameTime: float32(dt), roundTrip: float32(s.RTT.Seconds()), delay: float32(s.Delay.Seconds()),
		starved: s.Underruns > g.last.Underruns, corrected: s.Moved > g.last.Moved,
	}
	g.next = (g.next + 1) % graphSamples
	g.last = *s
	g.sinceSummary += float32(dt)
	if g.sinceDiagnosis += float32(dt); g.sinceDiagnosis >= summaryStep {
		g.sinceDiagnosis = 0
		g.diagnoseLink(v)
	}
}

// diagnoseLink updates the metrics and the diagnosis.
func (g *netGraph) diagnoseLink(v *netcode.View) {
	g.fps, g.worstFrame = g.frameRate()
	g.metrics = g.history.measureLink(&g.last, v.Config.TicksPerSecond(), g.fps)
	g.diagnosis = g.metrics.diagnose()
}

// refreshSummary updates the numbers. It is called only while the graph is visible.
func (g *netGraph) refreshSummary(v *netcode.View, servers Servers) {
	if g.sinceSummary < summaryStep && g.displayedText != "" {
		return
	}
	g.sinceSummary = 0
	s := &v.Stats
	f := &g.summary
	g.diagnoseLink(v)
	f.fps, f.worstFrame = g.fps, g.worstFrame
	before, span := g.history.statsBefore(rateSpan)
	rate := func(now, then uint64) float32 { return float32(now-then) / max(span, .1) }
	kind := func(t protocol.Type) float32 { return rate(s.BytesByType[t], before.BytesByType[t]) }
	f.snapshots = rate(s.Snapshots, before.Snapshots)
	f.fullRate = float32(v.Config.TicksPerSecond()) / float32(max(s.Interval, 1))
	f.in, f.out = rate(s.BytesIn, before.BytesIn), rate(s.BytesOut, before.BytesOut)
	f.state, f.roster = kind(protocol.TypeState), kind(protocol.TypeRoster)
	f.rest = max(0, f.in-f.state-f.roster)
	minute, _ := g.history.statsBefore(60)
	f.stats, f.minute = *s, *minute
	f.tick, f.servers = strconv.Itoa(int(s.ServerTick)), servers.String()
	f.serverPace, f.slowTick = g.metrics.serverPace, g.metrics.slowTick > 0
	if g.diagnosis != g.displayed || g.displayedText == "" {
		g.displayed, g.displayedText = g.diagnosis, g.diagnosis.String()
	}
}

// frameRate returns the average frames per second of the samples and the slowest frame in
// seconds.
func (g *netGraph) frameRate() (fps, worst float32) {
	sum, n := float32(0), 0
	for i := range g.samples {
		if frameTime := g.samples[i].frameTime; frameTime > 0 {
			sum, n, worst = sum+frameTime, n+1, max(worst, frameTime)
		}
	}
	if n == 0 {
		return 0, 0
	}
	return float32(n) / sum, worst
}

// ms rounds d to milliseconds.
func ms(d time.Duration) int { return int(d.Round(time.Millisecond) / time.Millisecond) }
