package admin

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"perihelion/server/data/casefile"
	"perihelion/server/data/store"
	"perihelion/server/play/room"
	"perihelion/shared/protocol"
	"perihelion/shared/transport"
	"perihelion/sim"
	"perihelion/sim/toy"
)

func TestStateShowsWhatGoesOn(t *testing.T) {
	f := newFixture(t)
	seat, _ := f.joinRoom("ada", "192.0.2.7")
	f.metrics.Rooms.Tick(toy.FreeForAll, 2*time.Millisecond, 0)
	f.metrics.Match.Tickets("duel", "queued", +2)
	f.metrics.Match.Tickets("duel", "assigned", +1)
	start := time.Now()
	for i := range 3 {
		f.metrics.Sessions.MessageOut(protocol.TypeState, 500)
		r, err := f.metrics.Gather()
		if err != nil {
			t.Fatal(err)
		}
		f.admin.history.addSample(start.Add(time.Duration(i)*time.Second), r)
	}
	s := f.getState()
	if len(s.Rooms) != 1 || s.Rooms[0].Mode != "toy" || s.Rooms[0].Seats != 4 {
		t.Errorf("rooms = %+v", s.Rooms)
	}
	want := Player{Room: s.Rooms[0].ID, Seat: int(seat), Player: "ada", Name: "the ada", Connected: true, SendRate: "half", From: "192.0.2.7"}
	if len(s.Players) != 1 || s.Players[0] != want {
		t.Errorf("players = %+v, want %+v and no bot", s.Players, want)
	}
	if len(s.Points) != 3 || s.Points[2].FramesOut < 0.9 || s.Points[2].BytesOut < 450 {
		t.Errorf("points = %+v, want a frame of 500 bytes a second", s.Points)
	}
	if len(s.Ticks.Counts) != len(s.Ticks.Bounds)+1 || s.Store != "ok" || s.Node != "n1" || s.Region != "here" || !slices.Equal(s.Queues, []Queue{{"quick", 0}, {"duel", 2}}) {
		t.Errorf("state = %+v", s)
	}
}

