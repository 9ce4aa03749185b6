package app

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"

	"perihelion/server/data/casefile"
	"perihelion/server/ops/admin"
	"perihelion/shared/api"
	"perihelion/shared/protocol"
	"perihelion/shared/replay"
	"perihelion/sim"
)

// fetchReplay asks for the log of a match.
func (s *testServer) fetchReplay(match, token string) (status int, log []byte) {
	s.t.Helper()
	r, err := http.NewRequestWithContext(s.t.Context(), "GET", "http://"+s.Addr().String()+"/v1/matches/"+match+"/replay", nil)
	if err != nil {
		s.t.Fatal(err)
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	res, err := http.DefaultClient.Do(r) // accepts gzip, and unpacks it
	if err != nil {
		s.t.Fatal(err)
	}
	defer res.Body.Close()
	if log, err = io.ReadAll(res.Body); err != nil {
		s.t.Fatal(err)
	}
	return res.StatusCode, log
}

// wantReplay waits for the log of the newest match of a guest, and verifies it.
func (s *testServer) wantReplay(token string) (match string, x *replay.Index) {
	s.t.Helper()
	var history api.Matches
	waitFor(s.t, "the replay is there", func() bool {
		s.callAPI("GET", "/v1/players/me/matches", token, "", &history)
		if len(history.Matches) == 0 {
			return false
		}
		match = history.Matches[0].ID
		status, _ := s.fetchReplay(match, token)
		return status == http.StatusOK
	})
	_, log := s.fetchReplay(match, token)
	rep, err := replay.Verify(bytes.NewReader(log), s.games)
	if err != nil || rep.Ticks == 0 || rep.Truncated {
		s.t.Errorf("the replay proves %+v, %v", rep, err)
	}
	x, err = replay.Scan(bytes.NewReader(log), s.games)
	if err != nil || x.Round.Match != match || x.First != x.Round.Tick {
		s.t.Fatalf("the replay of %s holds %+v, %v", match, x, err)
	}
	return match, x
}

func TestEveryRoundCanBeSeenAgain(t *testing.T) {
	t.Parallel()
	s := startServer(t, "PERIHELION_ROUND_TIME=1s")
	token := s.newGuest()
	var ticket api.Ticket
	s.callAPI("POST", "/v1/tickets", token, "", &ticket)
	s.joinRoom(ticket.Assignment).waitForFrame(protocol.TypeState)
	match, x := s.wantReplay(token)
	if x.Private || x.Round.Phase != replay.RoundWon {
		t.Errorf("the replay is of %+v in %+v", x.Round, x.Header)
	}
	if status, _ := s.fetchReplay(match, ""); status != http.StatusOK {
		t.Errorf("a stranger gets %d, want it", status)
	}
	secret, err := os.ReadFile(s.TokenFile())
	if err != nil {
		t.Fatal(err)
	}
	var file casefile.File
	path := "/api/matches/" + match + "/players/" + x.People[len(x.People)-1].Account + "/casefile"
	if got := s.callAdmin("GET", path, strings.TrimSpace(string(secret)), "", &file); got != http.StatusOK || file.Seconds < 0.5 || len(file.Unseen) > 0 {
		t.Errorf("its operator reads %d, %+v", got, file)
	}
	var m api.Match
	if s.callAPI("GET", "/v1/matches/"+match, "", "", &m); m.Replay == nil || !m.Replay.Whole || m.Replay.Seconds < 0.9 {
		t.Errorf("the match says of it %+v", m.Replay)
	}
}

func TestTheReplayOfAPrivateRoomIsForThoseWhoPlayedThere(t *testing.T) {
	t.Parallel()
	s := startServer(t, "PERIHELION_ROUND_TIME=1s", "PERIHELION_ADMIN_TOKEN=for-the-operator-of-this-test")
	token, stranger := s.newGuest(), s.newGuest()
	var a api.Assignment
	s.callAPI("POST", "/v1/rooms", token, "", &a)
	s.joinRoom(&a).waitForFrame(protocol.TypeState)
	match, x := s.wantReplay(token)
	if !x.Private {
		t.Error("the log does not say that the room was private")
	}
	for _, other := range []string{"", stranger} {
		if status, _ := s.fetchReplay(match, other); status != http.StatusNotFound {
			t.Errorf("somebody else gets %d, want 404", status)
		}
	}
	var pass admin.ReplayPass
	s.callAt(s.AdminAddr(), "POST", "/api/matches/"+match+"/pass", s.cfg.AdminToken, "", &pass)
	r, err := http.NewRequest("GET", "http://"+s.Addr().String()+"/v1/matches/"+match+"/replay", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set(api.ReplayPassHeader, pass.Pass)
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		t.Errorf("an operator with the pass %q gets %d", pass.Pass, res.StatusCode)
	}
}

// A round that is cut short by the end of the server is stored, at the next start if need be.
func TestTheReplayOfABrokenOffRound(t *testing.T) {
	t.Parallel()
	home := "PERIHELION_DATA_DIR=" + t.TempDir()
	s := startServer(t, home)
	token := s.newGuest()
	var ticket api.Ticket
	s.callAPI("POST", "/v1/tickets", token, "", &ticket)
	s.joinRoom(ticket.Assignment).waitForFrame(protocol.TypeState)
	waitFor(t, "the round has begun", func() bool {
		rooms := s.rooms.List()
		return len(rooms) == 1 && rooms[0].Phase == sim.PhaseLive
	})
	s.stopAndWait()
	s = startServer(t, home)
	if _, x := s.wantReplay(token); x.Round.Phase != replay.RoundAborted {
		t.Errorf("the round is %+v, want it aborted", x.Round)
	}
}

// Whoever watches puts the header and the segments together, and has the log.
func TestAMatchCanBeWatchedFromItsLog(t *testing.T) {
	t.Parallel()
	s := startServer(t, "PERIHELION_ROUND_TIME=60s")
	token := s.newGuest()
	var a api.Assignment
	s.callAPI("POST", "/v1/rooms", token, "", &a) // a private one: its delay is short
	s.joinRoom(&a).waitForFrame(protocol.TypeState)
	path := "/v1/rooms/" + a.Code + "/log"
	var list api.RoomLog
	waitFor(t, "two segments are shown", func() bool {
		s.callAPI("GET", path, "", "", &list)
		return len(list.Logs) > 0 && len(list.Logs[len(list.Logs)-1].Segments) >= 2
	})
	watched := list.Logs[len(list.Logs)-1]
	var log []byte
	for segment := range len(watched.Segments) + 1 {
		res, err := http.Get(fmt.Sprintf("http://%s%s/%d/%d", s.Addr(), path, watched.Log, segment))
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(res.Body)
		if err := errors.Join(err, res.Body.Close()); err != nil || res.StatusCode != http.StatusOK {
			t.Fatalf("segment %d: %d, %v", segment, res.StatusCode, err)
		}
		log = append(log, b...)
	}
	rep, err := replay.Verify(bytes.NewReader(log), s.games)
	if err != nil || rep.Ticks < 2*60 || rep.Truncated {
		t.Errorf("what was watched proves %+v, %v", rep, err)
	}
	if res := s.callAPI("GET", "/v1/rooms/"+a.RoomID+"/log", token, "", nil); res.StatusCode != http.StatusNotFound {
		t.Errorf("by the id of a private room: %d, want 404", res.StatusCode)
	}
}
