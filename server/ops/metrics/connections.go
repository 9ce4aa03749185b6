package metrics

import (
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"perihelion/server/net/datagram"
	"perihelion/server/net/ws"
	"perihelion/shared/api"
	"perihelion/shared/transport"
)

// handshakeFailures are the reasons for which WebSockets are refused: the kinds of the
// problems of ws and live, and "broken".
var handshakeFailures = []string{
	"draining", "rate-limited", "banned", "no-websocket", "foreign-origin", "no-subprotocol", "server-full", "too-many-connections", "broken",
}

// Sockets implements ws.Metrics for the WebSockets of the game.
type Sockets struct {
	open            prometheus.Gauge
	closes, refused *prometheus.CounterVec
	datagrams       *prometheus.CounterVec
	violations      *prometheus.CounterVec
	sweeps          prometheus.Histogram
}

func newSockets(f factory, violations *prometheus.CounterVec) *Sockets {
	return &Sockets{
		open:    f.gauge("connections", "Open WebSockets."),
		closes:  withZeros(f.counterVec("connection_closes_total", "WebSockets that ended, by why.", "reason"), allReasonLabels()),
		refused: withZeros(f.counterVec("handshake_failures_total", "WebSockets that never came to be, by why.", "reason"), handshakeFailures),
		datagrams: withZeros(f.counterVec("datagram_refusals_total", "WebTransport sessions that never came to be, by why.", "reason"),
			[]string{datagram.RefusedLimit, datagram.RefusedToken, datagram.RefusedBroken}),
		violations: violations,
		sweeps:     f.histogram("sweep_duration_seconds", "What it takes to read all WebSockets once, which happens 240 times a second.", tickBuckets),
	}
}

// Swept observes how long it took to read all WebSockets once.
func (s *Sockets) Swept(took time.Duration) { s.sweeps.Observe(took.Seconds()) }

// ConnOpened counts a WebSocket.
func (s *Sockets) ConnOpened() { s.open.Inc() }

// ConnClosed counts the end of a WebSocket.
func (s *Sockets) ConnClosed(r transport.Reason) {
	s.open.Dec()
	s.closes.WithLabelValues(reasonLabel(r)).Inc()
}

// HandshakeRefused counts a refused WebSocket.
func (s *Sockets) HandshakeRefused(why string) { s.refused.WithLabelValues(why).Inc() }

// DatagramsRefused counts a refused WebTransport session.
func (s *Sockets) DatagramsRefused(why string) { s.datagrams.WithLabelValues(why).Inc() }

// ProtocolViolated counts a WebSocket that broke the protocol.
func (s *Sockets) ProtocolViolated(kind string) { s.violations.WithLabelValues("play", kind).Inc() }

// newViolations counts protocol violations on the WebSockets of the game and of the live
// feed.
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

// Live implements live.Metrics.
type Live struct {
	sockets                 prometheus.Gauge
	closes, refused, events *prometheus.CounterVec
	violations              *prometheus.CounterVec
	lost                    prometheus.Counter
}

func newLive(f factory, violations *prometheus.CounterVec) *Live {
	return &Live{
		sockets: f.gauge("live_connections", "WebSockets that listen to the public feed."),
		closes:  withZeros(f.counterVec("live_connection_closes_total", "WebSockets of the feed that ended, by why.", "reason"), allReasonLabels()),
		refused: withZeros(f.counterVec("live_handshake_failures_total", "WebSockets of the feed that never came to be, by why.", "reason"), handshakeFailures),
		events: withZeros(f.counterVec("live_events_total", "Events of the feed, by kind.", "kind"),
			[]string{api.LiveStatus, api.LiveKill, api.LiveGoal, api.LiveRound, api.LiveBoard, api.LiveMessage}),
		lost:       f.counter("live_events_lost_total", "Events that came while too many waited to be told."),
		violations: violations,
	}
}

// ConnOpened counts a WebSocket.
func (l *Live) ConnOpened() { l.sockets.Inc() }

// ConnClosed counts the end of a WebSocket.
func (l *Live) ConnClosed(r transport.Reason) {
	l.sockets.Dec()
	l.closes.WithLabelValues(reasonLabel(r)).Inc()
}

// HandshakeRefused counts a refused WebSocket.
func (l *Live) HandshakeRefused(why string) { l.refused.WithLabelValues(why).Inc() }

// ProtocolViolated counts a WebSocket that broke the protocol.
func (l *Live) ProtocolViolated(kind string) { l.violations.WithLabelValues("live", kind).Inc() }

// EventPublished counts an event.
func (l *Live) EventPublished(kind string) { l.events.WithLabelValues(kind).Inc() }

