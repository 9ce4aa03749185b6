package metrics

import (
	"github.com/prometheus/client_golang/prometheus"

	"perihelion/shared/transport"
)

// Sockets is told what happens to WebSockets.
type Sockets struct {
	open                    prometheus.Gauge
	closes, refused         *prometheus.CounterVec
	received, sent          prometheus.Counter
	messagesIn, messagesOut prometheus.Counter
}

func newSockets(f factory) *Sockets {
	messages := f.counterVec("ws_messages_total", "Frames by direction.", "dir")
	return &Sockets{
		open:        f.gauge("connections", "Open WebSockets."),
		closes:      f.counterVec("connection_closes_total", "WebSockets that ended, by why.", "reason"),
		refused:     f.counterVec("handshake_failures_total", "WebSockets that never came to be, by why.", "reason"),
		received:    f.counter("ws_received_bytes_total", "Payload of frames from clients."),
		sent:        f.counter("ws_sent_bytes_total", "Payload of frames to clients."),
		messagesIn:  messages.WithLabelValues("in"),
		messagesOut: messages.WithLabelValues("out"),
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

// Received counts a frame from a client.
func (s *Sockets) Received(bytes int) {
	s.messagesIn.Inc()
	s.received.Add(float64(bytes))
}

// Sent counts a frame to a client.
func (s *Sockets) Sent(bytes int) {
	s.messagesOut.Inc()
	s.sent.Add(float64(bytes))
}
