package metrics

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"perihelion/shared/transport"
)

func scrape(s *Set) string {
	w := httptest.NewRecorder()
	s.Handler().ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	return w.Body.String()
}

func TestEverythingCountedIsScraped(t *testing.T) {
	s := New("v1", 16*time.Millisecond)
	s.Rooms.Tick(time.Millisecond, 0)
	s.Rooms.Tick(20*time.Millisecond, time.Millisecond)
	s.Rooms.Slipped(3)
	s.Rooms.Inputs(1, 2, 3)
	s.Rooms.Joined(false)
	s.Rooms.Joined(true)
	s.Sockets.Opened()
	s.Sockets.Opened()
	s.Sockets.Closed(transport.BadTicket)
	s.Rooms.Closed("empty")
	s.Sockets.HandshakeRefused("foreign-origin")
	s.Sockets.Received(100)
	s.Sockets.Sent(300)
	s.RateLimited("lobby")
	s.Draining()
	s.Gauge("rooms", "Open rooms.", func() float64 { return 7 })
	text := scrape(s)
	for _, want := range []string{
		`perihelion_tick_duration_seconds_count 2`,
		`perihelion_tick_duration_seconds_bucket{le="0.0167"} 1`,
		`perihelion_tick_lag_seconds_count 2`,
		`perihelion_tick_overruns_total 1`,
		`perihelion_ticks_skipped_total 3`,
		`perihelion_inputs_late_total 1`,
		`perihelion_inputs_dropped_total 2`,
		`perihelion_inputs_starved_total 3`,
		`perihelion_joins_total{kind="new"} 1`,
		`perihelion_joins_total{kind="resumed"} 1`,
		`perihelion_room_closes_total{how="empty"} 1`,
		`perihelion_connections 1`,
		`perihelion_connection_closes_total{reason="bad_ticket"} 1`,
		`perihelion_handshake_failures_total{reason="foreign-origin"} 1`,
		`perihelion_ws_received_bytes_total 100`,
		`perihelion_ws_sent_bytes_total 300`,
		`perihelion_ws_messages_total{dir="in"} 1`,
		`perihelion_rate_limited_total{scope="lobby"} 1`,
		`perihelion_draining 1`,
		`perihelion_build_info{build="v1"} 1`,
		`perihelion_rooms 7`,
		`go_goroutines`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("scrape lacks %s", want)
		}
	}
}

func TestCountingATickAllocatesNothing(t *testing.T) {
	s := New("v1", 16*time.Millisecond)
	if n := testing.AllocsPerRun(100, func() {
		s.Rooms.Tick(time.Millisecond, 0)
		s.Rooms.Inputs(1, 0, 0)
		s.Sockets.Received(60)
		s.Sockets.Sent(150)
	}); n != 0 {
		t.Errorf("%v allocations, want none", n)
	}
}
