package panics

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// countingGuard is a Guard with its counts.
func countingGuard() (Guard, map[Place]int) {
	counts := map[Place]int{}
	return Guard{Count: func(p Place) { counts[p]++ }}, counts
}

func TestAPanicIsToldAndClosesWhatItWasIn(t *testing.T) {
	g, counts := countingGuard()
	var said bytes.Buffer
	log := slog.New(slog.NewTextHandler(&said, nil)).With("request", "r1")
	closed := 0
	func() {
		defer g.Recover(Session, log, func() { closed++; panic("closing, too") })
		panic("as told")
	}()
	if closed != 1 || counts[Session] != 2 {
		t.Errorf("closed %d times, counted %v, want 1 and both panics", closed, counts)
	}
	for _, want := range []string{"as told", "closing, too", "place=session", "request=r1", "panics_test.go"} {
		if !strings.Contains(said.String(), want) {
			t.Errorf("the log says %s, want %q in it", &said, want)
		}
	}
}

func TestNothingIsClosedWithoutAPanic(t *testing.T) {
	g, counts := countingGuard()
	func() { defer g.Recover(Feed, slog.New(slog.DiscardHandler), func() { t.Error("closed") }) }()
	if len(counts) != 0 {
		t.Errorf("counted %v, want nothing", counts)
	}
}

func TestWorkThatPanicsBeginsAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g, counts := countingGuard()
		began, runs := time.Now(), 0
		g.Loop(t.Context(), slog.New(slog.DiscardHandler), func(context.Context) {
			if runs++; runs < 4 {
				panic("again")
			}
		})
		if took := time.Since(began); runs != 4 || counts[Background] != 3 || took != 3*restartDelay {
			t.Errorf("%d runs, counted %v, in %v, want 4, 3 and %v", runs, counts, took, 3*restartDelay)
		}
	})
}

func TestWorkThatPanicsEndsWithTheServer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g, _ := countingGuard()
		ctx, cancel := context.WithCancel(t.Context())
		runs := 0
		g.Loop(ctx, slog.New(slog.DiscardHandler), func(context.Context) {
			runs++
			cancel()
			panic("as the server stops")
		})
		if runs != 1 {
			t.Errorf("%d runs, want 1", runs)
		}
	})
}
