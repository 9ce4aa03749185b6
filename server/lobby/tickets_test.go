package lobby

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/shared/api"
)

// asGrace are the headers of the second player.
func (f *fixture) asGrace() []string { return []string{"Authorization", "Bearer " + f.otherToken()} }

// runMatchmaker runs the matchmaker until the test ends.
func (f *fixture) runMatchmaker(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { f.matchmaker.Run(ctx); close(ended) }()
	t.Cleanup(func() { stop(); <-ended })
}

func TestADuelIsFoundWhileOneWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFixture(t, 1000)
		f.runMatchmaker(t)
		w := f.doJSON("POST", "/v1/tickets", `{"queue":"duel"}`)
		mine := decodeAs[api.Ticket](t, w, http.StatusCreated)
		path := w.Header().Get("Location")
		if path != "/v1/tickets/"+mine.ID || mine.Status != api.TicketQueued || mine.Search == nil || mine.ExpiresAt.Sub(mine.CreatedAt) != 90*time.Second {
			t.Fatalf("at %s: %+v", path, mine)
		}
		time.Sleep(3 * time.Second)
		w = f.doJSON("GET", path, "")
		if s := decodeAs[api.Ticket](t, w, http.StatusOK).Search; s.Place != 1 || s.Nearest == nil || s.Nearest.Why != "players" {
			t.Errorf("after 3 s: %+v, want the first, who lacks players", s)
		}
		decodeAs[api.Problem](t, f.doJSON("GET", path, "", f.asGrace()...), http.StatusNotFound)
		decodeAs[api.Ticket](t, f.doJSON("POST", "/v1/tickets", `{"queue":"duel"}`, f.asGrace()...), http.StatusCreated)
		for tag := w.Header().Get("ETag"); mine.Status == api.TicketQueued; {
			w = f.doJSON("GET", path+"?wait=25", "", "If-None-Match", tag)
			tag, mine = w.Header().Get("ETag"), decodeAs[api.Ticket](t, w, http.StatusOK)
		}
		if mine.Status != api.TicketAssigned || mine.Assignment.RoomID != "public" || mine.Search != nil {
			t.Errorf("in the end: %+v", mine)
		}
		again := decodeAs[api.Ticket](t, f.doJSON("GET", path, ""), http.StatusOK)
		if again.Assignment.Ticket != mine.Assignment.Ticket {
			t.Error("asked twice, answered with two tickets: one player could bring a friend")
		}
	})
}

func TestATicketIsTakenBack(t *testing.T) {
	f := newFixture(t, 1000)
	path := f.doJSON("POST", "/v1/tickets", `{"queue":"duel"}`).Header().Get("Location")
	decodeAs[api.Problem](t, f.doJSON("DELETE", path, "", f.asGrace()...), http.StatusNotFound)
	if w := f.doJSON("DELETE", path, ""); w.Code != http.StatusNoContent {
		t.Errorf("cancel = %d %s", w.Code, w.Body)
	}
	if got := decodeAs[api.Ticket](t, f.doJSON("GET", path, ""), http.StatusOK); got.Status != api.TicketCancelled || got.Reason != "cancelled by Ada" {
		t.Errorf("afterwards: %+v", got)
	}
}

func TestAPartyThatIsTooLargeIsToldSo(t *testing.T) {
	f := newFixture(t, 1000)
	party := decodeAs[api.Party](t, f.doJSON("POST", "/v1/parties", ""), http.StatusCreated)
	third := decodeAs[api.Guest](t, f.doJSON("POST", "/v1/guests", `{"name":"Cyd"}`, "Authorization", ""), http.StatusCreated)
	for _, who := range [][]string{f.asGrace(), {"Authorization", "Bearer " + third.Token}} {
		decodeAs[api.Party](t, f.doJSON("POST", "/v1/parties/"+party.Code+"/join", "", who...), http.StatusOK)
	}
	p := decodeAs[api.Problem](t, f.doJSON("POST", "/v1/tickets", `{"queue":"duel","party":"`+party.Code+`"}`), http.StatusConflict)
	if p.Type != "urn:perihelion:party-too-large" {
		t.Errorf("three for a duel: %+v", p)
	}
}

