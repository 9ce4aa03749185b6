package admin

import (
	"context"
	"errors"
	"io"
	"net/http"
	"time"

	"perihelion/server/data/casefile"
	"perihelion/server/net/httpx"
	"perihelion/shared/replay"
)

// maxCasefileTime bounds for how long a match is played again: an hour of sixteen players
// takes some seconds.
const maxCasefileTime = time.Minute

// Replays are the logs of matches. It is implemented by *replays.Archive.
type Replays interface {
	OpenPlain(ctx context.Context, match string) (io.ReadCloser, error)
}

// makeCasefile plays a match again and tells what a player did in it. It is done for one
// request at a time: it takes a processor for seconds.
func (a *Admin) makeCasefile(w http.ResponseWriter, r *http.Request) error {
	if !a.casefile.TryLock() {
		return &httpx.Problem{Status: http.StatusTooManyRequests, Detail: "another case file is being made; ask again in a moment", Retry: 2 * time.Second}
	}
	defer a.casefile.Unlock()
	ctx, cancel := context.WithTimeout(r.Context(), maxCasefileTime)
	defer cancel()
	match, player := r.PathValue("match"), r.PathValue("player")
	log, err := a.cfg.Replays.OpenPlain(ctx, match)
	if err != nil {
		return err
	}
	defer log.Close()
	file, err := casefile.Make(ctx, io.LimitReader(log, replay.MaxBytes), a.cfg.Games, player)
	switch {
	case errors.Is(err, casefile.ErrNobody):
		return httpx.NewProblem(http.StatusNotFound, "that player has no seat in this match, or their data was erased")
	case errors.Is(err, context.DeadlineExceeded):
		return httpx.NewProblem(http.StatusUnprocessableEntity, "the match takes longer than %v to play again; use `server casefile` on another machine", maxCasefileTime)
	case err != nil:
		return httpx.NewProblem(http.StatusUnprocessableEntity, "the log cannot be played: %v", err)
	}
	a.recordAction(w, r, AuditEntry{What: "case file", Whom: player, Detail: match})
	writeJSON(w, file)
	return nil
}

// ReplayPass lets whoever has it see the replay of a match, also of one that is not for
// everyone.
type ReplayPass struct {
	Pass    string    `json:"pass"`
	Expires time.Time `json:"expires_at"`
}

// issueReplayPass gives the operator a pass for a match. Who looks at what is in the audit.
func (a *Admin) issueReplayPass(w http.ResponseWriter, r *http.Request) error {
	match := r.PathValue("match")
	if len(match) > maxReason {
		return httpx.NewProblem(http.StatusUnprocessableEntity, "that is no id of a match")
	}
	pass, expires := a.cfg.ReplayPass(match)
	a.recordAction(w, r, AuditEntry{What: "replay", Detail: match})
	writeJSON(w, ReplayPass{pass, expires.UTC()})
	return nil
}
