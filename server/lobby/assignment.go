package lobby

import (
	"cmp"
	"fmt"
	"net/http"
	"strings"
	"time"

	"perihelion/server/net/httpx"
	"perihelion/server/people/auth"
	"perihelion/shared/api"
	"perihelion/shared/protocol"
)

// newAssignment makes the assignment to dest, with a join token for the player of req.
// Asking again with the same id gives the same token, which can be used once. Each player
// of a party gets a token of their own.
func (l *Lobby) newAssignment(req *requestInfo, dest Destination, id string, now time.Time) *api.Assignment {
	node, url := l.rooms.NodeOf(dest.ID)
	token, expires := l.signer.IssueJoin(auth.JoinToken{
		ID: id + "." + req.player.ID, Player: req.player.ID, Name: req.player.Name, Room: dest.ID, Node: node, Looks: req.player.Looks,
	}, now)
	return &api.Assignment{
		RoomID:    dest.ID,
		Code:      dest.Code,
		Mode:      dest.Mode,
		URL:       PlayURL(cmp.Or(url, l.baseURL(req))),
		Protocol:  protocol.Subprotocol,
		Ticket:    token,
		ExpiresAt: expires.UTC(),

		ReconnectWindowMS: milliseconds(l.cfg.ReconnectWindow),
	}
}

// PlayURL is the absolute URL of the WebSocket of a server, so that a client needs nothing but
// the response.
func PlayURL(server string) string {
	return "ws" + strings.TrimPrefix(strings.TrimRight(server, "/"), "http") + PlayPath
}

// baseURL is the URL under which the client of req reaches this server.
func (l *Lobby) baseURL(req *requestInfo) string {
	switch {
	case l.cfg.PublicURL != "":
		return strings.TrimRight(l.cfg.PublicURL, "/")
	case req.secure:
		return "https://" + req.host
	}
	return "http://" + req.host
}

// reserveRetry is when a refused player should try again: most reserved seats are taken
// within a second, and unused reservations expire soon.
const reserveRetry = 10 * time.Second

// checkReservations refuses n more seats if the address of req has too many reserved or
// queued for already; otherwise one address could block all seats. Requests that run at the
// same time may exceed the limit by a few; the request rate bounds that.
func (l *Lobby) checkReservations(req *requestInfo, n int) *httpx.Problem {
	if l.rooms.ReservationsFrom(req.from)+l.matchmaker.WaitingFrom(req.from)+n <= l.cfg.MaxReservedPerAddr {
		return nil
	}
	l.metrics.RateLimited("reserved")
	return &httpx.Problem{
		Status: http.StatusTooManyRequests, Kind: "too-many-reserved", Retry: reserveRetry,
		Detail: fmt.Sprintf("your address has %d seats queued for or reserved already, which is as many as it may; take one of them, or try again in a moment", l.cfg.MaxReservedPerAddr),
	}
}
