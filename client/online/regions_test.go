package online

import (
	"encoding/json"
	"maps"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/client/online/onlinetest"
	"perihelion/shared/api"
)

// handlePings lets each region answer after a time; negative: with an error.
func handlePings(s *testService, regions map[string]time.Duration) {
	meta := api.Meta{Protocol: 1}
	for id, takes := range regions {
		path := id + "/v1/ping"
		meta.Regions = append(meta.Regions, api.Region{ID: id, PingURL: "https://game.test/" + path})
		s.server.Handle("GET /"+path, func(w http.ResponseWriter, _ *http.Request) {
			if takes < 0 {
				w.WriteHeader(http.StatusBadGateway)
				return
			}
			time.Sleep(takes)
		})
	}
	s.server.Handle("GET meta", onlinetest.RespondJSON(meta))
}

func TestATicketTellsHowFarTheRegionsAre(t *testing.T) {
	for _, tt := range []struct {
		name    string
		regions map[string]time.Duration
		want    map[string]int
		nearest string
	}{
		{"one region need not be measured", map[string]time.Duration{"eu": 20 * time.Millisecond}, nil, ""},
		{"the nearest comes first", map[string]time.Duration{"us": 110 * time.Millisecond, "eu": 20 * time.Millisecond}, map[string]int{"eu": 20, "us": 110}, "eu"},
		{"one that does not answer is left out", map[string]time.Duration{"us": -1, "eu": 20 * time.Millisecond}, map[string]int{"eu": 20}, "eu"},
		{"what was measured of one counts that answers late", map[string]time.Duration{"us": 800 * time.Millisecond, "eu": 20 * time.Millisecond}, map[string]int{"eu": 20, "us": 800}, "eu"},
		{"one that answers too late is left out", map[string]time.Duration{"us": time.Minute, "eu": 20 * time.Millisecond}, map[string]int{"eu": 20}, "eu"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newTestService(t, "mine")
				handlePings(s, tt.regions)
				var told api.NewTicket
				s.server.Handle("POST tickets", func(w http.ResponseWriter, r *http.Request) {
					_ = json.NewDecoder(r.Body).Decode(&told)
					onlinetest.RespondJSON(queuedTicket)(w, r)
				})
				s.server.Handle("GET tickets/t", onlinetest.RespondJSON(queuedTicket))
				s.server.Handle("DELETE tickets/t", onlinetest.RespondJSON(nil))
				for range 100 {
					s.Lobby.Refresh(s.Now())
					time.Sleep(100 * time.Millisecond)
				}
				flow := s.StartJoin(Destination{Queue: "duel"})
				time.Sleep(5 * time.Second)
				synctest.Wait()
				if !maps.Equal(told.Latencies, tt.want) {
					t.Errorf("told %v, want %v", told.Latencies, tt.want)
				}
				if r := flow.Ticket().Regions; len(r) != len(tt.want) || len(r) > 0 && r[0].ID != tt.nearest {
					t.Errorf("shown %v, want %q first", r, tt.nearest)
				}
				flow.Abandon()
				time.Sleep(time.Minute)
				synctest.Wait()
			})
		})
	}
}
