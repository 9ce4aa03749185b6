package lobby

import (
	"crypto/rand"
	"fmt"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"perihelion/server/auth"
	"perihelion/server/edge"
	"perihelion/shared/api"
	"perihelion/shared/protocol"
)

const (
	minSeats, maxSeats = 2, 32 // of a private room

	quickQueue = "quick"
	skirmish   = "skirmish"
)

func (l *Lobby) meta(w http.ResponseWriter, _ *http.Request) {
	answer(w, http.StatusOK, l.cfg.Meta)
}

func (l *Lobby) listRooms(w http.ResponseWriter, _ *http.Request) {
	rooms := l.rooms.List()
	if rooms == nil {
		rooms = []api.Room{} // an empty list is [] and not null
	}
	answer(w, http.StatusOK, api.Rooms{Rooms: rooms})
}

func (l *Lobby) createGuest(w http.ResponseWriter, r *http.Request) error {
	var body api.NewGuest
	if err := read(w, r, &body); err != nil {
		return err
	}
	name, err := guestName(body.Name)
	if err != nil {
		return err
	}
	g := auth.Guest{Player: rand.Text(), Name: name}
	token, expires := l.signer.Guest(g, time.Now())
	answer(w, http.StatusCreated, api.Guest{PlayerID: g.Player, Name: g.Name, Token: token, ExpiresAt: expires})
	return nil
}

// guestName is what everyone will see, or what is wrong with it.
func guestName(wanted string) (string, error) {
	if wanted == "" {
		return inventName(), nil
	}
	if strings.ContainsRune(wanted, utf8.RuneError) { // half a surrogate pair, escaped, becomes one
		return "", badName(protocol.ErrGarbled)
	}
	name, err := protocol.CleanName(wanted)
	if err != nil {
		return "", badName(err)
	}
	return name, nil
}

func badName(err error) error {
	return &edge.Refusal{Status: http.StatusUnprocessableEntity, Kind: "bad-name", Detail: "this name cannot be used: " + err.Error()}
}

func (l *Lobby) createTicket(w http.ResponseWriter, r *http.Request) error {
	guest, err := l.guest(r)
	if err != nil {
		return err
	}
	var body api.NewTicket
	if err := read(w, r, &body); err != nil {
		return err
	}
	if body.Queue != "" && body.Queue != quickQueue {
		return edge.Refuse(http.StatusUnprocessableEntity, "there is no queue %.40q; there is %q", body.Queue, quickQueue)
	}
	place, err := l.rooms.Quick()
	if err != nil {
		return err
	}
	now := time.Now()
	answer(w, http.StatusCreated, api.Ticket{ID: rand.Text(), Status: "assigned", CreatedAt: now.UTC(), Assignment: l.assign(r, guest, place, now)})
	return nil
}

func (l *Lobby) createRoom(w http.ResponseWriter, r *http.Request) error {
	guest, err := l.guest(r)
	if err != nil {
		return err
	}
	var body api.NewRoom
	if err := read(w, r, &body); err != nil {
		return err
	}
	if body.Mode != "" && body.Mode != skirmish {
		return edge.Refuse(http.StatusUnprocessableEntity, "there is no mode %.40q; there is %q", body.Mode, skirmish)
	}
	if body.Seats != 0 && (body.Seats < minSeats || body.Seats > maxSeats) {
		return edge.Refuse(http.StatusUnprocessableEntity, "a room has %d to %d seats, not %d", minSeats, maxSeats, body.Seats)
	}
	place, err := l.rooms.Open(body)
	if err != nil {
		return err
	}
	answer(w, http.StatusCreated, l.assign(r, guest, place, time.Now()))
	return nil
}

func (l *Lobby) joinRoom(w http.ResponseWriter, r *http.Request) error {
	guest, err := l.guest(r)
	if err != nil {
		return err
	}
	if err := read(w, r, &struct{}{}); err != nil {
		return err
	}
	place, err := l.rooms.ByCode(strings.ToUpper(r.PathValue("code")))
	if err != nil {
		return err
	}
	answer(w, http.StatusOK, l.assign(r, guest, place, time.Now()))
	return nil
}

// guest is who sent r.
func (l *Lobby) guest(r *http.Request) (auth.Guest, error) {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") || token == "" {
		return auth.Guest{}, unauthorized("send the token of POST /v1/guests as Authorization: Bearer")
	}
	g, err := l.signer.VerifyGuest(strings.TrimSpace(token), time.Now())
	if err != nil {
		return auth.Guest{}, unauthorized("the guest token is of no use here: " + strings.TrimPrefix(err.Error(), "auth: "))
	}
	return g, nil
}

func unauthorized(why string) error {
	return &edge.Refusal{Status: http.StatusUnauthorized, Kind: "bad-token", Detail: why}
}

// assign writes the ticket into place.
func (l *Lobby) assign(r *http.Request, g auth.Guest, place Place, now time.Time) *api.Assignment {
	token, expires := l.signer.Join(auth.Ticket{Player: g.Player, Name: g.Name, Room: place.ID}, now)
	return &api.Assignment{
		RoomID:    place.ID,
		Code:      place.Code,
		URL:       l.playURL(r),
		Protocol:  protocol.Subprotocol,
		Ticket:    token,
		ExpiresAt: expires,
	}
}

// playURL is absolute, so that a client needs to know nothing but the answer.
func (l *Lobby) playURL(r *http.Request) string {
	if l.cfg.PublicURL != "" {
		return "ws" + strings.TrimRight(strings.TrimPrefix(l.cfg.PublicURL, "http"), "/") + PlayPath
	}
	scheme := "ws"
	if l.cfg.Proxies.Secure(r) {
		scheme = "wss"
	}
	return fmt.Sprintf("%s://%s%s", scheme, r.Host, PlayPath)
}
