package metrics

import (
	"github.com/prometheus/client_golang/prometheus"

	"perihelion/shared/api"
	"perihelion/shared/transport"
)

// Live is told what becomes of the public feed.
type Live struct {
	sockets                 prometheus.Gauge
	closes, refused, events *prometheus.CounterVec
	violations              *prometheus.CounterVec
	lost                    prometheus.Counter
}

func newLive(f factory, violations *prometheus.CounterVec) *Live {
	return &Live{
		sockets: f.gauge("live_connections", "WebSockets that listen to the public feed."),
		closes:  fromZero(f.counterVec("live_connection_closes_total", "WebSockets of the feed that ended, by why.", "reason"), labels()),
		refused: fromZero(f.counterVec("live_handshake_failures_total", "WebSockets of the feed that never came to be, by why.", "reason"), handshakes),
		events: fromZero(f.counterVec("live_events_total", "Events of the feed, by kind.", "kind"),
			[]string{api.LiveStatus, api.LiveKill, api.LiveRound, api.LiveBoard, api.LiveMessage}),
		lost:       f.counter("live_events_lost_total", "Events that came while too many waited to be told."),
		violations: violations,
	}
}

// Opened counts a WebSocket.
func (l *Live) ConnOpened() { l.sockets.Inc() }

// Closed counts the end of a WebSocket.
func (l *Live) ConnClosed(r transport.Reason) {
	l.sockets.Dec()
	l.closes.WithLabelValues(label(r)).Inc()
}

// HandshakeRefused counts a WebSocket that never came to be.
func (l *Live) HandshakeRefused(why string) { l.refused.WithLabelValues(why).Inc() }

// Violated counts a WebSocket that broke the protocol.
func (l *Live) ProtocolViolated(kind string) { l.violations.WithLabelValues("live", kind).Inc() }

// Event counts one that is told.
func (l *Live) EventPublished(kind string) { l.events.WithLabelValues(kind).Inc() }

// Lost counts an event that nobody hears.
func (l *Live) EventDropped() { l.lost.Inc() }
