package runs

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"

	"perihelion/server/data/store"
	"perihelion/shared/daily"
	"perihelion/shared/deeds"
)

// Submission is a run as its player has sent it.
type Submission struct {
	Challenge daily.Challenge
	Player    daily.Player
	Log       []byte
}

// Outcome is what came of a run that was accepted.
type Outcome struct {
	Score int
	Best  bool           // it is the best of its player so far, and was kept
	Line  store.DailyRun // their line on the board now
	Total int            // players on it
}

// errBroken is the error of a run whose judge has panicked; the log has details.
var errBroken = errors.New("runs: a run could not be judged")

// job is a run that waits to be played.
type job struct {
	Submission
	ctx     context.Context
	outcome Outcome
	err     error
	done    chan struct{} // closed when the fields above are set
}

// Submit plays a run again and keeps it, and waits for that: ErrBusy at once if too many
// wait, a *daily.Refusal, the errors of the store, or why ctx has ended.
func (s *Service) Submit(ctx context.Context, run Submission) (Outcome, error) {
	if err := checkDay(run.Challenge.Day, time.Now()); err != nil {
		s.cfg.Metrics.RunRefused(err.Reason, 0)
		return Outcome{}, err
	}
	j := &job{Submission: run, ctx: ctx, done: make(chan struct{})}
	s.waiting.Add(1)
	select {
	case s.queue <- j:
	default:
		s.waiting.Add(-1)
		s.cfg.Metrics.RunTurnedAway()
		return Outcome{}, ErrBusy
	}
	select {
	case <-j.done:
		return j.outcome, j.err
	case <-ctx.Done():
		return Outcome{}, ctx.Err()
	}
}

// checkDay refuses runs of a day that has not begun, or is over.
func checkDay(d daily.Day, now time.Time) *daily.Refusal {
	switch {
	case now.Before(d.Begin()):
		return &daily.Refusal{Reason: reasonDay, Text: fmt.Sprintf("the %v has not begun yet, by UTC", d)}
	case !now.Before((d + 1).Begin().Add(Grace)):
		return &daily.Refusal{Reason: reasonDay, Text: fmt.Sprintf("the %v is over: its runs were taken until %d minutes after its end, by UTC", d, int(Grace.Minutes()))}
	}
	return nil
}

const (
	sweepEvery = 10 * time.Minute
	sweepRows  = 100
	looseAfter = 10 * time.Minute // a log that is just being stored has no run yet
)

// Run plays runs, one after another, and deletes logs that are of no use any more, until ctx
// ends. Runs that still wait then are not answered: their requests end with the server.
func (s *Service) Run(ctx context.Context) {
	tick := time.NewTicker(sweepEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case j := <-s.queue:
			s.play(ctx, j)
		case <-tick.C:
			if err := s.sweep(ctx, time.Now()); err != nil && ctx.Err() == nil {
				s.cfg.Log.Warn("logs of daily runs not deleted; the next try is soon", "err", err)
			}
		}
	}
}

// play plays the run of a job.
func (s *Service) play(ctx context.Context, j *job) {
	defer close(j.done)
	defer s.waiting.Add(-1)
	if j.err = j.ctx.Err(); j.err != nil {
		return // nobody waits for it any more
	}
	began := time.Now()
	j.err = errBroken // unless judge returns
	j.outcome, j.err = s.judge(ctx, &j.Submission)
	var refused *daily.Refusal
	switch took := time.Since(began); {
	case j.err == nil:
		s.cfg.Metrics.RunAccepted(took)
	case errors.As(j.err, &refused):
		s.cfg.Metrics.RunRefused(refused.Reason, took)
	}
}

// judge plays a run again and keeps it if it is the best of its player.
func (s *Service) judge(ctx context.Context, run *Submission) (Outcome, error) {
	limited, cancel := context.WithTimeout(ctx, maxVerify)
	defer cancel()
	v, err := daily.Verify(limited, bytes.NewReader(run.Log), run.Challenge, run.Player)
	if err != nil {
		return Outcome{}, err
	}
	o := Outcome{Score: v.Points()}
	of := Of(&run.Challenge)
	board, err := s.myLine(ctx, of, run.Player.Account)
	if err != nil {
		return Outcome{}, err
	}
	kept := store.DailyRun{
		DailyOf: of, ID: strings.ToLower(rand.Text()), Player: run.Player.Account, Name: run.Player.Name,
		Score: o.Score, Ticks: int(v.World.Tick()), Bytes: int64(len(v.Log())), Sent: time.Now(),
		Deeds: map[string]int{deeds.Daily: 1}, Week: deeds.WeekAt(time.Now()),
	}
	if len(board.Lines) == 0 || board.Lines[0].Score < o.Score {
		if kept.Size, err = s.keepLog(ctx, kept.ID, v.Log()); err != nil {
			return Outcome{}, err
		}
	}
	o.Best, err = s.cfg.Store.PutDailyRun(ctx, kept, hex.EncodeToString(v.Path[:]))
	if errors.Is(err, store.ErrConflict) {
		return Outcome{}, &daily.Refusal{Reason: reasonCopied, Text: "another player has sent this very run already"}
	}
	if err != nil {
		return Outcome{}, err
	}
	if board, err = s.myLine(ctx, of, run.Player.Account); err != nil {
		return Outcome{}, err
	}
	if o.Total = board.Total; len(board.Lines) > 0 {
		o.Line = board.Lines[0]
	}
	return o, nil
}

// myLine is a board with the line of one player only.
func (s *Service) myLine(ctx context.Context, of store.DailyOf, player string) (store.DailyBoard, error) {
	return s.cfg.Store.DailyBoard(ctx, store.DailyQuery{DailyOf: of, Around: player, Limit: 1, Now: time.Now()})
}

// keepLog stores a log. Its name is noted before, so that sweep finds it whatever happens.
func (s *Service) keepLog(ctx context.Context, id string, log []byte) (size int64, err error) {
	if err := s.cfg.Store.NoteDailyLog(ctx, id, time.Now()); err != nil {
		return 0, err
	}
	return s.cfg.Logs.PutLog(ctx, LogName(id), log)
}

// sweep deletes logs without a run.
func (s *Service) sweep(ctx context.Context, now time.Time) error {
	ids, err := s.cfg.Store.LooseDailyLogs(ctx, now.Add(-looseAfter), sweepRows)
	for i := 0; i < len(ids) && err == nil; i++ {
		if err = s.cfg.Logs.DeleteLog(ctx, LogName(ids[i])); err == nil {
			err = s.cfg.Store.ForgetDailyLog(ctx, ids[i])
		}
	}
	return err
}
