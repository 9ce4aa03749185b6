package admin

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"time"
	"unicode/utf8"

	"perihelion/server/httpx"
	"perihelion/server/store"
)

const maxBody = 4 << 10 // bytes

// answering turns the error of h into the answer that fits it.
func answering(h func(http.ResponseWriter, *http.Request) error) http.Handler {
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
			problem = httpx.NewProblem(http.StatusInternalServerError, "%v", err) // operators may know
		}
		problem.Respond(w)
	})
}

// read decodes what an operator wants, and checks what all actions share.
func read(w http.ResponseWriter, r *http.Request) (*actionRequest, error) {
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
	case want.Minutes < 0 || want.Minutes > maxTerm:
		return nil, httpx.NewProblem(http.StatusUnprocessableEntity, "minutes are 0, for good, to %d", maxTerm)
	case want.Seconds < 0 || want.Seconds > 3600:
		return nil, httpx.NewProblem(http.StatusUnprocessableEntity, "seconds are 0 to 3600")
	case len(want.Reason) > maxReason || len(want.Text) > 4*maxReason || len(want.Player) > maxReason || len(want.Network) > maxReason:
		return nil, httpx.NewProblem(http.StatusUnprocessableEntity, "a reason has %d bytes at most", maxReason)
	}
	return want, nil
}

func answer(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	_ = json.NewEncoder(w).Encode(v) // an operator who is gone cannot be told so
}

func done(w http.ResponseWriter) error {
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// Report is what a player has to say about another.
type Report struct {
	ID       string    `json:"id"`
	At       time.Time `json:"at"`
	Reporter string    `json:"reporter"`
	Accused  string    `json:"accused,omitempty"`
	Name     string    `json:"name,omitempty"`
	Room     string    `json:"room,omitempty"`
	Reason   string    `json:"reason"`
	Text     string    `json:"text,omitempty"`
	Context  string    `json:"context,omitempty"` // the chat around it, a line each
}

func reports(known []store.Report) []Report {
	all := make([]Report, len(known))
	for i, r := range known {
		all[i] = Report{r.ID, r.At, r.Reporter, r.Accused, r.Name, r.Room, r.Reason, r.Text, r.Context}
	}
	return all
}
