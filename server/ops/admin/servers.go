package admin

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"perihelion/server/net/httpx"
)

// Server is a row of the table of servers.
type Server struct {
	Node     string  `json:"node"`
	Region   string  `json:"region"`
	Build    string  `json:"build"`
	URL      string  `json:"url,omitempty"` // how players reach its rooms, if they need to know
	State    string  `json:"state"`         // ready, draining, other-rules, gone, shadow or differs
	Leads    bool    `json:"leads"`         // it has the tickets, parties and chat of all
	Rooms    int     `json:"rooms"`
	MaxRooms int     `json:"max_rooms"`
	Players  int     `json:"players"`
	Silent   float64 `json:"silent_s"` // since it was heard last
}

// others are the other servers of the fleet.
type others struct {
	relay http.Handler // hands requests over to them
	list  func() []Server
}

// JoinServers lets this Admin show all servers of the fleet, and hand over requests that name
// another one, as ServerOf has it. Call it before Handler.
func (a *Admin) JoinServers(relay http.Handler, list func() []Server) {
	a.others = &others{relay, list}
}

// ServerOf is the server that a request is for; "": the one that it came to.
func ServerOf(r *http.Request) string { return r.URL.Query().Get("server") }

// RelayTimeout is how long the answer of another server may take, if that is longer than usual; else 0.
func RelayTimeout(u *url.URL) time.Duration {
	if strings.HasSuffix(u.Path, "/casefile") {
		return maxCasefileTime + time.Second // for the way
	}
	return 0
}

// ServerGone answers for a server that is not there.
func ServerGone(w http.ResponseWriter, r *http.Request) {
	(&httpx.Problem{Status: http.StatusServiceUnavailable, Detail: "server " + ServerOf(r) + " is not there", Retry: time.Second}).Respond(w)
}

// anyServer answers requests for this server by api, and hands others over, without the token: the
// operator is known here, and that server trusts this one.
func (a *Admin) anyServer(api http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		server := ServerOf(r)
		switch {
		case server == "" || server == a.cfg.Node:
			api.ServeHTTP(w, r)
		case a.others == nil:
			httpx.NewProblem(http.StatusNotFound, "this server is alone: PERIHELION_NATS_URL joins it to others").Respond(w)
		case r.URL.Path == "/api/events":
			httpx.NewProblem(http.StatusUnprocessableEntity, "only this server sends events; ask for /api/state?points=1&server=%s", server).Respond(w)
		default:
			r = r.Clone(r.Context())
			r.Header.Del("Authorization")
			a.others.relay.ServeHTTP(w, r)
		}
	})
}

func (a *Admin) serverRows() []Server {
	if a.others == nil {
		return nil
	}
	return a.others.list()
}
