package app

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"time"

	"perihelion/server/data/arenas"
	"perihelion/server/data/blob"
	"perihelion/server/data/journal"
	"perihelion/server/data/replays"
	"perihelion/server/data/results"
	"perihelion/server/data/runs"
	"perihelion/server/data/store"
	"perihelion/server/ops/config"
	"perihelion/server/people/account"
	"perihelion/server/people/auth"
	"perihelion/server/people/ban"
	"perihelion/server/play/room"
)

const (
	databaseFile = "perihelion.db" // in DATA_DIR
	resultsDir   = "results"
	logsDir      = "logs"    // of matches that are played
	crashesDir   = "crashes" // of rooms that crashed
	endedDir     = "ended"   // of rounds that have ended, until they are stored
	replaysDir   = "replays" // of rounds, unless they are stored elsewhere
)

// DatabaseURL is the URL of the database.
func DatabaseURL(cfg config.Config) string {
	if cfg.DatabaseURL != "" {
		return cfg.DatabaseURL
	}
	return store.FileURL(filepath.Join(cfg.DataDir, databaseFile))
}

// ReplayURL is the URL of the blob store in which the logs of matches are kept.
func ReplayURL(cfg config.Config) (string, error) {
	if cfg.ReplayURL != "" {
		return cfg.ReplayURL, nil
	}
	dir, err := filepath.Abs(filepath.Join(cfg.DataDir, replaysDir))
	if err != nil {
		return "", fmt.Errorf("%sDATA_DIR=%q: %w", config.Prefix, cfg.DataDir, err)
	}
	return blob.FolderURL(dir), nil
}

// openStorage opens the database, and the services that use it: bans, accounts, and the
// queue of results, and the logs of rooms. The schema is not changed before migrate.
func (a *App) openStorage(signer *auth.Signer) (err error) {
	a.store, err = store.Connect(context.Background(), store.Config{
		URL: DatabaseURL(a.cfg), NoMigrate: !a.cfg.MigrateOnStart, Conns: a.cfg.DatabaseConns, Metrics: a.metrics.Store,
	}, a.log)
	if err != nil {
		return fmt.Errorf("%sDATABASE_URL: %w", config.Prefix, err)
	}
	a.bans = ban.New(a.store, a.log)
	a.accounts = account.New(a.store, signer, a.words, a.log)
	a.results, err = results.New(results.Config{
		Node: a.node, Dir: filepath.Join(a.cfg.DataDir, resultsDir), Seasons: a.seasons(), OnApplied: roomObserver{a}.onApplied, OnSaved: roomObserver{a}.onSaved, Panics: a.metrics.Guard(),
	}, a.store, a.log)
	if err != nil {
		return fmt.Errorf("%sDATA_DIR=%q: %w", config.Prefix, a.cfg.DataDir, err)
	}
	a.metrics.RegisterResultGauges(a.results)
	return a.openLogs()
}

// openLogs opens where the logs of matches are kept, while they are played and afterwards.
func (a *App) openLogs() error {
	where, err := ReplayURL(a.cfg)
	if err != nil {
		return err
	}
	blobs, err := blob.New(where)
	if err != nil {
		return fmt.Errorf("%sREPLAY_URL: %w", config.Prefix, err)
	}
	a.replays, err = replays.New(replays.Config{
		Dir: filepath.Join(a.cfg.DataDir, endedDir), Blobs: blobs, Store: a.store, Games: a.games, Log: a.log,
		Retention: store.ReplayRetention{Age: a.cfg.KeepReplays, Bytes: int64(a.cfg.MaxReplayMB) << 20},
	})
	if err == nil {
		a.journals, err = journal.New(journal.Config{
			Dir: filepath.Join(a.cfg.DataDir, logsDir), CrashDir: filepath.Join(a.cfg.DataDir, crashesDir), Games: a.games,
			Keep: a.replays.Keep, Restore: a.restoreRoom, Panics: a.metrics.Guard(),
		}, a.log)
	}
	if err != nil {
		return fmt.Errorf("%sDATA_DIR=%q: %w", config.Prefix, a.cfg.DataDir, err)
	}
	a.metrics.RegisterReplayGauges(a.replays)
	a.daily = runs.New(runs.Config{
		Games: a.games, Store: a.store, Logs: a.replays, Queue: a.cfg.DailyQueue, Metrics: a.metrics.Daily, Log: a.log,
	})
	a.metrics.RegisterDailyGauges(a.daily)
	a.playerArenas = arenas.New(arenas.Config{
		Games: a.games, Node: a.node, Store: a.store, Filter: a.words, Queue: a.cfg.ArenaQueue, Metrics: a.metrics.Arenas, Log: a.log,
		OnRotation: func() { a.fleet.WithdrawArenas() },
		Limits:     store.ArenaLimits{Drafts: a.cfg.ArenaDrafts, Published: a.cfg.ArenaPublished, Versions: a.cfg.ArenaVersions, Bytes: int64(a.cfg.ArenaKB) * 1000},
	})
	a.metrics.RegisterArenaGauges(a.playerArenas)
	return nil
}

