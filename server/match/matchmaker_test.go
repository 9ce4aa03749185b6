package match

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"runtime"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

// fakeProvider is a RoomProvider that records its calls.
type fakeProvider struct {
	rooms   []Room
	specs   []RoomSpec
	players []string // room/player/team of each reservation
	refuse  error    // of Open
	full    bool     // listed rooms are full when a seat is reserved
	onOpen  func()   // called by Open; may be nil
	regions []string
}

func (h *fakeProvider) Regions() []string { return h.regions }

func (h *fakeProvider) Rooms(Queue) []Room { return slices.Clone(h.rooms) }

func (h *fakeProvider) Open(s RoomSpec) (id, code string, err error) {
	if h.refuse != nil {
		return "", "", h.refuse
	}
	h.specs = append(h.specs, s)
	if h.onOpen != nil {
		h.onOpen()
	}
	if s.Private {
		code = "CODE"
	}
	return fmt.Sprint("new", len(h.specs)), code, nil
}

func (h *fakeProvider) Reserve(room string, p Player, _ netip.Addr, team int) error {
	if h.full && slices.ContainsFunc(h.rooms, func(r Room) bool { return r.ID == room }) {
		return ErrFull
	}
	h.players = append(h.players, fmt.Sprint(room, "/", p.ID, "/", team))
	return nil
}

// runMatchmaker runs f with a running Matchmaker, in virtual time.
func runMatchmaker(t *testing.T, h *fakeProvider, m Metrics, f func(t *testing.T, m *Matchmaker)) {
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		k := NewMatchmaker(Config{
			Queues:  []Queue{Instant("quick", "skirmish", 0, 16), Instant("teams", "teams", 2, 16), Paired("duel", "duel", Pace{Window{2, 0.5, 15}, 30 * time.Second, 90 * time.Second}), {Name: "people", Seats: 2, timeout: 20 * time.Second, rating: Window{2, 0, 2}}},
			Metrics: m,
		}, h)
		go k.Run(ctx)
		f(t, k)
		stop()
		synctest.Wait()
	})
}

func players(names ...string) []Player {
	var all []Player
	for _, n := range names {
		all = append(all, Player{ID: n, Rating: 25})
	}
	return all
}

func submit(t *testing.T, m *Matchmaker, queue string, names ...string) Status {
	t.Helper()
	s, err := m.Submit(Request{Queue: queue, Players: players(names...)})
	if err != nil {
		t.Fatalf("submit %v to %s: %v", names, queue, err)
	}
	return s
}

func state(t *testing.T, m *Matchmaker, id string) Status {
	t.Helper()
	s, err := m.Ticket(id)
	if err != nil {
		t.Fatalf("ticket: %v", err)
	}
	return s
}

func TestQuickPlayIsAssignedInsideSubmit(t *testing.T) {
	h := &fakeProvider{rooms: []Room{{ID: "old", Teams: []TeamState{{Free: 3, Players: 5}}}}}
	runMatchmaker(t, h, nil, func(t *testing.T, m *Matchmaker) {
		s := submit(t, m, "quick", "ada")
		if s.State != Assigned || s.Assignment.Room != "old" || s.Mode != "skirmish" || !s.Assignment.Since.Equal(time.Now()) {
			t.Errorf("got %+v, want a place in the room that has begun", s)
		}
		h.rooms = nil
		if s := submit(t, m, "quick", "bob"); s.Assignment.Room != "new1" || !h.specs[0].Bots || !h.specs[0].Rated {
			t.Errorf("got %+v of %+v, want a new room with bots where people are rated", s.Assignment, h.specs)
		}
		if want := []string{"old/ada/0", "new1/bob/0"}; !slices.Equal(h.players, want) {
			t.Errorf("promised %v, want %v", h.players, want)
		}
	})
}

func TestARoomThatFilledUpInTheMeantimeIsReplacedByANewOne(t *testing.T) {
	h := &fakeProvider{rooms: []Room{{ID: "old", Teams: []TeamState{{Free: 1, Players: 5}}}}, full: true}
	runMatchmaker(t, h, nil, func(t *testing.T, m *Matchmaker) {
		if s := submit(t, m, "quick", "ada"); s.State != Assigned || s.Assignment.Room != "new1" || !h.specs[0].Bots {
			t.Errorf("got %+v, want a place in a new room", s)
		}
	})
}

