package live

import (
	"fmt"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/server/data/store"
	"perihelion/server/play/room"
	"perihelion/shared/api"
	"perihelion/sim"
	"perihelion/sim/toy"
)

var kill = room.Kill{Game: "ships", Room: "r1", Killer: "Ada", Victim: "Bob", Means: "rail", News: true}

// waitForSubscribers waits until there are n subscribers.
func (f *fixture) waitForSubscribers(n int) {
	f.Helper()
	for deadline := time.Now().Add(testTimeout); f.hub.len() != n; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			f.Fatalf("%d listen, want %d", f.hub.len(), n)
		}
	}
}

func TestEveryoneHearsTheSame(t *testing.T) {
	f := startServer(t, nil)
	f.mu.Lock()
	f.status = api.Status{Players: 3}
	f.mu.Unlock()
	ears := []*testSubscriber{f.mustDial(""), f.mustDial(""), f.openStream("")}
	f.waitForSubscribers(3)
	f.hub.PublishKill(kill)
	for i, e := range ears {
		if l := e.firstEvent(); l.Kind != api.LiveStatus {
			t.Errorf("listener %d hears %s first, want the status", i, l.Kind)
		}
		want := api.Kill{RoomID: "r1", Killer: "Ada", Victim: "Bob", Weapon: "rail"}
		if l := e.waitForKind(api.LiveKill); *l.Kill != want || l.Game != "ships" || l.At.IsZero() {
			t.Errorf("listener %d hears of %+v at %v, want %+v", i, *l.Kill, l.At, want)
		}
	}
}

func TestWhatIsTold(t *testing.T) {
	f := startServer(t, nil)
	e := f.mustDial("")
	f.waitForSubscribers(1)
	line := func(name string, place, points int) room.Line {
		return room.Line{Name: name, Place: place, Score: points, Points: points}
	}
	f.hub.PublishKill(room.Kill{Room: "r2", Code: "SECRET", Killer: "Ada", Victim: "Bob", News: true})
	f.hub.PublishKill(room.Kill{Room: "r1", Killer: "Kepler", Victim: "Halley"})
	f.hub.PublishRound(room.Result{ID: "m1", Room: "r2", Code: "SECRET", Lines: []room.Line{line("Ada", 1, 9)}})
	f.hub.PublishRound(room.Result{ID: "m2", Room: "r1", Aborted: true, Lines: []room.Line{line("Ada", 1, 9)}})
	f.hub.PublishRound(room.Result{Game: "toy", Mode: toy.FreeForAll, ID: "m3", Room: "r1", Lines: []room.Line{line("Ada", 1, 9), line("Bob", 2, 7)}})
	f.hub.PublishRound(room.Result{Game: "toy", Mode: toy.FreeForAll, ID: "m4", Room: "r1", Lines: []room.Line{line("Ada", 1, 9), line("Bob", 1, 9)}})
	side := func(team sim.Team, place, score int) room.Line {
		return room.Line{Team: team, Place: place, Score: score, Points: 3}
	}
	f.hub.PublishRound(room.Result{Game: "toy", ID: "m5", Room: "r1", Mode: toy.Teams, Lines: []room.Line{side(2, 1, 9), side(2, 1, 9), side(1, 2, 7)}})
	f.hub.PublishRound(room.Result{Game: "toy", ID: "m6", Room: "r1", Mode: toy.Teams, Lines: []room.Line{side(1, 1, 5), side(2, 1, 5)}})
	f.hub.PublishRankChanges("toy", "toy-duel", []store.RankChange{
		{Player: "p1", Name: "Ada", From: 3, Rank: 2, Score: 20.5, Matches: 9, Wins: 5},
		{Player: "p2", Name: "Bob", From: 7, Rank: 7},
		{Player: "p3", Name: "Eve", From: 0, Rank: 0},
	})
	f.hub.PublishKill(kill)
	for _, want := range []api.Round{
		{RoomID: "r1", MatchID: "m3", Mode: "toy", Winner: "Ada", Points: 9},
		{RoomID: "r1", MatchID: "m4", Mode: "toy", Points: 9},
		{RoomID: "r1", MatchID: "m5", Mode: "toy-teams", Team: 2, Points: 9},
		{RoomID: "r1", MatchID: "m6", Mode: "toy-teams", Points: 5},
	} {
		if l := e.waitForKind(api.LiveRound); *l.Round != want || l.Game != "toy" {
			t.Errorf("round %+v of %q, want %+v of toy", *l.Round, l.Game, want)
		}
	}
	want := api.BoardMove{Mode: "toy-duel", From: 3, BoardLine: api.BoardLine{Rank: 2, PlayerID: "p1", Name: "Ada", Score: 20.5, Matches: 9, Wins: 5}}
	if got := e.waitForKind(api.LiveBoard); *got.Board != want || got.Game != "toy" {
		t.Errorf("board %+v of %q, want %+v of toy", *got.Board, got.Game, want)
	}
	if l := e.firstEvent(); l.Kind != api.LiveKill || l.Kill.RoomID != "r1" {
		t.Errorf("then heard %+v, want the kill in the public room", l)
	}
}