// EventDropped counts an event that was dropped.
func (l *Live) EventDropped() { l.lost.Inc() }

// Listeners counts what happens to TCP connections before anything is read from them.
type Listeners struct {
	open    prometheus.Gauge
	refused *prometheus.CounterVec
	failed  prometheus.Counter
}

func newListeners(f factory) *Listeners {
	return &Listeners{
		open: f.gauge("http_connections", "Open connections that speak HTTP, WebSockets not among them."),
		refused: withZeros(f.counterVec("http_connections_refused_total", "Connections closed unread, by which limit was reached.", "scope"),
			[]string{"all", "address"}),
		failed: f.counter("http_accept_failures_total", "Times that a connection could not be accepted, for want of open files as a rule."),
	}
}

// ConnRefused counts a connection that was closed unread.
func (l *Listeners) ConnRefused(scope string) { l.refused.WithLabelValues(scope).Inc() }

// AcceptFailed counts a connection that could not be accepted.
func (l *Listeners) AcceptFailed() { l.failed.Inc() }

// ConnsOpen adds n to the open connections.
func (l *Listeners) ConnsOpen(n int) { l.open.Add(float64(n)) }

// RegisterCertificateExpiry exports when the certificate of the public listener ends; zero:
// there is none.
func (s *Set) RegisterCertificateExpiry(ends func() time.Time) {
	s.RegisterGauge("tls_certificate_expiry_timestamp_seconds", "When the certificate shown to players ends; 0: none was shown.", func() float64 {
		if t := ends(); !t.IsZero() {
			return float64(t.Unix())
		}
		return 0
	})
}

// responseBuckets are up to what a player takes for a broken server.
var responseBuckets = []float64{.001, .005, .025, .1, .25, .5, 1, 2.5, 5}

// Requests implements httpx.Metrics.
type Requests struct {
	responses *prometheus.CounterVec
	took      *prometheus.HistogramVec
	untrusted prometheus.Counter
}

func newRequests(f factory) *Requests {
	return &Requests{
		responses: f.counterVec("http_requests_total", "Requests by their route and how they were answered: 101 became a WebSocket, 0 was not answered.", "route", "code"),
		took:      f.histogramVec("http_request_seconds", "How long a request waited for its answer to begin, but for those that ask to wait for news.", responseBuckets, "route"),
		untrusted: f.counter("http_untrusted_proxy_requests_total", "Requests with X-Forwarded-For or the like from an address that TRUSTED_PROXIES does not name."),
	}
}

// RequestDone counts a request. Routes are patterns, so their number is bounded.
func (r *Requests) RequestDone(route string, status int) {
	r.responses.WithLabelValues(routeOf(route), strconv.Itoa(status)).Inc()
}

// RequestTook observes how long a response took to begin.
func (r *Requests) RequestTook(route string, d time.Duration) {
	r.took.WithLabelValues(routeOf(route)).Observe(d.Seconds())
}

// UntrustedProxy counts a request by an untrusted proxy.
func (r *Requests) UntrustedProxy() { r.untrusted.Inc() }

func routeOf(pattern string) string {
	if pattern == "" {
		return "none"
	}
	return pattern
}

// otherReason is the label of unknown reasons, such as close codes of proxies and browsers.
const otherReason = "other"

// reasonLabels are the label values of reasons. Dashboards rely on them, so they must not
// change.
var reasonLabels = map[transport.Reason]string{
	transport.Normal:          "normal",
	transport.GoingAway:       "going_away",
	transport.ProtocolError:   "protocol_error",
	transport.Abnormal:        "abnormal",
	transport.TooBig:          "too_big",
	transport.Restarting:      "restarting",
	transport.TryAgain:        "try_again",
	transport.BadTicket:       "bad_ticket",
	transport.RoomFull:        "room_full",
	transport.Kicked:          "kicked",
	transport.Replaced:        "replaced",
	transport.BadFrame:        "bad_frame",
	transport.WrongVersion:    "wrong_version",
	transport.RoomClosed:      "room_closed",
	transport.RateLimited:     "rate_limited",
	transport.TooSlow:         "too_slow",
	transport.RoomCrashed:     "room_crashed",
	transport.HandshakeFailed: "handshake_failed",
	transport.Erased:          "erased",
}

// reasonLabel is the label value of a reason.
func reasonLabel(r transport.Reason) string {
	if word, ok := reasonLabels[r]; ok {
		return word
	}
	return otherReason
}

// allReasonLabels are all values of reasonLabel.
func allReasonLabels() []string { return append(slices.Sorted(maps.Values(reasonLabels)), otherReason) }
