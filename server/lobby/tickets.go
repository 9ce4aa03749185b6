package lobby

import (
	"context"
	"crypto/rand"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"perihelion/server/data/store"
	"perihelion/server/match"
	"perihelion/server/match/rating"
	"perihelion/server/people/party"
	"perihelion/shared/api"
)

const maxLatency = 10_000 // milliseconds; larger values are not plausible measurements

func (l *Lobby) routeTickets() {
	const one = "/v1/tickets/{id}"
	tags, lost := []string{"Tickets"}, []int{http.StatusNotFound}
	register(l, huma.Operation{
		OperationID: "create-ticket", Method: http.MethodPost, Path: "/v1/tickets", DefaultStatus: http.StatusCreated, Tags: tags,
		Summary: "Queue for a match",
		Description: "Alone, or as the leader of a party for all of it. A party that is a full match, such as two in the duel queue, plays among itself: in a private room, unrated. In a queue where nobody waits the answer holds the seat already. It takes you out of whatever you were queued for. " +
			"Whoever lost the connection to a match and still has a seat there is assigned that seat, whatever the queue; such a ticket is not kept.",
		Security: GuestAuth(), Errors: []int{http.StatusForbidden, http.StatusNotFound, http.StatusConflict, http.StatusServiceUnavailable},
	}, l.createTicket)
	register(l, huma.Operation{
		OperationID: "ticket", Method: http.MethodGet, Path: one, Tags: tags,
		Summary: "How a ticket is doing, and why it waits", Description: "A long poll. A ticket that has ended is forgotten a minute later.",
		Security: GuestAuth(), Errors: lost,
	}, l.watchTicket)
	huma.Register(l.api, huma.Operation{
		OperationID: "ticket-events", Method: http.MethodGet, Path: one + "/events", Tags: tags,
		Summary:     "The same as server-sent events",
		Description: "Events of the type ticket, whose data is a Ticket; the last one is of a ticket that has ended. A comment comes every 15 seconds.",
		Security:    GuestAuth(), Errors: lost, Responses: eventResponses(l.api),
	}, l.ticketEvents)
	register(l, huma.Operation{
		OperationID: "cancel-ticket", Method: http.MethodDelete, Path: one, Tags: tags,
		Summary: "Leave the queue", Description: "For all of a party, whoever of it does so.", Security: GuestAuth(), Errors: lost,
	}, l.cancelTicket)
}

// TicketPath is the path parameter of a ticket.
type TicketPath struct {
	ID string `path:"id" maxLength:"64"`
}

func (l *Lobby) createTicket(ctx context.Context, in *struct{ Body api.NewTicket }) (*struct {
	Location string `header:"Location"`
	Body     api.Ticket
}, error,
) {
	if t, held := l.reconnectTicket(ctx, &in.Body); held {
		return &struct {
			Location string `header:"Location"`
			Body     api.Ticket
		}{l.cfg.BasePath + "/v1/tickets/" + t.ID, t}, nil
	}
	request := match.Request{Queue: l.queueOr(in.Body.Queue), Latencies: parseLatencies(in.Body.Latencies)}
	members, err := l.ticketParty(ctx, in.Body.Party)
	if err != nil {
		return nil, err
	}
	req := requestInfoOf(ctx)
	if problem := l.checkReservations(req, len(members.Members)); problem != nil {
		return nil, problem
	}
	request.Players, request.Party, request.From = l.withRatings(ctx, request.Queue, members.Members), members.Code, req.from
	t, err := l.matchmaker.Submit(request)
	if err == nil {
		err = t.Err // instant queues report their error in the ticket
	}
	if err != nil {
		return nil, err
	}
	if request.Party != "" {
		if err = l.parties.SetTicket(members, t.ID, time.Now()); err != nil {
			_, _ = l.matchmaker.Cancel(t.ID, "the party has changed") // the client gets an error, so it must not stay queued
		}
	}
	return &struct {
		Location string `header:"Location"`
		Body     api.Ticket
	}{l.cfg.BasePath + "/v1/tickets/" + t.ID, l.ticketView(req, &t)}, err
}

// reconnectTicket returns a ticket back to the seat of a player whose connection broke, if
// there is one. Otherwise that seat would stay empty while the player sits in another room.
func (l *Lobby) reconnectTicket(ctx context.Context, want *api.NewTicket) (t api.Ticket, held bool) {
	if want.Party != "" { // a party stays together, whatever seat its leader had
		return t, false
	}
	req := requestInfoOf(ctx)
	dest, err := l.rooms.DisconnectedSeat(req.player.ID)
	if err != nil {
		return t, false
	}
	now := time.Now()
	t = api.Ticket{
		ID: rand.Text(), Queue: l.queueOr(want.Queue), Players: 1,
		Status: api.TicketAssigned, Reason: "your seat in this match is still yours", CreatedAt: now.UTC(),
	}
	t.Assignment = l.newAssignment(req, dest, t.ID, now)
	return t, true
}

// queueOr is the queue of that name, or for an empty name the first one.
func (l *Lobby) queueOr(name string) string {
	if queues := l.matchmaker.Queues(); name == "" && len(queues) > 0 {
		return queues[0].Name
	}
	return name
}