// restoreRoom lets the match of a room go on in another one.
func (a *App) restoreRoom(l journal.Leftover, err error) {
	if err == nil {
		err = a.fleet.Restore(l.Saved, l.From, a.streamed(l.Saved, l.From, l.Journal))
	}
	if err != nil {
		a.rooms.GiveUp(l.ID)
		a.log.Error("match of a room is lost", "room", l.ID, "err", err)
	}
}

// restoreRooms lets the matches go on that the process before has left.
func (a *App) restoreRooms() {
	for _, l := range a.journals.Leftovers(time.Now(), a.cfg.ReconnectWindow) {
		if a.playsElsewhere(l.ID) {
			a.log.Info("a match of before goes on on another server", "room", l.ID)
			l.Journal.Close(room.JournalOver)
			continue
		}
		a.restoreRoom(l, nil)
	}
}

// migrate brings the database up to date. It must be the last step of New: an older server
// may not be able to use the result, so nothing else may fail after it.
func (a *App) migrate() error {
	ctx := context.Background()
	if err := a.store.LockNode(ctx, a.node); errors.Is(err, store.ErrConflict) {
		return fmt.Errorf("%[1]sNODE_ID: another server of the name %[2]s uses this database; each needs a name of its own (or, if %[1]sDATA_DIR is a copy of another server's, delete node-id in it)", config.Prefix, a.node)
	} else if err != nil {
		return fmt.Errorf("%sDATABASE_URL: %w", config.Prefix, err)
	}
	if err := a.checkKeys(ctx); err != nil {
		return err
	}
	if err := a.store.Migrate(ctx); err != nil {
		return fmt.Errorf("%sDATABASE_URL: %w", config.Prefix, err)
	}
	if err := a.recordKey(ctx); err != nil {
		return err
	}
	if err := a.bans.Refresh(ctx, time.Now()); err != nil { // retried every few seconds
		a.log.Warn("bans are not known yet", "err", err)
	}
	return nil
}

// runStorage runs the services that use the database, until stop is called, which also
// closes the database. Rooms must have ended by then, because they enqueue results.
func (a *App) runStorage() (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	var work sync.WaitGroup
	guard := a.metrics.Guard()
	work.Go(func() { a.results.Run(ctx) }) // recovers on its own
	work.Go(func() {
		guard.Loop(ctx, a.log, func(ctx context.Context) { a.store.KeepNodeLock(ctx, a.log) })
	})
	work.Go(func() { guard.Loop(ctx, a.log, a.refreshBans) })
	work.Go(func() { guard.Loop(ctx, a.log, a.replays.Run) })
	work.Go(func() { guard.Loop(ctx, a.log, a.daily.Run) })
	work.Go(func() { guard.Loop(ctx, a.log, a.playerArenas.Run) })
	work.Go(func() {
		guard.Loop(ctx, a.log, func(ctx context.Context) {
			a.store.PruneLoop(ctx, store.Retention{Matches: a.cfg.KeepMatches, Reports: a.cfg.KeepReports, Players: a.cfg.KeepPlayers, Daily: a.cfg.KeepDaily})
		})
	})
	work.Go(func() {
		guard.Loop(ctx, a.log, func(ctx context.Context) { a.bans.Run(ctx, func(now time.Time) { a.enforcer.Apply(now) }) })
	})
	return func() {
		last, stop := context.WithTimeout(context.Background(), closeTimeout)
		defer stop()
		if err := a.journals.Wait(last); err != nil {
			a.log.Warn("logs of matches are not written to their ends", "err", err)
		}
		cancel()
		work.Wait()
		if err := a.store.Close(); err != nil {
			a.log.Warn("database did not close well", "err", err)
		}
	}
}
