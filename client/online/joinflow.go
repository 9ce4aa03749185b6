package online

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"perihelion/client/lang"
	"perihelion/client/lobby"
	"perihelion/client/netcode"
	"perihelion/shared/api"
	"perihelion/shared/transport"
)

// Destination is where the player wants to play. The zero value is the default queue.
type Destination struct {
	OpenRoom bool // open a private room
	NewRoom  api.NewRoom
	Kept     KeptArena // the arena in our library that is edited there
	Invite   string    // the friend who is invited to it, by player id; empty: nobody
	Room     string    // code of a private room, or id of a public one
	EditKey  string    // by which the player may edit the arena of that room; empty: none
	Queue    string    // matchmaker queue, if no room is named; empty: the one that starts at once
	Party    string    // code of the party that we lead into the match
	Ticket   string    // ticket that our party leader has queued with

	Resume *api.Assignment // a seat that we already have, with the token to resume it
}

// JoinStage is how far a JoinFlow is.
type JoinStage int32

// The stages of a JoinFlow.
const (
	StageGuest  JoinStage = iota // the guest account
	StageTicket                  // a room or the matchmaker
	StageDial                    // the connection
)

// JoinFlow gets a seat in a match: guest account, ticket or room, connection. It runs in a
// goroutine of its own, so that no frame waits for it.
type JoinFlow struct {
	service *Service
	stage   atomic.Int32
	ticket  atomic.Pointer[TicketStatus] // set while the matchmaker searches
	result  chan JoinResult              // holds one result

	searchedAgain atomic.Bool // for a ticket that was lost
	regions       []Region    // that the ticket tells of; of the flow's goroutine

	cancel context.CancelFunc
}

// TicketStatus is a ticket as the server last described it.
type TicketStatus struct {
	api.Ticket
	At      time.Time
	Regions []Region // how far we are from each, nearest first; none: there is one only, or they are not known
}

// JoinResult is the outcome of a JoinFlow: a connection, or an error.
type JoinResult struct {
	conn   *queuedConn
	client *netcode.Client // has said Hello; nil: of a new seat
	seat   api.Assignment
	Err    error
}

// requestTimeout is how long one answer of the server may take; players do not wait longer.
const requestTimeout = 12 * time.Second

// StartJoin starts to get a seat at dest.
func (s *Service) StartJoin(dest Destination) *JoinFlow {
	ctx, cancel := context.WithCancel(context.Background())
	flow := &JoinFlow{service: s, result: make(chan JoinResult, 1), cancel: cancel}
	s.StartGuarded(func() {
		defer cancel()
		flow.result <- s.runJoin(ctx, flow, dest)
	})
	return flow
}

// startResume starts to reconnect to a seat that is ours, with a resume token as its ticket. Hello is said as
// soon as there is a connection, for a frame later is late; unless the flow was abandoned meanwhile, for Hello
// takes the seat.
func (s *Service) startResume(seat api.Assignment, within time.Duration, opt netcode.Options) *JoinFlow {
	ctx, cancel := context.WithTimeout(context.Background(), within)
	flow := &JoinFlow{service: s, result: make(chan JoinResult, 1), cancel: cancel}
	s.StartGuarded(func() {
		defer cancel()
		result := s.connect(ctx, flow, seat)
		switch {
		case result.conn == nil:
		case ctx.Err() != nil:
			result.conn.close(transport.Normal)
			result = JoinResult{seat: seat, Err: ctx.Err()}
		default:
			result.client = netcode.New(result.conn.send, opt)
			_ = result.client.Hello() // on failure conn.err gives the reason
		}
		flow.result <- result
	})
	return flow
}

// Abandon stops the flow, and closes a connection that it may still open.
func (flow *JoinFlow) Abandon() {
	flow.cancel()
	flow.service.StartGuarded(func() {
		if result := <-flow.result; result.conn != nil {
			result.conn.close(transport.Normal)
		}
	})
}

// Stage is how far the flow is. Safe from any goroutine.
func (flow *JoinFlow) Stage() JoinStage { return JoinStage(flow.stage.Load()) }

// Ticket is the ticket that the matchmaker searches for; nil before that, and for other
// destinations. Safe from any goroutine.
func (flow *JoinFlow) Ticket() *TicketStatus { return flow.ticket.Load() }

// Result returns the result once there is one.
func (flow *JoinFlow) Result() (result JoinResult, ok bool) {
	select {
	case result = <-flow.result:
		return result, true
	default:
		return result, false
	}
}

func (s *Service) runJoin(ctx context.Context, flow *JoinFlow, dest Destination) JoinResult {
	seat, err := s.acquireSeat(ctx, flow, dest)
	if err != nil {
		return JoinResult{Err: err}
	}
	return s.connect(ctx, flow, seat)
}

