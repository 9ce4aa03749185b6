package metrics

import (
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// answerBuckets go from what is at hand to what a player takes for broken.
var answerBuckets = []float64{.001, .005, .025, .1, .25, .5, 1, 2.5, 5}

// Requests is told of every request of HTTP.
type Requests struct {
	answered  *prometheus.CounterVec
	took      *prometheus.HistogramVec
	untrusted prometheus.Counter
}

func newRequests(f factory) *Requests {
	return &Requests{
		answered:  f.counterVec("http_requests_total", "Requests by their route and how they were answered: 101 became a WebSocket, 0 was not answered.", "route", "code"),
		took:      f.histogramVec("http_request_seconds", "How long a request waited for its answer to begin, but for those that ask to wait for news.", answerBuckets, "route"),
		untrusted: f.counter("http_untrusted_proxy_requests_total", "Requests with X-Forwarded-For or the like from an address that TRUSTED_PROXIES does not name."),
	}
}

// Request is httpx.Metrics': routes are patterns, so their number is bounded.
func (r *Requests) Request(route string, status int) {
	r.answered.WithLabelValues(routeOf(route), strconv.Itoa(status)).Inc()
}

// Took is httpx.Metrics'.
func (r *Requests) Took(route string, d time.Duration) {
	r.took.WithLabelValues(routeOf(route)).Observe(d.Seconds())
}

// Untrusted is httpx.Metrics'.
func (r *Requests) Untrusted() { r.untrusted.Inc() }

func routeOf(pattern string) string {
	if pattern == "" {
		return "none"
	}
	return pattern
}
