package lobby

import (
	"context"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"perihelion/server/auth"
	"perihelion/server/edge"
)

// guestScheme names in the document how guests show who they are.
const guestScheme = "guest"

// Guests is the Security of an operation that is for players only; Player says
// which one asks.
func Guests() []map[string][]string { return []map[string][]string{{guestScheme: {}}} }

// caller is what a handler may want to know about whoever asks.
type caller struct {
	from    netip.Addr
	host    string // that the request was sent to
	secure  bool   // by TLS
	request string // id
	path    string
	guest   auth.Guest // zero: nobody in particular
	control *http.ResponseController
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
	g := callerOf(ctx).guest
	return g.Player, g.Name
}

// recognise finds out who asks. An operation without Security lets everyone in.
func (l *Lobby) recognise(ctx huma.Context, next func(huma.Context)) {
	r, w := humago.Unwrap(ctx)
	c := &caller{
		from: l.cfg.Proxies.Client(r), host: r.Host, secure: l.cfg.Proxies.Secure(r),
		request: w.Header().Get(edge.RequestID), path: r.URL.Path,
		control: http.NewResponseController(w),
	}
	if len(ctx.Operation().Security) > 0 {
		guest, refusal := l.guest(r)
		if refusal != nil {
			refusal.Write(w)
			return
		}
		if r.Method != http.MethodGet {
			if refusal := limit(l, l.players, guest.Player); refusal != nil {
				refusal.Write(w)
				return
			}
		}
		c.guest = guest
	}
	next(huma.WithValue(ctx, callerKey{}, c))
}

// guest is who sent r.
func (l *Lobby) guest(r *http.Request) (auth.Guest, *edge.Refusal) {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") || token == "" {
		return auth.Guest{}, unauthorized("send the token of POST /v1/guests as Authorization: Bearer")
	}
	g, err := l.signer.VerifyGuest(strings.TrimSpace(token), time.Now())
	if err != nil {
		return auth.Guest{}, unauthorized("the guest token is of no use here: " + strings.TrimPrefix(err.Error(), "auth: "))
	}
	return g, nil
}
