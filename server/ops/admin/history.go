package admin

import (
	"sync"
	"time"

	"perihelion/server/ops/metrics"
)

const (
	sampleEvery      = time.Second
	quantileSamples  = 10  // samples for the quantiles of tick times
	histogramSamples = 60  // samples in the histogram of tick times
	maxPoints        = 300 // in the charts: five minutes
)

// Point is one second in the charts.
type Point struct {
	At        time.Time `json:"at"`
	Players   float64   `json:"players"`
	Bots      float64   `json:"bots"`
	Rooms     float64   `json:"rooms"`
	TickP50   float64   `json:"tick_p50_ms"`
	TickP99   float64   `json:"tick_p99_ms"`
	FramesIn  float64   `json:"frames_in"` // this and the next three are per second
	FramesOut float64   `json:"frames_out"`
	BytesIn   float64   `json:"bytes_in"`
	BytesOut  float64   `json:"bytes_out"`
	CPU       float64   `json:"cpu"` // of one core
	Heap      float64   `json:"heap_bytes"`
	Refused   float64   `json:"refused"` // refused requests and connections, per second
}

// history keeps the latest samples.
type history struct {
	mu     sync.Mutex
	points []Point
	ticks  []metrics.Histogram // of the latest readings
	last   metrics.Reading
	at     time.Time
}

const ticksName = "tick_duration_seconds"

// addSample adds a reading of the metrics.
func (h *history) addSample(now time.Time, r metrics.Reading) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.ticks = append(h.ticks, r.Histogram(ticksName))
	h.ticks = h.ticks[max(len(h.ticks)-histogramSamples-1, 0):]
	recent := h.ticksOver(quantileSamples)
	point := Point{
		At: now.UTC(), Players: r.Sum("players"), Bots: r.Sum("bots"), Rooms: r.Sum("rooms"),
		TickP50: 1000 * recent.Quantile(0.5), TickP99: 1000 * recent.Quantile(0.99),
		Heap: r.Sum("go_memstats_heap_inuse_bytes"),
	}
	if h.last != nil {
		seconds := now.Sub(h.at).Seconds()
		rate := func(name string, labels ...string) float64 {
			return max(r.Sum(name, labels...)-h.last.Sum(name, labels...), 0) / seconds
		}
		point.FramesIn, point.FramesOut = rate("ws_messages_total", "dir", "in"), rate("ws_messages_total", "dir", "out")
		point.BytesIn, point.BytesOut = rate("ws_received_bytes_total"), rate("ws_sent_bytes_total")
		point.CPU = rate("process_cpu_seconds_total")
		point.Refused = rate("rate_limited_total") + rate("handshake_failures_total") + rate("http_connections_refused_total")
	}
	h.last, h.at = r, now
	h.points = append(h.points, point)
	h.points = h.points[max(len(h.points)-maxPoints, 0):]
}

// ticksOver is the histogram of tick times over the last samples; the caller holds the
// mutex.
func (h *history) ticksOver(samples int) metrics.Histogram {
	n := len(h.ticks)
	return h.ticks[n-1].Since(h.ticks[max(n-1-samples, 0)])
}

// latest returns copies of what is kept.
func (h *history) latest() (points []Point, ticks metrics.Histogram, last metrics.Reading) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.ticks) == 0 {
		return nil, metrics.Histogram{}, nil
	}
	return append([]Point(nil), h.points...), h.ticksOver(histogramSamples), h.last
}
