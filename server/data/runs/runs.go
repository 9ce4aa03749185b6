// Package runs takes the daily runs that clients send: it plays each log again, one at a
// time and beside the rooms, and keeps the best of each player and day, with a log of its
// own making. The lobby hands runs in and reads the boards. A Service is safe for concurrent
// use.
package runs

import (
	"context"
	"errors"
	"log/slog"
	"sync/atomic"
	"time"

	"perihelion/server/data/store"
	"perihelion/shared/daily"
	"perihelion/sim"
)

// Grace is how long after its end a day still takes runs: they were begun before, or could
// not be sent at once.
const Grace = 15 * time.Minute

// maxVerify bounds for how long a run is played again: it takes a second on a slow machine.
const maxVerify = 20 * time.Second

// Why a run is refused, beside the reasons of package daily.
const (
	reasonDay    = "day"    // it is another day
	reasonCopied = "copied" // another player has sent it
)

// Reasons are all of them.
func Reasons() []string { return append(daily.Reasons(), reasonDay, reasonCopied) }

var (
	// ErrBusy means that as many runs wait as may.
	ErrBusy = errors.New("runs: too many wait")
	// ErrNoRun means that no game here offers a daily run, or not the one that was named.
	ErrNoRun = errors.New("runs: there is no daily run")
)

// Store keeps what is known of runs: *store.Store.
type Store interface {
	NoteDailyLog(ctx context.Context, id string, now time.Time) error
	PutDailyRun(ctx context.Context, r store.DailyRun, path string) (best bool, err error)
	DailyBoard(ctx context.Context, q store.DailyQuery) (store.DailyBoard, error)
	DeleteDailyRun(ctx context.Context, id string) error
	LooseDailyLogs(ctx context.Context, before time.Time, limit int) ([]string, error)
	ForgetDailyLog(ctx context.Context, id string) error
}

// Logs keeps the logs: *replays.Archive.
type Logs interface {
	PutLog(ctx context.Context, name string, log []byte) (size int64, err error)
	DeleteLog(ctx context.Context, name string) error
}

// Metrics counts what becomes of runs.
type Metrics interface {
	RunAccepted(took time.Duration)
	RunRefused(reason string, took time.Duration)
	RunTurnedAway() // because the queue is full
}

// Config says what a Service works with.
type Config struct {
	Games   sim.Games
	Store   Store
	Logs    Logs
	Queue   int // runs that may wait; 0: no daily run is offered
	Metrics Metrics
	Log     *slog.Logger
}

// Service takes runs. Make one with New and drive it with Run.
type Service struct {
	cfg     Config
	queue   chan *job
	waiting atomic.Int32 // in the queue, and the one that is played
}

// New returns a service that plays nothing yet.
func New(cfg Config) *Service { return &Service{cfg: cfg, queue: make(chan *job, cfg.Queue)} }

// Waiting is how many runs wait or are played now; Capacity is how many may.
func (s *Service) Waiting() int { return int(s.waiting.Load()) }

// Capacity is how many runs may wait.
func (s *Service) Capacity() int { return s.cfg.Queue }

// Challenge is what is flown on a day in a game, "" for the first that offers a run: ErrNoRun.
func (s *Service) Challenge(game string, day daily.Day) (c daily.Challenge, err error) {
	g, ok := daily.GameOf(s.cfg.Games, game)
	if !ok || s.cfg.Queue == 0 {
		return c, ErrNoRun
	}
	c, _ = daily.Of(g, day)
	return c, nil
}

// Top returns the best runs of today: none where there is no daily run.
func (s *Service) Top(ctx context.Context, limit int) ([]store.DailyRun, error) {
	now := time.Now()
	c, err := s.Challenge("", daily.DayOf(now))
	if err != nil {
		return nil, nil
	}
	b, err := s.cfg.Store.DailyBoard(ctx, store.DailyQuery{DailyOf: Of(&c), Limit: limit, Now: now})
	return b.Lines, err
}

// Delete takes a run off its board: store.ErrNotFound. Its log is deleted later, by Run.
func (s *Service) Delete(ctx context.Context, id string) error {
	return s.cfg.Store.DeleteDailyRun(ctx, id)
}

// Of says which runs compare with those of a challenge.
func Of(c *daily.Challenge) store.DailyOf {
	a := c.Game.About()
	return store.DailyOf{Game: a.Name, Day: c.Day.String(), Rules: a.Rules, Version: c.Version}
}

// LogName is the name of the log of a run among logs of matches.
func LogName(run string) string { return "daily-" + run }
