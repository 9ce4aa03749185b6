package metrics

import (
	"log/slog"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"perihelion/server/ops/panics"
	"perihelion/server/play/room"
	"perihelion/server/play/session"
	"perihelion/shared/protocol"
	"perihelion/shared/transport"
	"perihelion/sim"
	"perihelion/sim/toy"
)

func scrape(s *Set) string {
	w := httptest.NewRecorder()
	s.Handler().ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	return w.Body.String()
}

func TestEverythingCountedIsScraped(t *testing.T) {
	s := New("v1", toy.Game.About().Modes, 16*time.Millisecond, slog.New(slog.DiscardHandler))
	s.Rooms.Tick(toy.FreeForAll, time.Millisecond, 0)
	s.Rooms.Tick(toy.Duel, 20*time.Millisecond, time.Millisecond)
	s.Rooms.Slipped(3)
	s.Rooms.Inputs(room.InputStats{Late: 1, Early: 2, Flooded: 4, Starved: 3})
	s.Rooms.Buffered(2)
	s.Rooms.Ended(room.Result{Mode: toy.Teams, Rated: true})
	s.Rooms.Ended(room.Result{Mode: toy.Teams, Rated: true, Aborted: true})
	s.Rooms.Ended(room.Result{Mode: toy.FreeForAll})
	s.Sessions.Outbox(5)
	s.Sessions.Snapshot(true, 900)
	s.Sessions.Snapshot(false, 40)
	s.Rooms.Joined(false)
	s.Rooms.Joined(true)
	s.Sockets.ConnOpened()
	s.Sockets.ConnOpened()
	s.Sockets.ConnClosed(transport.BadTicket)
	s.Sockets.ProtocolViolated("length")
	s.Sockets.Swept(1500 * time.Microsecond)
	s.Live.ProtocolViolated("mask")
	s.Guard().Count(panics.Session)
	s.Rooms.RoomClosed("empty", time.Minute)
	s.Rooms.Ping(42 * time.Millisecond)
	s.Sessions.Replaced()
	s.Sockets.HandshakeRefused("foreign-origin")
	s.Sessions.MessageIn(protocol.TypeInputs, 100)
	s.Sessions.MessageOut(protocol.TypeState, 300)
	s.Sessions.MessageIn(200, 1)
	s.Sessions.Ignored("rate")
	s.Sessions.SessionEnded(transport.Kicked)
	s.Sessions.AtSendRate(session.Low, 2)
	s.Sessions.AtSendRate(session.Low, -1)
	s.Rooms.Hit(room.Hit{Shooter: 20 * time.Millisecond, Victim: 300 * time.Millisecond, Rewind: 110 * time.Millisecond})
	s.Rooms.Hit(room.Hit{Shooter: 120 * time.Millisecond, Victim: room.NoPing, Rewind: 200 * time.Millisecond, Capped: true})
	s.Rooms.Hit(room.Hit{Shooter: room.NoPing, Victim: 60 * time.Millisecond})
	s.Match.Tickets("duel", "queued", 3)
	s.Match.Tickets("duel", "queued", -1)
	s.Match.Matched("duel", 700*time.Millisecond, 0.95)
	s.Match.Matched("duel", 700*time.Millisecond, 0)
	s.RateLimited("lobby")
	s.Requests.RequestDone("GET /v1/rooms", 200)
	s.Requests.RequestTook("GET /v1/rooms", 3*time.Millisecond)
	s.Requests.RequestDone("", 404)
	s.Requests.UntrustedProxy()
	s.Listeners.AcceptFailed()
	s.Refused(422)
	s.SetDraining()
	s.RegisterGauge("store_queue_depth", "Results that wait.", func() float64 { return 7 })
	s.RegisterRoomGauges(func() []room.Info {
		return []room.Info{
			{Mode: toy.Duel, Phase: sim.PhaseLive, Players: 2},
			{Mode: toy.FreeForAll, Phase: sim.PhaseLive, Players: 3, Bots: 5},
			{Mode: toy.FreeForAll, Phase: sim.PhaseLive, Players: 1, Bots: 9},
		}
	})
	text := scrape(s)
	for _, want := range []string{
		`perihelion_tick_duration_seconds_count{mode="toy"} 1`,
		`perihelion_tick_duration_seconds_count{mode="toy-teams"} 0`,
		`perihelion_tick_duration_seconds_bucket{mode="toy-duel",le="0.0167"} 0`,
		`perihelion_tick_lag_seconds_count 2`,
		`perihelion_matchmaking_tickets{queue="duel",state="queued"} 2`,
		`perihelion_matchmaking_wait_seconds_bucket{queue="duel",le="1"} 2`,
		`perihelion_matchmaking_quality_bucket{queue="duel",le="0.9"} 0`,
		`perihelion_matchmaking_quality_bucket{queue="duel",le="1"} 1`,
		`perihelion_tick_overruns_total 1`,
		`perihelion_ticks_skipped_total 3`,
		`perihelion_inputs_late_total 1`,
		`perihelion_inputs_dropped_total{reason="early"} 2`,
		`perihelion_inputs_dropped_total{reason="flood"} 4`,
		`perihelion_input_buffer_depth_bucket{le="2"} 1`,
		`perihelion_match_results_total{mode="toy-teams",result="rated"} 1`,
		`perihelion_match_results_total{mode="toy-teams",result="aborted"} 1`,
		`perihelion_match_results_total{mode="toy",result="unrated"} 1`,
		`perihelion_outbox_depth_bucket{le="4"} 0`,
		`perihelion_outbox_depth_bucket{le="8"} 1`,
		`perihelion_snapshot_bytes_bucket{kind="full",le="512"} 0`,
		`perihelion_snapshot_bytes_bucket{kind="delta",le="64"} 1`,
		`perihelion_inputs_starved_total 3`,
		`perihelion_joins_total{kind="new"} 1`,
		`perihelion_joins_total{kind="resumed"} 1`,
		`perihelion_room_closes_total{how="empty"} 1`,
		`perihelion_room_lifetime_seconds_bucket{le="60"} 1`,
		`perihelion_client_rtt_seconds_bucket{le="0.045"} 1`,
		`perihelion_snapshots_dropped_total 1`,
		`perihelion_connections 1`,
		`perihelion_sweep_duration_seconds_bucket{le="0.001"} 0`,
		`perihelion_sweep_duration_seconds_bucket{le="0.002"} 1`,
		`perihelion_connection_closes_total{reason="bad_ticket"} 1`,
		`perihelion_protocol_violations_total{kind="length",socket="play"} 1`,
		`perihelion_protocol_violations_total{kind="mask",socket="live"} 1`,
		`perihelion_protocol_violations_total{kind="rate",socket="live"} 0`,
		`perihelion_panics_total{place="session"} 1`,
		`perihelion_panics_total{place="feed"} 0`,
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
		`perihelion_clients{send_rate="low"} 1`,
		`perihelion_clients{send_rate="full"} 0`,
		`perihelion_rate_limited_total{scope="lobby"} 1`,
		`perihelion_http_requests_total{code="200",route="GET /v1/rooms"} 1`,
		`perihelion_http_requests_total{code="404",route="none"} 1`,
		`perihelion_http_request_seconds_bucket{route="GET /v1/rooms",le="0.005"} 1`,
		`perihelion_http_untrusted_proxy_requests_total 1`,
		`perihelion_http_accept_failures_total 1`,
		`perihelion_lobby_refusals_total{status="422"} 1`,
		`perihelion_draining 1`,
		`perihelion_build_info{build="v1"} 1`,
		`perihelion_store_queue_depth 7`,
		`perihelion_rooms{mode="toy",state="live"} 2`,
		`perihelion_rooms{mode="toy-teams",state="warmup"} 0`,
		`perihelion_players{mode="toy"} 4`,
		`perihelion_players{mode="toy-duel"} 2`,
		`perihelion_bots{mode="toy"} 14`,
		`perihelion_bots{mode="toy-teams"} 0`,
		`go_goroutines`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("scrape lacks %s", want)
		}
	}
}

