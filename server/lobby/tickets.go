package lobby

import (
	"context"
	"crypto/rand"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"perihelion/server/edge"
	"perihelion/shared/api"
)

const quickQueue = "quick"

func (l *Lobby) routeTickets() {
	register(l, huma.Operation{
		OperationID: "create-ticket", Method: http.MethodPost, Path: "/v1/tickets", DefaultStatus: http.StatusCreated, Tags: []string{"Tickets"},
		Summary: "Queue for a match", Security: Guests(), Errors: []int{http.StatusConflict, http.StatusServiceUnavailable},
	}, l.createTicket)
}

func (l *Lobby) createTicket(ctx context.Context, in *struct{ Body api.NewTicket }) (*answerOf[api.Ticket], error) {
	if q := in.Body.Queue; q != "" && q != quickQueue {
		return nil, edge.Refuse(http.StatusUnprocessableEntity, "there is no queue %.40q; there is %q", q, quickQueue)
	}
	place, err := l.rooms.Quick(callerOf(ctx).guest.Player)
	if err != nil {
		return nil, err
	}
	now := time.Now()
	return &answerOf[api.Ticket]{api.Ticket{
		ID: rand.Text(), Queue: quickQueue, Players: 1, Status: api.TicketAssigned, CreatedAt: now.UTC(),
		Assignment: l.assign(callerOf(ctx), place, now),
	}}, nil
}
