package lobby

import (
	"cmp"
	"context"
	"crypto/rand"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"perihelion/server/match"
	"perihelion/server/match/rating"
	"perihelion/server/party"
	"perihelion/shared/api"
)

const (
	quickQueue  = "quick"
	slowestLink = 10_000 // ms: whoever measured more than that did not measure
)

func (l *Lobby) routeTickets() {
	const one = "/v1/tickets/{id}"
	tags, lost := []string{"Tickets"}, []int{http.StatusNotFound}
	register(l, huma.Operation{
		OperationID: "create-ticket", Method: http.MethodPost, Path: "/v1/tickets", DefaultStatus: http.StatusCreated, Tags: tags,
		Summary: "Queue for a match",
		Description: "Alone, or as the leader of a party for all of it. A party that is a full match, such as two in the duel queue, plays among itself: in a private room, unrated. In a queue where nobody waits the answer holds the seat already. It takes you out of whatever you were queued for. " +
			"Whoever lost the connection to a match and still has a seat there is assigned that seat, whatever the queue; such a ticket is not kept.",
		Security: Guests(), Errors: []int{http.StatusForbidden, http.StatusNotFound, http.StatusConflict, http.StatusServiceUnavailable},
	}, l.createTicket)
	register(l, huma.Operation{
		OperationID: "ticket", Method: http.MethodGet, Path: one, Tags: tags,
		Summary: "How a ticket is doing, and why it waits", Description: "A long poll. A ticket that has ended is forgotten a minute later.",
		Security: Guests(), Errors: lost,
	}, l.watchTicket)
	huma.Register(l.api, huma.Operation{
		OperationID: "ticket-events", Method: http.MethodGet, Path: one + "/events", Tags: tags,
		Summary:     "The same as server-sent events",
		Description: "Events of the type ticket, whose data is a Ticket; the last one is of a ticket that has ended. A comment comes every 15 seconds.",
		Security:    Guests(), Errors: lost, Responses: eventResponses(l.api),
	}, l.ticketEvents)
	register(l, huma.Operation{
		OperationID: "cancel-ticket", Method: http.MethodDelete, Path: one, Tags: tags,
		Summary: "Leave the queue", Description: "For all of a party, whoever of it does so.", Security: Guests(), Errors: lost,
	}, l.cancelTicket)
}

// TicketPath names a ticket in a path.
type TicketPath struct {
	ID string `path:"id" maxLength:"64"`
}

func (l *Lobby) createTicket(ctx context.Context, in *struct{ Body api.NewTicket }) (*struct {
	Location string `header:"Location"`
	Body     api.Ticket
}, error,
) {
	if t, held := l.heldSeat(ctx, &in.Body); held {
		return &struct {
			Location string `header:"Location"`
			Body     api.Ticket
		}{l.cfg.BasePath + "/v1/tickets/" + t.ID, t}, nil
	}
	wish := match.Request{Queue: in.Body.Queue, Latencies: latencies(in.Body.Latencies)}
	if wish.Queue == "" {
		wish.Queue = quickQueue
	}
	company, err := l.company(ctx, in.Body.Party)
	if err != nil {
		return nil, err
	}
	c := callerOf(ctx)
	if refusal := l.mayReserve(c, len(company.Members)); refusal != nil {
		return nil, refusal
	}
	wish.Players, wish.Party, wish.From = l.rated(ctx, wish.Queue, company.Members), company.Code, c.from
	t, err := l.matchmaker.Submit(wish)
	if err == nil {
		err = t.Err // of an instant queue
	}
	if err != nil {
		return nil, err
	}
	if wish.Party != "" {
		if err = l.parties.Queue(company, t.ID, time.Now()); err != nil {
			_, _ = l.matchmaker.Cancel(t.ID, "the party has changed") // who hears of an error does not wait
		}
	}
	return &struct {
		Location string `header:"Location"`
		Body     api.Ticket
	}{l.cfg.BasePath + "/v1/tickets/" + t.ID, l.ticketView(c, &t)}, err
}

// heldSeat is the ticket of a player who has a seat already, but no connection to it:
// it leads back there, so that no seat stands empty while its player sits elsewhere.
func (l *Lobby) heldSeat(ctx context.Context, want *api.NewTicket) (t api.Ticket, held bool) {
	if want.Party != "" { // goes together, wherever its leader sat
		return t, false
	}
	c := callerOf(ctx)
	place, err := l.rooms.Held(c.player.ID)
	if err != nil {
		return t, false
	}
	now := time.Now()
	t = api.Ticket{
		ID: rand.Text(), Queue: cmp.Or(want.Queue, quickQueue), Players: 1,
		Status: api.TicketAssigned, Reason: "your seat in this match is still yours", CreatedAt: now.UTC(),
	}
	t.Assignment = l.assign(c, place, t.ID, now)
	return t, true
}

