// Package admin is the operator's side of a server: a page that shows what goes
// on while it goes on, and an API, which ADMIN.md describes, to step in. It hangs
// on a listener of its own, behind a token; package app wires it to what it shows.
package admin

import (
	"context"
	"log/slog"
	"net/http"
	"net/netip"
	"sync/atomic"
	"time"

	"perihelion/server/ban"
	"perihelion/server/httpx"
	"perihelion/server/metrics"
	"perihelion/server/room"
	"perihelion/server/session"
	"perihelion/server/store"
)

// Rooms are what is played: *room.Registry.
type Rooms interface {
	List() []room.Info
	Find(id string) (*room.Room, error)
}

// Gate knows who is connected: *session.Gate.
type Gate interface {
	Sessions() []session.Info
}

// Reports are what players say about each other: *store.Store.
type Reports interface {
	Reports(ctx context.Context, limit int) ([]store.Report, error)
	CloseReport(ctx context.Context, id string, now time.Time) error
}

// Config is what an Admin shows and steers. No field may be zero.
type Config struct {
	Token  string // that every request but for the page must bear
	Build  string
	Budget time.Duration // of a tick

	MaxPlayers, MaxRooms int

	Rooms    Rooms
	Gate     Gate
	Bans     *ban.List
	Reports  Reports
	Queues   []string // that one can wait in
	Numbers  *metrics.Set
	Expel    func(now time.Time) (seats int) // ends what the banned have here
	Drain    func()                          // asks the server to stop, as SIGTERM does
	Draining func() bool
	Store    func() string // ok or degraded
}

// Admin answers the operator. Make one with New and drive it with Run.
type Admin struct {
	cfg     Config
	log     *slog.Logger
	began   time.Time
	guesses *httpx.Rate[netip.Addr] // of the token
	audit   audit
	past    past
	frames  frames
	stopped atomic.Bool
}

// New returns an Admin that shows nothing of the past yet.
func New(cfg Config, log *slog.Logger) *Admin {
	return &Admin{cfg: cfg, log: log, began: time.Now(), guesses: httpx.NewRate[netip.Addr](1)}
}

// Run notes how the server does once a second, until ctx ends.
func (a *Admin) Run(ctx context.Context) {
	tick := time.NewTicker(sampleEvery)
	defer tick.Stop()
	for {
		if r, err := a.cfg.Numbers.Gather(); err == nil { // or a metric is wrong, which a test finds
			a.past.add(time.Now(), r)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Stop ends what streams, so that the listener can close.
func (a *Admin) Stop() { a.stopped.Store(true) }

// Register adds the page and the API to mux.
func (a *Admin) Register(mux *http.ServeMux) {
	for path, file := range files {
		mux.Handle("GET "+path, file)
	}
	api := func(pattern string, h func(http.ResponseWriter, *http.Request) error) {
		mux.Handle(pattern, a.Guard(answering(h)))
	}
	api("GET /api/state", a.getState)
	api("GET /api/events", a.streamStates)
	api("GET /api/reports", a.listReports)
	api("POST /api/reports/{id}/close", a.closeReport)
	api("POST /api/rooms/{id}/close", a.closeRoom)
	api("POST /api/rooms/{id}/seats/{seat}/kick", a.kick)
	api("POST /api/bans", a.ban)
	api("DELETE /api/bans/{id}", a.unban)
	api("POST /api/mutes", a.mute)
	api("DELETE /api/mutes/{player}", a.unmute)
	api("POST /api/warn", a.warn)
	api("POST /api/drain", a.drain)
}