func TestARoomThatStandsStillHidesNoOther(t *testing.T) {
	f := newFixture(t)
	_, p := f.joinRoom("ada", "192.0.2.7")
	p.mu.Lock() // the room waits for it
	defer p.mu.Unlock()
	f.room.Warn(protocol.Notice{})
	other, err := f.rooms.Open(room.Config{Sim: sim.Config{Seats: 4}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := other.Join(t.Context(), room.Request{Player: "bob", Peer: &fakePeer{}}); err != nil {
		t.Fatal(err)
	}
	if all := f.getState().Players; len(all) != 1 || all[0].Player != "bob" {
		t.Errorf("players = %+v, want bob", all)
	}
}

func TestKickedIsOutAndMayComeBack(t *testing.T) {
	f := newFixture(t)
	seat, ada := f.joinRoom("ada", "192.0.2.7")
	path := fmt.Sprintf("/api/rooms/%s/seats/%d/kick", f.room.Config().ID, seat)
	if got := f.doJSON("POST", path, `{"reason":"calm down"}`, nil); got != http.StatusNoContent {
		t.Fatalf("kick = %d", got)
	}
	if r, text := ada.waitClosed(); r != transport.Kicked || text != "calm down" {
		t.Errorf("closed with %d %q", r, text)
	}
	f.joinRoom("ada", "192.0.2.7")
	s := f.getState()
	if len(s.Audit) != 1 || s.Audit[0].What != "kick" || s.Audit[0].Who != "Grace from 127.0.0.1" || s.Audit[0].Whom != "the ada (ada)" {
		t.Errorf("audit = %+v", s.Audit)
	}
	if log := f.log.String(); !strings.Contains(log, `msg="operator kick"`) || !strings.Contains(log, "Grace") {
		t.Errorf("log = %s", log)
	}
}

func TestBansReachThoseWhoPlay(t *testing.T) {
	tests := []struct {
		name, body string
		out, in    []string // of ada 192.0.2.7, bob 192.0.2.8, and eve of the same /64 as dan
	}{
		{"an account", `{"player":"ada","minutes":60,"reason":"cheating"}`, []string{"ada"}, []string{"bob", "eve"}},
		{"an address", `{"network":"192.0.2.8"}`, []string{"bob"}, []string{"ada", "eve"}},
		{"a network", `{"network":"192.0.2.0/24"}`, []string{"ada", "bob"}, []string{"eve"}},
		{"an IPv6 address, with all of its home", `{"network":"2001:db8::1234"}`, []string{"eve"}, []string{"ada", "bob"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := newFixture(t)
			peers := map[string]*fakePeer{}
			for player, from := range map[string]string{"ada": "192.0.2.7", "bob": "192.0.2.8", "eve": "2001:db8::"} {
				_, peers[player] = f.joinRoom(player, from)
			}
			var answer struct {
				ID      string
				Saved   bool
				SentOut int `json:"sent_out"`
			}
			if got := f.doJSON("POST", "/api/bans", tt.body, &answer); got != http.StatusOK || answer.SentOut != len(tt.out) || !answer.Saved {
				t.Fatalf("ban = %d %+v", got, answer)
			}
			for _, player := range tt.out {
				if r, text := peers[player].waitClosed(); r != transport.Kicked || !strings.HasPrefix(text, "you are banned") {
					t.Errorf("%s closed with %d %q", player, r, text)
				}
			}
			if n := len(f.getState().Players); n != len(tt.in) {
				t.Errorf("%d players are left, want %v", n, tt.in)
			}
			if got := f.doJSON("DELETE", "/api/bans/"+answer.ID, "", nil); got != http.StatusNoContent || len(f.getState().Bans) != 0 {
				t.Errorf("lift = %d, left %v", got, f.getState().Bans)
			}
		})
	}
}

func TestMutesWarningsReportsAndTheEnd(t *testing.T) {
	f := newFixture(t)
	_, ada := f.joinRoom("ada", "192.0.2.7")
	steps := []struct {
		name, method, path, body string
		want                     int
	}{
		{"mute", "POST", "/api/mutes", `{"player":"ada","minutes":5}`, 200},
		{"unmute", "DELETE", "/api/mutes/ada", "", 204},
		{"unmute again", "DELETE", "/api/mutes/ada", "", 404},
		{"read reports", "GET", "/api/reports", "", 200},
		{"close a report", "POST", "/api/reports/r1/close", "", 204},
		{"take a daily run off its board", "DELETE", "/api/daily/runs/run1", "", 204},
		{"take one off that is not there", "DELETE", "/api/daily/runs/run2", "", 404},
		{"feature an arena", "POST", "/api/arenas/arena1", `{"state":"featured","rotation":true,"version":1}`, 204},
		{"feature another version", "POST", "/api/arenas/arena1", `{"state":"featured","version":2}`, 409},
		{"feature a draft", "POST", "/api/arenas/draft1", `{"state":"featured"}`, 409},
		{"hide one that is not there", "POST", "/api/arenas/arena2", `{"state":"hidden"}`, 404},
		{"rotation of one that is not featured", "POST", "/api/arenas/arena1", `{"state":"published","rotation":true}`, 422},
		{"another state", "POST", "/api/arenas/arena1", `{"state":"draft"}`, 422},
		{"close one that is not there", "POST", "/api/reports/r2/close", "", 404},
		{"warn", "POST", "/api/warn", `{"text":"maintenance","seconds":60}`, 200},
		{"close the room", "POST", "/api/rooms/" + f.room.Config().ID + "/close", `{"reason":"enough"}`, 204},
		{"drain", "POST", "/api/drain", "", 202},
	}
	for _, s := range steps {
		if got := f.doJSON(s.method, s.path, s.body, nil); got != s.want {
			t.Errorf("%s = %d, want %d", s.name, got, s.want)
		}
	}
	if r, text := ada.waitClosed(); r != transport.RoomClosed || text != "enough" {
		t.Errorf("closed with %d %q", r, text)
	}
	if len(ada.notices) != 1 || ada.notices[0] != (protocol.Notice{Text: "maintenance", In: time.Minute}) {
		t.Errorf("notices = %+v", ada.notices)
	}
	select {
	case <-f.drain:
	default:
		t.Error("nothing drains")
	}
	if n := len(f.getState().Audit); n != 8 {
		t.Errorf("%d deeds, want the eight that changed something", n)
	}
}

func TestTheBoardOfTodayIsListed(t *testing.T) {
	f := newFixture(t)
	var rows []RunRow
	if got := f.doJSON("GET", "/api/daily/runs", "", &rows); got != 200 || len(rows) != 1 || rows[0].Run != "run1" || rows[0].Name != "Ada" || rows[0].Score != 42 {
		t.Errorf("%d %+v", got, rows)
	}
}

func TestArenasOfPlayersAreListed(t *testing.T) {
	f := newFixture(t)
	var rows []ArenaRow
	got := f.doJSON("GET", "/api/arenas?q=ada", "", &rows)
	if got != 200 || len(rows) != 2 || rows[0].ID != "arena1" || rows[0].Title != "ada" || rows[0].Reports != 3 || !strings.HasSuffix(rows[0].Link, "/?arena=arena1") || rows[1].Link != "" {
		t.Errorf("%d %+v", got, rows)
	}
}

func TestAReportLeadsToItsMoment(t *testing.T) {
	f := newFixture(t)
	var all []Report
	if got := f.doJSON("GET", "/api/reports", "", &all); got != 200 || len(all) != 1 || all[0].Replay != "https://play.example/?replay=m1#t=83.5" || all[0].Match != "m1" || all[0].Moment != 93.5 {
		t.Errorf("%d %+v", got, all)
	}
	for want, r := range map[string]store.Report{
		"https://play.example/?replay=m2#t=0.0": {Match: "m2", Moment: time.Second},
		"":                                      {Moment: time.Minute},
	} {
		if got := replayLink("https://play.example/", &r); got != want {
			t.Errorf("the link is %q, want %q", got, want)
		}
	}
}

func TestACaseFileTellsWhatAPlayerDid(t *testing.T) {
	f := newFixture(t)
	var file casefile.File
	if got := f.doJSON("GET", "/api/matches/m1/players/ada/casefile", "", &file); got != http.StatusOK || file.Name != "Ada" || file.Seconds < 1.9 || file.Hits != 0 {
		t.Errorf("%d, %+v", got, file)
	}
	if s := f.getState(); len(s.Audit) != 1 || s.Audit[0].Whom != "ada" {
		t.Errorf("audit = %+v, want who has looked at whom", s.Audit)
	}
	f.admin.casefile.Lock()
	if got := f.doJSON("GET", "/api/matches/m1/players/ada/casefile", "", nil); got != http.StatusTooManyRequests {
		t.Errorf("a second one at a time = %d", got)
	}
}

func TestWhoSeesAMatchIsInTheAudit(t *testing.T) {
	f := newFixture(t)
	var p ReplayPass
	if got := f.doJSON("POST", "/api/matches/m1/pass", "", &p); got != http.StatusOK || p.Pass != "pass of m1" || p.Expires.Unix() != 1_900_000_000 {
		t.Errorf("%d, %+v", got, p)
	}
	if s := f.getState(); len(s.Audit) != 1 || s.Audit[0].What != "replay" || s.Audit[0].Detail != "m1" {
		t.Errorf("audit = %+v, want who has seen which match", s.Audit)
	}
}

func TestBadWishesAreRefusedAndDoNothing(t *testing.T) {
	f := newFixture(t)
	f.joinRoom("ada", "192.0.2.7")
	here := "/api/rooms/" + f.room.Config().ID
	f.store.away = true
	tests := []struct {
		name, method, path, body string
		want                     int
	}{
		{"no such room", "POST", "/api/rooms/nowhere/close", `{}`, 404},
		{"an empty seat", "POST", here + "/seats/3/kick", `{}`, 404},
		{"no seat", "POST", here + "/seats/x/kick", `{}`, 422},
		{"a seat of another century", "POST", here + "/seats/99999999999/kick", `{}`, 404},
		{"nobody to ban", "POST", "/api/bans", `{}`, 422},
		{"both to ban", "POST", "/api/bans", `{"player":"ada","network":"192.0.2.7"}`, 422},
		{"half the world", "POST", "/api/bans", `{"network":"0.0.0.0/1"}`, 422},
		{"no network", "POST", "/api/bans", `{"network":"<script>"}`, 422},
		{"an age", "POST", "/api/bans", `{"player":"ada","minutes":99999999999}`, 422},
		{"the past", "POST", "/api/bans", `{"player":"ada","minutes":-1}`, 422},
		{"wrong types", "POST", "/api/bans", `{"player":7}`, 400},
		{"no JSON", "POST", "/api/bans", `player=ada`, 400},
		{"a huge body", "POST", "/api/bans", `{"reason":"` + strings.Repeat("x", maxBody) + `"}`, 413},
		{"a long reason", "POST", "/api/bans", `{"player":"ada","reason":"` + strings.Repeat("x", maxReason+1) + `"}`, 422},
		{"nobody to mute", "POST", "/api/mutes", `{}`, 422},
		{"nothing to say", "POST", "/api/warn", `{"text":"  "}`, 422},
		{"no such ban", "DELETE", "/api/bans/1", "", 404},
		{"a case file of nobody", "GET", "/api/matches/m1/players/eve/casefile", "", 404},
		{"a case file of no match", "GET", "/api/matches/m2/players/ada/casefile", "", 404},
		{"reports of a store that is away", "GET", "/api/reports", "", 503},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var problem struct{ Status int }
			if got := f.doJSON(tt.method, tt.path, tt.body, &problem); got != tt.want || problem.Status != tt.want {
				t.Errorf("%d, want %d", got, tt.want)
			}
		})
	}
	if s := f.getState(); len(s.Audit) != 0 || len(s.Bans) != 0 || len(s.Players) != 1 {
		t.Errorf("something was done: %+v %+v", s.Audit, s.Bans)
	}
}

func TestEventsBeginWithThePastAndGoOn(t *testing.T) {
	f := newFixture(t)
	start := time.Now()
	for i := range 5 {
		r, err := f.metrics.Gather()
		if err != nil {
			t.Fatal(err)
		}
		f.admin.history.addSample(start.Add(time.Duration(i)*time.Second), r)
	}
	r := httptest.NewRequest("GET", f.url+"/api/events", nil)
	r.RequestURI = ""
	r.Header.Set("Authorization", "Bearer "+token)
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	lines := bufio.NewScanner(res.Body)
	lines.Buffer(nil, 1<<20)
	next := func() (s State) {
		for lines.Scan() {
			if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
				if err := json.Unmarshal([]byte(data), &s); err != nil {
					t.Fatal(err)
				}
				return s
			}
		}
		t.Fatalf("the stream ends: %v", lines.Err())
		return s
	}
	if n := len(next().Points); n != 5 {
		t.Errorf("%d points at first, want all 5", n)
	}
	if n := len(next().Points); n != 1 {
		t.Errorf("%d points then, want the last", n)
	}
	f.admin.Stop()
	for lines.Scan() { // ends, or the test does not
	}
}
