// Package admin is the operator's side of a server: a web page that shows live state, and
// an API (see ADMIN.md) for kicks, bans, warnings and a shutdown. It has a listener of its
// own, protected by a token; package app connects it to the rest of the server.
package admin

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/pprof"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"

	"perihelion/server/data/store"
	"perihelion/server/net/httpx"
	"perihelion/server/ops/metrics"
	"perihelion/server/people/ban"
	"perihelion/server/play/room"
	"perihelion/server/play/session"
	"perihelion/sim"
)

// Rooms are the open rooms. It is implemented by *room.Registry.
type Rooms interface {
	List() []room.Info
	Find(id string) (*room.Room, error)
}

// Gate lists the connected sessions. It is implemented by *session.Gate.
type Gate interface {
	Sessions() []session.Info
}

// Reports are complaints of players about each other. It is implemented by *store.Store.
type Reports interface {
	Reports(ctx context.Context, limit int) ([]store.Report, error)
	CloseReport(ctx context.Context, id string, now time.Time) error
}

// Runs are the daily runs on their boards. It is implemented by *runs.Service.
type Runs interface {
	Top(ctx context.Context, limit int) ([]store.DailyRun, error) // of today; none where there is no daily run
	Delete(ctx context.Context, id string) error
}

// Arenas is the library of arenas that players make. It is implemented by *arenas.Service.
type Arenas interface {
	List(ctx context.Context, q store.ArenaQuery) (all []store.Arena, next string, err error)
	SetState(ctx context.Context, k store.ArenaSetting) error
}

// Config is what an Admin shows and controls. No field may be zero.
type Config struct {
	Token  string // required for every request except the page's files
	Build  string
	Node   string // id of this server
	Region string
	Budget time.Duration // the time between two ticks

	MaxPlayers, MaxRooms int

	Rooms       Rooms
	Gate        Gate
	Bans        *ban.List
	Reports     Reports
	Runs        Runs
	Arenas      Arenas
	Replays     Replays
	Games       sim.Games // whose logs can be played
	Queues      []string  // names of the matchmaking queues
	Metrics     *metrics.Set
	EnforceBans func(now time.Time) (seats int) // disconnects banned players and returns how many seats they lost
	Drain       func()                          // asks the server to stop, like SIGTERM
	Draining    func() bool
	GameURL     func() string // where players find the game
	ReplayPass  func(match string) (pass string, expires time.Time)
	Store       func() string // ok or degraded
}

// Admin answers the operator. Make one with New and drive it with Run.
type Admin struct {
	cfg         Config
	log         *slog.Logger
	started     time.Time
	wrongTokens *httpx.Rate[netip.Addr] // by address
	audit       auditLog
	history     history
	events      eventCache
	casefile    sync.Mutex // held while one is made
	others      *others    // nil: this server is alone
	stopped     atomic.Bool
}

// New returns an Admin without history.
func New(cfg Config, log *slog.Logger) *Admin {
	return &Admin{cfg: cfg, log: log, started: time.Now(), wrongTokens: httpx.NewRate[netip.Addr](1)}
}

// Run records a sample of the metrics every second, until ctx ends.
func (a *Admin) Run(ctx context.Context) {
	tick := time.NewTicker(sampleEvery)
	defer tick.Stop()
	for {
		if r, err := a.cfg.Metrics.Gather(); err == nil { // an error means a faulty metric, which tests find
			a.history.addSample(time.Now(), r)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Stop ends event streams, so that the listener can close.
func (a *Admin) Stop() { a.stopped.Store(true) }

// register adds the page and the API to mux.
func (a *Admin) register(mux *http.ServeMux) {
	for path, file := range pageFiles {
		mux.Handle("GET "+path, file)
	}
	mux.Handle("/api/", a.requireToken(a.anyServer(a.API())))
}

// API answers for this server, to whoever asks: its caller has to know that it is the operator.
func (a *Admin) API() http.Handler {
	mux := http.NewServeMux()
	api := func(pattern string, h func(http.ResponseWriter, *http.Request) error) {
		mux.Handle(pattern, withErrors(h))
	}
	api("GET /api/state", a.getState)
	api("GET /api/events", a.streamStates)
	api("GET /api/reports", a.listReports)
	api("POST /api/reports/{id}/close", a.closeReport)
	api("GET /api/matches/{match}/players/{player}/casefile", a.makeCasefile)
	api("POST /api/matches/{match}/pass", a.issueReplayPass)
	api("POST /api/rooms/{id}/close", a.closeRoom)
	api("POST /api/rooms/{id}/seats/{seat}/kick", a.kickPlayer)
	api("POST /api/bans", a.addBan)
	api("DELETE /api/bans/{id}", a.liftBan)
	api("POST /api/mutes", a.addMute)
	api("DELETE /api/mutes/{player}", a.liftMute)
	api("POST /api/warn", a.sendWarning)
	api("GET /api/daily/runs", a.listRuns)
	api("DELETE /api/daily/runs/{id}", a.deleteRun)
	api("GET /api/arenas", a.listArenas)
	api("POST /api/arenas/{id}", a.setArena)
	api("POST /api/drain", a.startDrain)
	return mux
}

// Handler is everything on the operator's listener: the page and the API, health, metrics and
// profiles. If local is set, only this machine can reach the listener, and metrics and
// profiles need no token.
func (a *Admin) Handler(local bool, metrics http.Handler, health func(*http.ServeMux)) http.Handler {
	guard := a.requireToken
	if local {
		guard = requireLocalHost
	}
	mux := http.NewServeMux()
	a.register(mux)
	health(mux)
	mux.Handle("GET /metrics", guard(metrics))
	for path, h := range map[string]http.HandlerFunc{
		"/debug/pprof/": pprof.Index, "/debug/pprof/cmdline": pprof.Cmdline, "/debug/pprof/profile": pprof.Profile,
		"/debug/pprof/symbol": pprof.Symbol, "/debug/pprof/trace": pprof.Trace,
	} {
		mux.Handle(path, guard(h))
	}
	return httpx.WithProblems(mux)
}
