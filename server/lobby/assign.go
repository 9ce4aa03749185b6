package lobby

import (
	"strings"
	"time"

	"perihelion/server/auth"
	"perihelion/shared/api"
	"perihelion/shared/protocol"
)

// assign writes the ticket of c into place. Whoever asks twice for the same thing,
// which has an id, gets the same ticket: it is good for one use. Everyone of a party
// has a use of their own.
func (l *Lobby) assign(c *caller, place Place, id string, now time.Time) *api.Assignment {
	token, expires := l.signer.Join(auth.JoinToken{
		ID: id + "." + c.player.ID, Player: c.player.ID, Name: c.player.Name, Room: place.ID, Watch: place.Watch,
	}, now)
	a := &api.Assignment{
		RoomID:    place.ID,
		Code:      place.Code,
		Mode:      place.Mode,
		URL:       l.playURL(c),
		Protocol:  protocol.Subprotocol,
		Ticket:    token,
		ExpiresAt: expires.UTC(),
		Watch:     place.Watch,
	}
	if !place.Watch {
		a.ReconnectWindowMS = ms(l.cfg.ReconnectWindow)
	}
	return a
}

// playURL is absolute, so that a client needs to know nothing but the answer.
func (l *Lobby) playURL(c *caller) string {
	return "ws" + strings.TrimPrefix(l.base(c), "http") + PlayPath
}

// base is this server as c reaches it.
func (l *Lobby) base(c *caller) string {
	switch {
	case l.cfg.PublicURL != "":
		return strings.TrimRight(l.cfg.PublicURL, "/")
	case c.secure:
		return "https://" + c.host
	}
	return "http://" + c.host
}
