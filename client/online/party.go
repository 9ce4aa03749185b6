package online

import (
	"context"
	"time"

	"perihelion/client/lang"
	"perihelion/client/lobby"
	"perihelion/shared/api"
)

// Party is the party that we are in, if any.
type Party struct {
	Code    string // empty: no party
	Chat    ChatChannel
	ErrText string // what failed last

	service    *Service
	poller     Poller[api.Party]
	pending    *Call[api.Party] // to create or join a party
	seenTicket string           // a ticket of the leader that needs no reaction any more
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
	if p.poller.Poll(p.service, now) && p.poller.Err != nil &&
		(IsStatus(p.poller.Err, api.StatusNotFound) || IsStatus(p.poller.Err, api.StatusForbidden)) {
		p.clear()
		p.ErrText = lang.T("The party is over.")
	}
}

// Enter enters a party that we have just created or joined.
func (p *Party) Enter(now api.Party) {
	code := now.Code
	*p = Party{Code: code, service: p.service, seenTicket: now.TicketID}
	p.Chat = ChatChannel{name: now.Channel, service: p.service}
	p.poller = Poller[api.Party]{Value: now, Known: true, interval: partyInterval}
	p.poller.fetch = func(ctx context.Context, l *lobby.Client, tag string) (api.Party, string, error) {
		return l.PollParty(ctx, code, tag)
	}
}

func (p *Party) clear() {
	p.poller.call.Cancel()
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
		p.pending = request(p.service, f)
	}
}

// Quit leaves the party at once here; the server is told in the background.
func (p *Party) Quit() {
	code := p.Code
	p.clear()
	request(p.service, func(ctx context.Context, l *lobby.Client) (struct{}, error) {
		return struct{}{}, l.LeaveParty(ctx, code)
	})
}

// Members are the members of the party, as last polled.
func (p *Party) Members() []api.Member { return p.poller.Value.Members }

// LeaderID is the player id of the leader.
func (p *Party) LeaderID() string { return p.poller.Value.LeaderID }

// IsLeader reports whether we lead the party, and so queue for all.
func (p *Party) IsLeader() bool {
	return p.Code != "" && p.LeaderID() == p.service.Guest().ID
}

// LeaderName is the leader's name.
func (p *Party) LeaderName() string {
	for _, m := range p.Members() {
		if m.PlayerID == p.LeaderID() {
			return m.Name
		}
	}
	return lang.T("your leader")
}

// NewTicket returns the ticket that the leader has queued with since the last call, or
// nothing.
func (p *Party) NewTicket() string {
	t := p.poller.Value.TicketID
	if p.Code == "" || t == "" || t == p.seenTicket {
		return ""
	}
	p.seenTicket = t
	if p.IsLeader() {
		return ""
	}
	return t
}
