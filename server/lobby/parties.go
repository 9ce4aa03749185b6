package lobby

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"perihelion/server/match"
	"perihelion/server/people/party"
	"perihelion/shared/api"
)

func (l *Lobby) routeParties() {
	tags := []string{"Parties"}
	register(l, huma.Operation{
		OperationID: "create-party", Method: http.MethodPost, Path: "/v1/parties", DefaultStatus: http.StatusCreated, Tags: tags,
		Summary: "Found a party", Description: "You lead it, and leave the one that you were in. Tell its code to friends.",
		Security: GuestAuth(), Errors: []int{http.StatusServiceUnavailable},
	}, l.createParty)
	register(l, huma.Operation{
		OperationID: "party", Method: http.MethodGet, Path: "/v1/parties/{code}", Tags: tags,
		Summary: "Who is in your party, and the ticket that all follow", Description: "A long poll. A member who does not ask for 90 seconds has left.",
		Security: GuestAuth(), Errors: []int{http.StatusNotFound},
	}, l.watchParty)
	register(l, huma.Operation{
		OperationID: "join-party", Method: http.MethodPost, Path: "/v1/parties/{code}/join", Tags: tags,
		Summary: "Join the party of a friend", Security: GuestAuth(), Errors: []int{http.StatusNotFound, http.StatusConflict},
	}, l.joinParty)
	register(l, huma.Operation{
		OperationID: "leave-party", Method: http.MethodPost, Path: "/v1/parties/{code}/leave", Tags: tags,
		Summary: "Leave it", Description: "If you led it, whoever came next leads it. The last one ends it.",
		Security: GuestAuth(), Errors: []int{http.StatusNotFound},
	}, l.leaveParty)
}

// PartyPath is the path parameter of a party.
type PartyPath struct {
	Code string `path:"code" maxLength:"16"`
}

func (l *Lobby) createParty(ctx context.Context, _ *struct{}) (*response[api.Party], error) {
	return l.changeParty(ctx, func(m party.Member) (party.Party, error) { return l.parties.Create(m, time.Now()) })
}

func (l *Lobby) joinParty(ctx context.Context, in *PartyPath) (*response[api.Party], error) {
	return l.changeParty(ctx, func(m party.Member) (party.Party, error) {
		return limitGuesses(ctx, l, in.Code, func() (party.Party, error) { return l.parties.JoinByCode(in.Code, m, time.Now()) })
	})
}

func (l *Lobby) leaveParty(ctx context.Context, in *PartyPath) (*struct{}, error) {
	m := requestingMember(ctx)
	old := l.currentParty(m.Player)
	err := l.parties.LeaveParty(in.Code, m.Player, time.Now())
	if err == nil {
		l.cancelPartyTicket(old, m)
	}
	return nil, err
}

// changeParty moves the requesting player into a party, and out of the one they were in.
// Both parties are taken out of their queues, because their members have changed.
func (l *Lobby) changeParty(ctx context.Context, enter func(party.Member) (party.Party, error)) (*response[api.Party], error) {
	m := requestingMember(ctx)
	old := l.currentParty(m.Player)
	p, err := enter(m)
	if err != nil {
		return nil, err
	}
	if p.Code != old.Code {
		l.cancelPartyTicket(old, m)
		l.cancelPartyTicket(p, m)
	}
	return &response[api.Party]{l.partyView(p)}, nil
}

// currentParty is the party that a player is in; the zero Party if none.
func (l *Lobby) currentParty(player string) party.Party {
	code, _ := l.parties.CodeOf(player)
	p, _ := l.parties.Get(code, player, time.Now())
	return p
}

// cancelPartyTicket takes p out of its queue because a member came or left.
func (l *Lobby) cancelPartyTicket(p party.Party, because party.Member) {
	_, _ = l.matchmaker.Cancel(p.Ticket, "the party has changed: "+because.Name+" came or left") // an error means that it was not queued
}

func (l *Lobby) watchParty(ctx context.Context, in *struct {
	PartyPath
	IfNoneMatch
	LongPoll
},
) (*taggedResponse[api.Party], error) {
	return longPoll(ctx, l, in.IfNoneMatch, in.LongPoll, func(ctx context.Context, known int) (api.Party, int, error) {
		p, err := l.parties.WaitForChange(ctx, in.Code, requestingMember(ctx).Player, known)
		if err != nil {
			return api.Party{}, 0, err
		}
		return l.partyView(p), p.Version, nil
	})
}

func requestingMember(ctx context.Context) party.Member {
	id, name := RequestingPlayer(ctx)
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
