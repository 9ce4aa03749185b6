package admin

import (
	"sync"
	"time"

	"perihelion/server/metrics"
)

const (
	sampleEvery = time.Second
	window      = 10  // samples over which ticks are judged
	spread      = 60  // samples of ticks in the histogram
	kept        = 300 // points of the charts: five minutes
)

// Point is how the server did in one second.
type Point struct {
	At        time.Time `json:"at"`
	Players   float64   `json:"players"`
	Bots      float64   `json:"bots"`
	Rooms     float64   `json:"rooms"`
	TickP50   float64   `json:"tick_p50_ms"`
	TickP99   float64   `json:"tick_p99_ms"`
	FramesIn  float64   `json:"frames_in"` // per second, as what follows
	FramesOut float64   `json:"frames_out"`
	BytesIn   float64   `json:"bytes_in"`
	BytesOut  float64   `json:"bytes_out"`
	CPU       float64   `json:"cpu"` // of one core
	Heap      float64   `json:"heap_bytes"`
	Refused   float64   `json:"refused"` // requests and connections turned away, per second
}

// past is what was, for the charts.
type past struct {
	mu     sync.Mutex
	points []Point
	ticks  []metrics.Histogram // of the last readings
	last   metrics.Reading
	at     time.Time
}

const ticksName = "tick_duration_seconds"

// add takes what was read at now.
func (p *past) add(now time.Time, r metrics.Reading) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ticks = append(p.ticks, r.Histogram(ticksName))
	p.ticks = p.ticks[max(len(p.ticks)-spread-1, 0):]
	recent := p.over(window)
	point := Point{
		At: now.UTC(), Players: r.Sum("players"), Bots: r.Sum("bots"), Rooms: r.Sum("rooms"),
		TickP50: 1000 * recent.Quantile(0.5), TickP99: 1000 * recent.Quantile(0.99),
		Heap: r.Sum("go_memstats_heap_inuse_bytes"),
	}
	if p.last != nil {
		seconds := now.Sub(p.at).Seconds()
		rate := func(name string, labels ...string) float64 {
			return max(r.Sum(name, labels...)-p.last.Sum(name, labels...), 0) / seconds
		}
		point.FramesIn, point.FramesOut = rate("ws_messages_total", "dir", "in"), rate("ws_messages_total", "dir", "out")
		point.BytesIn, point.BytesOut = rate("ws_received_bytes_total"), rate("ws_sent_bytes_total")
		point.CPU = rate("process_cpu_seconds_total")
		point.Refused = rate("rate_limited_total") + rate("handshake_failures_total") + rate("http_connections_refused_total")
	}
	p.last, p.at = r, now
	p.points = append(p.points, point)
	p.points = p.points[max(len(p.points)-kept, 0):]
}

// over is the cost of ticks in the last samples; the caller holds the mutex.
func (p *past) over(samples int) metrics.Histogram {
	n := len(p.ticks)
	return p.ticks[n-1].Since(p.ticks[max(n-1-samples, 0)])
}

// seen is a copy of all that is remembered.
func (p *past) seen() (points []Point, ticks metrics.Histogram, last metrics.Reading) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.ticks) == 0 {
		return nil, metrics.Histogram{}, nil
	}
	return append([]Point(nil), p.points...), p.over(spread), p.last
}
