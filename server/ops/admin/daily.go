package admin

import (
	"net/http"
	"time"
)

// RunRow is a line of the board of today.
type RunRow struct {
	Rank   int       `json:"rank"`
	Run    string    `json:"run"`
	Player string    `json:"player"`
	Name   string    `json:"name"`
	Score  int       `json:"score"`
	SentAt time.Time `json:"sent_at"`
}

// listRuns lists the best daily runs of today.
func (a *Admin) listRuns(w http.ResponseWriter, r *http.Request) error {
	const many = 20
	top, err := a.cfg.Runs.Top(r.Context(), many)
	if err != nil {
		return err
	}
	rows := make([]RunRow, len(top))
	for i := range top {
		d := &top[i]
		rows[i] = RunRow{d.Rank, d.ID, d.Player, d.Name, d.Score, d.Sent}
	}
	writeJSON(w, rows)
	return nil
}

// deleteRun takes a daily run off its board.
func (a *Admin) deleteRun(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	if err := a.cfg.Runs.Delete(r.Context(), id); err != nil {
		return err
	}
	a.recordAction(w, r, AuditEntry{What: "delete daily run", Whom: id})
	return writeNoContent(w)
}