// ticketParty returns the party that the requesting player leads, or for an empty code the
// player alone, as a party without a code.
func (l *Lobby) ticketParty(ctx context.Context, code string) (party.Party, error) {
	if code == "" {
		return party.Party{Members: []party.Member{requestingMember(ctx)}}, nil
	}
	return l.parties.GetAsLeader(code, requestingPlayerID(ctx), time.Now())
}

// beginnerMatches is how many matches somebody has played who is no beginner any more.
const beginnerMatches = 3

// withRatings adds to each member their rating in the mode of queue, and whether they have
// hardly played yet. Players who were never rated get the default, and so does everyone
// while the database is unavailable.
func (l *Lobby) withRatings(ctx context.Context, queue string, members []party.Member) []match.Player {
	queues := l.matchmaker.Queues()
	i := slices.IndexFunc(queues, func(q match.Queue) bool { return q.Name == queue })
	players := make([]match.Player, len(members))
	for n, m := range members {
		players[n] = match.Player{ID: m.Player, Rating: rating.New().Mu}
		if played, _, err := l.store.Matches(ctx, m.Player, "", beginnerMatches); err == nil {
			players[n].Beginner = len(played) < beginnerMatches
		}
		if i < 0 || !queues[i].Rated {
			continue
		}
		all, err := l.store.Ratings(ctx, m.Player, 0)
		if err != nil {
			continue
		}
		if k := slices.IndexFunc(all, func(r store.Rating) bool { return r.Mode == queues[i].Mode }); k >= 0 { // the newest
			players[n].Rating = all[k].Mu
		}
	}
	return players
}

func (l *Lobby) watchTicket(ctx context.Context, in *struct {
	TicketPath
	IfNoneMatch
	LongPoll
},
) (*taggedResponse[api.Ticket], error) {
	return longPoll(ctx, l, in.IfNoneMatch, in.LongPoll, func(ctx context.Context, known int) (api.Ticket, int, error) {
		t, err := l.findOwnTicket(ctx, in.ID)
		if err == nil {
			t, err = l.matchmaker.WaitForChange(ctx, in.ID, uint64(known))
		}
		if err != nil {
			return api.Ticket{}, 0, err
		}
		return l.ticketView(requestInfoOf(ctx), &t), int(t.Version), nil
	})
}

func (l *Lobby) cancelTicket(ctx context.Context, in *TicketPath) (*struct{}, error) {
	if _, err := l.findOwnTicket(ctx, in.ID); err != nil {
		return nil, err
	}
	_, name := RequestingPlayer(ctx)
	_, err := l.matchmaker.Cancel(in.ID, "cancelled by "+name)
	return nil, err
}

// findOwnTicket returns a ticket of the requesting player. The tickets of others do not
// exist for them.
func (l *Lobby) findOwnTicket(ctx context.Context, id string) (match.Status, error) {
	t, err := l.matchmaker.Ticket(id)
	me := requestingPlayerID(ctx)
	if err == nil && !slices.ContainsFunc(t.Players, func(p match.Player) bool { return p.ID == me }) {
		return match.Status{}, match.ErrNoTicket
	}
	return t, err
}

// parseLatencies converts the latencies that a client has measured, in milliseconds by
// region.
func parseLatencies(measured map[string]int) map[string]time.Duration {
	if len(measured) == 0 {
		return nil
	}
	all := make(map[string]time.Duration, len(measured))
	for region, ms := range measured {
		all[region] = time.Duration(min(max(ms, 0), maxLatency)) * time.Millisecond
	}
	return all
}

// ticketView is a ticket as the player of req may see it, with their own assignment.
func (l *Lobby) ticketView(req *requestInfo, t *match.Status) api.Ticket {
	v := api.Ticket{
		ID: t.ID, Queue: t.Queue, Party: t.Party, Players: len(t.Players), Status: string(t.State), Reason: t.Reason,
		CreatedAt: t.Created.UTC(), ExpiresAt: t.Expires.UTC(),
	}
	switch t.State {
	case match.Queued:
		v.Search = searchView(t)
	case match.Assigned:
		v.Assignment = l.newAssignment(req, Destination{ID: t.Assignment.Room, Code: t.Assignment.Code, Mode: t.Mode}, t.ID, t.Assignment.Since)
	}
	return v
}

func searchView(t *match.Status) *api.Search {
	s := &t.Search
	v := &api.Search{
		WaitedMS: milliseconds(s.Waited), Place: s.Position, Queued: s.Queued, Rating: s.Rating, Window: s.Window,
		LatencyMS: milliseconds(s.Latency), BotsInMS: milliseconds(s.BotsIn),
	}
	if !s.Updated.IsZero() {
		at := s.Updated.UTC()
		v.UpdatedAt = &at
	}
	if s.Expect.P90 > 0 {
		v.Expect = &api.Expect{P50MS: milliseconds(s.Expect.P50), P90MS: milliseconds(s.Expect.P90)}
	}
	if s.NearMiss.Why != "" {
		v.Nearest = &api.Miss{Why: string(s.NearMiss.Why), By: s.NearMiss.By, OpensMS: milliseconds(s.NearMiss.Opens)}
	}
	return v
}

func milliseconds(d time.Duration) int { return int(d.Milliseconds()) }
