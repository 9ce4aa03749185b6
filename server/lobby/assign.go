package lobby

import (
	"fmt"
	"strings"
	"time"

	"perihelion/server/auth"
	"perihelion/shared/api"
	"perihelion/shared/protocol"
)

// assign writes the ticket of c into place.
func (l *Lobby) assign(c *caller, place Place, now time.Time) *api.Assignment {
	token, expires := l.signer.Join(auth.Ticket{Player: c.guest.Player, Name: c.guest.Name, Room: place.ID}, now)
	return &api.Assignment{
		RoomID:    place.ID,
		Code:      place.Code,
		Mode:      place.Mode,
		URL:       l.playURL(c),
		Protocol:  protocol.Subprotocol,
		Ticket:    token,
		ExpiresAt: expires,
	}
}

// playURL is absolute, so that a client needs to know nothing but the answer.
func (l *Lobby) playURL(c *caller) string {
	if l.cfg.PublicURL != "" {
		return "ws" + strings.TrimRight(strings.TrimPrefix(l.cfg.PublicURL, "http"), "/") + PlayPath
	}
	scheme := "ws"
	if c.secure {
		scheme = "wss"
	}
	return fmt.Sprintf("%s://%s%s", scheme, c.host, PlayPath)
}
