package scene

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/client/online"
	"perihelion/client/online/onlinetest"
	"perihelion/client/ui"
	"perihelion/shared/api"
)

var queuedTicket = api.Ticket{ID: "t", Queue: "duel", Players: 1, Status: api.TicketQueued, Search: &api.Search{
	Place: 2, Queued: 3, Rating: 27, Window: 3.5, Nearest: &api.Miss{Why: "players", By: 1},
}}

// searchingDuel is a client that waits in the queue for a duel.
func searchingDuel(t *testing.T) (*testClient, *matchmakingScene) {
	tc := newTestClient(t, Options{})
	tc.saveGuest("Ada", "mine")
	tc.server.Handlers = map[string]http.HandlerFunc{"POST tickets": onlinetest.RespondJSON(queuedTicket), "GET tickets/t": onlinetest.RespondJSON(queuedTicket), "DELETE tickets/t": onlinetest.RespondJSON(nil)}
	tc.playFrame(ui.Input{Nav: ui.NavPrev})
	for range 2 {
		tc.playFrame(ui.Input{Nav: ui.NavRight})
	}
	tc.playFrame(ui.Input{Nav: ui.NavNext})
	tc.playFrame(enterKey)
	tc.waitForScene("finding", time.Second)
	tc.runFor(time.Second)
	return tc, tc.stack.top().(*matchmakingScene)
}

func TestASearchIsExplainedUntilThereIsASeat(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tc, s := searchingDuel(t)
		for _, want := range []string{"2nd of 3", "±3.5 of your skill of 27.0", "One more player is needed."} {
			if got := s.searchText(); !strings.Contains(got, want) {
				t.Errorf("explained by %q, without %q", got, want)
			}
		}
		tc.runFor(time.Minute) // longer than one long poll
		found := queuedTicket
		found.Status, found.Assignment = api.TicketAssigned, &onlinetest.Seat
		tc.server.Handle("GET tickets/t", onlinetest.RespondJSON(found))
		tc.waitForScene("match", 2*time.Second)
		tc.closeAll()
	})
}

func TestACancelledSearchCancelsItsTicket(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tc, _ := searchingDuel(t)
		tc.playFrame(ui.Input{Cancel: true})
		tc.runFor(time.Second)
		if got := tc.stack.top().Name(); got != "title" || !slices.Contains(tc.server.Requests, "DELETE tickets/t") {
			t.Errorf("scene %s, the lobby was asked %q", got, tc.server.Requests)
		}
		tc.closeAll()
	})
}

func TestASearchThatFindsNobodyWaitsForThePlayer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tc, s := searchingDuel(t)
		expired := queuedTicket
		expired.Status = api.TicketExpired
		tc.server.Handle("GET tickets/t", onlinetest.RespondJSON(expired))
		tc.runFor(3 * time.Second)
		if !s.needsPlayer() || s.failure.Text != "Nobody was found in time." {
			t.Errorf("stuck %v with %q", s.needsPlayer(), s.failure.Text)
		}
		tc.closeAll()
	})
}

func TestAFullRoomCanBeWatched(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tc := newTestClient(t, Options{Room: "NOVA42"})
		tc.saveGuest("Ada", "mine")
		full := func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusConflict) }
		tc.server.Handle("POST rooms/NOVA42/join", full)
		tc.waitForScene("finding", time.Second)
		tc.runFor(time.Second)
		s := tc.stack.top().(*matchmakingScene)
		s.setFocus(&s.watch)
		tc.playFrame(enterKey)
		tc.waitForScene("watch", time.Second)
		watched := tc.stack.top().(*watchScene)
		if watched.log.Room != "NOVA42" {
			t.Errorf("watches the room %q", watched.log.Room)
		}
		watched.setFocus(&watched.back)
		tc.playFrame(enterKey)
		tc.waitForScene("title", time.Second)
	})
}

func TestAFullRoomOffersAnotherMatch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tc := newTestClient(t, Options{Room: "NOVA42"})
		tc.saveGuest("Ada", "mine")
		tc.server.Handle("POST rooms/NOVA42/join", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusConflict) })
		tc.waitForScene("finding", time.Second)
		tc.runFor(time.Second)
		tc.playFrame(enterKey) // the first button
		tc.waitForScene("match", time.Second)
		if dest := tc.stack.top().(*matchScene).session.Dest; dest.Room != "" {
			t.Errorf("in a match as %+v, want in any", dest)
		}
		tc.closeAll()
	})
}

func TestAServerThatIsDownIsTriedAgainAndThenGivenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tc := newTestClient(t, Options{Play: true})
		tc.server.SetErrors(onlinetest.ErrNoRoute, nil)
		tc.waitForScene("finding", time.Second)
		tc.runFor(time.Minute)
		s := tc.stack.top().(*matchmakingScene)
		if got := len(tc.server.Requests); got != online.MaxTries || !s.needsPlayer() {
			t.Errorf("%d tries in a minute, stuck %v, want %d and then the player's word", got, s.needsPlayer(), online.MaxTries)
		}
		tc.server.SetErrors(nil, nil)
		tc.playFrame(enterKey) // TRY AGAIN
		tc.waitForScene("match", time.Second)
		tc.closeAll()
	})
}

func TestErrorsWithoutRetryAreShownAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tc := newTestClient(t, Options{Room: "ABCDEF"})
		tc.saveGuest("", "mine")
		tc.server.SetErrors(&api.Problem{Title: "Not Found", Detail: "no room has this code", Status: 404}, nil)
		tc.waitForScene("finding", time.Second)
		tc.runFor(time.Second)
		s := tc.stack.top().(*matchmakingScene)
		if !s.needsPlayer() || s.failure.Text != "No room has this code." || s.tries != 1 {
			t.Errorf("stuck %v with %q after %d tries", s.needsPlayer(), s.failure.Text, s.tries)
		}
		tc.playFrame(ui.Input{Cancel: true})
		tc.waitForScene("title", time.Second)
	})
}

func TestRetryAfterIsObeyed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tc := newTestClient(t, Options{Play: true})
		tc.saveGuest("", "mine")
		tc.server.SetErrors(&api.Problem{Title: "Full", Status: 503, Retry: 10 * time.Second}, nil)
		tc.waitForScene("finding", time.Second)
		tc.runFor(9 * time.Second)
		if got := len(tc.server.Requests); got != 1 {
			t.Errorf("asked %d times within the ten seconds", got)
		}
		tc.runFor(2 * time.Second)
		if got := len(tc.server.Requests); got != 2 {
			t.Errorf("asked %d times in eleven seconds, want 2", got)
		}
		tc.closeAll()
	})
}
