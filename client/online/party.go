package online

import (
	"context"
	"net/http"
	"time"

	"perihelion/client/lobby"
	"perihelion/shared/api"
)

// Party is the party that we are in, if any.
type Party struct {
	Code       string // empty: no party
	State      Poller[api.Party]
	Chat       ChatChannel
	pending    *Call[api.Party]
	ErrText    string // what failed last
	service    *Service
	seenTicket string // a ticket of the leader that needs no reaction any more
}

const partyInterval = time.Second // from one poll of the party to the next

func (p *Party) refresh(now time.Time) {
	if r, ok := p.pending.Result(); ok {
		p.pending = nil
		if r.Err != nil {
			p.ErrText = Explain(r.Err).Text
		} else {
			p.Enter(r.Value)
		}
	}
	if p.Code == "" {
		return
	}
	if p.State.Poll(p.service, now) && p.State.Err != nil &&
		(IsStatus(p.State.Err, http.StatusNotFound) || IsStatus(p.State.Err, http.StatusForbidden)) {
		p.clear()
		p.ErrText = "The party is over."
	}
}

// Enter enters a party that we have just created or joined.
func (p *Party) Enter(now api.Party) {
	code := now.Code
	*p = Party{Code: code, service: p.service, seenTicket: now.TicketID}
	p.Chat = ChatChannel{Name: now.Channel, service: p.service}
	p.State = Poller[api.Party]{Value: now, Known: true, Interval: partyInterval}
	p.State.Fetch = func(ctx context.Context, l *lobby.Client, tag string) (api.Party, string, error) {
		return l.PollParty(ctx, code, tag)
	}
}

func (p *Party) clear() {
	p.State.call.Cancel()
	*p = Party{service: p.service}
}

// Create starts a party with us as its leader.
func (p *Party) Create() {
	p.request(func(ctx context.Context, l *lobby.Client) (api.Party, error) { return l.CreateParty(ctx) })
}

// JoinByCode joins the party with this code.
func (p *Party) JoinByCode(code string) {
	p.request(func(ctx context.Context, l *lobby.Client) (api.Party, error) { return l.JoinParty(ctx, code) })
}

func (p *Party) request(f func(ctx context.Context, l *lobby.Client) (api.Party, error)) {
	if p.pending == nil {
		p.ErrText = ""
		p.pending = Request(p.service, f)
	}
}

// Quit leaves the party at once here; the server is told in the background.
func (p *Party) Quit() {
	code := p.Code
	p.clear()
	Request(p.service, func(ctx context.Context, l *lobby.Client) (struct{}, error) {
		return struct{}{}, l.LeaveParty(ctx, code)
	})
}

// IsLeader reports whether we lead the party, and so queue for all.
func (p *Party) IsLeader() bool {
	return p.Code != "" && p.State.Value.LeaderID == p.service.Guest().ID
}

// LeaderName is the leader's name.
func (p *Party) LeaderName() string {
	for _, m := range p.State.Value.Members {
		if m.PlayerID == p.State.Value.LeaderID {
			return m.Name
		}
	}
	return "your leader"
}

// NewTicket returns the ticket that the leader has queued with since the last call, or
// nothing.
func (p *Party) NewTicket() string {
	t := p.State.Value.TicketID
	if p.Code == "" || t == "" || t == p.seenTicket {
		return ""
	}
	p.seenTicket = t
	if p.IsLeader() {
		return ""
	}
	return t
}
