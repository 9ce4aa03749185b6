package main

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync"
	"time"

	"perihelion/client/lobby"
	"perihelion/shared/api"
)

const queueDuel = "duel" // the one in which guests wait for an opponent

// The queues that give a seat at once, of both games, as GET /v1/meta names them; and those
// that take a party of any size here.
var (
	queues      = []string{"quick", "teams", "puck", "puck-2v2"}
	partyQueues = []string{"quick", "teams", "puck"}

	privateModes = []string{"skirmish", "puck"}
)

// group is friends who do everything together.
type group struct {
	soak   *soak
	guests []*guest
	rng    *rand.Rand
}

// runScenarios runs one scenario after another until ctx ends.
func (g *group) runScenarios(ctx context.Context) {
	for _, m := range g.guests {
		if !m.createAccount(ctx) {
			return
		}
	}
	for ctx.Err() == nil {
		g.runScenario(ctx)
		sleep(ctx, time.Duration(g.rng.Int64N(int64(2*time.Second))))
	}
}

// runScenario chooses one scenario and runs it.
func (g *group) runScenario(ctx context.Context) {
	switch n := g.rng.IntN(24); {
	case n == 0:
		g.moveDevice(ctx)
	case n < 3:
		g.chatInLobby(ctx)
	case n < 5:
		g.each(func(_ int, m *guest) { m.watch(ctx) })
	case n < 7:
		g.playPrivateRoom(ctx)
	case n < 13:
		g.each(func(_ int, m *guest) { m.queue(ctx, api.NewTicket{Queue: queueDuel}) })
	case len(g.guests) > 1 && n < 21:
		g.playAsParty(ctx, partyQueues[n%len(partyQueues)])
	default:
		g.each(func(_ int, m *guest) { m.queue(ctx, api.NewTicket{Queue: queues[n%len(queues)]}) })
	}
}

// each calls f for all guests of the group at the same time.
func (g *group) each(f func(i int, m *guest)) {
	var all sync.WaitGroup
	for i, m := range g.guests {
		all.Go(func() { f(i, m) })
	}
	all.Wait()
}

// moveDevice moves the first guest to another device, where they must be the same.
func (g *group) moveDevice(ctx context.Context) {
	m := g.guests[0]
	link, err := m.lobby.CreateLink(ctx)
	if !m.checkError(ctx, "ask for a link code", err) {
		return
	}
	phone := *m.lobby
	phone.Token = ""
	me, err := phone.RedeemLink(ctx, link.Code)
	if !m.checkError(ctx, "move to another device", err) {
		return
	}
	if me.PlayerID != m.id || me.Name != m.name {
		g.soak.counters.addError("moved", errors.New("and became somebody else"))
	}
	m.setToken(me.Token)
	g.soak.counters.count("devices changed")
}

// chatInLobby lets every guest say something in the lobby.
func (g *group) chatInLobby(ctx context.Context) {
	for _, m := range g.guests {
		g.chat(ctx, m, "lobby")
	}
}

// chat sends a message to a channel and checks that it can be read there.
func (g *group) chat(ctx context.Context, m *guest, channel string) {
	sent, err := m.lobby.SendMessage(ctx, channel, "anyone for a round? "+m.name)
	if !m.checkError(ctx, "say something", err) {
		return
	}
	g.soak.counters.count("lines said")
	got, _, err := m.lobby.PollMessages(ctx, channel, "")
	if !m.checkError(ctx, "read a channel", err) {
		return
	}
	for _, msg := range got.Messages {
		if msg.ID == sent.ID && msg.PlayerID == m.id && msg.Name == m.name {
			return
		}
	}
	if len(got.Messages) < 50 { // else others have said more since than a channel keeps
		g.soak.counters.addError("said", errors.New("and was not heard"))
	}
}

// playPrivateRoom opens a room for the group alone.
func (g *group) playPrivateRoom(ctx context.Context) {
	first := g.guests[0]
	seat, err := first.lobby.CreateRoom(ctx, api.NewRoom{Seats: 6, Mode: privateModes[g.rng.IntN(len(privateModes))]})
	if !first.checkError(ctx, "open a room", err) {
		return
	}
	g.soak.counters.count("private rooms")
	g.each(func(i int, m *guest) {
		own := seat
		if i > 0 {
			var err error
			if own, err = m.lobby.JoinRoom(ctx, seat.Code); !m.checkError(ctx, "join by code", err) {
				return
			}
		}
		m.playSeat(ctx, own)
	})
}

// playAsParty founds a party, and all its members play where the leader queues.
func (g *group) playAsParty(ctx context.Context, queue string) {
	leader := g.guests[0]
	p, err := leader.lobby.CreateParty(ctx)
	if !leader.checkError(ctx, "found a party", err) {
		return
	}
	for _, m := range g.guests[1:] {
		if _, err := m.lobby.JoinParty(ctx, p.Code); !m.checkError(ctx, "join a party", err) {
			return
		}
	}
	g.soak.counters.count("parties")
	g.chat(ctx, g.guests[len(g.guests)-1], p.Channel)
	g.each(func(i int, m *guest) {
		if i == 0 {
			m.queue(ctx, api.NewTicket{Queue: queue, Party: p.Code})
			return
		}
		if ticket := m.awaitLeader(ctx, p.Code); ticket != "" {
			m.awaitSeat(ctx, ticket)
		}
	})
	for _, m := range g.guests {
		m.checkError(ctx, "leave a party", m.lobby.LeaveParty(ctx, p.Code))
	}
}

// awaitLeader waits until the leader of the party has queued.
func (m *guest) awaitLeader(ctx context.Context, code string) (ticket string) {
	for tag := ""; ; {
		p, next, err := m.lobby.PollParty(ctx, code, tag)
		switch {
		case errors.Is(err, lobby.ErrUnchanged):
			continue
		case !m.checkError(ctx, "follow a party", err), p.TicketID != "":
			return p.TicketID
		}
		tag = next
	}
}
