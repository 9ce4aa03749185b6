package metrics

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// Listeners is told what happens to connections before anything is read of them.
type Listeners struct {
	open    prometheus.Gauge
	refused *prometheus.CounterVec
	failed  prometheus.Counter
}

func newDoors(f factory) *Listeners {
	return &Listeners{
		open: f.gauge("http_connections", "Open connections that speak HTTP, WebSockets not among them."),
		refused: fromZero(f.counterVec("http_connections_refused_total", "Connections closed unread, by which limit was reached.", "scope"),
			[]string{"all", "address"}),
		failed: f.counter("http_accept_failures_total", "Times that a connection could not be accepted, for want of open files as a rule."),
	}
}

// ConnRefused counts a connection that was closed unread.
func (d *Listeners) ConnRefused(scope string) { d.refused.WithLabelValues(scope).Inc() }

// AcceptFailed counts a connection that could not be accepted.
func (d *Listeners) AcceptFailed() { d.failed.Inc() }

// ConnsOpen adds n to the open connections.
func (d *Listeners) ConnsOpen(n int) { d.open.Add(float64(n)) }

// Certificate shows when the certificate of the public listener ends; zero: there
// is none.
func (s *Set) Certificate(ends func() time.Time) {
	s.Gauge("tls_certificate_expiry_timestamp_seconds", "When the certificate shown to players ends; 0: none was shown.", func() float64 {
		if t := ends(); !t.IsZero() {
			return float64(t.Unix())
		}
		return 0
	})
}
