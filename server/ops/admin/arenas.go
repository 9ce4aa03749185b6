package admin

import (
	"errors"
	"net/http"
	"strings"
	"time"

	"perihelion/server/data/store"
	"perihelion/server/net/httpx"
)

// ArenaRow is an arena that a player has made.
type ArenaRow struct {
	ID        string    `json:"id"`
	Title     string    `json:"title"`
	Owner     string    `json:"owner"`
	OwnerName string    `json:"owner_name"`
	State     string    `json:"state"`
	Rotation  bool      `json:"rotation"`
	Version   int       `json:"version"` // that others see, or the newest if there is none
	Plays     int       `json:"plays"`
	Reports   int       `json:"reports"`
	ChangedAt time.Time `json:"changed_at"`
	Queued    bool      `json:"queued"`         // it waits to be tried by bots
	Link      string    `json:"link,omitempty"` // with which anybody plays in it; empty: nobody else sees it
}

// listArenas lists the arenas of players, those that are reported most first.
func (a *Admin) listArenas(w http.ResponseWriter, r *http.Request) error {
	const many = 50
	list := store.ArenasAll
	if r.URL.Query().Get("list") == string(store.ArenasFeatured) {
		list = store.ArenasFeatured
	}
	found, _, err := a.cfg.Arenas.List(r.Context(), store.ArenaQuery{List: list, Text: r.URL.Query().Get("q"), Limit: many})
	if err != nil {
		return err
	}
	rows := make([]ArenaRow, len(found))
	for i := range found {
		f := &found[i]
		link := strings.TrimRight(a.cfg.GameURL(), "/") + "/?arena=" + f.ID
		if f.Published == 0 || f.State == store.ArenaHidden {
			link = ""
		}
		rows[i] = ArenaRow{f.ID, f.Shown.Title, f.Owner, f.OwnerName, f.State, f.Rotation, f.Shown.Version, f.Plays, f.Reports, f.Changed, !f.Queued.IsZero(), link}
	}
	writeJSON(w, rows)
	return nil
}

// setArena hides, features or shows an arena, and says whether public rooms play in it.
func (a *Admin) setArena(w http.ResponseWriter, r *http.Request) error {
	want, err := readAction(w, r)
	if err != nil {
		return err
	}
	switch want.State {
	case store.ArenaPublished, store.ArenaFeatured, store.ArenaHidden:
	default:
		return httpx.NewProblem(http.StatusUnprocessableEntity, "state is published, featured or hidden")
	}
	if want.Rotation && want.State != store.ArenaFeatured {
		return httpx.NewProblem(http.StatusUnprocessableEntity, "only featured arenas are in rotation")
	}
	err = a.cfg.Arenas.SetState(r.Context(), store.ArenaSetting{ID: r.PathValue("id"), State: want.State, Rotation: want.Rotation, Version: want.Version})
	switch {
	case errors.Is(err, store.ErrConflict):
		return httpx.NewProblem(http.StatusConflict, "a draft cannot be featured: its author has to publish it")
	case errors.Is(err, store.ErrArenaChanged):
		return httpx.NewProblem(http.StatusConflict, "version is not the one that is published: its author has published another; look at that first")
	case err != nil:
		return err
	}
	detail := want.State
	if want.Rotation {
		detail += ", in rotation"
	}
	if want.Reason != "" {
		detail += ": " + want.Reason
	}
	a.recordAction(w, r, AuditEntry{What: "arena", Whom: r.PathValue("id"), Detail: detail})
	return writeNoContent(w)
}