// connect opens the connection to a seat that is reserved for us.
func (s *Service) connect(ctx context.Context, flow *JoinFlow, seat api.Assignment) JoinResult {
	flow.stage.Store(int32(StageDial))
	ctx, cancel := context.WithTimeout(ctx, requestTimeout)
	defer cancel()
	conn, err := s.Dial(ctx, seat.URL, seat.Ticket)
	if err != nil {
		return JoinResult{seat: seat, Err: err}
	}
	return JoinResult{seat: seat, conn: newConn(conn, s)}
}

// acquireSeat asks the lobby for a seat at dest.
func (s *Service) acquireSeat(ctx context.Context, flow *JoinFlow, dest Destination) (seat api.Assignment, err error) {
	if dest.Resume != nil {
		return *dest.Resume, nil
	}
	if dest.Ticket != "" {
		return s.awaitTicket(ctx, flow, api.Ticket{ID: dest.Ticket, Status: api.TicketQueued})
	}
	var t api.Ticket
	within, cancel := context.WithTimeout(ctx, requestTimeout)
	defer cancel()
	err = s.withAuth(within, func(l *lobby.Client) (err error) {
		flow.stage.Store(int32(StageTicket))
		switch {
		case dest.OpenRoom:
			if seat, err = l.CreateRoom(within, dest.NewRoom); err == nil && dest.Invite != "" {
				err = l.InviteFriend(within, dest.Invite, seat.Code)
			}
		case dest.Room != "":
			seat, err = l.JoinRoom(within, dest.Room)
		default:
			flow.regions = s.Lobby.regions.wait(within)
			t, err = s.ticketFor(within, l, dest, flow.regions)
		}
		return err
	})
	if err != nil || t.ID == "" {
		return seat, err
	}
	seat, err = s.awaitTicket(ctx, flow, t)
	if IsStatus(err, api.StatusNotFound) && flow.searchedAgain.CompareAndSwap(false, true) { // the server that had it is gone, another has its place
		return s.acquireSeat(ctx, flow, dest)
	}
	return seat, err
}

// awaitTicket polls a ticket until it has a seat. If ctx ends first, the ticket is
// cancelled.
func (s *Service) awaitTicket(ctx context.Context, flow *JoinFlow, t api.Ticket) (seat api.Assignment, err error) {
	tag, failures := "", 0
	for t.Status == api.TicketQueued {
		flow.ticket.Store(&TicketStatus{t, s.Now(), flow.regions})
		began := s.Now()
		next, tagged, err := s.pollTicket(ctx, t.ID, tag)
		switch {
		case ctx.Err() != nil:
			s.cancelTicket(t.ID)
			return seat, ctx.Err()
		case err == nil:
			t, tag, failures = next, tagged, 0
		case !errors.Is(err, lobby.ErrUnchanged):
			if failures++; failures > maxPollFailures || !Explain(err).Retry {
				return seat, err
			}
		}
		sleepContext(ctx, minTicketInterval-s.Now().Sub(began)+time.Duration(failures)*time.Second)
	}
	if t.Status == api.TicketAssigned && t.Assignment != nil {
		return *t.Assignment, nil
	}
	return seat, &SearchFailed{t.Status, t.Reason}
}

const (
	maxPollFailures   = 5                      // failed polls in a row
	minTicketInterval = 500 * time.Millisecond // from one poll of a ticket to the next
)

// pollTicket asks for the state of a ticket once.
func (s *Service) pollTicket(ctx context.Context, id, tag string) (t api.Ticket, next string, err error) {
	ctx, cancel := context.WithTimeout(ctx, longPollTimeout)
	defer cancel()
	return s.LobbyClient(s.Guest().Token).PollTicket(ctx, id, tag)
}

// cancelTicket cancels a ticket that is no longer needed. If that fails, it expires on the
// server.
func (s *Service) cancelTicket(id string) {
	ctx, cancel := context.WithTimeout(context.Background(), requestTimeout)
	defer cancel()
	_ = s.LobbyClient(s.Guest().Token).CancelTicket(ctx, id)
}

func sleepContext(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// SearchFailed is the error of a search that ended without a seat.
type SearchFailed struct{ status, reason string }

func (f *SearchFailed) Error() string {
	switch {
	case f.reason != "":
		return f.reason
	case f.status == api.TicketExpired:
		return lang.T("nobody was found in time")
	case f.status == api.TicketCancelled:
		return lang.T("the search was cancelled")
	}
	return lang.T("a match was found, and then no room for it")
}
