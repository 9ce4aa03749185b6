package admin

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"perihelion/server/data/store"
	"perihelion/server/net/httpx"
)

const maxBody = 4 << 10 // bytes

// withErrors converts the error of h to a response.
func withErrors(h func(http.ResponseWriter, *http.Request) error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		err := h(w, r)
		var problem *httpx.Problem
		switch {
		case err == nil:
			return
		case errors.As(err, &problem):
		case errors.Is(err, store.ErrNotFound):
			problem = httpx.NewProblem(http.StatusNotFound, "there is no such thing, or not any more")
		case errors.Is(err, store.ErrUnavailable):
			problem = &httpx.Problem{Status: http.StatusServiceUnavailable, Detail: "the database is out of reach", Retry: 5 * time.Second}
		default:
			problem = httpx.NewProblem(http.StatusInternalServerError, "%v", err) // operators may see internal errors
		}
		problem.Respond(w)
	})
}

// readAction decodes and checks the body of an action.
func readAction(w http.ResponseWriter, r *http.Request) (*actionRequest, error) {
	if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind != "application/json" {
		return nil, httpx.NewProblem(http.StatusUnsupportedMediaType, "the body must be application/json, and Content-Type must say so")
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		return nil, httpx.NewProblem(http.StatusRequestEntityTooLarge, "the body is larger than %d bytes, or ends early", maxBody)
	}
	want := &actionRequest{}
	if !utf8.Valid(body) || json.Unmarshal(body, want) != nil {
		return nil, httpx.NewProblem(http.StatusBadRequest, "the body is not the JSON that ADMIN.md describes")
	}
	switch {
	case want.Minutes < 0 || want.Minutes > maxMinutes:
		return nil, httpx.NewProblem(http.StatusUnprocessableEntity, "minutes are 0, for good, to %d", maxMinutes)
	case want.Seconds < 0 || want.Seconds > 3600:
		return nil, httpx.NewProblem(http.StatusUnprocessableEntity, "seconds are 0 to 3600")
	case len(want.Reason) > maxReason || len(want.Text) > 4*maxReason || len(want.Player) > maxReason || len(want.Network) > maxReason:
		return nil, httpx.NewProblem(http.StatusUnprocessableEntity, "a reason has %d bytes at most", maxReason)
	}
	return want, nil
}

// writeJSON sends v.
func writeJSON(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	_ = json.NewEncoder(w).Encode(v) // an error means that the client is gone
}

func writeNoContent(w http.ResponseWriter) error {
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// Report is a complaint of a player about another.
type Report struct {
	ID       string    `json:"id"`
	At       time.Time `json:"at"`
	Reporter string    `json:"reporter"`
	Accused  string    `json:"accused,omitempty"`
	Name     string    `json:"name,omitempty"`
	Room     string    `json:"room,omitempty"`
	Reason   string    `json:"reason"`
	Text     string    `json:"text,omitempty"`
	Context  string    `json:"context,omitempty"` // the chat around it, one message per line
	Match    string    `json:"match,omitempty"`   // that was played
	Moment   float64   `json:"moment_s"`          // of it, in seconds from the beginning of its log
	Replay   string    `json:"replay,omitempty"`  // the link to that moment
}

// reportRows are the reports for the operator; game is the URL of the game.
func reportRows(known []store.Report, game string) []Report {
	all := make([]Report, len(known))
	for i, r := range known {
		all[i] = Report{r.ID, r.At, r.Reporter, r.Accused, r.Name, r.Room, r.Reason, r.Text, r.Context, r.Match, r.Moment.Seconds(), replayLink(game, &r)}
	}
	return all
}

// replayLead is how long before its moment the replay of a report begins.
const replayLead = 10 * time.Second

// replayLink is the link to the moment of a report; empty if no match was played.
func replayLink(game string, r *store.Report) string {
	if r.Match == "" {
		return ""
	}
	return fmt.Sprintf("%s/?replay=%s#t=%.1f", strings.TrimRight(game, "/"), url.QueryEscape(r.Match), max(r.Moment-replayLead, 0).Seconds())
}