func TestALeaderQueuesForAll(t *testing.T) {
	f := newFixture(t, 1000)
	party := decodeAs[api.Party](t, f.doJSON("POST", "/v1/parties", ""), http.StatusCreated)
	path, body := "/v1/parties/"+party.Code, `{"party":"`+party.Code+`"}`
	decodeAs[api.Problem](t, f.doJSON("POST", "/v1/tickets", body, f.asGrace()...), http.StatusNotFound)
	decodeAs[api.Party](t, f.doJSON("POST", path+"/join", "", f.asGrace()...), http.StatusOK)
	decodeAs[api.Problem](t, f.doJSON("POST", "/v1/tickets", body, f.asGrace()...), http.StatusForbidden)

	ticket := decodeAs[api.Ticket](t, f.doJSON("POST", "/v1/tickets", body), http.StatusCreated)
	party = decodeAs[api.Party](t, f.doJSON("GET", path, "", f.asGrace()...), http.StatusOK)
	if ticket.Players != 2 || party.TicketID != ticket.ID {
		t.Fatalf("ticket %s for %d, party %+v", ticket.ID, ticket.Players, party)
	}
	hers := decodeAs[api.Ticket](t, f.doJSON("GET", "/v1/tickets/"+party.TicketID, "", f.asGrace()...), http.StatusOK)
	for token, player := range map[string]string{ticket.Assignment.Ticket: "p1", hers.Assignment.Ticket: "p2"} {
		got, err := f.signer.Redeem(token, time.Now())
		if err != nil || got.Player != player || hers.Assignment.RoomID != ticket.Assignment.RoomID {
			t.Errorf("the ticket of %s is for %+v, %v", player, got, err)
		}
	}
}

func TestAPartyThatChangesIsNotQueuedAnyMore(t *testing.T) {
	f := newFixture(t, 1000)
	party := decodeAs[api.Party](t, f.doJSON("POST", "/v1/parties", ""), http.StatusCreated)
	path := "/v1/parties/" + party.Code
	ticket := decodeAs[api.Ticket](t, f.doJSON("POST", "/v1/tickets", `{"queue":"duel","party":"`+party.Code+`"}`), http.StatusCreated)
	if p := decodeAs[api.Party](t, f.doJSON("POST", path+"/join", "", f.asGrace()...), http.StatusOK); p.TicketID != "" {
		t.Errorf("joined %+v, want no ticket", p)
	}
	if got := decodeAs[api.Ticket](t, f.doJSON("GET", "/v1/tickets/"+ticket.ID, ""), http.StatusOK); got.Status != api.TicketCancelled || !strings.Contains(got.Reason, "Grace") {
		t.Errorf("ticket = %+v, want it cancelled because of Grace", got)
	}
}

func TestEventsFollowATicketToItsEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFixture(t, 1000)
		path := f.doJSON("POST", "/v1/tickets", `{"queue":"duel"}`).Header().Get("Location")
		time.AfterFunc(40*time.Second, func() { f.doJSON("DELETE", path, "") })
		began := time.Now()
		w := f.doJSON("GET", path+"/events", "")
		if took := time.Since(began); took != 40*time.Second || w.Header().Get("Content-Type") != "text/event-stream" {
			t.Errorf("%s for %v, want a stream for 40s", w.Header().Get("Content-Type"), took)
		}
		events := strings.Split(strings.TrimSpace(w.Body.String()), "\n\n")
		if len(events) != 4 || events[1] != ":" || events[2] != ":" {
			t.Fatalf("events = %q, want one, two comments, and one more", events)
		}
		id, last, _ := strings.Cut(events[3], "\nevent: ticket\ndata: ")
		var ticket api.Ticket
		if err := json.Unmarshal([]byte(last), &ticket); err != nil || id != "id: 2" || ticket.Status != api.TicketCancelled {
			t.Errorf("last event = %s %+v, %v", id, ticket, err)
		}
		if w := f.doJSON("GET", path+"/events", "", "Last-Event-ID", "2"); w.Code != http.StatusNoContent {
			t.Errorf("who has heard the end comes back: %d, want 204, or an EventSource would come for ever", w.Code)
		}
		if w := f.doJSON("GET", path+"/events", "", "Last-Event-ID", "1"); !strings.HasPrefix(w.Body.String(), "id: 2\n") {
			t.Errorf("who has missed the end hears %q", w.Body)
		}
	})
}
