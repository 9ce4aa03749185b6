package admin

import (
	"net/http"
	"net/netip"
	"time"

	"github.com/google/uuid"

	"perihelion/server/data/store"
	"perihelion/server/net/httpx"
)

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

func untilAfter(now time.Time, minutes int) time.Time {
	if minutes == 0 {
		return time.Time{}
	}
	return now.Add(time.Duration(minutes) * time.Minute).UTC()
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
