package admin

import (
	"context"
	"errors"
	"net/http"
	"net/netip"
	"strconv"
	"time"

	"github.com/google/uuid"

	"perihelion/server/data/store"
	"perihelion/server/net/httpx"
	"perihelion/server/play/room"
	"perihelion/shared/protocol"
	"perihelion/shared/transport"
	"perihelion/sim"
)

const (
	maxReason  = 200                // bytes, as long as fits into a close frame and a chat message
	maxMinutes = 10 * 365 * 24 * 60 // longer means forever
)

// actionRequest is the body of all actions; each uses some of the fields.
type actionRequest struct {
	Player  string `json:"player"`
	Network string `json:"network"` // or a single address
	Minutes int    `json:"minutes"` // 0: forever
	Reason  string `json:"reason"`  // shown to the players concerned
	Text    string `json:"text"`
	Room    string `json:"room"` // empty: all
	Seconds int    `json:"seconds"`
}

func (a *Admin) kickPlayer(w http.ResponseWriter, r *http.Request) error {
	want, err := readAction(w, r)
	if err != nil {
		return err
	}
	in, err := a.roomOf(r)
	if err != nil {
		return err
	}
	seat, err := strconv.Atoi(r.PathValue("seat"))
	if err != nil {
		return httpx.NewProblem(http.StatusUnprocessableEntity, "a seat is a number")
	}
	player, err := playerInSeat(r.Context(), in, sim.PlayerID(seat))
	if err != nil {
		return err
	}
	in.Kick(player.Seat, reasonOr(want.Reason, "the operator sent you out"))
	a.recordAction(w, r, AuditEntry{What: "kick", Whom: player.Name + " (" + player.Player + ")", Detail: want.Reason})
	return writeNoContent(w)
}

// playerInSeat returns the player in a seat of a room.
func playerInSeat(ctx context.Context, in *room.Room, seat sim.PlayerID) (room.PlayerInfo, error) {
	ctx, cancel := context.WithTimeout(ctx, playersTimeout)
	defer cancel()
	all, err := in.Players(ctx)
	if err != nil {
		return room.PlayerInfo{}, &httpx.Problem{Status: http.StatusServiceUnavailable, Detail: "the room does not answer", Retry: time.Second}
	}
	for _, p := range all {
		if p.Seat == seat && p.Player != "" {
			return p, nil
		}
	}
	return room.PlayerInfo{}, httpx.NewProblem(http.StatusNotFound, "nobody sits there")
}

func (a *Admin) addBan(w http.ResponseWriter, r *http.Request) error {
	want, err := readAction(w, r)
	if err != nil {
		return err
	}
	now := time.Now()
	b := store.Ban{Player: want.Player, Reason: want.Reason, At: now.UTC(), Until: untilAfter(now, want.Minutes)}
	if want.Network != "" {
		if b.Network, err = parseNetwork(want.Network); err != nil {
			return err
		}
	}
	if (b.Player == "") == !b.Network.IsValid() {
		return httpx.NewProblem(http.StatusUnprocessableEntity, "ban a player or a network, one of the two")
	}
	id, err := uuid.NewV7()
	if err != nil {
		return err
	}
	b.ID = id.String()
	saved := a.cfg.Bans.Ban(r.Context(), b)
	out := a.cfg.EnforceBans(now)
	whom := b.Player
	if b.Network.IsValid() {
		whom = b.Network.String()
	}
	a.recordAction(w, r, AuditEntry{What: "ban", Whom: whom, Detail: actionDetail(want)})
	writeJSON(w, map[string]any{"id": b.ID, "saved": saved, "sent_out": out})
	return nil
}

// parseNetwork reads an address or a network that is not too large.
func parseNetwork(text string) (netip.Prefix, error) {
	p, err := netip.ParsePrefix(text)
	if addr, e := netip.ParseAddr(text); e == nil {
		addr = addr.Unmap().WithZone("")
		bits := 32
		if addr.Is6() {
			bits = 64 // one household
		}
		p, err = addr.Prefix(bits)
	}
	switch {
	case err != nil:
		return p, httpx.NewProblem(http.StatusUnprocessableEntity, "%.60q is neither an address nor a network such as 192.0.2.0/24", text)
	case p.Addr().Is4() && p.Bits() < 8 || p.Addr().Is6() && p.Bits() < 19:
		return p, httpx.NewProblem(http.StatusUnprocessableEntity, "%v is a good part of the world", p)
	}
	return p.Masked(), nil
}

