package chat

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"perihelion/server/net/httpx"
	"perihelion/shared/api"
)

// Auth is how the endpoints authenticate players.
type Auth struct {
	Security []map[string][]string                        // of operations for players only
	Player   func(context.Context) (account, name string) // the player who sent such a request
}

// endpoints is the HTTP API of a Service.
type endpoints struct {
	*Service
	Auth
}

// Register adds the endpoints of the chat to an API.
func (s *Service) Register(a huma.API, auth Auth) {
	e := endpoints{s, auth}
	tags, guests := []string{"Chat"}, auth.Security
	huma.Register(a, huma.Operation{
		OperationID: "list-messages", Method: http.MethodGet, Path: "/v1/channels/{channel}/messages", Tags: tags,
		Summary: "Read what was said in a channel lately", Security: guests, Errors: []int{http.StatusNotFound},
	}, e.listMessages)
	huma.Register(a, huma.Operation{
		OperationID: "post-message", Method: http.MethodPost, Path: "/v1/channels/{channel}/messages", DefaultStatus: http.StatusCreated, Tags: tags,
		Summary: "Say something in a channel", Security: guests, Errors: []int{http.StatusForbidden, http.StatusNotFound},
		Description: "Everyone in the channel hears it through GET /v1/live.",
	}, e.postMessage)
	huma.Register(a, huma.Operation{
		OperationID: "report", Method: http.MethodPost, Path: "/v1/reports", DefaultStatus: http.StatusNoContent, Tags: tags,
		Summary: "Report a player to the operator", Security: guests, Errors: []int{http.StatusNotFound, http.StatusServiceUnavailable},
		Description: "Name a message, and for one of a match the room as well, where its number is its id; or a seat of a room; or a " +
			"player. The operator gets to read the lines around it.",
	}, e.reportPlayer)
}

// ChannelPath is exported because huma ignores unexported embedded structs.
type ChannelPath struct {
	Channel string `path:"channel" maxLength:"32" doc:"lobby, or party:CODE"`
}

type messages struct{ Body api.Messages }

func (e endpoints) listMessages(ctx context.Context, in *ChannelPath) (*messages, error) {
	account, _ := e.Player(ctx)
	name := CanonicalName(in.Channel)
	if err := e.CheckAccess(account, name); err != nil {
		return nil, toProblem(err)
	}
	return &messages{api.Messages{Messages: e.History(name)}}, nil
}

type message struct{ Body api.Message }

func (e endpoints) postMessage(ctx context.Context, in *struct {
	ChannelPath
	Body api.NewMessage
},
) (*message, error) {
	account, name := e.Player(ctx)
	m, err := e.post(CanonicalName(in.Channel), author{account, name}, in.Body.Text, time.Now())
	if err != nil {
		return nil, toProblem(err)
	}
	return &message{m}, nil
}

func (e endpoints) reportPlayer(ctx context.Context, in *struct{ Body api.NewReport }) (*struct{}, error) {
	account, _ := e.Player(ctx)
	if err := e.report(ctx, account, in.Body, time.Now()); err != nil {
		return nil, toProblem(err)
	}
	return nil, nil
}

// toProblem converts an error of a Service to a response.
func toProblem(err error) *httpx.Problem {
	r := &httpx.Problem{Status: http.StatusUnprocessableEntity, Kind: "bad-text", Detail: err.Error()}
	switch {
	case errors.Is(err, errMuted):
		r.Status, r.Kind = http.StatusForbidden, "muted"
	case errors.Is(err, errTooFast):
		r.Status, r.Kind, r.Retry = http.StatusTooManyRequests, "rate-limited", lineEvery
	case errors.Is(err, errTooManyReports):
		r.Status, r.Kind, r.Retry = http.StatusTooManyRequests, "rate-limited", reportEvery
	case errors.Is(err, ErrNoChannel):
		r.Status, r.Kind = http.StatusNotFound, "no-such-channel"
	case errors.Is(err, errMessageNotFound):
		r.Status, r.Kind = http.StatusNotFound, "no-such-message"
	case errors.Is(err, errReportsUnavailable):
		r.Status, r.Kind, r.Retry = http.StatusServiceUnavailable, "store-away", 10*time.Second
	case errors.Is(err, errNoAccused), errors.Is(err, errAccusedLeft), errors.Is(err, errSelfReport):
		r.Kind = "bad-report"
	}
	return r
}
