package scene

import (
	"context"
	"net/http"
	"time"

	"perihelion/client/lobby"
	"perihelion/shared/api"
)

// party is the friends that we play with, if any.
type party struct {
	code    string // empty: none
	members follower[api.Party]
	talk    chatter
	acting  *call[api.Party]
	wrong   string
	follow  string // the ticket that was followed already, or need not be
}

const partyEvery = time.Second // from one poll of the party to the next

func (p *party) update(k *Kit, now time.Time) {
	if r, ok := p.acting.done(); ok {
		p.acting = nil
		if r.err != nil {
			p.wrong = judge(r.err).text
		} else {
			p.enter(r.got)
		}
	}
	if p.code == "" {
		return
	}
	if p.members.update(k, now) && p.members.err != nil &&
		(is(p.members.err, http.StatusNotFound) || is(p.members.err, http.StatusForbidden)) {
		p.forget()
		p.wrong = "The party is over."
	}
}

// enter is for a party that we have just founded or joined.
func (p *party) enter(now api.Party) {
	code := now.Code
	*p = party{code: code, follow: now.TicketID}
	p.talk = chatter{channel: now.Channel}
	p.members = follower[api.Party]{got: now, known: true, every: partyEvery}
	p.members.poll = func(ctx context.Context, l *lobby.Client, tag string) (api.Party, string, error) {
		return l.PollParty(ctx, code, tag)
	}
}

func (p *party) forget() {
	p.members.call.drop()
	*p = party{}
}

func (p *party) found(k *Kit) {
	p.act(k, func(ctx context.Context, l *lobby.Client) (api.Party, error) { return l.CreateParty(ctx) })
}

func (p *party) join(k *Kit, code string) {
	p.act(k, func(ctx context.Context, l *lobby.Client) (api.Party, error) { return l.JoinParty(ctx, code) })
}

func (p *party) act(k *Kit, f func(ctx context.Context, l *lobby.Client) (api.Party, error)) {
	if p.acting == nil {
		p.wrong = ""
		p.acting = ask(k, f)
	}
}

// leave is at once for us; the server learns it in its own time.
func (p *party) leave(k *Kit) {
	code := p.code
	p.forget()
	ask(k, func(ctx context.Context, l *lobby.Client) (struct{}, error) {
		return struct{}{}, l.LeaveParty(ctx, code)
	})
}

// leads reports whether we queue for all.
func (p *party) leads(k *Kit) bool { return p.code != "" && p.members.got.LeaderID == k.self.who().ID }

// leader is the name of who does.
func (p *party) leader() string {
	for _, m := range p.members.got.Members {
		if m.PlayerID == p.members.got.LeaderID {
			return m.Name
		}
	}
	return "your leader"
}

// called is the ticket that our leader has queued with since we last looked; empty:
// none.
func (p *party) called(k *Kit) string {
	t := p.members.got.TicketID
	if p.code == "" || t == "" || t == p.follow {
		return ""
	}
	p.follow = t
	if p.leads(k) {
		return ""
	}
	return t
}