// company is whom a ticket is for: the party that whoever asks leads, or they
// alone, as a party without a code.
func (l *Lobby) company(ctx context.Context, code string) (party.Party, error) {
	if code == "" {
		return party.Party{Members: []party.Member{memberOf(ctx)}}, nil
	}
	return l.parties.Lead(code, playerID(ctx), time.Now())
}

// rated adds how good the players are at what they queue for. Who was never rated
// begins in the middle, and so does everyone while the database is away.
func (l *Lobby) rated(ctx context.Context, queue string, members []party.Member) []match.Player {
	queues := l.matchmaker.Queues()
	i := slices.IndexFunc(queues, func(q match.Queue) bool { return q.Name == queue })
	players := make([]match.Player, len(members))
	for n, m := range members {
		players[n] = match.Player{ID: m.Player, Rating: rating.New().Mu}
		if i < 0 || !queues[i].Rated {
			continue
		}
		all, err := l.store.Ratings(ctx, m.Player)
		if err != nil {
			continue
		}
		for _, r := range all {
			if r.Mode == queues[i].Mode {
				players[n].Rating = r.Mu
			}
		}
	}
	return players
}

func (l *Lobby) watchTicket(ctx context.Context, in *struct {
	TicketPath
	Known
	Patience
},
) (*tagged[api.Ticket], error) {
	return await(ctx, l, in.Known, in.Patience, func(ctx context.Context, known int) (api.Ticket, int, error) {
		t, err := l.ticket(ctx, in.ID)
		if err == nil {
			t, err = l.matchmaker.Watch(ctx, in.ID, uint64(known))
		}
		if err != nil {
			return api.Ticket{}, 0, err
		}
		return l.ticketView(callerOf(ctx), &t), int(t.Version), nil
	})
}

func (l *Lobby) cancelTicket(ctx context.Context, in *TicketPath) (*struct{}, error) {
	if _, err := l.ticket(ctx, in.ID); err != nil {
		return nil, err
	}
	_, name := Player(ctx)
	_, err := l.matchmaker.Cancel(in.ID, "cancelled by "+name)
	return nil, err
}

// ticket shows a ticket to those it is for. To others it does not exist.
func (l *Lobby) ticket(ctx context.Context, id string) (match.Status, error) {
	t, err := l.matchmaker.Ticket(id)
	me := playerID(ctx)
	if err == nil && !slices.ContainsFunc(t.Players, func(p match.Player) bool { return p.ID == me }) {
		return match.Status{}, match.ErrNoTicket
	}
	return t, err
}

func latencies(measured map[string]int) map[string]time.Duration {
	if len(measured) == 0 {
		return nil
	}
	all := make(map[string]time.Duration, len(measured))
	for region, ms := range measured {
		all[region] = time.Duration(min(max(ms, 0), slowestLink)) * time.Millisecond
	}
	return all
}

// ticketView is what c sees of a ticket: their own assignment in it.
func (l *Lobby) ticketView(c *caller, t *match.Status) api.Ticket {
	v := api.Ticket{
		ID: t.ID, Queue: t.Queue, Party: t.Party, Players: len(t.Players), Status: string(t.State), Reason: t.Reason,
		CreatedAt: t.Created.UTC(), ExpiresAt: t.Expires.UTC(),
	}
	switch t.State {
	case match.Queued:
		v.Search = searchView(t)
	case match.Assigned:
		v.Assignment = l.assign(c, Place{ID: t.Place.Room, Code: t.Place.Code, Mode: t.Mode}, t.ID, t.Place.Since)
	}
	return v
}

func searchView(t *match.Status) *api.Search {
	s := &t.Search
	v := &api.Search{
		WaitedMS: ms(s.Waited), Place: s.Place, Queued: s.Queued, Rating: s.Rating, Window: s.Window,
		LatencyMS: ms(s.Latency), BotsInMS: ms(s.BotsIn),
	}
	if !s.Updated.IsZero() {
		at := s.Updated.UTC()
		v.UpdatedAt = &at
	}
	if s.Expect.P90 > 0 {
		v.Expect = &api.Expect{P50MS: ms(s.Expect.P50), P90MS: ms(s.Expect.P90)}
	}
	if s.NearMiss.Why != "" {
		v.Nearest = &api.Miss{Why: string(s.NearMiss.Why), By: s.NearMiss.By, OpensMS: ms(s.NearMiss.Opens)}
	}
	return v
}

func ms(d time.Duration) int { return int(d.Milliseconds()) }
