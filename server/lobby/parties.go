package lobby

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"perihelion/server/match"
	"perihelion/server/party"
	"perihelion/shared/api"
)

func (l *Lobby) routeParties() {
	tags := []string{"Parties"}
	register(l, huma.Operation{
		OperationID: "create-party", Method: http.MethodPost, Path: "/v1/parties", DefaultStatus: http.StatusCreated, Tags: tags,
		Summary: "Found a party", Description: "You lead it, and leave the one that you were in. Tell its code to friends.",
		Security: Guests(), Errors: []int{http.StatusServiceUnavailable},
	}, l.createParty)
	register(l, huma.Operation{
		OperationID: "party", Method: http.MethodGet, Path: "/v1/parties/{code}", Tags: tags,
		Summary: "Who is in your party, and the ticket that all follow", Description: "A long poll. A member who does not ask for 90 seconds has left.",
		Security: Guests(), Errors: []int{http.StatusNotFound},
	}, l.watchParty)
	register(l, huma.Operation{
		OperationID: "join-party", Method: http.MethodPost, Path: "/v1/parties/{code}/join", Tags: tags,
		Summary: "Join the party of a friend", Security: Guests(), Errors: []int{http.StatusNotFound, http.StatusConflict},
	}, l.joinParty)
	register(l, huma.Operation{
		OperationID: "leave-party", Method: http.MethodPost, Path: "/v1/parties/{code}/leave", Tags: tags,
		Summary: "Leave it", Description: "If you led it, whoever came next leads it. The last one ends it.",
		Security: Guests(), Errors: []int{http.StatusNotFound},
	}, l.leaveParty)
}

// PartyPath names a party in a path.
type PartyPath struct {
	Code string `path:"code" maxLength:"16"`
}

func (l *Lobby) createParty(ctx context.Context, _ *struct{}) (*answerOf[api.Party], error) {
	return l.changeParty(ctx, func(m party.Member) (party.Party, error) { return l.parties.Create(m, time.Now()) })
}

func (l *Lobby) joinParty(ctx context.Context, in *PartyPath) (*answerOf[api.Party], error) {
	return l.changeParty(ctx, func(m party.Member) (party.Party, error) {
		return guess(ctx, l, in.Code, func() (party.Party, error) { return l.parties.Join(in.Code, m, time.Now()) })
	})
}

func (l *Lobby) leaveParty(ctx context.Context, in *PartyPath) (*struct{}, error) {
	m := memberOf(ctx)
	old := l.partyOf(m.Player)
	err := l.parties.Leave(in.Code, m.Player, time.Now())
	if err == nil {
		l.unqueue(old, m)
	}
	return nil, err
}

// changeParty lets whoever asks into a party, and out of the one they were in.
// Neither is any more what its leader queued with.
func (l *Lobby) changeParty(ctx context.Context, enter func(party.Member) (party.Party, error)) (*answerOf[api.Party], error) {
	m := memberOf(ctx)
	old := l.partyOf(m.Player)
	p, err := enter(m)
	if err != nil {
		return nil, err
	}
	if p.Code != old.Code {
		l.unqueue(old, m)
		l.unqueue(p, m)
	}
	return &answerOf[api.Party]{l.partyView(p)}, nil
}

// partyOf is the party that a player is in; the zero Party: none.
func (l *Lobby) partyOf(player string) party.Party {
	code, _ := l.parties.Of(player)
	p, _ := l.parties.Look(code, player, time.Now())
	return p
}

func (l *Lobby) unqueue(p party.Party, because party.Member) {
	_, _ = l.matchmaker.Cancel(p.Ticket, "the party has changed: "+because.Name+" came or left") // there may be none
}

func (l *Lobby) watchParty(ctx context.Context, in *struct {
	PartyPath
	Known
	Patience
},
) (*tagged[api.Party], error) {
	return await(ctx, l, in.Known, in.Patience, func(ctx context.Context, known int) (api.Party, int, error) {
		p, err := l.parties.Watch(ctx, in.Code, memberOf(ctx).Player, known)
		if err != nil {
			return api.Party{}, 0, err
		}
		return l.partyView(p), p.Version, nil
	})
}

func memberOf(ctx context.Context) party.Member {
	id, name := Player(ctx)
	return party.Member{Player: id, Name: name}
}

func (l *Lobby) partyView(p party.Party) api.Party {
	v := api.Party{Code: p.Code, LeaderID: p.Leader(), Channel: "party:" + p.Code}
	if t, err := l.matchmaker.Ticket(p.Ticket); err == nil && (t.State == match.Queued || t.State == match.Assigned) {
		v.TicketID = t.ID
	}
	for _, m := range p.Members {
		v.Members = append(v.Members, api.Member{PlayerID: m.Player, Name: m.Name})
	}
	return v
}
