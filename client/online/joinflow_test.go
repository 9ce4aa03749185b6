package online

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/client/netcode"
	"perihelion/client/online/onlinetest"
	"perihelion/shared/api"
	"perihelion/shared/transport"
	"perihelion/sim"
	"perihelion/sim/toy"
)

var queuedTicket = api.Ticket{ID: "t", Queue: "duel", Players: 1, Status: api.TicketQueued}

func TestATicketLeadsToItsSeat(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newTestService(t, "mine")
		s.server.Handle("POST tickets", onlinetest.RespondJSON(queuedTicket))
		s.server.Handle("GET tickets/t", onlinetest.RespondJSON(queuedTicket))
		flow := s.StartJoin(Destination{Queue: "duel"})
		time.Sleep(time.Minute) // longer than one long poll
		synctest.Wait()
		if _, ok := flow.Result(); ok || flow.Stage() != StageTicket || flow.Ticket() == nil || flow.Ticket().Queue != "duel" {
			t.Errorf("after a minute: result %v, stage %d, ticket %+v", ok, flow.Stage(), flow.Ticket())
		}
		found := queuedTicket
		found.Status, found.Assignment = api.TicketAssigned, &onlinetest.Seat
		s.server.Handle("GET tickets/t", onlinetest.RespondJSON(found))
		time.Sleep(2 * time.Second)
		synctest.Wait()
		result, ok := flow.Result()
		if !ok || result.Err != nil || result.seat.URL != onlinetest.Seat.URL || !slices.Equal(s.server.Tokens, []string{"join"}) {
			t.Fatalf("result %v %+v, connected with %q", ok, result, s.server.Tokens)
		}
		result.conn.closeAfterSend(0)
	})
}

func TestAnAbandonedFlowCancelsItsTicket(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newTestService(t, "mine")
		s.server.Handle("POST tickets", onlinetest.RespondJSON(queuedTicket))
		s.server.Handle("GET tickets/t", onlinetest.RespondJSON(queuedTicket))
		s.server.Handle("DELETE tickets/t", onlinetest.RespondJSON(nil))
		flow := s.StartJoin(Destination{Queue: "duel"})
		time.Sleep(time.Second)
		flow.Abandon()
		time.Sleep(time.Second)
		synctest.Wait()
		if !slices.Contains(s.server.Requests, "DELETE tickets/t") {
			t.Errorf("asked for %q, want the ticket cancelled", s.server.Requests)
		}
	})
}

// slowlyClosed is a connection that sends all that it is given before it is closed.
type slowlyClosed struct{ transport.Conn }

func (c slowlyClosed) Close(r transport.Reason) {
	time.Sleep(time.Millisecond)
	c.Conn.Close(r)
}

// Who abandons a flow may have the seat by another connection.
func TestAnAbandonedResumeDoesNotTakeTheSeat(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newTestService(t, "mine")
		s.Dial = func(ctx context.Context, url, token string) (transport.Conn, error) {
			time.Sleep(time.Second)
			conn, err := s.server.Dial(ctx, url, token)
			return slowlyClosed{conn}, err
		}
		flow := s.startResume(onlinetest.Seat, requestTimeout, netcode.Options{Games: sim.Games{toy.Game}, Aspect: sim.UsualAspect})
		time.Sleep(time.Second / 2)
		flow.Abandon()
		time.Sleep(time.Second)
		synctest.Wait()
		if len(s.server.Tokens) != 1 || len(s.server.Received) > 0 {
			t.Errorf("connected with %q, sent %v; want a connection that says nothing", s.server.Tokens, s.server.Received)
		}
		if err := s.server.Conn.Send([]byte{0}); err == nil {
			t.Error("the connection is still open")
		}
	})
}

func TestASearchEndsAsTheServerSays(t *testing.T) {
	for name, tt := range map[string]struct {
		answer http.HandlerFunc
		text   string
		search bool // as SearchFailed
	}{
		"expired":          {onlinetest.RespondJSON(api.Ticket{ID: "t", Status: api.TicketExpired}), "Nobody was found in time.", true},
		"cancelled":        {onlinetest.RespondJSON(api.Ticket{ID: "t", Status: api.TicketCancelled}), "The search was cancelled.", true},
		"gone":             {http.NotFound, "The server answered 404.", false},
		"failing for ever": {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) }, "The server answered 502.", false},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newTestService(t, "mine")
				s.server.Handle("POST tickets", onlinetest.RespondJSON(queuedTicket))
				s.server.Handle("GET tickets/t", tt.answer)
				err := s.join(Destination{Queue: "duel"}).Err
				var failed *SearchFailed
				if got := Explain(err).Text; got != tt.text || errors.As(err, &failed) != tt.search {
					t.Errorf("ends with %v, told %q, want %q", err, got, tt.text)
				}
			})
		})
	}
}
