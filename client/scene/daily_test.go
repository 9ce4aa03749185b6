package scene

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/client/online/onlinetest"
	"perihelion/client/ui"
	"perihelion/shared/api"
	"perihelion/shared/daily"
	"perihelion/sim"
	"perihelion/sim/games"
)

// dailyServer is a server that takes daily runs, as the real one does.
type dailyServer struct {
	t      *testing.T
	of     daily.Challenge
	leader []byte // the log of their run
	points int    // theirs
	busy   bool
	taken  []int // points of the runs that were sent
}

func (s *dailyServer) install(on *onlinetest.Server) {
	date := "daily/" + s.of.Day.String()
	on.Handle("GET daily", func(w http.ResponseWriter, r *http.Request) {
		onlinetest.RespondJSON(api.Daily{
			Date: s.of.Day.String(), Game: "ships", Rules: s.of.Game.About().Rules, Version: s.of.Version, Seed: s.seed(), Total: 1 + len(s.taken),
		})(w, r)
	})
	on.Handle("GET "+date+"/board", func(w http.ResponseWriter, r *http.Request) {
		lines := []api.DailyLine{{Rank: 1, Run: "r1", Name: "Bob", Score: s.points}}
		if len(s.taken) > 0 {
			lines = append(lines, api.DailyLine{Rank: 2, Run: "r2", Name: "Ada", Score: slices.Max(s.taken), Me: true})
		}
		onlinetest.RespondJSON(api.DailyBoard{Date: s.of.Day.String(), Game: "ships", Total: len(lines), Lines: lines})(w, r)
	})
	on.Handle("GET "+date+"/runs/r1/log", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(s.leader) })
	on.Handle("POST "+date+"/runs", s.take)
}

func (s *dailyServer) seed() string { return seedText(s.of.Config.Seed) }

func (s *dailyServer) take(w http.ResponseWriter, r *http.Request) {
	if s.busy {
		w.Header().Set("Retry-After", "3")
		w.WriteHeader(http.StatusServiceUnavailable)
		_ = json.NewEncoder(w).Encode(api.Problem{Title: "Busy", Detail: "many runs are being checked"})
		return
	}
	log, err := io.ReadAll(r.Body)
	if err != nil {
		s.t.Error(err)
	}
	v, err := daily.Verify(r.Context(), bytes.NewReader(log), s.of, daily.Player{Account: "me", Name: "Ada"})
	if err != nil {
		s.t.Error("the server refuses the run: ", err)
		return
	}
	s.taken = append(s.taken, v.Points())
	line := api.DailyLine{Rank: 2, Run: "r2", Name: "Ada", Score: v.Points(), Me: true}
	onlinetest.RespondJSON(api.DailyResult{Score: v.Points(), Best: true, Line: &line, Total: 2})(w, r)
}

// newDailyServer is a server on whose board somebody stands already.
func newDailyServer(t *testing.T) *dailyServer {
	s := &dailyServer{t: t}
	s.of, _ = daily.Of(games.Ships, daily.DayOf(time.Now()))
	r := daily.NewRun(s.of, daily.Player{Name: "Bob"})
	for range 4 * 60 { // who watches it does not mind
		r.Step(sim.Input{View: daily.ViewOf(r.World.Tick())})
	}
	s.leader, s.points = bytes.Clone(r.Log()), 7
	return s
}

func TestADailyRunIsFlownSentAndShownOnTheBoard(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tc := newTestClient(t, Options{Server: "http://game.test"})
		defer tc.closeAll()
		tc.deps.pen = newPen(t)
		tc.saveGuest("Ada", "mine")
		server := newDailyServer(t)
		server.install(tc.server)
		tc.runFor(100 * time.Millisecond)
		tc.stack.applyTransition(0, push(tc.stack.top().(*titleScene).newScreen(toDaily)))
		s := tc.stack.top().(*dailyScene)
		tc.runFor(200 * time.Millisecond)
		if s.rival.viewer == nil || s.rival.line.Name != "Bob" || len(s.board.Lines) != 1 || s.errText != "" {
			t.Fatalf("rival %+v, board %+v, %q", s.rival.line, s.board, s.errText)
		}
		tc.playFrame(enterKey) // FLY has the focus
		flight, ok := tc.stack.top().(*dailyFlight)
		if !ok || flight.ghost == nil || flight.name != "Bob" {
			t.Fatalf("FLY leads to %s, with the ghost of %+v", tc.stack.top().Name(), flight)
		}
		server.busy = true
		tc.frame.dt = 1. / 8 // as many ticks a frame as it can play
		for !flight.match.Run.Over() {
			tc.playFrame(ui.Input{})
		}
		tc.frame.dt = 1. / 60
		tc.waitForScene("daily", 3*time.Second)
		if s.last == nil || s.last.ghost != "Bob" || !s.last.sent || s.fly.Label != "AGAIN" {
			t.Fatalf("flown: %+v", s.last)
		}
		tc.runFor(time.Second)
		if run := &tc.deps.online.Daily.Run; !run.Again || !s.canRetry() || len(server.taken) > 0 {
			t.Errorf("while the server is busy: %+v", run)
		}
		server.busy = false
		tc.runFor(6 * time.Second) // it is sent again by itself
		if run := &tc.deps.online.Daily.Run; !run.Done || len(server.taken) != 1 || server.taken[0] != s.last.points {
			t.Errorf("sent %v, flown %d points: %+v", server.taken, s.last.points, run)
		}
		if len(s.board.Lines) != 2 || s.list.Selected != 1 || s.rival.line == nil || s.rival.line.Name != "Bob" {
			t.Errorf("board %+v, rival %+v", s.board.Lines, s.rival.line)
		}
		s.list.Selected = 0
		tc.stack.applyTransition(1, s.watchLine())
		tc.runFor(200 * time.Millisecond)
		if r := tc.stack.top().(*replayScene); r.viewer == nil || r.errText != "" {
			t.Errorf("WATCH shows nothing: %q", r.errText)
		}
	})
}

func TestADailyRunNeedsNoServer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tc := newTestClient(t, Options{})
		defer tc.closeAll()
		tc.deps.pen = newPen(t)
		tc.server.SetErrors(onlinetest.ErrNoRoute, onlinetest.ErrNoRoute)
		tc.stack.applyTransition(0, push(newDailyScene(tc.deps, games.Ships)))
		tc.runFor(100 * time.Millisecond)
		s := tc.stack.top().(*dailyScene)
		tc.playFrame(enterKey)
		flight := tc.stack.top().(*dailyFlight)
		tc.runFor(200 * time.Millisecond)
		if flight.ghost != nil || flight.match.Tick() < 10 {
			t.Errorf("tick %d, ghost %v", flight.match.Tick(), flight.ghost)
		}
		tc.pressKeys(ui.Input{}, escapeKey)
		m := tc.stack.top().(*localMenu)
		if slices.Contains(m.widgets, ui.Widget(&m.invite)) {
			t.Error("friends can be invited into a daily run")
		}
		flight.left = true
		tc.playFrame(ui.Input{})
		if tc.stack.top() != scene(s) || s.last != nil {
			t.Errorf("who gives up comes to %s, and has flown %+v", tc.stack.top().Name(), s.last)
		}
	})
}
