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

	"perihelion/server/account"
	"perihelion/server/auth"
	"perihelion/server/httpx"
)

// guestScheme names in the document how guests show who they are.
const guestScheme = "guest"

// Guests is the Security of an operation that is for players only; Player says
// which one asks.
func Guests() []map[string][]string { return []map[string][]string{{guestScheme: {}}} }

// anyone is that of an operation that is for everyone, and wants to know whom it
// serves if that is told.
func anyone() []map[string][]string { return []map[string][]string{{}, {guestScheme: {}}} }

// caller is what a handler may want to know about whoever asks.
type caller struct {
	from    netip.Addr
	host    string // that the request was sent to
	secure  bool   // by TLS
	request string // id
	path    string
	control *http.ResponseController

	player account.Player // zero: nobody in particular
	token  string         // of player
}

type callerKey struct{}

func callerOf(ctx context.Context) *caller {
	c, ok := ctx.Value(callerKey{}).(*caller)
	if !ok {
		panic("lobby: not a request of the lobby")
	}
	return c
}

// Player is who asks, by id and name; empty: nobody in particular.
func Player(ctx context.Context) (id, name string) {
	p := callerOf(ctx).player
	return p.ID, p.Name
}

// recognise finds out who asks, and whether they may.
func (l *Lobby) recognise(ctx huma.Context, next func(huma.Context)) {
	r, w := humago.Unwrap(ctx)
	c := &caller{
		from: l.cfg.Proxies.Client(r), host: r.Host, secure: l.cfg.Proxies.Secure(r),
		request: w.Header().Get(httpx.RequestID), path: r.URL.Path,
		control: http.NewResponseController(w),
	}
	if refusal := l.identify(r, c, ctx.Operation().Security); refusal != nil {
		refusal.Write(w)
		return
	}
	next(huma.WithValue(ctx, callerKey{}, c))
}

// identify fills in the player of c, if the operation cares.
func (l *Lobby) identify(r *http.Request, c *caller, security []map[string][]string) *httpx.Refusal {
	if len(security) == 0 {
		return nil
	}
	token, ok := bearer(r)
	switch {
	case ok && token == "" && len(security[0]) == 0: // anyone
		return l.bar(c)
	case !ok || token == "":
		return noToken()
	}
	p, err := l.accounts.Verify(r.Context(), token, time.Now())
	if err != nil {
		return l.distrust(c, err)
	}
	c.player, c.token = p, token
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		if refusal := limit(l, l.players, p.ID); refusal != nil {
			return refusal
		}
	}
	return l.bar(c)
}

// bearer is the token that r brings, or none; not ok is another kind of proof.
func bearer(r *http.Request) (token string, ok bool) {
	header := strings.TrimSpace(r.Header.Get("Authorization"))
	scheme, token, _ := strings.Cut(header, " ")
	return strings.TrimSpace(token), header == "" || strings.EqualFold(scheme, "Bearer")
}

// bar keeps the banned out of all that players do.
func (l *Lobby) bar(c *caller) *httpx.Refusal {
	if l.bans.Erased(c.player.ID) { // no ban: whoever this is may come in as somebody new
		return l.distrust(c, account.ErrErased)
	}
	if why, banned := l.bans.Banned(c.player.ID, c.from, time.Now()); banned {
		return &httpx.Refusal{Status: http.StatusForbidden, Kind: "banned", Detail: why}
	}
	return nil
}

// distrust is the refusal of a token.
func (l *Lobby) distrust(c *caller, err error) *httpx.Refusal {
	for _, known := range []error{auth.ErrForged, auth.ErrExpired, auth.ErrWrongKind, account.ErrErased} {
		if errors.Is(err, known) {
			_, why, _ := strings.Cut(known.Error(), ": ")
			return &httpx.Refusal{Status: http.StatusUnauthorized, Kind: "bad-token", Detail: "the guest token is of no use here: " + why}
		}
	}
	return l.problem(context.WithValue(context.Background(), callerKey{}, c), err)
}

func noToken() *httpx.Refusal {
	return &httpx.Refusal{Status: http.StatusUnauthorized, Kind: "bad-token", Detail: "send the token of POST /v1/guests as Authorization: Bearer"}
}
