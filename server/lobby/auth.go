package lobby

import (
	"context"
	"errors"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"perihelion/server/net/httpx"
	"perihelion/server/people/account"
	"perihelion/server/people/auth"
)

// guestScheme names in the document how guests authenticate.
const guestScheme = "guest"

// GuestAuth is the Security of an operation that needs a guest's token. RequestingPlayer
// returns whose token it was.
func GuestAuth() []map[string][]string { return []map[string][]string{{guestScheme: {}}} }

// optionalGuestAuth is the Security of an operation that works without a token, but uses
// one if it is sent.
func optionalGuestAuth() []map[string][]string { return []map[string][]string{{}, {guestScheme: {}}} }

// requestInfo is what handlers need to know about a request and its sender.
type requestInfo struct {
	from    netip.Addr
	host    string // that the request was sent to
	secure  bool   // it came by TLS
	id      string // of the request, for logs
	path    string
	control *http.ResponseController

	player account.Player // zero: sent without a token
	token  string         // of player
}

// requestInfoKey is the context key of a *requestInfo.
type requestInfoKey struct{}

// requestInfoOf returns the info that authenticate put into ctx. It panics if ctx is not
// from a request of the lobby.
func requestInfoOf(ctx context.Context) *requestInfo {
	req, ok := ctx.Value(requestInfoKey{}).(*requestInfo)
	if !ok {
		panic("lobby: not a request of the lobby")
	}
	return req
}

// RequestingPlayer returns id and name of the player who sent the request; both are empty
// if it had no token.
func RequestingPlayer(ctx context.Context) (id, name string) {
	p := requestInfoOf(ctx).player
	return p.ID, p.Name
}

// authenticate is the middleware that finds the player of a request and refuses invalid
// tokens and banned players.
func (l *Lobby) authenticate(ctx huma.Context, next func(huma.Context)) {
	r, w := humago.Unwrap(ctx)
	req := &requestInfo{
		from: l.cfg.Proxies.Client(r), host: r.Host, secure: l.cfg.Proxies.IsTLS(r),
		id: w.Header().Get(httpx.RequestID), path: r.URL.Path,
		control: http.NewResponseController(w),
	}
	if problem := l.identifyPlayer(r, req, ctx.Operation().Security); problem != nil {
		problem.Respond(w)
		return
	}
	next(huma.WithValue(ctx, requestInfoKey{}, req))
}

// identifyPlayer sets the player of req, if the operation uses tokens.
func (l *Lobby) identifyPlayer(r *http.Request, req *requestInfo, security []map[string][]string) *httpx.Problem {
	if len(security) == 0 {
		return nil
	}
	token, ok := bearer(r)
	switch {
	case ok && token == "" && len(security[0]) == 0: // optionalGuestAuth
		return l.checkBan(req)
	case !ok || token == "":
		return missingToken()
	}
	p, err := l.accounts.Verify(r.Context(), token, time.Now())
	if err != nil {
		return l.tokenProblem(req, err)
	}
	req.player, req.token = p, token
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		if problem := checkRate(l, l.writesByPlayer, p.ID); problem != nil {
			return problem
		}
	}
	return l.checkBan(req)
}

// bearer returns the bearer token of r; empty if there is none. ok is false for another
// authorization scheme.
func bearer(r *http.Request) (token string, ok bool) {
	header := strings.TrimSpace(r.Header.Get("Authorization"))
	scheme, token, _ := strings.Cut(header, " ")
	return strings.TrimSpace(token), header == "" || strings.EqualFold(scheme, "Bearer")
}

// checkBan refuses banned players and addresses, and players who have deleted their data.
func (l *Lobby) checkBan(req *requestInfo) *httpx.Problem {
	if l.bans.Erased(req.player.ID) { // not a ban: the same person may create a new account
		return l.tokenProblem(req, account.ErrErased)
	}
	if why, banned := l.bans.Banned(req.player.ID, req.from, time.Now()); banned {
		return &httpx.Problem{Status: http.StatusForbidden, Kind: "banned", Detail: why}
	}
	return nil
}

// tokenProblem converts the error of an invalid token to a response.
func (l *Lobby) tokenProblem(req *requestInfo, err error) *httpx.Problem {
	for _, known := range []error{auth.ErrForged, auth.ErrOtherKey, auth.ErrExpired, auth.ErrWrongKind, account.ErrErased} {
		if errors.Is(err, known) {
			_, why, _ := strings.Cut(known.Error(), ": ")
			return &httpx.Problem{Status: http.StatusUnauthorized, Kind: "bad-token", Detail: "the guest token is of no use here: " + why}
		}
	}
	return l.problem(context.WithValue(context.Background(), requestInfoKey{}, req), err)
}

// missingToken is the response to a request that needs a token and has none.
func missingToken() *httpx.Problem {
	return &httpx.Problem{Status: http.StatusUnauthorized, Kind: "bad-token", Detail: "send the token of POST /v1/guests as Authorization: Bearer"}
}
