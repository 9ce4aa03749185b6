package app

import (
	"fmt"
	"path/filepath"
	"time"

	"perihelion/server/ops/admin"
	"perihelion/server/ops/config"
	"perihelion/server/people/auth"
)

// newAdmin makes the operator's side of the server.
func (a *App) newAdmin(signer *auth.Signer) error {
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
		Token: token, Build: a.cfg.Build, Node: a.node, Region: a.cfg.Region, Budget: time.Second / time.Duration(a.cfg.TickRate),
		MaxPlayers: a.cfg.MaxPlayers, MaxRooms: a.cfg.MaxRooms,
		Rooms: a.rooms, Gate: a.gate, Bans: a.bans, Reports: a.store, Runs: a.daily, Arenas: a.playerArenas, Replays: a.replays, Games: a.games, Queues: waits, Metrics: a.metrics,
		EnforceBans: a.enforcer.Apply, Drain: a.Stop, Draining: a.draining.Load, Store: a.storeState,
		GameURL:    func() string { here, _ := a.URLs(); return here },
		ReplayPass: func(match string) (string, time.Time) { return signer.IssueReplayPass(match, time.Now()) },
	}, a.log)
	return a.shareAdmin()
}

// Stop asks the server to stop, like SIGTERM. It does not wait.
func (a *App) Stop() {
	select {
	case a.stopRequested <- struct{}{}:
	default: // requested already
	}
}

// storeState is the state of the database, for the operator.
func (a *App) storeState() string {
	if a.results.LastError() != nil {
		return "degraded"
	}
	return "ok"
}

// TokenFile is the file of the operator's token; empty if the token was set.
func (a *App) TokenFile() string {
	if a.cfg.AdminToken != "" {
		return ""
	}
	return filepath.Join(a.cfg.DataDir, admin.TokenFile)
}
