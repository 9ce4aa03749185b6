package admin

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"time"

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

	State    string `json:"state"` // of an arena: published, featured or hidden
	Rotation bool   `json:"rotation"`
	Version  int    `json:"version"` // that is to be featured
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
	writeJSON(w, reportRows(all, a.cfg.GameURL()))
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

func reasonOr(reason, usual string) string {
	if reason == "" {
		return usual
	}
	return reason
}
