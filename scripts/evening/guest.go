package main

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"time"

	"perihelion/client/dial"
	"perihelion/client/lobby"
	"perihelion/client/netcode"
	"perihelion/scripts/pilot"
	"perihelion/shared/api"
	"perihelion/shared/protocol"
	"perihelion/shared/transport"
	"perihelion/sim"
	"perihelion/sim/bot"
)

const (
	frame = time.Second / 15 // a crowd on one machine looks no more often

	maxPause = 2 * time.Second // without a connection: less than the server holds a seat
)

// guest is one player, and what they will swear to have seen.
type guest struct {
	evening *evening
	name    string
	lobby   *lobby.Client
	token   string
	id      string
	visits  []visit
	podiums []time.Time // when a round that the guest saw live had ended
}

// visit is the time in one seat.
type visit struct{ from, to time.Time }

// visit goes to the server as it is now, as whoever the token says.
func (g *guest) visit() (err error) {
	if g.lobby, err = lobby.New(g.evening.url); err == nil {
		g.lobby.HTTP, g.lobby.Token = g.evening.http, g.token
	}
	return err
}

// enrol becomes a guest of the server.
func (g *guest) enrol(ctx context.Context) bool {
	if !g.fine(ctx, "find the server", g.visit()) {
		return false
	}
	me, err := g.lobby.CreateGuest(ctx, g.name)
	if !g.fine(ctx, "become a guest", err) {
		return false
	}
	g.id = me.PlayerID
	g.holds(me.Token)
	g.evening.tally.count("guests came")
	return true
}

// holds is the token by which the guest is known from now on.
func (g *guest) holds(token string) { g.token, g.lobby.Token = token, token }

// fine notes what went wrong, unless the evening is over.
func (g *guest) fine(ctx context.Context, what string, err error) bool {
	if err != nil && ctx.Err() == nil {
		g.evening.tally.trouble(what, err)
	}
	return err == nil
}

// queue waits for a seat in a queue, alone or with the party of that code.
func (g *guest) queue(ctx context.Context, want api.NewTicket) {
	t, err := g.lobby.CreateTicket(ctx, want)
	if g.fine(ctx, "queue for "+want.Queue, err) {
		g.evening.tally.count("queued for " + want.Queue)
		g.follow(ctx, t.ID)
	}
}

// follow flies wherever the ticket leads.
func (g *guest) follow(ctx context.Context, ticket string) {
	for tag := ""; ; {
		t, next, err := g.lobby.PollTicket(ctx, ticket, tag)
		switch {
		case errors.Is(err, lobby.ErrUnchanged):
			continue
		case !g.fine(ctx, "follow a ticket", err):
			return
		case t.Assignment != nil:
			g.fly(ctx, *t.Assignment)
			return
		case t.Status != api.TicketQueued:
			g.evening.tally.count("tickets " + t.Status)
			return
		}
		tag = next
	}
}

// fly spends some rounds in a seat. Some lose their connection and come back into
// the same seat, some come back too late for it, some just leave.
func (g *guest) fly(ctx context.Context, seat api.Assignment) {
	g.evening.tally.count("flights")
	stay, stop := context.WithTimeout(ctx, 5*time.Second+rand.N(20*time.Second))
	defer stop()
	for ticket := seat.Ticket; ticket != ""; {
		ticket = g.sit(ctx, stay, seat.URL, ticket)
	}
}

// sit takes a seat until it is time to go, or a connection breaks; then it returns
// the ticket with which to come back.
func (g *guest) sit(ctx, stay context.Context, url, ticket string) (back string) {
	conn, err := dial.Dial(ctx, url, ticket)
	if !g.fine(ctx, "connect", err) {
		return ""
	}
	v := visit{from: time.Now()}
	defer func() {
		v.to = time.Now()
		g.visits = append(g.visits, v)
	}()
	eyes := &witness{guest: g}
	p, err := pilot.New(conn, pilot.Options{Build: "evening", Skill: bot.Skill(rand.N(3)), Frame: frame, Saw: eyes.see})
	if !g.fine(ctx, "say hello", err) {
		return ""
	}
	tunnel, ahead := context.WithTimeout(stay, 2*time.Second+rand.N(20*time.Second))
	defer ahead()
	err = p.Fly(tunnel)
	switch {
	case err != nil:
		p.Cut()
		g.ended(ctx, err)
		return ""
	case stay.Err() != nil || p.Resume() == "":
		p.Quit()
		return ""
	}
	g.say(p)
	p.Cut()
	g.evening.tally.count("connections cut")
	if rand.N(3) == 0 || !sleep(ctx, rand.N(maxPause)) {
		return "" // somebody came to the door
	}
	g.evening.tally.count("seats resumed")
	return p.Resume()
}

// watch looks over somebody's shoulder for a while.
func (g *guest) watch(ctx context.Context) {
	rooms, err := g.lobby.ListRooms(ctx)
	if !g.fine(ctx, "list the rooms", err) || len(rooms) == 0 {
		return
	}
	place, err := g.lobby.SpectateRoom(ctx, rooms[rand.N(len(rooms))].ID)
	var refusal *api.Problem
	if errors.As(err, &refusal) && (refusal.Status == http.StatusNotFound || refusal.Status == http.StatusConflict) {
		return // it has closed, or everyone wants to see it
	}
	if !g.fine(ctx, "watch", err) {
		return
	}
	conn, err := dial.Dial(ctx, place.URL, place.Ticket)
	if !g.fine(ctx, "connect to watch", err) {
		return
	}
	p, err := pilot.New(conn, pilot.Options{Build: "evening", Frame: frame})
	if !g.fine(ctx, "say hello to watch", err) {
		return
	}
	defer p.Quit()
	g.evening.tally.count("matches watched")
	long, stop := context.WithTimeout(ctx, rand.N(5*time.Second))
	defer stop()
	if err := p.Fly(long); err != nil {
		g.ended(ctx, err)
	}
}

// ended notes that the server has ended a connection. That of a room that closes is
// no surprise.
func (g *guest) ended(ctx context.Context, err error) {
	if transport.ReasonOf(err) == transport.RoomClosed {
		g.evening.tally.count("rooms closed")
		return
	}
	g.fine(ctx, "fly", err)
}

// say greets the room.
func (g *guest) say(p *pilot.Pilot) {
	if p.Say(protocol.Say{Text: "good game from " + g.name}) == nil {
		g.evening.tally.count("lines said")
	}
}

// witness remembers when rounds end.
type witness struct {
	guest *guest
	live  bool
}

func (w *witness) see(v *netcode.View) {
	for i := range v.Seen {
		s := &v.Seen[i]
		if s.Kind != sim.KindMatch {
			continue
		}
		phase := sim.Phase(s.To[sim.MatchPhase])
		if w.live && phase == sim.PhasePodium {
			w.guest.podiums = append(w.guest.podiums, time.Now())
			w.guest.evening.tally.count("podiums seen")
		}
		w.live = phase == sim.PhaseLive
	}
}
