package runs

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/server/data/store"
	"perihelion/shared/daily"
	"perihelion/shared/replay"
	"perihelion/sim"
	"perihelion/sim/toy"
)

// fakeStore keeps runs by player, and logs. Everything is of one day.
type fakeStore struct {
	best  map[string]store.DailyRun
	held  map[string]string
	noted []string
	logs  map[string][]byte
	loose []string
	err   error
}

func (f *fakeStore) NoteDailyLog(_ context.Context, id string, _ time.Time) error {
	f.noted = append(f.noted, LogName(id))
	return f.err
}

func (f *fakeStore) PutDailyRun(_ context.Context, r store.DailyRun, held string) (bool, error) {
	if by := f.held[held]; by != "" && by != r.Player {
		return false, store.ErrConflict
	}
	f.held[held] = r.Player
	if b, ok := f.best[r.Player]; ok && b.Score >= r.Score {
		return false, nil
	}
	f.best[r.Player] = r
	return true, nil
}

func (f *fakeStore) DailyBoard(_ context.Context, q store.DailyQuery) (b store.DailyBoard, err error) {
	b.Total = len(f.best)
	for _, r := range f.best {
		if q.Around == "" {
			b.Lines = append(b.Lines, r)
		}
	}
	if r, ok := f.best[q.Around]; ok {
		r.Rank = 1
		b.Lines = append(b.Lines, r)
	}
	return b, f.err
}

func (f *fakeStore) DeleteDailyRun(_ context.Context, id string) error {
	for player, r := range f.best {
		if r.ID == id {
			delete(f.best, player)
			return nil
		}
	}
	return store.ErrNotFound
}

func (f *fakeStore) LooseDailyLogs(context.Context, time.Time, int) ([]string, error) {
	return f.loose, nil
}

func (f *fakeStore) ForgetDailyLog(_ context.Context, id string) error {
	f.loose = slices.DeleteFunc(slices.Clone(f.loose), func(l string) bool { return l == id })
	return nil
}

func (f *fakeStore) PutLog(_ context.Context, name string, log []byte) (int64, error) {
	f.logs[name] = bytes.Clone(log)
	return int64(len(log) / 2), nil
}

func (f *fakeStore) DeleteLog(_ context.Context, name string) error {
	delete(f.logs, name)
	return nil
}

type fakeMetrics struct{ fates []string }

func (m *fakeMetrics) RunAccepted(time.Duration) { m.fates = append(m.fates, "accepted") }
func (m *fakeMetrics) RunRefused(reason string, _ time.Duration) {
	m.fates = append(m.fates, reason)
}
func (m *fakeMetrics) RunTurnedAway() { m.fates = append(m.fates, "busy") }

type fixture struct {
	*Service
	store   fakeStore
	metrics fakeMetrics
}

func newFixture(queue int) *fixture {
	f := &fixture{store: fakeStore{best: map[string]store.DailyRun{}, held: map[string]string{}, logs: map[string][]byte{}}}
	f.Service = New(Config{Games: sim.Games{toy.Game}, Store: &f.store, Logs: &f.store, Queue: queue, Metrics: &f.metrics, Log: slog.New(slog.DiscardHandler)})
	return f
}

// flown is a run of today, or so many days later, in which the player goes in a direction.
func flown(t *testing.T, player string, days, way int) Submission {
	t.Helper()
	c, _ := daily.Of(toy.Game, daily.DayOf(time.Now())+daily.Day(days))
	r := daily.NewRun(c, daily.Player{Account: player, Name: player})
	for !r.Over() {
		in := sim.Input{View: daily.ViewOf(r.World.Tick())}
		in.Axes[toy.AxisX] = int32(way)
		r.Step(in)
	}
	return Submission{Challenge: c, Player: daily.Player{Account: player, Name: player}, Log: bytes.Clone(r.Log())}
}

// start lets f work until the test ends.
func (f *fixture) start(t *testing.T) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { f.Run(ctx); close(done) }()
	t.Cleanup(func() { cancel(); <-done })
}

func TestARunIsPlayedAgainAndKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFixture(4)
		f.start(t)
		o, err := f.Submit(t.Context(), flown(t, "ada", 0, 50))
		if err != nil || !o.Best || o.Total != 1 || o.Line.Player != "ada" || o.Line.Score != o.Score {
			t.Fatalf("outcome %+v, %v", o, err)
		}
		log := f.store.logs[LogName(o.Line.ID)]
		rep, err := replay.Verify(bytes.NewReader(log), sim.Games{toy.Game})
		if err != nil || rep.Ticks != o.Line.Ticks || int64(len(log)) != o.Line.Bytes || o.Line.Size != o.Line.Bytes/2 || !slices.Equal(f.store.noted, []string{LogName(o.Line.ID)}) {
			t.Errorf("the log is kept as %+v, %v; noted %v", rep, err, f.store.noted)
		}
		again, err := f.Submit(t.Context(), flown(t, "ada", 0, 50))
		if err != nil || again.Best || again.Line.ID != o.Line.ID || len(f.store.logs) != 1 {
			t.Errorf("the same once more: %+v, %v, and %d logs", again, err, len(f.store.logs))
		}
		copied := flown(t, "ada", 0, 50)
		copied.Player = daily.Player{Account: "bob", Name: "bob"}
		if _, err := f.Submit(t.Context(), copied); reasonOf(err) != reasonCopied {
			t.Errorf("the run of another: %v", err)
		}
		forged := flown(t, "bob", 0, -50)
		forged.Log = forged.Log[:len(forged.Log)-9]
		if _, err := f.Submit(t.Context(), forged); reasonOf(err) != "unfinished" {
			t.Errorf("a run without its end: %v", err)
		}
		if top, err := f.Top(t.Context(), 5); err != nil || len(top) != 1 || top[0].ID != o.Line.ID {
			t.Errorf("the best of today: %+v, %v", top, err)
		}
		if err, again := f.Delete(t.Context(), o.Line.ID), f.Delete(t.Context(), o.Line.ID); err != nil || !errors.Is(again, store.ErrNotFound) {
			t.Errorf("taken off the board: %v, and again: %v", err, again)
		}
		if want := []string{"accepted", "accepted", reasonCopied, "unfinished"}; !slices.Equal(f.metrics.fates, want) || f.Waiting() != 0 {
			t.Errorf("counted %v, want %v; %d wait", f.metrics.fates, want, f.Waiting())
		}
	})
}

func reasonOf(err error) string {
	refused, _ := errors.AsType[*daily.Refusal](err)
	if refused == nil {
		return fmt.Sprint(err)
	}
	return refused.Reason
}

func TestADayTakesItsRunsOnly(t *testing.T) {
	day := daily.DayOf(time.Date(2026, 11, 29, 0, 0, 0, 0, time.UTC))
	for _, tt := range []struct {
		name  string
		now   time.Time
		taken bool
	}{
		{"before it begins", day.Begin().Add(-time.Second), false},
		{"when it begins", day.Begin(), true},
		{"a moment after its end", (day + 1).Begin().Add(time.Minute), true},
		{"after that", (day + 1).Begin().Add(Grace), false},
	} {
		if err := checkDay(day, tt.now); (err == nil) != tt.taken {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
	synctest.Test(t, func(t *testing.T) {
		f := newFixture(4)
		f.start(t)
		for _, days := range []int{-2, 1} {
			if _, err := f.Submit(t.Context(), flown(t, "ada", days, 1)); reasonOf(err) != reasonDay {
				t.Errorf("%d days from now: %v", days, err)
			}
		}
	})
}

func TestMoreRunsThanMayWaitAreTurnedAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFixture(2)
		answers := make(chan error, 3)
		for i := range 2 {
			run := flown(t, "ada", 0, i)
			ctx, cancel := context.WithCancel(t.Context())
			go func() { _, err := f.Submit(ctx, run); answers <- err }()
			if i == 0 {
				synctest.Wait()
				cancel() // nobody waits for the first one
			}
			defer cancel()
		}
		synctest.Wait()
		if _, err := f.Submit(t.Context(), flown(t, "ada", 0, 3)); !errors.Is(err, ErrBusy) || f.Waiting() != 2 {
			t.Errorf("a third run: %v, %d wait", err, f.Waiting())
		}
		f.start(t)
		if one, two := <-answers, <-answers; !errors.Is(one, context.Canceled) || two != nil {
			t.Errorf("answers %v and %v", one, two)
		}
		synctest.Wait()
		if want := []string{"busy", "accepted"}; !slices.Equal(f.metrics.fates, want) || f.Waiting() != 0 {
			t.Errorf("counted %v, want %v: a run that nobody waits for is not played", f.metrics.fates, want)
		}
	})
}

func TestLogsThatAreOfNoUseAreDeleted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFixture(1)
		f.store.loose = []string{"r1"}
		f.store.logs[LogName("r1")], f.store.logs[LogName("r2")] = []byte{1}, []byte{2}
		f.start(t)
		time.Sleep(sweepEvery + time.Second)
		synctest.Wait()
		if f.store.logs[LogName("r1")] != nil || f.store.logs[LogName("r2")] == nil || len(f.store.loose) > 0 {
			t.Errorf("left are %v, and noted %v", f.store.logs, f.store.loose)
		}
	})
}

func TestWithoutAQueueThereIsNoDailyRun(t *testing.T) {
	if _, err := newFixture(0).Challenge("", 1); !errors.Is(err, ErrNoRun) {
		t.Errorf("%v, want ErrNoRun", err)
	}
	if _, err := newFixture(1).Challenge("puck", 1); !errors.Is(err, ErrNoRun) {
		t.Errorf("of a game that is not there: %v, want ErrNoRun", err)
	}
	if c, err := newFixture(1).Challenge("", 1); err != nil || c.Game.About().Name != "toy" {
		t.Errorf("%v, %v", c, err)
	}
}

func TestAStoreThatIsAwayIsNoRefusal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFixture(1)
		f.store.err = store.ErrUnavailable
		f.start(t)
		if _, err := f.Submit(t.Context(), flown(t, "ada", 0, 5)); !errors.Is(err, store.ErrUnavailable) || len(f.metrics.fates) > 0 {
			t.Errorf("%v, counted %v", err, f.metrics.fates)
		}
	})
}
