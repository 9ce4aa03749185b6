// Package lobby is the way from a browser to a seat, in HTTP and JSON: become a
// guest, get a ticket, see the rooms, open one for friends. Its handlers are
// safe for concurrent use and keep no state: rooms and signer do.
package lobby

import (
	"errors"
	"log/slog"
	"net/http"
	"time"

	"perihelion/server/auth"
	"perihelion/server/edge"
	"perihelion/shared/api"
)

// roomCost is how many requests opening a room counts for, beyond the first few.
// A room keeps bots flying for half a minute even if nobody comes: at the rate of
// other requests one guest could take all that a server has.
const roomCost = 50

// PlayPath is where the WebSocket of an assignment leads.
const PlayPath = "/v1/play"

// Rooms refuse in these ways.
var (
	ErrNoRoom   = errors.New("lobby: no such room")
	ErrFull     = errors.New("lobby: the room is full")
	ErrCrowded  = errors.New("lobby: the server is full")
	ErrDraining = errors.New("lobby: the server is about to stop")
)

// Rooms are where players go. Quick, Open and ByCode promise a seat that is
// kept free for as long as a ticket is good.
type Rooms interface {
	Quick() (Place, error)                // the fullest public room with a free seat, else a new one
	Open(want api.NewRoom) (Place, error) // a private room
	ByCode(code string) (Place, error)
	List() []api.Room // the public ones
}

// Place is a room to go to.
type Place struct {
	ID   string
	Code string // of a private room
}

// Metrics count what the lobby turns away.
type Metrics interface {
	RateLimited(scope string)
	Refused(status int)
}

// Config is what the lobby tells about the server, and whom it believes.
type Config struct {
	Meta      api.Meta
	PublicURL string // empty: whatever Host a request used
	PerSecond int    // requests that change something, per address
	Proxies   edge.Proxies
	Origins   edge.Origins
}

// Lobby answers the requests below /v1. Make one with New.
type Lobby struct {
	cfg     Config
	signer  *auth.Signer
	rooms   Rooms
	metrics Metrics
	log     *slog.Logger
	rate    *edge.Rate
	opening *edge.Rate // of rooms
}

// New returns a lobby in front of rooms.
func New(cfg Config, signer *auth.Signer, rooms Rooms, metrics Metrics, log *slog.Logger) *Lobby {
	return &Lobby{
		cfg: cfg, signer: signer, rooms: rooms, metrics: metrics, log: log,
		rate:    edge.NewRate(cfg.PerSecond),
		opening: edge.NewRateEvery(roomCost*time.Second/time.Duration(cfg.PerSecond), cfg.PerSecond),
	}
}

// Register adds the lobby's routes to mux.
func (l *Lobby) Register(mux *http.ServeMux) {
	mux.HandleFunc("GET /v1/meta", l.meta)
	mux.HandleFunc("GET /v1/rooms", l.listRooms)
	mux.HandleFunc("POST /v1/guests", l.limited(l.rate, l.createGuest))
	mux.HandleFunc("POST /v1/tickets", l.limited(l.rate, l.createTicket))
	mux.HandleFunc("POST /v1/rooms", l.limited(l.opening, l.createRoom))
	mux.HandleFunc("POST /v1/rooms/{code}/join", l.limited(l.rate, l.joinRoom))
}

// limited lets an address through to next only as often as rate allows.
func (l *Lobby) limited(rate *edge.Rate, next func(http.ResponseWriter, *http.Request) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if wait := rate.Take(l.cfg.Proxies.Client(r), time.Now()); wait > 0 {
			l.metrics.RateLimited("lobby")
			l.problem(w, r, &edge.Refusal{Status: http.StatusTooManyRequests, Kind: "rate-limited", Detail: "too many requests from your address", Retry: wait})
			return
		}
		if err := next(w, r); err != nil {
			l.problem(w, r, err)
		}
	}
}

// problem turns an error into the answer that fits it.
func (l *Lobby) problem(w http.ResponseWriter, r *http.Request, err error) {
	var refusal *edge.Refusal
	switch {
	case errors.As(err, &refusal):
	case errors.Is(err, ErrNoRoom):
		refusal = &edge.Refusal{Status: http.StatusNotFound, Kind: "no-such-room", Detail: "no room has this code; it may have closed"}
	case errors.Is(err, ErrFull):
		refusal = &edge.Refusal{Status: http.StatusConflict, Kind: "room-full", Detail: "every seat of this room is taken", Retry: 5 * time.Second}
	case errors.Is(err, ErrCrowded):
		refusal = &edge.Refusal{Status: http.StatusServiceUnavailable, Kind: "server-full", Detail: "every room of this server is full", Retry: 10 * time.Second}
	case errors.Is(err, ErrDraining):
		refusal = &edge.Refusal{Status: http.StatusServiceUnavailable, Kind: "draining", Detail: "the server is about to restart", Retry: 10 * time.Second}
	default:
		l.log.Error("request refused for no good reason", "path", r.URL.Path, "err", err)
		refusal = edge.Refuse(http.StatusInternalServerError, "something broke on our side")
	}
	l.metrics.Refused(refusal.Status)
	refusal.Write(w)
}