func TestStatusIsToldWhenItChangesAndNotTooOften(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newHub(t, nil)
		go f.hub.Run(t.Context())
		synctest.Wait()
		w, _ := parseSubscription(nil)
		l, first := f.hub.subscribe(w, "")
		if len(first) != 1 || first[0].kind != api.LiveStatus {
			t.Fatalf("first %v, want the status", first)
		}
		set := func(players int, tick float64) {
			f.mu.Lock()
			defer f.mu.Unlock()
			f.status = api.Status{Players: players, Rooms: []api.Room{{ID: "r1", TickP50: tick}}}
		}
		set(1, 0.1)
		time.Sleep(statusEvery + time.Millisecond)
		set(1, 0.2) // nobody wants to hear that
		time.Sleep(10 * statusEvery)
		for i := range 50 { // as in a rush
			set(i, 0.1)
			time.Sleep(statusEvery / 10)
		}
		time.Sleep(statusEvery)
		synctest.Wait()
		if n := len(l.queue); n != 1+5 {
			t.Errorf("told %d times, want once for the first change and once a second in the rush", n)
		}
		f.shutDown()
	})
}

// PublishKill is called by the goroutine of a room, so it must not block.
func TestPublishingNeverBlocks(t *testing.T) {
	f := newHub(t, nil) // nobody runs it
	for range hubQueueSize + 10 {
		f.hub.PublishKill(kill)
	}
	if f.metrics.counted("lost") != 10 {
		t.Errorf("%d events lost, want 10", f.metrics.counted("lost"))
	}
}

func TestWhoNeverReadsIsDroppedAndOthersGoOn(t *testing.T) {
	for _, request := range []string{
		"GET / HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\n\r\n",
		"GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
	} {
		f := startServer(t, nil)
		deaf, err := net.Dial("tcp", strings.TrimPrefix(f.URL, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		defer deaf.Close()
		if err := deaf.(*net.TCPConn).SetReadBuffer(4 << 10); err != nil {
			t.Fatal(err)
		}
		if _, err := deaf.Write([]byte(request)); err != nil {
			t.Fatal(err)
		}
		f.waitForSubscribers(1)
		good := f.mustDial("")
		f.waitForSubscribers(2)
		long := strings.Repeat("x", 1000)
		deadline := time.Now().Add(testTimeout)
		for told := 0; f.hub.len() == 2; told++ { // at the pace of whoever reads, however busy the machine
			if time.Now().After(deadline) {
				t.Fatalf("nobody was dropped in %v and %d events", testTimeout, told)
			}
			f.hub.PublishKill(room.Kill{Room: long, Killer: fmt.Sprint(told), News: true})
			if got := good.waitForKind(api.LiveKill).Kill; got.Killer != fmt.Sprint(told) {
				t.Fatalf("event %d is %s", told, got.Killer)
			}
		}
		f.hub.PublishKill(room.Kill{Room: "last", News: true})
		if got := good.waitForKind(api.LiveKill).Kill; got.RoomID != "last" {
			t.Errorf("the other did not hear the last event, but %+v", got)
		}
	}
}

func TestTheEndIsTold(t *testing.T) {
	f := startServer(t, nil)
	one, two := f.mustDial(""), f.openStream("")
	f.waitForSubscribers(2)
	f.shutDown()
	if why := one.waitForEnd(); !strings.Contains(why, "1012") && !strings.Contains(why, "restart") {
		t.Errorf("the WebSocket ended with %q", why)
	}
	if why := two.waitForEnd(); !strings.Contains(why, "restart") {
		t.Errorf("the stream ended with %q", why)
	}
	if _, res, err := f.dialSocket(""); err == nil || res.StatusCode != 503 {
		t.Errorf("another WebSocket: %v, %v; want 503", res, err)
	}
	late := f.openStream("")
	if why := late.waitForEnd(); !strings.Contains(why, "restart") {
		t.Errorf("another stream ended with %q", why)
	}
}

func TestAClientThatSendsIsDisconnected(t *testing.T) {
	f := startServer(t, nil)
	e := f.mustDial("")
	f.waitForSubscribers(1)
	_ = e.conn.WriteString("hello?")
	if why := e.waitForEnd(); !strings.Contains(why, "listening only") {
		t.Errorf("ended with %q", why)
	}
}

func TestAGoalIsTold(t *testing.T) {
	f := startServer(t, nil)
	e := f.mustDial("")
	f.waitForSubscribers(1)
	f.hub.PublishKill(room.Kill{Room: "r1", Means: "goal", Goal: true}) // an own goal is nobody's
	f.hub.PublishKill(room.Kill{Room: "r1", Killer: "Kepler", Means: "goal", Goal: true})
	f.hub.PublishKill(room.Kill{Game: "puck", Room: "r1", Killer: "Ada", Means: "goal", Goal: true, News: true})
	want := api.Goal{RoomID: "r1", Player: "Ada"}
	if l := e.waitForKind(api.LiveGoal); *l.Goal != want || l.Game != "puck" {
		t.Errorf("told of %+v in %q, want %+v in puck", *l.Goal, l.Game, want)
	}
}
