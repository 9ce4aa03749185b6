package app

import (
	"fmt"
	"net/http"
	"net/http/pprof"
	"path/filepath"
	"time"

	"perihelion/server/admin"
	"perihelion/server/config"
	"perihelion/server/httpx"
	"perihelion/server/metrics"
)

// operate makes the operator's side of the server.
func (a *App) newAdmin() error {
	token := a.cfg.AdminToken
	if token == "" && a.cfg.AdminAddr != config.Off {
		var err error
		if token, err = admin.LoadToken(a.cfg.DataDir); err != nil {
			return fmt.Errorf("%sDATA_DIR=%q: %w", config.Prefix, a.cfg.DataDir, err)
		}
	}
	waits := make([]string, 0, len(a.matchmaker.Queues()))
	for _, q := range a.matchmaker.Queues() {
		waits = append(waits, q.Name)
	}
	a.admin = admin.New(admin.Config{
		Token: token, Build: a.cfg.Build, Budget: time.Second / time.Duration(a.cfg.TickRate),
		MaxPlayers: a.cfg.MaxPlayers, MaxRooms: a.cfg.MaxRooms,
		Rooms: a.rooms, Gate: a.gate, Bans: a.bans, Reports: a.store, Queues: waits, Metrics: a.metrics,
		EnforceBans: a.enforcer.Apply, Drain: a.Stop, Draining: a.draining.Load, Store: a.storeState,
	}, a.log)
	return nil
}

// Stop asks the server to stop as SIGTERM does. It does not wait.
func (a *App) Stop() {
	select {
	case a.stopRequested <- struct{}{}:
	default: // it was asked before
	}
}

func (a *App) storeState() string {
	if a.results.LastError() != nil {
		return "degraded"
	}
	return "ok"
}

// TokenFile is where the operator's token is kept, if it was not set.
func (a *App) TokenFile() string {
	if a.cfg.AdminToken != "" {
		return ""
	}
	return filepath.Join(a.cfg.DataDir, admin.TokenFile)
}

// adminRoutes is what only the operator sees. What tells numbers is open to this
// machine if nobody else reaches the listener, and wants the token otherwise.
func (a *App) adminRoutes() http.Handler {
	guard := a.admin.RequireToken
	if a.cfg.AdminLocal() {
		guard = admin.RequireLocalHost
	}
	mux := http.NewServeMux()
	a.admin.Register(mux)
	a.health().Register(mux)
	mux.Handle("GET /metrics", guard(a.metrics.Handler()))
	for path, h := range map[string]http.HandlerFunc{
		"/debug/pprof/": pprof.Index, "/debug/pprof/cmdline": pprof.Cmdline, "/debug/pprof/profile": pprof.Profile,
		"/debug/pprof/symbol": pprof.Symbol, "/debug/pprof/trace": pprof.Trace,
	} {
		mux.Handle(path, guard(h))
	}
	return httpx.WithProblems(mux)
}

// Metrics is everything that the server counts.
func (a *App) Metrics() *metrics.Set { return a.metrics }
