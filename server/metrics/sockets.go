package metrics

import (
	"github.com/prometheus/client_golang/prometheus"

	"perihelion/server/ws"
	"perihelion/shared/transport"
)

// handshakes are the reasons for which WebSockets are refused: the kinds of the
// refusals of ws and of live, and what breaks.
var handshakes = []string{
	"draining", "rate-limited", "banned", "no-websocket", "foreign-origin", "no-subprotocol", "server-full", "too-many-connections", "broken",
}

// Sockets is told what happens to WebSockets.
type Sockets struct {
	open            prometheus.Gauge
	closes, refused *prometheus.CounterVec
	violations      *prometheus.CounterVec
}

func newSockets(f factory, violations *prometheus.CounterVec) *Sockets {
	return &Sockets{
		open:       f.gauge("connections", "Open WebSockets."),
		closes:     fromZero(f.counterVec("connection_closes_total", "WebSockets that ended, by why.", "reason"), labels()),
		refused:    fromZero(f.counterVec("handshake_failures_total", "WebSockets that never came to be, by why.", "reason"), handshakes),
		violations: violations,
	}
}

// Opened counts a WebSocket.
func (s *Sockets) ConnOpened() { s.open.Inc() }

// Closed counts the end of a WebSocket.
func (s *Sockets) ConnClosed(r transport.Reason) {
	s.open.Dec()
	s.closes.WithLabelValues(label(r)).Inc()
}

// HandshakeRefused counts a WebSocket that never came to be.
func (s *Sockets) HandshakeRefused(why string) { s.refused.WithLabelValues(why).Inc() }

// Violated counts a WebSocket that broke the protocol.
func (s *Sockets) ProtocolViolated(kind string) { s.violations.WithLabelValues("play", kind).Inc() }

// newViolations counts sockets of both kinds by the rule that a frame broke. All
// rules are there from the start, for those who look for a step.
func newViolations(f factory) *prometheus.CounterVec {
	c := f.counterVec("protocol_violations_total",
		"WebSockets that ended because a frame broke the protocol, or too many came, by what they are for and the rule.", "socket", "kind")
	for _, socket := range []string{"play", "live"} {
		for _, kind := range ws.Violations() {
			c.WithLabelValues(socket, kind)
		}
	}
	return c
}
