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

// circle is friends who come and go together.
type circle struct {
	evening *evening
	guests  []*guest
	luck    *rand.Rand
}

// spend is the whole evening of a circle.
func (c *circle) spend(ctx context.Context) {
	for _, g := range c.guests {
		if !g.enrol(ctx) {
			return
		}
	}
	for ctx.Err() == nil {
		c.outing(ctx)
		sleep(ctx, time.Duration(c.luck.Int64N(int64(2*time.Second))))
	}
}

// outing is one thing that they do.
func (c *circle) outing(ctx context.Context) {
	switch n := c.luck.IntN(24); {
	case n == 0:
		c.move(ctx)
	case n < 3:
		c.chat(ctx)
	case n < 5:
		c.each(func(_ int, g *guest) { g.watch(ctx) })
	case n < 7:
		c.private(ctx)
	case n < 13:
		c.each(func(_ int, g *guest) { g.queue(ctx, api.NewTicket{Queue: "duel"}) })
	case len(c.guests) > 1 && n < 21:
		c.party(ctx, []string{"teams", "quick"}[n%2])
	default:
		c.each(func(_ int, g *guest) { g.queue(ctx, api.NewTicket{Queue: []string{"teams", "quick"}[n%2]}) })
	}
}

// each lets all do something at the same time.
func (c *circle) each(f func(i int, g *guest)) {
	var all sync.WaitGroup
	for i, g := range c.guests {
		all.Go(func() { f(i, g) })
	}
	all.Wait()
}

// move takes somebody to another device, where they are the same.
func (c *circle) move(ctx context.Context) {
	g := c.guests[0]
	link, err := g.lobby.CreateLink(ctx)
	if !g.fine(ctx, "ask for a link code", err) {
		return
	}
	phone := *g.lobby
	phone.Token = ""
	me, err := phone.RedeemLink(ctx, link.Code)
	if !g.fine(ctx, "move to another device", err) {
		return
	}
	if me.PlayerID != g.id || me.Name != g.name {
		g.evening.tally.trouble("moved", errors.New("and became somebody else"))
	}
	g.holds(me.Token)
	g.evening.tally.count("devices changed")
}

// chat says something in the lobby and reads what is there.
func (c *circle) chat(ctx context.Context) {
	for _, g := range c.guests {
		c.say(ctx, g, "lobby")
	}
}

// say is heard in a channel: the line comes back with the others.
func (c *circle) say(ctx context.Context, g *guest, channel string) {
	said, err := g.lobby.SendMessage(ctx, channel, "anyone for a round? "+g.name)
	if !g.fine(ctx, "say something", err) {
		return
	}
	g.evening.tally.count("lines said")
	heard, _, err := g.lobby.PollMessages(ctx, channel, "")
	if !g.fine(ctx, "read a channel", err) {
		return
	}
	for _, m := range heard.Messages {
		if m.ID == said.ID && m.PlayerID == g.id && m.Name == g.name {
			return
		}
	}
	if len(heard.Messages) < 50 { // or others have said more since than a channel remembers
		g.evening.tally.trouble("said", errors.New("and was not heard"))
	}
}

// private opens a room for the circle alone.
func (c *circle) private(ctx context.Context) {
	first := c.guests[0]
	seat, err := first.lobby.CreateRoom(ctx, api.NewRoom{Seats: 6})
	if !first.fine(ctx, "open a room", err) {
		return
	}
	c.evening.tally.count("private rooms")
	c.each(func(i int, g *guest) {
		mine := seat
		if i > 0 {
			var err error
			if mine, err = g.lobby.JoinRoom(ctx, seat.Code); !g.fine(ctx, "join by code", err) {
				return
			}
		}
		g.fly(ctx, mine)
	})
}

// party founds one, and all of it flies to where its leader queues.
func (c *circle) party(ctx context.Context, queue string) {
	leader := c.guests[0]
	p, err := leader.lobby.CreateParty(ctx)
	if !leader.fine(ctx, "found a party", err) {
		return
	}
	for _, g := range c.guests[1:] {
		if _, err := g.lobby.JoinParty(ctx, p.Code); !g.fine(ctx, "join a party", err) {
			return
		}
	}
	c.evening.tally.count("parties")
	c.say(ctx, c.guests[len(c.guests)-1], p.Channel)
	c.each(func(i int, g *guest) {
		if i == 0 {
			g.queue(ctx, api.NewTicket{Queue: queue, Party: p.Code})
			return
		}
		if ticket := g.awaitLeader(ctx, p.Code); ticket != "" {
			g.follow(ctx, ticket)
		}
	})
	for _, g := range c.guests {
		g.fine(ctx, "leave a party", g.lobby.LeaveParty(ctx, p.Code))
	}
}

// awaitLeader waits until the leader of the party has queued.
func (g *guest) awaitLeader(ctx context.Context, code string) (ticket string) {
	for tag := ""; ; {
		p, next, err := g.lobby.PollParty(ctx, code, tag)
		switch {
		case errors.Is(err, lobby.ErrUnchanged):
			continue
		case !g.fine(ctx, "follow a party", err), p.TicketID != "":
			return p.TicketID
		}
		tag = next
	}
}
