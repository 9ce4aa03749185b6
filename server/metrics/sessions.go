package metrics

import (
	"strings"

	"github.com/prometheus/client_golang/prometheus"

	"perihelion/server/session"
	"perihelion/shared/protocol"
	"perihelion/shared/transport"
)

// Sessions is told what clients say and are told.
type Sessions struct {
	in, out   byType
	ignored   *prometheus.CounterVec
	ends      *prometheus.CounterVec
	sendRates [session.SendRates]prometheus.Gauge
	dropped   prometheus.Counter
	outbox    prometheus.Histogram
	whole     prometheus.Observer // snapshots
	deltas    prometheus.Observer
}

var (
	// outboxBuckets go to the number of frames at which a client is too slow.
	outboxBuckets = []float64{0, 1, 2, 4, 8, 16, 32, 48, 63}

	// snapshotBuckets go from nothing new to a crowded sky for the first time.
	snapshotBuckets = []float64{16, 32, 64, 128, 256, 512, 1024, 2048, 4096}
)

// byType holds a pair of counters per type of frame, looked up beforehand: they
// are needed thousands of times a second.
type byType [1 << 5]struct{ messages, bytes prometheus.Counter }

func newSessions(f factory) *Sessions {
	s := &Sessions{
		ignored: fromZero(f.counterVec("frames_ignored_total", "Frames that were understood but not followed, by why.", "reason"),
			[]string{session.IgnoredRate, session.IgnoredChat}),
		dropped: f.counter("snapshots_dropped_total", "Snapshots that a newer one replaced before they were sent."),
		ends:    fromZero(f.counterVec("session_ends_total", "Sessions that ended, by why.", "reason"), labels()),
	}
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
		if strings.Contains(name, " ") { // no such type; whoever sends one decides no label
			name = "unknown"
		}
		s.in[i].messages, s.in[i].bytes = messages.WithLabelValues("in", name), received.WithLabelValues(name)
		s.out[i].messages, s.out[i].bytes = messages.WithLabelValues("out", name), sent.WithLabelValues(name)
	}
	return s
}

func (b *byType) add(t protocol.Type, bytes int) {
	if int(t) >= len(b) {
		t = 0
	}
	c := &b[t]
	c.messages.Inc()
	c.bytes.Add(float64(bytes))
}

// MessageIn counts a frame from a client.
func (s *Sessions) MessageIn(t protocol.Type, bytes int) { s.in.add(t, bytes) }

// MessageOut counts a frame to a client.
func (s *Sessions) MessageOut(t protocol.Type, bytes int) { s.out.add(t, bytes) }

// Ignored counts a frame that was not followed.
func (s *Sessions) Ignored(why string) { s.ignored.WithLabelValues(why).Inc() }

// SessionEnded counts a session that ended.
func (s *Sessions) SessionEnded(r transport.Reason) { s.ends.WithLabelValues(label(r)).Inc() }

// AtSendRate adds n to the clients that are sent the state at a rate.
func (s *Sessions) AtSendRate(r session.SendRate, n int) { s.sendRates[r].Add(float64(n)) }

// Replaced counts a snapshot that a newer one replaced before it was sent.
func (s *Sessions) Replaced() { s.dropped.Inc() }

// Outbox is how many frames wait for a client.
func (s *Sessions) Outbox(frames int) { s.outbox.Observe(float64(frames)) }

// Snapshot counts the bytes of one that was sent.
func (s *Sessions) Snapshot(whole bool, bytes int) {
	h := s.deltas
	if whole {
		h = s.whole
	}
	h.Observe(float64(bytes))
}