// A room may be on a server that takes long to answer. Only its queue waits for it.
func TestTicketsCanBeReadAndCancelledWhileARoomOpens(t *testing.T) {
	h := &fakeProvider{}
	runMatchmaker(t, h, nil, func(t *testing.T, m *Matchmaker) {
		h.onOpen = func() {
			if !m.mu.TryLock() { // or what follows would never end
				t.Fatal("rooms are opened under the lock of the tickets")
			}
			m.mu.Unlock()
			if n := m.Waiting(); n != 1 {
				t.Errorf("%d tickets wait, want the one", n)
			}
			h.onOpen = nil
			if s := submit(t, m, "teams", "bob"); s.State != Assigned {
				t.Errorf("in another queue: %+v, want a seat", s)
			}
			m.CancelBanned(func(player string) bool { return player == "ada" })
		}
		if s := submit(t, m, "quick", "ada"); s.State != cancelled || s.Assignment.Room != "" {
			t.Errorf("got %+v, want it to stay cancelled", s)
		}
		if n := m.Waiting(); n != 0 {
			t.Errorf("%d tickets wait, want none", n)
		}
	})
}

// Whoever comes while a room opens goes there too, and not into another one.
func TestTwoWhoComeAtOnceMeet(t *testing.T) {
	h := &fakeProvider{}
	runMatchmaker(t, h, nil, func(t *testing.T, m *Matchmaker) {
		second := make(chan Status)
		h.onOpen = func() {
			go func() { second <- submit(t, m, "quick", "bob") }()
			for m.Waiting() < 2 {
				runtime.Gosched()
			}
			for range 1000 { // bob is given time to open a room of his own
				runtime.Gosched()
			}
			h.rooms = []Room{{ID: "new1", Teams: []TeamState{{Free: 15, Players: 1}}}}
		}
		ada := submit(t, m, "quick", "ada")
		if bob := <-second; bob.State != Assigned || bob.Assignment.Room != ada.Assignment.Room || len(h.specs) != 1 {
			t.Errorf("ada is sent to %+v, bob to %+v, want one room", ada.Assignment, bob.Assignment)
		}
	})
}

func TestAnOpponentIsSentWithinASecond(t *testing.T) {
	h := &fakeProvider{rooms: []Room{{ID: "old", Teams: []TeamState{{Free: 1, Players: 1}}, Waiting: Player{ID: "bob", Rating: 25}}}}
	runMatchmaker(t, h, nil, func(t *testing.T, m *Matchmaker) {
		ada := submit(t, m, "duel", "ada")
		time.Sleep(time.Second)
		if s := state(t, m, ada.ID); s.State != Assigned || s.Assignment.Room != "old" || len(h.specs) > 0 {
			t.Errorf("got %+v, want the seat whose player never came", s)
		}
	})
}

func TestAPartyIsInOneTeam(t *testing.T) {
	h := &fakeProvider{}
	runMatchmaker(t, h, nil, func(t *testing.T, m *Matchmaker) {
		submit(t, m, "teams", "ada", "bob", "cyd")
		if want := []string{"new1/ada/1", "new1/bob/1", "new1/cyd/1"}; !slices.Equal(h.players, want) {
			t.Errorf("promised %v, want %v", h.players, want)
		}
		if _, err := m.Submit(Request{Queue: "duel", Players: players("ada", "bob", "cyd")}); !errors.Is(err, ErrParty) {
			t.Errorf("three in the duel queue: %v, want ErrParty", err)
		}
	})
}

func TestAPartyOfTwoDuelsEachOther(t *testing.T) {
	h := &fakeProvider{rooms: []Room{{ID: "old", Waiting: Player{ID: "eve", Rating: 25}, Teams: []TeamState{{Free: 1, Players: 1}}}}}
	runMatchmaker(t, h, nil, func(t *testing.T, m *Matchmaker) {
		h.full = true
		cyd := submit(t, m, "duel", "cyd")
		friends := submit(t, m, "duel", "ada", "bob")
		if friends.State != Assigned || friends.Assignment.Room != "new1" || friends.Assignment.Code != "CODE" {
			t.Errorf("got %+v, want a room of their own at once", friends)
		}
		if want := []string{"new1/ada/0", "new1/bob/0"}; !slices.Equal(h.players, want) {
			t.Errorf("promised %v, want %v", h.players, want)
		}
		if s := h.specs[0]; s.Rated || s.Bots || !s.Private || s.Player.ID != "ada" {
			t.Errorf("a room %+v, want a private one, unrated, without bots", s)
		}
		if s := state(t, m, cyd.ID); s.State != Queued {
			t.Errorf("who waits alone got %+v, want to wait on", s)
		}
	})
}

