package agones

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// server is a game server whose state a test sets.
type server struct {
	fake  *fakeSDK
	state atomic.Pointer[State]
	log   bytes.Buffer
	*Adapter
}

var idle = State{Rooms: Counter{0, 64}, Players: Counter{0, 1000}, Alive: true}

// run calls play in virtual time beside an adapter of an idle server.
func run(t *testing.T, fake *fakeSDK, play func(s *server)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		s := &server{fake: fake}
		s.state.Store(&idle)
		s.Adapter = New(Config{
			Port: 9358, Build: "v1.2 (local)", HTTP: fake, State: func() State { return *s.state.Load() },
			Log: slog.New(slog.NewTextHandler(&s.log, nil)),
		})
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { s.Run(ctx); close(done) }()
		play(s)
		stop()
		<-done
		synctest.Wait()
	})
}

// expect waits until a check has been made, and compares what Agones knows.
func (s *server) expect(t *testing.T, change State, state string, rooms Counter) {
	t.Helper()
	s.state.Store(&change)
	time.Sleep(checkEvery + time.Millisecond)
	if gotState, gotRooms := s.fake.now(); gotState != state || gotRooms != rooms {
		t.Errorf("for %+v Agones knows %q, rooms %+v; want %q, %+v", change, gotState, gotRooms, state, rooms)
	}
}

func TestAgonesKnowsWhetherAServerIsInUse(t *testing.T) {
	run(t, newFake(), func(s *server) {
		s.expect(t, idle, "Ready", Counter{0, 64})
		busy := State{Rooms: Counter{3, 64}, Players: Counter{20, 1000}, Alive: true}
		s.expect(t, busy, "Allocated", Counter{3, 64})
		s.expect(t, idle, "Ready", Counter{0, 64})
		draining := idle
		draining.Draining = true
		s.expect(t, draining, "Allocated", Counter{0, 64}) // it must be left to end by itself
		s.Shutdown(context.Background())                   // that of t is of another bubble
		if state, _ := s.fake.now(); state != "Shutdown" {
			t.Errorf("after the drain Agones knows %q", state)
		}
		if got := s.fake.labels["agones.dev/sdk-version"]; got != "v1.2--local" {
			t.Errorf("the version is labelled %q", got)
		}
	})
}

func TestWhatHasNotChangedIsNotTold(t *testing.T) {
	run(t, newFake(), func(s *server) {
		time.Sleep(time.Minute)
		for call, want := range map[string]int{
			"POST /ready": 1, "PATCH /v1beta1/counters/rooms": 1, "PUT /metadata/label": 1,
			"PATCH /v1beta1/counters/players": 1, // the fleet has no such counter
		} {
			if got := s.fake.count(call); got != want {
				t.Errorf("%s was called %d times in a minute, want %d", call, got, want)
			}
		}
		if !strings.Contains(s.log.String(), "declares no such counter") {
			t.Errorf("nothing was said about the counter:\n%s", s.log.String())
		}
	})
}

func TestAServerThatStandsStillIsNotHealthy(t *testing.T) {
	run(t, newFake(), func(s *server) {
		time.Sleep(20*time.Second + time.Millisecond)
		if got := s.fake.count("POST /health"); got != 11 { // twice in a period of four seconds
			t.Errorf("%d pings in 20 s, want 11", got)
		}
		stuck := idle
		stuck.Alive = false
		s.state.Store(&stuck)
		time.Sleep(time.Minute)
		if got := s.fake.count("POST /health"); got != 11 {
			t.Errorf("%d pings while no room advances", got-11)
		}
		s.state.Store(&idle)
		time.Sleep(3 * time.Second)
		if got := s.fake.count("POST /health"); got < 12 {
			t.Error("no ping since the rooms advance again")
		}
	})
}

func TestAFleetWithoutHealthChecksGetsNone(t *testing.T) {
	fake := newFake()
	fake.disabled = true
	run(t, fake, func(s *server) {
		time.Sleep(time.Minute)
		if got := fake.count("POST /health"); got > 1 {
			t.Errorf("%d pings", got)
		}
	})
}

func TestTheSDKServerMayStartLaterAndGoAway(t *testing.T) {
	fake := newFake()
	fake.away = true
	setAway := func(away bool) { fake.mu.Lock(); defer fake.mu.Unlock(); fake.away = away }
	run(t, fake, func(s *server) {
		time.Sleep(30 * time.Second)
		setAway(false)
		time.Sleep(maxBackoff)
		s.expect(t, idle, "Ready", Counter{0, 64})
		setAway(true)
		busy := State{Rooms: Counter{1, 64}, Alive: true}
		s.expect(t, busy, "Ready", Counter{0, 64})
		setAway(false)
		s.expect(t, busy, "Allocated", Counter{1, 64})
	})
}

func TestTheAddressIsThatOfTheMachine(t *testing.T) {
	fake := newFake()
	fake.away = true
	synctest.Test(t, func(t *testing.T) {
		a := New(Config{Port: 9358, HTTP: fake, Log: slog.New(slog.DiscardHandler)})
		ctx, stop := context.WithTimeout(t.Context(), 10*time.Second)
		defer stop()
		if _, _, err := a.Address(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("nobody answers: %v", err)
		}
		fake.away = false
		if host, port, err := a.Address(t.Context()); host != "127.0.0.1" || port != 7777 || err != nil {
			t.Errorf("address %s:%d, %v", host, port, err)
		}
		fake.noPorts = true
		if _, _, err := a.Address(t.Context()); !errors.Is(err, errNoAddress) {
			t.Errorf("without ports: %v", err)
		}
	})
}

func TestLabelsAreValid(t *testing.T) {
	for in, want := range map[string]string{
		"v1.0.0": "v1.0.0", "": "", "a b/c": "a-b-c", "(devel)": "devel", strings.Repeat("x", 99): strings.Repeat("x", 63), "é1": "1",
	} {
		if got := labelValue(in); got != want {
			t.Errorf("labelValue(%q) = %q, want %q", in, got, want)
		}
	}
}
