package scene

import (
	"context"
	"net/http"
	"time"

	"perihelion/client/lobby"
	"perihelion/shared/api"
)

// PartyState is the friends that we play with, if any.
type PartyState struct {
	Code       string // empty: none
	State      Poller[api.Party]
	Chat       ChatChannel
	pending    *Call[api.Party]
	ErrText    string
	seenTicket string // the ticket that was followed already, or need not be
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

// enter is for a party that we have just founded or joined.
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

// LeaveParty is at once for us; the server learns it in its own time.
func (p *PartyState) LeaveParty(deps *Deps) {
	code := p.Code
	p.clearParty()
	Request(deps, func(ctx context.Context, l *lobby.Client) (struct{}, error) {
		return struct{}{}, l.LeaveParty(ctx, code)
	})
}

// IsLeader reports whether we queue for all.
func (p *PartyState) IsLeader(deps *Deps) bool {
	return p.Code != "" && p.State.Value.LeaderID == deps.identity.current().ID
}

// LeaderName is the name of who does.
func (p *PartyState) LeaderName() string {
	for _, m := range p.State.Value.Members {
		if m.PlayerID == p.State.Value.LeaderID {
			return m.Name
		}
	}
	return "your leader"
}

// NewTicket is the ticket that our leader has queued with since we last looked; empty:
// none.
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
