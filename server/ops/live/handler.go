package live

import (
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"perihelion/server/net/httpx"
	"perihelion/server/net/ws"
	"perihelion/shared/api"
)

// Path is the path of the feed.
const Path = "/v1/live"

// ServeHTTP answers GET /v1/live. Public events are open to every page on the web; channels
// of parties are for members only, on pages that may play here.
func (h *Hub) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	sub, problem := parseSubscription(r.URL.Query())
	if !sub.isPrivate() {
		w.Header().Set("Access-Control-Allow-Origin", "*")
	} else if problem == nil {
		problem = h.authenticate(r, &sub)
	}
	switch {
	case problem != nil:
		problem.Respond(w)
	case r.Header.Get("Upgrade") != "":
		h.sockets.Serve(w, r, h.openSocket(sub))
	case slices.ContainsFunc(r.Header.Values("Accept"), func(v string) bool { return strings.Contains(v, "text/event-stream") }):
		h.serveEventStream(w, r, sub)
	default:
		httpx.NewProblem(http.StatusNotAcceptable, "this is a WebSocket, or a stream for those who accept text/event-stream").Respond(w)
	}
}

// authenticate checks a request for private channels, and sets the account of sub.
func (h *Hub) authenticate(r *http.Request, sub *subscription) *httpx.Problem {
	if !h.cfg.Sockets.Origins.Allow(r) {
		return &httpx.Problem{Status: http.StatusForbidden, Kind: "foreign-origin", Detail: "pages of " + r.Header.Get("Origin") + " may only hear what is public"}
	}
	token, ok := ws.OfferedToken(r, &subprotocol)
	if scheme, bearer, _ := strings.Cut(r.Header.Get("Authorization"), " "); strings.EqualFold(scheme, "Bearer") {
		token, ok = strings.TrimSpace(bearer), true
	}
	if !ok || token == "" {
		return &httpx.Problem{Status: http.StatusUnauthorized, Kind: "bad-token", Detail: "channels of parties are for their members: send the token of POST /v1/guests"}
	}
	account, err := h.cfg.Player(r.Context(), token)
	if err != nil {
		return &httpx.Problem{Status: http.StatusUnauthorized, Kind: "bad-token", Detail: "the guest token is of no use here"}
	}
	for _, c := range sub.channels {
		if err := h.cfg.Chat.CheckAccess(account, c); err != nil {
			return &httpx.Problem{Status: http.StatusNotFound, Kind: "no-such-channel", Detail: err.Error()}
		}
	}
	sub.account = account
	return nil
}

// errorStatuses are the statuses of refused requests, besides 429.
var errorStatuses = []int{
	http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusNotAcceptable,
	http.StatusUnprocessableEntity, http.StatusUpgradeRequired, http.StatusServiceUnavailable,
}

// Document adds the feed to the OpenAPI document.
func Document(a huma.API) {
	o, list := a.OpenAPI(), &huma.Schema{Type: huma.TypeString}
	answers := map[string]*huma.Response{"200": {
		Description: "Events, without end",
		Content: map[string]*huma.MediaType{
			"text/event-stream": {Schema: o.Components.Schemas.Schema(reflect.TypeFor[api.Live](), true, "")},
		},
	}}
	problem := o.Components.Schemas.Schema(reflect.TypeFor[api.Problem](), true, "")
	for _, status := range errorStatuses {
		answers[strconv.Itoa(status)] = &huma.Response{
			Description: http.StatusText(status),
			Content:     map[string]*huma.MediaType{"application/problem+json": {Schema: problem}},
		}
	}
	o.AddOperation(&huma.Operation{
		OperationID: "live", Method: http.MethodGet, Path: Path, Tags: []string{"Live"},
		Summary: "Hear what happens, while it happens",
		Description: "A WebSocket with one JSON text a frame, or, for those who accept text/event-stream, server-sent events. " +
			"The status comes first, and again at most once a second, when it has changed. Channels of parties want the token of a " +
			"member: as Authorization, or for a WebSocket as the subprotocol perihelion.token.TOKEN beside perihelion.live.v1.",
		Parameters: []*huma.Param{
			{Name: "kinds", In: "query", Schema: list, Description: "a list of status, kill, round, board, message; absent: all but message"},
			{Name: "channels", In: "query", Schema: list, Description: "whose messages: a list of lobby and party:CODE, 4 at most"},
			{Name: "Last-Event-ID", In: "header", Schema: list, Description: "of a stream that broke: begin after this event"},
		},
		Responses: answers,
	})
}