// A counter that first appears with 1 has not increased for Prometheus: alerts would miss it.
func TestEveryCounterIsScrapedAtZeroBeforeAnythingIsCounted(t *testing.T) {
	s := New("v1", toy.Game.About().Modes, 16*time.Millisecond, slog.New(slog.DiscardHandler))
	text := scrape(s)
	for name := range s.Catalogue() {
		if !strings.HasSuffix(name, "_total") || !strings.HasPrefix(name, namespace) || createdOnUse[name] != "" {
			continue
		}
		if !strings.Contains(text, "\n"+name+"{") && !strings.Contains(text, "\n"+name+" ") {
			t.Errorf("%s is not there until it is counted", name)
		}
	}
	for _, want := range []string{
		`perihelion_room_closes_total{how="crashed"} 0`,
		`perihelion_match_results_total{mode="toy-teams",result="aborted"} 0`,
		`perihelion_connection_closes_total{reason="bad_frame"} 0`,
		`perihelion_chat_lines_total{fate="muted",where="party"} 0`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("scrape lacks %s", want)
		}
	}
}

// createdOnUse are counters whose labels are not known in advance, and why no alert needs
// them to be.
var createdOnUse = map[string]string{
	"perihelion_http_requests_total": "routes are known to the muxes alone; alerts on it are of shares of many requests",
	"perihelion_store_errors_total":  "package store names its requests; each is counted from 0 at its first, and StoreAway watches the database",
	"perihelion_store_slow_total":    "as store_errors_total",
}

func TestCountingATickAllocatesNothing(t *testing.T) {
	s := New("v1", toy.Game.About().Modes, 16*time.Millisecond, slog.New(slog.DiscardHandler))
	if n := testing.AllocsPerRun(100, func() {
		s.Rooms.Tick(toy.FreeForAll, time.Millisecond, 0)
		s.Rooms.Inputs(room.InputStats{Late: 1})
		s.Rooms.Buffered(2)
		s.Sessions.Outbox(0)
		s.Sessions.Snapshot(false, 150)
		s.Rooms.Hit(room.Hit{Shooter: 20 * time.Millisecond, Victim: 80 * time.Millisecond})
		s.Sessions.MessageIn(protocol.TypeInputs, 60)
		s.Sessions.MessageOut(protocol.TypeState, 150)
		s.Sessions.AtSendRate(session.Half, 1)
	}); n != 0 {
		t.Errorf("%v allocations, want none", n)
	}
}

func TestANumberThatPanicsHurtsNoOther(t *testing.T) {
	s := New("v1", toy.Game.About().Modes, 16*time.Millisecond, slog.New(slog.DiscardHandler))
	s.RegisterGauge("fine", "A number.", func() float64 { return 7 })
	s.RegisterGauge("broken", "None.", func() float64 { panic("while it is read") })
	s.RegisterRoomGauges(func() []room.Info { panic("while they are counted") })
	scrape(s)
	text := scrape(s)
	for _, want := range []string{`perihelion_fine 7`, `perihelion_broken NaN`, `perihelion_connections 0`} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in the scrape", want)
		}
	}
	if r, err := s.Gather(); err != nil || r.Sum("panics_total") < 4 {
		t.Errorf("%v panics counted, %v, want those of two scrapes", r.Sum("panics_total"), err)
	}
}
