package metrics

import (
	"strings"

	"github.com/prometheus/client_golang/prometheus"

	"perihelion/server/play/session"
	"perihelion/shared/protocol"
	"perihelion/shared/transport"
)

// Sessions implements session.Metrics.
type Sessions struct {
	in, out   byType
	ignored   *prometheus.CounterVec
	ends      *prometheus.CounterVec
	sendRates [session.SendRates]prometheus.Gauge
	dropped   prometheus.Counter
	outbox    prometheus.Histogram
	whole     prometheus.Observer // snapshots
	deltas    prometheus.Observer
	datagrams prometheus.Gauge
	datagram  prometheus.Counter
}

var (
	// outboxBuckets are up to the number of frames at which a client is disconnected as too
	// slow.
	outboxBuckets = []float64{0, 1, 2, 4, 8, 16, 32, 48, 63}

	// snapshotBuckets are in bytes, from an empty delta to a full snapshot of a crowded
	// room.
	snapshotBuckets = []float64{16, 32, 64, 128, 256, 512, 1024, 2048, 4096}
)

// byType holds counters by type of frame. They are looked up in advance, because they are
// used thousands of times a second.
type byType [1 << 5]struct{ messages, bytes prometheus.Counter }

func newSessions(f factory) *Sessions {
	s := &Sessions{
		ignored: withZeros(f.counterVec("frames_ignored_total", "Frames that were understood but not followed, by why.", "reason"),
			[]string{session.IgnoredRate, session.IgnoredChat}),
		dropped: f.counter("snapshots_dropped_total", "Snapshots that a newer one replaced before they were sent."),
		ends:    withZeros(f.counterVec("session_ends_total", "Sessions that ended, by why.", "reason"), allReasonLabels()),
	}
	s.datagrams = f.gauge("datagram_sessions", "Sessions that have datagrams beside their WebSocket.")
	s.datagram = f.counter("snapshots_by_datagram_total", "Snapshots that were sent by datagram.")
	s.outbox = f.histogram("outbox_depth", "Frames that wait for a client and must arrive, once a second; more than 64 end the session.", outboxBuckets)
	bytes := f.histogramVec("snapshot_bytes", "What a snapshot for one client takes, whole or as the difference from the one before.", snapshotBuckets, "kind")
	s.whole, s.deltas = bytes.WithLabelValues("full"), bytes.WithLabelValues("delta")
	clients := f.gaugeVec("clients", "Clients in rooms, by how much of the state they are sent.", "send_rate")
	for i := range s.sendRates {
		s.sendRates[i] = clients.WithLabelValues(session.SendRate(i).String())
	}
	messages := f.counterVec("ws_messages_total", "Frames by direction and type.", "dir", "type")
	received := f.counterVec("ws_received_bytes_total", "Payload of frames from clients.", "type")
	sent := f.counterVec("ws_sent_bytes_total", "Payload of frames to clients.", "type")
	for i := range s.in {
		name := protocol.Type(i).String()
		if strings.Contains(name, " ") { // no such type; clients must not create labels
			name = "unknown"
		}
		s.in[i].messages, s.in[i].bytes = messages.WithLabelValues("in", name), received.WithLabelValues(name)
		s.out[i].messages, s.out[i].bytes = messages.WithLabelValues("out", name), sent.WithLabelValues(name)
	}
	return s
}

func (b *byType) countFrame(t protocol.Type, bytes int) {
	if int(t) >= len(b) {
		t = 0
	}
	c := &b[t]
	c.messages.Inc()
	c.bytes.Add(float64(bytes))
}

// MessageIn counts a frame from a client.
func (s *Sessions) MessageIn(t protocol.Type, bytes int) { s.in.countFrame(t, bytes) }

// MessageOut counts a frame to a client.
func (s *Sessions) MessageOut(t protocol.Type, bytes int) { s.out.countFrame(t, bytes) }

// Ignored counts a frame that was ignored.
func (s *Sessions) Ignored(why string) { s.ignored.WithLabelValues(why).Inc() }

// SessionEnded counts the end of a session.
func (s *Sessions) SessionEnded(r transport.Reason) { s.ends.WithLabelValues(reasonLabel(r)).Inc() }

// AtSendRate adds n to the clients with this send rate.
func (s *Sessions) AtSendRate(r session.SendRate, n int) { s.sendRates[r].Add(float64(n)) }

// Datagrams adds n to the sessions that have datagrams.
func (s *Sessions) Datagrams(n int) { s.datagrams.Add(float64(n)) }

// StateByDatagram counts a snapshot that went by datagram.
func (s *Sessions) StateByDatagram() { s.datagram.Inc() }

// Replaced counts a snapshot that was replaced by a newer one before it was sent.
func (s *Sessions) Replaced() { s.dropped.Inc() }

// Outbox is how many frames are waiting for a client.
func (s *Sessions) Outbox(frames int) { s.outbox.Observe(float64(frames)) }

// Snapshot counts the bytes of a snapshot that was sent.
func (s *Sessions) Snapshot(whole bool, bytes int) {
	h := s.deltas
	if whole {
		h = s.whole
	}
	h.Observe(float64(bytes))
}
