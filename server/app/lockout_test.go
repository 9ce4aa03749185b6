package app

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"perihelion/shared/api"
)

// TestFewAddressesDoNotLockOthersOut lets a few addresses take all they can get within the
// default limits: private rooms, rooms of duels that they do not join, reserved seats.
// Players from other addresses must get a seat within seconds.
func TestFewAddressesDoNotLockOthersOut(t *testing.T) {
	t.Parallel()
	for _, attackers := range []int{1, 13} {
		t.Run(fmt.Sprint(attackers), func(t *testing.T) {
			t.Parallel()
			s := startServer(t, "PERIHELION_TRUSTED_PROXIES=127.0.0.0/8", "PERIHELION_BOT_FILL=0", "PERIHELION_MM_INTERVAL=10ms",
				"PERIHELION_ROOMS_PER_IP=32", "PERIHELION_RESERVED_PER_IP=64")
			var work sync.WaitGroup
			for n := range attackers {
				work.Go(func() { s.takeAllFrom(fmt.Sprintf("198.51.100.%d", n+1), max(80/attackers, 20)) })
			}
			work.Wait()
			for n := range 3 {
				s.expectSeatFrom(fmt.Sprintf("203.0.113.%d", n+1))
			}
			if attackers == 1 {
				if status, p := s.callFrom("203.0.113.9", "POST", "/v1/rooms", `{"seats":2}`); status != http.StatusCreated {
					t.Errorf("a private room for somebody else = %d %+v", status, p)
				}
			}
		})
	}
}

// takeAllFrom requests rooms of each kind and seats from an address.
func (s *testServer) takeAllFrom(from string, rooms int) {
	refused := map[string]int{}
	for _, try := range []struct {
		path, body string
		times      int
	}{
		{"/v1/rooms", `{"seats":2}`, rooms}, {"/v1/tickets", `{"queue":"toy-duel"}`, 2 * rooms}, {"/v1/tickets", "", 40},
	} {
		for range try.times {
			status, p := s.callFrom(from, "POST", try.path, try.body)
			if status == http.StatusCreated {
				continue
			}
			refused[p.Type]++
			if p.Type == "" || p.Detail == "" {
				s.t.Errorf("%s from %s = %d %+v, want a problem that says what to do", try.path, from, status, p)
			}
		}
	}
	if len(refused) == 0 {
		s.t.Errorf("%s was never refused", from)
	}
}

// expectSeatFrom requests a seat from an address until it gets one.
func (s *testServer) expectSeatFrom(from string) {
	s.t.Helper()
	began := time.Now()
	for deadline := began.Add(20 * time.Second); ; time.Sleep(200 * time.Millisecond) {
		status, p := s.callFrom(from, "POST", "/v1/tickets", "")
		if status == http.StatusCreated {
			s.t.Logf("%s has a seat after %v", from, time.Since(began).Round(100*time.Millisecond))
			return
		}
		if time.Now().After(deadline) {
			s.t.Errorf("quick play from %s = %d %+v, for twenty seconds", from, status, p)
			return
		}
	}
}

// callFrom sends a request from an address, as a new guest.
func (s *testServer) callFrom(from, method, path, body string) (int, api.Problem) {
	s.t.Helper()
	r, err := http.NewRequest(method, s.urlOf(path), strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("X-Forwarded-For", from)
	r.Header.Set("Authorization", "Bearer "+s.newGuest())
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer res.Body.Close()
	var p api.Problem
	if res.StatusCode >= 400 {
		if err := json.NewDecoder(res.Body).Decode(&p); err != nil {
			s.t.Errorf("%s %s = %d: %v", method, path, res.StatusCode, err)
		}
	}
	return res.StatusCode, p
}
