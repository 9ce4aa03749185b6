package app

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"perihelion/shared/api"
	"perihelion/shared/daily"
	"perihelion/shared/replay"
	"perihelion/sim"
	"perihelion/sim/toy"
)

// flyToday flies the daily run of today, in which the player goes in a direction.
func flyToday(t *testing.T, way ...int32) (date string, log []byte) {
	t.Helper()
	c, _ := daily.Of(toy.Game, daily.DayOf(time.Now()))
	r := daily.NewRun(c, daily.Player{Name: "a liar", Account: "somebody else"})
	for !r.Over() {
		in := sim.Input{View: daily.ViewOf(r.World.Tick())}
		copy(in.Axes[:], way)
		r.Step(in)
	}
	return c.Day.String(), bytes.Clone(r.Log())
}

// sendRun sends a run of a day.
func (s *testServer) sendRun(date, token string, log []byte, into any) *http.Response {
	s.t.Helper()
	r, err := http.NewRequestWithContext(s.t.Context(), "POST", s.urlOf("/v1/daily/"+date+"/runs"), bytes.NewReader(log))
	if err != nil {
		s.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/octet-stream")
	r.Header.Set("Authorization", "Bearer "+token)
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer res.Body.Close()
	if err := json.NewDecoder(res.Body).Decode(into); err != nil {
		s.t.Fatal(err)
	}
	return res
}

func TestADailyRunGoesFromThePlayerToTheBoardAndBack(t *testing.T) {
	t.Parallel()
	s := startServer(t)
	date, log := flyToday(t, 100, 30)
	token := s.newGuest()
	var me api.Profile
	s.callAPI("GET", "/v1/players/me", token, "", &me)
	var sent api.DailyResult
	if res := s.sendRun(date, token, log, &sent); res.StatusCode != http.StatusOK || !sent.Best || sent.Line == nil || sent.Line.Rank != 1 || sent.Line.Name != me.Name || !sent.Line.Me || sent.Total != 1 {
		t.Fatalf("a run is answered with %d, %+v", res.StatusCode, sent)
	}
	var today api.Daily
	s.callAPI("GET", "/v1/daily", token, "", &today)
	if today.Date != date || today.Game != "toy" || today.Me == nil || today.Me.Run != sent.Line.Run || len(today.Seed) != 16 || today.Seats != 3 || !today.EndsAt.After(time.Now()) {
		t.Errorf("today is %+v", today)
	}
	var board api.DailyBoard
	s.callAPI("GET", "/v1/daily/"+date+"/board", "", "", &board)
	if len(board.Lines) != 1 || board.Lines[0].Score != sent.Score || board.Lines[0].Me {
		t.Errorf("a stranger sees the board %+v", board)
	}
	path := "/v1/daily/" + date + "/runs/" + sent.Line.Run + "/log"
	kept := s.fetch(path)
	rep, err := replay.Verify(bytes.NewReader(kept), s.games)
	if err != nil || rep.Truncated || !bytes.Contains(kept, []byte(me.Name)) || bytes.Contains(kept, []byte("a liar")) {
		t.Errorf("the log of the run is %+v, %v", rep, err)
	}
	var export api.Export
	s.callAPI("GET", "/v1/players/me/export", token, "", &export)
	if len(export.Runs) != 1 || export.Runs[0].Run != sent.Line.Run || export.Runs[0].Date != date {
		t.Errorf("the export has %+v", export.Runs)
	}
	s.callAPI("DELETE", "/v1/players/me", token, "", nil)
	s.callAPI("GET", "/v1/daily/"+date+"/board", "", "", &board)
	var gone api.Problem
	if res := s.callAPI("GET", path, "", "", &gone); len(board.Lines) > 0 || res.StatusCode != http.StatusNotFound {
		t.Errorf("of a player who is gone are left %+v and %d", board.Lines, res.StatusCode)
	}
}

// fetch reads what is at a path.
func (s *testServer) fetch(path string) []byte {
	s.t.Helper()
	res, err := http.Get(s.urlOf(path))
	if err != nil {
		s.t.Fatal(err)
	}
	defer res.Body.Close()
	var b bytes.Buffer
	if _, err := b.ReadFrom(res.Body); err != nil || res.StatusCode != http.StatusOK || !strings.HasPrefix(res.Header.Get("Cache-Control"), "public, max-age=") {
		s.t.Fatalf("%s = %d, %v, %v", path, res.StatusCode, res.Header, err)
	}
	return b.Bytes()
}

func TestARunThatIsNoneIsRefusedInWords(t *testing.T) {
	t.Parallel()
	s := startServer(t)
	date, log := flyToday(t, 10)
	token, other := s.newGuest(), s.newGuest()
	day, _ := daily.ParseDay(date)
	var result api.DailyResult
	s.sendRun(date, token, log, &result)
	bad := slices.Clone(log)
	bad[len(bad)-1]++ // its last hash
	for _, tt := range []struct {
		name, date, token string
		log               []byte
		status            int
		kind              string
	}{
		{"no token", date, "", log, 401, "bad-token"},
		{"a run of another", date, other, log, 422, "run-copied"},
		{"of tomorrow", (day + 1).String(), token, log, 422, "run-day"},
		{"of last week", (day - 7).String(), token, log, 422, "run-day"},
		{"of no day", "today", token, log, 404, "no-such-day"},
		{"nothing", date, token, nil, 400, ""},
		{"no log", date, token, []byte("no log"), 422, "run-damaged"},
		{"forged", date, token, bad, 422, "run-diverged"},
		{"too large", date, token, make([]byte, daily.MaxBytes+1), 413, ""},
	} {
		var p api.Problem
		res := s.sendRun(tt.date, tt.token, tt.log, &p)
		if res.StatusCode != tt.status || tt.kind != "" && p.Type != "urn:perihelion:"+tt.kind || p.Detail == "" {
			t.Errorf("%s: %d %+v, want %d %s", tt.name, res.StatusCode, p, tt.status, tt.kind)
		}
	}
	var p api.Problem
	if res := s.callAPI("POST", "/v1/daily/"+date+"/runs", token, "{}", &p); res.StatusCode != http.StatusUnsupportedMediaType {
		t.Errorf("JSON: %d %+v, want 415", res.StatusCode, p)
	}
	for range 10 {
		res := s.sendRun(date, token, log, &p)
		if res.StatusCode == http.StatusTooManyRequests && res.Header.Get("Retry-After") != "" {
			return
		}
	}
	t.Error("one player may send any number of runs")
}

func TestAServerMayOfferNoDailyRun(t *testing.T) {
	t.Parallel()
	s := startServer(t, "PERIHELION_DAILY_QUEUE=0")
	var p api.Problem
	if res := s.callAPI("GET", "/v1/daily", "", "", &p); res.StatusCode != http.StatusNotFound || p.Type != "urn:perihelion:no-daily-run" {
		t.Errorf("%d %+v, want 404", res.StatusCode, p)
	}
}
