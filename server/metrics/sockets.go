package metrics

import (
	"github.com/prometheus/client_golang/prometheus"

	"perihelion/shared/transport"
)

// Sockets is told what happens to WebSockets.
type Sockets struct {
	open            prometheus.Gauge
	closes, refused *prometheus.CounterVec
}

func newSockets(f factory) *Sockets {
	return &Sockets{
		open:    f.gauge("connections", "Open WebSockets."),
		closes:  f.counterVec("connection_closes_total", "WebSockets that ended, by why.", "reason"),
		refused: f.counterVec("handshake_failures_total", "WebSockets that never came to be, by why.", "reason"),
	}
}

// Opened counts a WebSocket.
func (s *Sockets) Opened() { s.open.Inc() }

// Closed counts the end of a WebSocket.
func (s *Sockets) Closed(r transport.Reason) {
	s.open.Dec()
	s.closes.WithLabelValues(label(r)).Inc()
}

// HandshakeRefused counts a WebSocket that never came to be.
func (s *Sockets) HandshakeRefused(why string) { s.refused.WithLabelValues(why).Inc() }
