package online

import (
	"context"
	"sync/atomic"
	"time"

	"perihelion/client/lobby"
	"perihelion/client/prefs"
	"perihelion/shared/api"
)

// Daily is the daily run as the server knows it, and the run that is on its way there.
type Daily struct {
	Run   Sending           // the last run that was to be sent
	Today Poller[api.Daily] // after Look

	service *Service
	game    string    // of Today
	ended   time.Time // EndsAt of the day after whose end Today was asked for at once
	call    *Call[api.DailyResult]
	tries   int
	next    time.Time // when to try again
}

// Sending is a run that is to be sent, and what became of it.
type Sending struct {
	Date, Game string
	Points     int    // as this client has counted them
	Log        []byte // nil: there is none

	Result  api.DailyResult // once Done
	Done    bool
	Trouble string // why it was not sent, or not taken
	Again   bool   // it will be sent again
}

const (
	dailyInterval    = 5 * time.Minute // between two looks at today: each makes the server count a board
	sendTimeout      = time.Minute     // the server may check others first
	maxSendDelay     = 2 * time.Minute // between two tries
	firstSendDelay   = 5 * time.Second // it doubles with each failure
	maxSendDoublings = 5
)

// newDaily goes on with a run that an earlier visit could not send.
func newDaily(s *Service) *Daily {
	d := &Daily{service: s}
	if u := s.Prefs.Unsent; u != nil && u.Server == s.Server {
		d.Run = Sending{Date: u.Date, Game: u.Game, Points: u.Points, Log: u.Log, Again: true}
	}
	return d
}

// keep saves the run if it waits to be sent, so that it outlasts this visit.
func (d *Daily) keep() {
	p, run := d.service.Prefs, &d.Run
	switch {
	case run.Again && (p.Unsent == nil || p.Unsent.Date != run.Date || p.Unsent.Points != run.Points):
		p.Unsent = &prefs.Run{Server: d.service.Server, Date: run.Date, Game: run.Game, Points: run.Points, Log: run.Log}
	case !run.Again && p.Unsent != nil:
		p.Unsent = nil
	default:
		return
	}
	if err := p.Save(); err != nil {
		d.service.Log.Warn("preferences not saved", "err", err)
	}
}

// Look keeps Today up to date. Call it each frame while the daily run of a game is shown.
func (d *Daily) Look(game string, now time.Time) {
	if game != d.game {
		d.game = game
		d.Today = Poller[api.Daily]{interval: dailyInterval, fetch: func(ctx context.Context, l *lobby.Client, tag string) (api.Daily, string, error) {
			return l.Daily(ctx, game, tag)
		}}
	}
	if ends := d.Today.Value.EndsAt; !ends.IsZero() && now.After(ends) && ends != d.ended {
		d.ended, d.Today.nextPoll = ends, now // once, for the clocks of the two may differ
	}
	if d.Today.Poll(d.service, now) && !d.Offered() {
		d.Today.nextPoll = now.Add(dailyInterval)
	}
}

// Offered reports whether the server offers the run, as far as it has said.
func (d *Daily) Offered() bool { return !IsStatus(d.Today.Err, api.StatusNotFound) }

// Send sends a run. One that still waits to be sent is forgotten if it is of another day or
// has fewer points; else it goes on to wait, and ok is false.
func (d *Daily) Send(run Sending, now time.Time) (ok bool) {
	if w := &d.Run; w.Log != nil && w.Again && w.Date == run.Date && w.Game == run.Game && w.Points >= run.Points {
		return false
	}
	d.call.Cancel()
	d.Run, d.tries = run, 0
	d.Retry(now)
	return true
}

// Retry sends the run that waits, now.
func (d *Daily) Retry(now time.Time) { d.next, d.Run.Again, d.call = now, true, nil }

// Refresh is called each frame, and sends the run that waits when it is time.
func (d *Daily) Refresh(now time.Time) {
	if r, ok := d.call.Result(); ok {
		d.call = nil
		d.note(r, now)
	}
	if run := &d.Run; run.Log != nil && run.Again && d.call == nil && !now.Before(d.next) {
		date, game, log := run.Date, run.Game, run.Log
		d.call = requestWithin(d.service, sendTimeout, func(ctx context.Context, l *lobby.Client) (api.DailyResult, error) {
			return l.SendRun(ctx, date, game, log)
		})
	}
}

// note notes what became of a try.
func (d *Daily) note(r Reply[api.DailyResult], now time.Time) {
	run := &d.Run
	if run.Again, run.Trouble = false, ""; r.Err == nil {
		run.Result, run.Done = r.Value, true
		d.keep()
		d.Today.nextPoll = now // our line has changed
		return
	}
	why := Explain(r.Err)
	run.Trouble, run.Again = why.Text, why.Retry
	d.keep()
	d.next = now.Add(max(why.RetryAfter, min(maxSendDelay, firstSendDelay<<min(d.tries, maxSendDoublings))))
	d.tries++
}

// FetchDailyBoard requests the board of a day, from the top or around us.
func (s *Service) FetchDailyBoard(date, game string, around bool, limit int) *Call[api.DailyBoard] {
	return requestOptionalAuth(s, requestTimeout, func(ctx context.Context, l *lobby.Client) (api.DailyBoard, error) {
		return l.DailyBoard(ctx, date, game, around, limit)
	})
}

// FetchRunLog requests the log of a run on the board of a day. done counts the bytes that
// have come.
func (s *Service) FetchRunLog(date, run string, done *atomic.Int64) *Call[[]byte] {
	return requestOptionalAuth(s, replayTimeout, func(ctx context.Context, l *lobby.Client) ([]byte, error) {
		done.Store(0)
		return l.RunLog(ctx, date, run, done)
	})
}