func TestADuelWaitsForAnEqualAndThenForABot(t *testing.T) {
	h := &fakeProvider{}
	runMatchmaker(t, h, nil, func(t *testing.T, m *Matchmaker) {
		ada := submit(t, m, "duel", "ada")
		if ada.State != Queued || !ada.Expires.Equal(time.Now().Add(90*time.Second)) {
			t.Fatalf("got %+v, want a queued ticket", ada)
		}
		time.Sleep(5 * time.Second)
		bob := submit(t, m, "duel", "bob")
		time.Sleep(time.Second)
		a, b := state(t, m, ada.ID), state(t, m, bob.ID)
		if a.State != Assigned || b.State != Assigned || a.Assignment.Room != b.Assignment.Room || !h.specs[0].Rated {
			t.Errorf("got %+v and %+v, want one rated duel", a, b)
		}
		cyd := submit(t, m, "duel", "cyd")
		time.Sleep(31 * time.Second)
		if c := state(t, m, cyd.ID); c.State != Assigned || h.specs[1].Rated || !h.specs[1].Bots {
			t.Errorf("got %+v, want an unrated duel with a bot", c)
		}
	})
}

func TestATicketExpiresAndCanBeAskedForAWhile(t *testing.T) {
	runMatchmaker(t, &fakeProvider{}, nil, func(t *testing.T, m *Matchmaker) {
		ada := submit(t, m, "people", "ada")
		time.Sleep(21 * time.Second)
		if s := state(t, m, ada.ID); s.State != expired || s.Reason == "" || m.Waiting() != 0 {
			t.Errorf("got %+v, want an expired ticket with a reason", s)
		}
		time.Sleep(time.Minute)
		if _, err := m.Ticket(ada.ID); !errors.Is(err, ErrNoTicket) {
			t.Errorf("a minute later: %v, want ErrNoTicket", err)
		}
	})
}

func TestAPlayerHasOneTicketAtATime(t *testing.T) {
	runMatchmaker(t, &fakeProvider{}, nil, func(t *testing.T, m *Matchmaker) {
		first := submit(t, m, "duel", "ada")
		second := submit(t, m, "people", "ada")
		if a, b := state(t, m, first.ID), state(t, m, second.ID); a.State != cancelled || b.State != Queued {
			t.Errorf("got %s and %s, want the first cancelled by the second", a.State, b.State)
		}
		if s, err := m.Cancel(second.ID, "you left"); err != nil || s.State != cancelled || s.Reason != "you left" {
			t.Errorf("cancelled: %+v, %v", s, err)
		}
		if s, err := m.Cancel(first.ID, "again"); err != nil || s.Reason == "again" {
			t.Errorf("cancelled twice: %+v, %v: want the first reason", s, err)
		}
		if n := m.Waiting(); n != 0 {
			t.Errorf("%d wait, want nobody", n)
		}
	})
}

