package metrics

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"perihelion/server/room"
	"perihelion/server/session"
	"perihelion/shared/protocol"
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
	s.Rooms.RoomClosed("empty", time.Minute)
	s.Rooms.Ping(42 * time.Millisecond)
	s.Sessions.Replaced()
	s.Sockets.HandshakeRefused("foreign-origin")
	s.Sessions.MessageIn(protocol.TypeInputs, 100)
	s.Sessions.MessageOut(protocol.TypeState, 300)
	s.Sessions.MessageIn(200, 1)
	s.Sessions.Ignored("rate")
	s.Sessions.SessionEnded(transport.Kicked)
	s.Sessions.OnRung(session.Near, 2)
	s.Sessions.OnRung(session.Near, -1)
	s.Rooms.Hit(room.Hit{Shooter: 20 * time.Millisecond, Victim: 300 * time.Millisecond, Rewind: 110 * time.Millisecond})
	s.Rooms.Hit(room.Hit{Shooter: 120 * time.Millisecond, Victim: room.NoPing, Rewind: 200 * time.Millisecond, Capped: true})
	s.Rooms.Hit(room.Hit{Shooter: room.NoPing, Victim: 60 * time.Millisecond})
	s.Match.Tickets("duel", "queued", 3)
	s.Match.Tickets("duel", "queued", -1)
	s.Match.Matched("duel", 700*time.Millisecond, 0.95)
	s.Match.Matched("duel", 700*time.Millisecond, 0)
	s.RateLimited("lobby")
	s.Refused(422)
	s.Draining()
	s.Gauge("rooms", "Open rooms.", func() float64 { return 7 })
	text := scrape(s)
	for _, want := range []string{
		`perihelion_tick_duration_seconds_count 2`,
		`perihelion_tick_duration_seconds_bucket{le="0.0167"} 1`,
		`perihelion_tick_lag_seconds_count 2`,
		`perihelion_matchmaking_tickets{queue="duel",state="queued"} 2`,
		`perihelion_matchmaking_wait_seconds_bucket{queue="duel",le="1"} 2`,
		`perihelion_matchmaking_quality_bucket{queue="duel",le="0.9"} 0`,
		`perihelion_matchmaking_quality_bucket{queue="duel",le="1"} 1`,
		`perihelion_tick_overruns_total 1`,
		`perihelion_ticks_skipped_total 3`,
		`perihelion_inputs_late_total 1`,
		`perihelion_inputs_dropped_total 2`,
		`perihelion_inputs_starved_total 3`,
		`perihelion_joins_total{kind="new"} 1`,
		`perihelion_joins_total{kind="resumed"} 1`,
		`perihelion_room_closes_total{how="empty"} 1`,
		`perihelion_room_lifetime_seconds_bucket{le="60"} 1`,
		`perihelion_client_rtt_seconds_bucket{le="0.045"} 1`,
		`perihelion_snapshots_dropped_total 1`,
		`perihelion_connections 1`,
		`perihelion_connection_closes_total{reason="bad_ticket"} 1`,
		`perihelion_handshake_failures_total{reason="foreign-origin"} 1`,
		`perihelion_ws_received_bytes_total{type="inputs"} 100`,
		`perihelion_ws_sent_bytes_total{type="state"} 300`,
		`perihelion_ws_messages_total{dir="in",type="inputs"} 1`,
		`perihelion_frames_ignored_total{reason="rate"} 1`,
		`perihelion_session_ends_total{reason="kicked"} 1`,
		`perihelion_ws_messages_total{dir="in",type="unknown"} 1`,
		`perihelion_hits_total{capped="false",ping="0-30",role="shooter"} 1`,
		`perihelion_hits_total{capped="true",ping="120-200",role="shooter"} 1`,
		`perihelion_hits_total{capped="false",ping="200+",role="victim"} 1`,
		`perihelion_hits_total{capped="false",ping="60-120",role="victim"} 1`,
		`perihelion_hits_total{capped="true",ping="120-200",role="victim"} 0`,
		`perihelion_hit_rewind_seconds_bucket{le="0.125"} 1`,
		`perihelion_hit_rewind_seconds_bucket{le="0.201"} 2`,
		`perihelion_hit_rewind_seconds_count 2`,
		`perihelion_clients{rung="near"} 1`,
		`perihelion_clients{rung="full"} 0`,
		`perihelion_rate_limited_total{scope="lobby"} 1`,
		`perihelion_lobby_refusals_total{status="422"} 1`,
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
		s.Rooms.Hit(room.Hit{Shooter: 20 * time.Millisecond, Victim: 80 * time.Millisecond})
		s.Sessions.MessageIn(protocol.TypeInputs, 60)
		s.Sessions.MessageOut(protocol.TypeState, 150)
		s.Sessions.OnRung(session.Half, 1)
	}); n != 0 {
		t.Errorf("%v allocations, want none", n)
	}
}