func (a *Admin) liftBan(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	if err := a.cfg.Bans.Unban(r.Context(), id); err != nil {
		return err
	}
	a.recordAction(w, r, AuditEntry{What: "unban", Whom: id})
	return writeNoContent(w)
}

func (a *Admin) addMute(w http.ResponseWriter, r *http.Request) error {
	want, err := readAction(w, r)
	if err != nil {
		return err
	}
	if want.Player == "" {
		return httpx.NewProblem(http.StatusUnprocessableEntity, "say which player")
	}
	now := time.Now()
	saved := a.cfg.Bans.Mute(r.Context(), store.Mute{Player: want.Player, Reason: want.Reason, At: now.UTC(), Until: untilAfter(now, want.Minutes)})
	a.recordAction(w, r, AuditEntry{What: "mute", Whom: want.Player, Detail: actionDetail(want)})
	writeJSON(w, map[string]any{"saved": saved})
	return nil
}

func (a *Admin) liftMute(w http.ResponseWriter, r *http.Request) error {
	player := r.PathValue("player")
	if err := a.cfg.Bans.Unmute(r.Context(), player); err != nil {
		return err
	}
	a.recordAction(w, r, AuditEntry{What: "unmute", Whom: player})
	return writeNoContent(w)
}

func (a *Admin) closeRoom(w http.ResponseWriter, r *http.Request) error {
	want, err := readAction(w, r)
	if err != nil {
		return err
	}
	in, err := a.roomOf(r)
	if err != nil {
		return err
	}
	in.Close(transport.RoomClosed, reasonOr(want.Reason, "the operator closed the room"))
	a.recordAction(w, r, AuditEntry{What: "close room", Whom: r.PathValue("id"), Detail: want.Reason})
	return writeNoContent(w)
}

// sendWarning shows a notice in one room, or in all.
func (a *Admin) sendWarning(w http.ResponseWriter, r *http.Request) error {
	want, err := readAction(w, r)
	if err != nil {
		return err
	}
	text, err := protocol.CleanChat(want.Text)
	if err != nil {
		return httpx.NewProblem(http.StatusUnprocessableEntity, "this text cannot be shown: %v", err)
	}
	told := 0
	for _, info := range a.cfg.Rooms.List() {
		if want.Room != "" && want.Room != info.ID {
			continue
		}
		if in, err := a.cfg.Rooms.Find(info.ID); err == nil {
			in.Warn(protocol.Notice{Text: text, In: time.Duration(want.Seconds) * time.Second})
			told++
		}
	}
	a.recordAction(w, r, AuditEntry{What: "warn", Whom: want.Room, Detail: text})
	writeJSON(w, map[string]any{"rooms": told})
	return nil
}

func (a *Admin) startDrain(w http.ResponseWriter, r *http.Request) error {
	a.recordAction(w, r, AuditEntry{What: "drain"})
	a.cfg.Drain()
	w.WriteHeader(http.StatusAccepted)
	return nil
}

func (a *Admin) listReports(w http.ResponseWriter, r *http.Request) error {
	const many = 100
	all, err := a.cfg.Reports.Reports(r.Context(), many)
	if err != nil {
		return err
	}
	writeJSON(w, reportRows(all))
	return nil
}

func (a *Admin) closeReport(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	if err := a.cfg.Reports.CloseReport(r.Context(), id, time.Now()); err != nil {
		return err
	}
	a.recordAction(w, r, AuditEntry{What: "close report", Whom: id})
	return writeNoContent(w)
}

func (a *Admin) roomOf(r *http.Request) (*room.Room, error) {
	in, err := a.cfg.Rooms.Find(r.PathValue("id"))
	if errors.Is(err, room.ErrNotFound) {
		return nil, httpx.NewProblem(http.StatusNotFound, "there is no such room; it may have closed")
	}
	return in, err
}

func untilAfter(now time.Time, minutes int) time.Time {
	if minutes == 0 {
		return time.Time{}
	}
	return now.Add(time.Duration(minutes) * time.Minute).UTC()
}

func reasonOr(reason, usual string) string {
	if reason == "" {
		return usual
	}
	return reason
}

func actionDetail(w *actionRequest) string {
	term := "for good"
	if w.Minutes > 0 {
		term = "for " + (time.Duration(w.Minutes) * time.Minute).String()
	}
	if w.Reason == "" {
		return term
	}
	return term + ": " + w.Reason
}