func TestWatchersAreNotifiedOfTheSearchAndOfItsEnd(t *testing.T) {
	runMatchmaker(t, &fakeProvider{}, nil, func(t *testing.T, m *Matchmaker) {
		s := submit(t, m, "duel", "ada")
		began := time.Now()
		s, _ = m.WaitForChange(t.Context(), s.ID, s.Version)
		if s.State != Queued || s.Search.NearMiss.Why != nearMissPlayers || s.Search.BotsIn == 0 {
			t.Errorf("heard %+v, want an explanation", s)
		}
		if took := time.Since(began); took > 600*time.Millisecond {
			t.Errorf("heard after %v, want the first look", took)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
		defer cancel()
		if again, err := m.WaitForChange(ctx, s.ID, s.Version); err != nil || again.Version != s.Version {
			t.Errorf("after 200 ms: version %d, %v, want %d as before", again.Version, err, s.Version)
		}
		go func() {
			time.Sleep(300 * time.Millisecond)
			submit(t, m, "duel", "bob")
		}()
		for s.State == Queued {
			s, _ = m.WaitForChange(t.Context(), s.ID, s.Version)
		}
		if s.State != Assigned || time.Since(began) > 2*time.Second {
			t.Errorf("heard %s after %v, want assigned at once", s.State, time.Since(began))
		}
		if _, err := m.WaitForChange(t.Context(), s.ID, s.Version); !errors.Is(err, ErrNoTicket) {
			t.Errorf("watching on: %v, want to hear that the ticket is forgotten", err)
		}
	})
}

func TestTheQueueTellsHowLongOthersWaited(t *testing.T) {
	runMatchmaker(t, &fakeProvider{}, nil, func(t *testing.T, m *Matchmaker) {
		for i := range 4 {
			submit(t, m, "duel", fmt.Sprint("a", i))
			time.Sleep(time.Duration(1+i) * time.Second)
			submit(t, m, "duel", fmt.Sprint("b", i))
			time.Sleep(time.Second)
		}
		ada := submit(t, m, "duel", "ada")
		time.Sleep(time.Second)
		x := state(t, m, ada.ID).Search.Expect
		if x.P50 < 500*time.Millisecond || x.P90 < 3*time.Second || x.P90 > 5*time.Second {
			t.Errorf("expect %v and %v, want waits as they were", x.P50, x.P90)
		}
		if _, err := m.Cancel(ada.ID, ""); err != nil {
			t.Error(err)
		}
		time.Sleep(maxWaitAge)
		bob := submit(t, m, "duel", "bob")
		time.Sleep(time.Second)
		if x := state(t, m, bob.ID).Search.Expect; x != (WaitEstimate{}) {
			t.Errorf("half an hour later: %v, want nothing", x)
		}
	})
}

func TestAFailureOfTheProviderEndsTheTicketAndIsTold(t *testing.T) {
	crowded := errors.New("every room is full")
	runMatchmaker(t, &fakeProvider{refuse: crowded}, nil, func(t *testing.T, m *Matchmaker) {
		if s := submit(t, m, "quick", "ada"); s.State != failed || !errors.Is(s.Err, crowded) || s.Reason == "" {
			t.Errorf("got %+v, want a failed ticket with the error", s)
		}
	})
}

func TestTheMatchmakerRefusesWhatItCannotServe(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		m := NewMatchmaker(Config{Queues: []Queue{{Name: "people", Seats: 2}}, maxTickets: 1}, &fakeProvider{})
		go m.Run(ctx)
		ada := submit(t, m, "people", "ada")
		tests := []struct {
			name string
			wish Request
			want error
		}{
			{"an unknown queue", Request{Queue: "chess", Players: players("bob")}, ErrNoQueue},
			{"nobody at all", Request{Queue: "people"}, ErrParty},
			{"a party where there are none", Request{Queue: "people", Players: players("bob", "cyd")}, ErrParty},
			{"more tickets than fit", Request{Queue: "people", Players: players("bob")}, ErrBusy},
		}
		for _, tt := range tests {
			if _, err := m.Submit(tt.wish); !errors.Is(err, tt.want) {
				t.Errorf("%s: %v, want %v", tt.name, err, tt.want)
			}
		}
		stop()
		synctest.Wait()
		if s := state(t, m, ada.ID); s.State != failed || s.Reason == "" {
			t.Errorf("after the end: %+v, want a failed ticket with a reason", s)
		}
		if _, err := m.Submit(Request{Queue: "people", Players: players("bob")}); !errors.Is(err, ErrClosed) {
			t.Errorf("after the end: %v, want ErrClosed", err)
		}
	})
}

// recordingMetrics records the calls.
type recordingMetrics struct {
	tickets map[string]int
	waits   []time.Duration
	quality []float64
}

func (l *recordingMetrics) Tickets(queue, state string, by int) { l.tickets[queue+" "+state] += by }

func (l *recordingMetrics) Matched(_ string, waited time.Duration, quality float64) {
	l.waits, l.quality = append(l.waits, waited), append(l.quality, quality)
}

func TestMetricsAddUp(t *testing.T) {
	l := &recordingMetrics{tickets: map[string]int{}}
	runMatchmaker(t, &fakeProvider{}, l, func(t *testing.T, m *Matchmaker) {
		submit(t, m, "duel", "ada")
		submit(t, m, "duel", "bob")
		cyd := submit(t, m, "people", "cyd")
		time.Sleep(time.Second)
		synctest.Wait()
		if l.tickets["duel queued"] != 0 || l.tickets["duel assigned"] != 2 || l.tickets["people queued"] != 1 {
			t.Errorf("after the match: %v", l.tickets)
		}
		if len(l.waits) != 2 || l.waits[0] != 500*time.Millisecond || l.quality[0] != 1 {
			t.Errorf("waits %v of quality %v, want two of half a second and even", l.waits, l.quality)
		}
		if _, err := m.Cancel(cyd.ID, ""); err != nil {
			t.Error(err)
		}
		time.Sleep(2 * time.Minute)
		synctest.Wait()
		for of, n := range l.tickets {
			if n != 0 {
				t.Errorf("long after everyone has left, %d tickets are %s", n, of)
			}
		}
	})
}

func TestAQueueThatCannotHoldItsTeamsIsAMistake(t *testing.T) {
	for _, q := range []Queue{{Name: "none"}, {Name: "odd", Seats: 5, Teams: 2}, {Name: "wide", Seats: 4, Teams: 2, Party: 3}} {
		t.Run(q.Name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("NewMaker takes it, want a panic")
				}
			}()
			NewMatchmaker(Config{Queues: []Queue{q}}, &fakeProvider{})
		})
	}
}
