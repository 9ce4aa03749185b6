package lobby

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"perihelion/server/match"
	"perihelion/shared/api"
)

const (
	maxStreamAge   = time.Hour        // clients reconnect after that
	keepAliveEvery = 15 * time.Second // a comment, or proxies would close an idle stream
	eventTimeout   = 10 * time.Second // for writing one event
)

// eventResponses documents the content of the event stream, which huma cannot know.
func eventResponses(a huma.API) map[string]*huma.Response {
	ticket := a.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[api.Ticket](), true, "")
	return map[string]*huma.Response{
		"200": {Description: "A stream of tickets", Content: map[string]*huma.MediaType{"text/event-stream": {Schema: ticket}}},
		"204": {Description: "There is nothing to come: the ticket has ended, and you know it"},
	}
}

// ticketEvents streams the changes of a ticket until it ends.
func (l *Lobby) ticketEvents(ctx context.Context, in *struct {
	TicketPath
	Last int `header:"Last-Event-ID" minimum:"0" doc:"the event after which to go on"`
},
) (*huma.StreamResponse, error) {
	t, err := l.findOwnTicket(ctx, in.ID)
	if err != nil {
		return nil, l.problem(ctx, err)
	}
	if t.State != match.Queued && int(t.Version) == in.Last {
		return &huma.StreamResponse{Body: func(c huma.Context) { c.SetStatus(http.StatusNoContent) }}, nil
	}
	ctx, free, err := l.beginWait(ctx, maxStreamAge)
	if err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(c huma.Context) {
		defer free()
		_, w := humago.Unwrap(c)
		h := w.Header()
		h.Set("Content-Type", "text/event-stream")
		h.Set("X-Accel-Buffering", "no") // otherwise nginx would buffer the events
		l.streamTicket(ctx, w, in.ID, uint64(in.Last))
	}}, nil
}

// streamTicket writes the ticket when it changes, and a comment while it does not.
func (l *Lobby) streamTicket(ctx context.Context, w http.ResponseWriter, id string, last uint64) {
	req := requestInfoOf(ctx)
	for ctx.Err() == nil {
		wait, cancel := context.WithTimeout(ctx, keepAliveEvery)
		t, err := l.matchmaker.WaitForChange(wait, id, last)
		cancel()
		if err != nil {
			return
		}
		event := []byte(":\n\n")
		if t.Version != last {
			data, err := json.Marshal(l.ticketView(req, &t))
			if err != nil {
				return
			}
			event = fmt.Appendf(nil, "id: %d\nevent: ticket\ndata: %s\n\n", t.Version, data)
			last = t.Version
		}
		_ = req.control.SetWriteDeadline(time.Now().Add(eventTimeout))
		if _, err := w.Write(event); err != nil || req.control.Flush() != nil || t.State != match.Queued {
			return
		}
	}
}
