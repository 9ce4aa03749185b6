package online

import (
	"encoding/json"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/client/online/onlinetest"
	"perihelion/shared/api"
)

// runsServer answers runs with a status, and counts them.
type runsServer struct{ status, asked int }

func (r *runsServer) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	r.asked++
	if r.status != http.StatusOK {
		w.WriteHeader(r.status)
		_ = json.NewEncoder(w).Encode(api.Problem{Title: "No", Detail: "not like this"})
		return
	}
	_ = json.NewEncoder(w).Encode(api.DailyResult{Score: 5, Best: true, Total: 1})
}

func TestARunIsSentUntilTheServerHasSaidWhatItIs(t *testing.T) {
	for _, tt := range []struct {
		name        string
		status      int
		asked       int // within five minutes
		done, again bool
	}{
		{"taken", http.StatusOK, 1, true, false},
		{"refused", http.StatusUnprocessableEntity, 1, false, false},
		{"too many wait", http.StatusServiceUnavailable, 7, false, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := newTestService(t, "mine")
				runs := &runsServer{status: tt.status}
				f.server.Handle("POST daily/2030-01-02/runs", runs.ServeHTTP)
				d := f.Daily
				d.Send(Sending{Date: "2030-01-02", Game: "ships", Points: 5, Log: []byte("log")}, time.Now())
				for end := time.Now().Add(5 * time.Minute); time.Now().Before(end); {
					d.Refresh(time.Now())
					synctest.Wait()
					time.Sleep(time.Second)
				}
				next := newDaily(f.Service) // of the next visit
				if waits := next.Run.Log != nil && next.Run.Again && next.Run.Points == 5; waits != tt.again {
					t.Errorf("the next visit goes on to send it: %v, want %v", waits, tt.again)
				}
				if d.Run.Done != tt.done || d.Run.Again != tt.again || runs.asked != tt.asked || !tt.done && d.Run.Trouble != "Not like this." {
					t.Errorf("%+v after %d tries, want %d", d.Run, runs.asked, tt.asked)
				}
			})
		})
	}
}

func TestABetterRunThatWaitsIsNotForgotten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newTestService(t, "mine")
		f.server.SetErrors(onlinetest.ErrNoRoute, onlinetest.ErrNoRoute)
		d, now := f.Daily, time.Now()
		send := func(date string, points int) bool {
			return d.Send(Sending{Date: date, Game: "ships", Points: points, Log: []byte("log")}, now)
		}
		for _, tt := range []struct {
			date   string
			points int
			taken  bool
		}{
			{"2030-01-02", 5, true}, {"2030-01-02", 4, false}, {"2030-01-02", 5, false}, {"2030-01-02", 6, true}, {"2030-01-03", 1, true},
		} {
			if got := send(tt.date, tt.points); got != tt.taken {
				t.Errorf("%d points of %s are taken: %v, want %v", tt.points, tt.date, got, tt.taken)
			}
		}
		synctest.Wait()
	})
}

func TestAServerWithoutADailyRunIsNotAskedAllTheTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newTestService(t, "mine")
		asked := 0
		f.server.Handle("GET daily", func(w http.ResponseWriter, r *http.Request) { asked++; http.NotFound(w, r) })
		d := f.Daily
		lookFor(d, 11*time.Minute)
		if d.Offered() || asked < 2 || asked > 3 {
			t.Errorf("offered: %v, asked %d times in 11 minutes", d.Offered(), asked)
		}
	})
}

// lookFor looks at today in each frame for a while.
func lookFor(d *Daily, within time.Duration) {
	for end := time.Now().Add(within); time.Now().Before(end); {
		d.Look("ships", time.Now())
		synctest.Wait()
		time.Sleep(time.Second / 4)
	}
}

func TestTheNextDayIsThereWhenItBegins(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newTestService(t, "mine")
		asked, ends := 0, time.Now().Add(time.Minute)
		f.server.Handle("GET daily", func(w http.ResponseWriter, r *http.Request) {
			asked++
			date := "1999-12-31"
			if time.Now().After(ends) {
				date = "2000-01-01"
			}
			onlinetest.RespondJSON(api.Daily{Date: date, EndsAt: ends})(w, r) // the clock of the server is behind
		})
		lookFor(f.Daily, 70*time.Second)
		if got := f.Daily.Today.Value.Date; got != "2000-01-01" || asked != 2 {
			t.Errorf("ten seconds after midnight it is %s, asked %d times", got, asked)
		}
	})
}
