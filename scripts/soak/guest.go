package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"sync/atomic"
	"time"

	"perihelion/client/fetch"
	"perihelion/client/lobby"
	"perihelion/client/netcode"
	"perihelion/scripts/harness"
	"perihelion/shared/api"
	"perihelion/shared/protocol"
	"perihelion/shared/transport"
	"perihelion/sim"
)

const (
	frameTime = time.Second / 15 // fewer than a screen has: all guests share one machine

	maxPause = 2 * time.Second // without a connection: less than reconnectWindow
)

// guest is one player, and what that player has seen.
type guest struct {
	soak      *soak
	n         int // of the guests
	name      string
	lobby     *lobby.Client
	token     string
	id        string
	stays     []stay
	roundEnds []time.Time // when a round that the guest saw live ended
}

// stay is the time in one seat.
type stay struct{ from, to time.Time }

// openLobby makes a client of the lobby for the server that runs now, with the guest's
// token.
func (g *guest) openLobby() (err error) {
	if g.lobby, err = lobby.New(g.soak.urls[g.n%len(g.soak.urls)]); err == nil {
		g.lobby.Send, g.lobby.Token = fetch.By(g.soak.http), g.token
	}
	return err
}

// createAccount reports whether the guest has an account now.
func (g *guest) createAccount(ctx context.Context) bool {
	if !g.checkError(ctx, "find the server", g.openLobby()) {
		return false
	}
	me, err := g.lobby.CreateGuest(ctx, g.name)
	if !g.checkError(ctx, "become a guest", err) {
		return false
	}
	g.id = me.PlayerID
	g.setToken(me.Token)
	g.soak.counters.count("guests came")
	return true
}

func (g *guest) setToken(token string) { g.token, g.lobby.Token = token, token }

// checkError reports whether err is nil, and counts it if not, unless the run is over.
func (g *guest) checkError(ctx context.Context, what string, err error) bool {
	if err != nil && ctx.Err() == nil {
		g.soak.counters.addError(what, err)
	}
	return err == nil
}

// queue makes a ticket and plays in the seat that comes of it.
func (g *guest) queue(ctx context.Context, want api.NewTicket) {
	t, err := g.lobby.CreateTicket(ctx, want)
	if !g.checkError(ctx, "queue for "+want.Queue, err) {
		return
	}
	g.soak.counters.count("queued for " + want.Queue)
	if t.Assignment != nil { // at once, or the seat that this guest still had: such a ticket cannot be polled
		g.playSeat(ctx, *t.Assignment)
		return
	}
	g.awaitSeat(ctx, t.ID)
}

// awaitSeat waits until the ticket has a seat, and plays there.
func (g *guest) awaitSeat(ctx context.Context, ticket string) {
	for tag := ""; ; {
		t, next, err := g.lobby.PollTicket(ctx, ticket, tag)
		switch {
		case errors.Is(err, lobby.ErrUnchanged):
			continue
		case !g.checkError(ctx, "follow a ticket", err):
			return
		case t.Assignment != nil:
			g.playSeat(ctx, *t.Assignment)
			return
		case t.Status != api.TicketQueued:
			g.soak.counters.count("tickets " + t.Status)
			return
		}
		tag = next
	}
}

// playSeat plays some rounds in a seat. Some guests lose their connection and come back into
// the same seat, some come back too late for that, some leave.
func (g *guest) playSeat(ctx context.Context, seat api.Assignment) {
	g.soak.counters.count("seats")
	staying, cancel := context.WithTimeout(ctx, 5*time.Second+rand.N(20*time.Second))
	defer cancel()
	for token := seat.Ticket; token != ""; {
		seat.Ticket = token
		token = g.playConnection(ctx, staying, seat)
	}
}

// playConnection plays over one connection, until staying ends or the connection does.
// It returns the token with which to come back, if the guest does.
func (g *guest) playConnection(ctx, staying context.Context, seat api.Assignment) (resume string) {
	mind, ends := &harness.Bot{Skill: sim.Rookie + sim.Skill(rand.N(3))}, &roundWatcher{guest: g}
	c, err := harness.ConnectSeat(ctx, seat, harness.Options{Build: "soak", FrameTime: frameTime, Input: mind.Input, OnView: ends.onView})
	if !g.checkError(ctx, "connect", err) {
		return ""
	}
	s := stay{from: time.Now()}
	defer func() {
		s.to = time.Now()
		g.stays = append(g.stays, s)
	}()
	connected, cancel := context.WithTimeout(staying, 2*time.Second+rand.N(20*time.Second))
	defer cancel()
	err = c.Run(connected)
	switch {
	case err != nil:
		c.Close(transport.Normal)
		g.checkEnd(ctx, err)
		return ""
	case staying.Err() != nil || c.Resume() == "":
		c.Quit()
		return ""
	}
	if c.Say(protocol.Say{Text: "good game from " + g.name}) == nil {
		g.soak.counters.count("lines said")
	}
	c.Close(transport.Normal)
	g.soak.counters.count("connections cut")
	if rand.N(3) == 0 || !sleep(ctx, rand.N(maxPause)) {
		return "" // this guest does not come back
	}
	g.soak.counters.count("seats resumed")
	return c.Resume()
}

// watch watches a match for a while, as anybody may: it gets its log.
func (g *guest) watch(ctx context.Context) {
	rooms, err := g.lobby.ListRooms(ctx)
	if !g.checkError(ctx, "list the rooms", err) || len(rooms) == 0 {
		return
	}
	watching, cancel := context.WithTimeout(ctx, 3*time.Second+rand.N(5*time.Second))
	defer cancel()
	room := rooms[rand.N(len(rooms))].ID
	for sleep(watching, time.Second) {
		err := g.fetchNewest(ctx, room)
		var problem *api.Problem
		if errors.As(err, &problem) && problem.Status == http.StatusNotFound {
			return // the room has closed, or another round has begun
		}
		if !g.checkError(ctx, "watch", err) {
			return
		}
	}
	g.soak.counters.count("matches watched")
}

// fetchNewest gets the newest segment of the log of a room, if one may be seen.
func (g *guest) fetchNewest(ctx context.Context, room string) error {
	list, _, err := g.lobby.RoomLog(ctx, room, "")
	if err != nil || len(list.Logs) == 0 {
		return err
	}
	log := &list.Logs[len(list.Logs)-1]
	n := len(log.Segments)
	if n == 0 {
		return nil
	}
	var done atomic.Int64
	b, err := g.lobby.LogSegment(ctx, room, log.Log, n, &done)
	if want := log.Segments[n-1].Bytes; err == nil && len(b) != want {
		err = fmt.Errorf("segment %d has %d bytes, want %d", n, len(b), want)
	}
	return err
}

// checkEnd counts that the server has ended a connection: as an error, unless its room
// has closed.
func (g *guest) checkEnd(ctx context.Context, err error) {
	if transport.ReasonOf(err) == transport.RoomClosed {
		g.soak.counters.count("rooms closed")
		return
	}
	g.checkError(ctx, "play", err)
}

// roundWatcher notes when rounds end, by what the guest sees.
type roundWatcher struct {
	guest *guest
	live  bool
}

func (w *roundWatcher) onView(v *netcode.View, _ time.Time) {
	phase, ok := harness.Phase(v)
	if !ok {
		return
	}
	if w.live && phase == sim.PhasePodium {
		w.guest.roundEnds = append(w.guest.roundEnds, time.Now())
		w.guest.soak.counters.count("podiums seen")
	}
	w.live = phase == sim.PhaseLive
}
