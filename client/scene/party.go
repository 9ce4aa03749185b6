package scene

import (
	"context"
	"net/http"
	"time"

	"perihelion/client/lobby"
	"perihelion/shared/api"
)

// PartyState is the party that we are in, if any.
type PartyState struct {
	Code       string // empty: no party
	State      Poller[api.Party]
	Chat       ChatChannel
	pending    *Call[api.Party]
	ErrText    string
	seenTicket string // a ticket of the leader that needs no reaction any more
}

const partyInterval = time.Second // from one poll of the party to the next

func (p *PartyState) refreshParty(deps *Deps, now time.Time) {
	if r, ok := p.pending.Result(); ok {
		p.pending = nil
		if r.Err != nil {
			p.ErrText = Explain(r.Err).Text
		} else {
			p.setParty(r.Value)
		}
	}
	if p.Code == "" {
		return
	}
	if p.State.Poll(deps, now) && p.State.Err != nil &&
		(IsStatus(p.State.Err, http.StatusNotFound) || IsStatus(p.State.Err, http.StatusForbidden)) {
		p.clearParty()
		p.ErrText = "The party is over."
	}
}

// setParty enters a party that we have just created or joined.
func (p *PartyState) setParty(now api.Party) {
	code := now.Code
	*p = PartyState{Code: code, seenTicket: now.TicketID}
	p.Chat = ChatChannel{Name: now.Channel}
	p.State = Poller[api.Party]{Value: now, Known: true, Interval: partyInterval}
	p.State.Fetch = func(ctx context.Context, l *lobby.Client, tag string) (api.Party, string, error) {
		return l.PollParty(ctx, code, tag)
	}
}

func (p *PartyState) clearParty() {
	p.State.call.Cancel()
	*p = PartyState{}
}

func (p *PartyState) Create(deps *Deps) {
	p.requestParty(deps, func(ctx context.Context, l *lobby.Client) (api.Party, error) { return l.CreateParty(ctx) })
}

func (p *PartyState) JoinParty(deps *Deps, code string) {
	p.requestParty(deps, func(ctx context.Context, l *lobby.Client) (api.Party, error) { return l.JoinParty(ctx, code) })
}

func (p *PartyState) requestParty(deps *Deps, f func(ctx context.Context, l *lobby.Client) (api.Party, error)) {
	if p.pending == nil {
		p.ErrText = ""
		p.pending = Request(deps, f)
	}
}

// LeaveParty leaves at once here; the server is told in the background.
func (p *PartyState) LeaveParty(deps *Deps) {
	code := p.Code
	p.clearParty()
	Request(deps, func(ctx context.Context, l *lobby.Client) (struct{}, error) {
		return struct{}{}, l.LeaveParty(ctx, code)
	})
}

// IsLeader reports whether we lead the party, and so queue for all.
func (p *PartyState) IsLeader(deps *Deps) bool {
	return p.Code != "" && p.State.Value.LeaderID == deps.identity.current().ID
}

// LeaderName is the leader's name.
func (p *PartyState) LeaderName() string {
	for _, m := range p.State.Value.Members {
		if m.PlayerID == p.State.Value.LeaderID {
			return m.Name
		}
	}
	return "your leader"
}

// NewTicket returns the ticket that the leader has queued with since the last call, or
// nothing.
func (p *PartyState) NewTicket(deps *Deps) string {
	t := p.State.Value.TicketID
	if p.Code == "" || t == "" || t == p.seenTicket {
		return ""
	}
	p.seenTicket = t
	if p.IsLeader(deps) {
		return ""
	}
	return t
}
