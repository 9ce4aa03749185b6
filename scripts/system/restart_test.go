package system

import (
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"perihelion/client/netcode"
	"perihelion/client/online"
	"perihelion/scripts/harness"
	"perihelion/shared/api"
	"perihelion/sim"
)

// restarts is how often a server is killed and comes back; make restarts does it fifty times.
// A fifth of it is how often one is stopped.
var restarts = flag.Int("restarts", 3, "how often a server is killed and comes back")

// restartPlayers play on the server that ends; bots fill the room.
const restartPlayers = 4

// A restart ends no match: whoever played flies on in the same seat, with the same points,
// and the round has one result.
func TestMatchesGoOnAfterAKill(t *testing.T) {
	testRestarts(t, *restarts, process.killed)
}

// So do they after SIGTERM, if the server is to come back at once.
func TestMatchesGoOnAfterAStop(t *testing.T) {
	testRestarts(t, (*restarts+4)/5, process.stopped, "DRAIN=restart")
}

func (p process) killed()  { p.kill() }
func (p process) stopped() { p.stop() }

func testRestarts(t *testing.T, times int, end func(process), settings ...string) {
	if testing.Short() {
		t.Skip("takes seconds of real time")
	}
	t.Parallel()
	for i := range times {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			playThroughRestart(t, end, append(settings, "ROUND_TIME=10m", "ROUND_POINTS=8", "BOT_FILL=8"))
		})
	}
}

// playThroughRestart plays a round, in the middle of which the server ends and comes back.
func playThroughRestart(t *testing.T, end func(process), settings []string) {
	dir := memoryDir(t)
	server := serve(t, dir, settings...)
	players := seated(t, server.url)
	players.playUntil(t, "somebody has points, and the round goes on for a while", func() bool {
		n := leader(t, server.url).Points // one kill gives up to four
		return players.live() && n > 0 && n <= 4
	})
	before, seats := leader(t, server.url), players.seats()
	players.playFor(time.Second) // what came in the last moment may be lost
	end(server)

	again := serve(t, dir, append(settings, "HTTP_ADDR="+strings.TrimPrefix(server.url, "http://"))...)
	up := time.Now()
	players.playUntil(t, "everybody is back", players.back)
	t.Logf("everybody is back %v after the server", time.Since(up).Round(time.Millisecond))
	if got := players.seats(); got != seats {
		t.Errorf("they came back to %v, want %v", got, seats)
	}
	if after := leader(t, again.url); after.Points < before.Points || after.ID != before.ID {
		t.Errorf("the room is %+v, and was %+v", after, before)
	}
	players.playUntil(t, "the end of the round", func() bool { return !players.live() })
	for _, p := range players {
		wantOneMatch(t, again.url, p.Guest().Token)
	}
}

// leader asks for the room that is played in.
func leader(t *testing.T, url string) api.Room {
	t.Helper()
	var rooms api.Rooms
	res, err := http.Get(url + "/v1/rooms")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if err := json.NewDecoder(res.Body).Decode(&rooms); err != nil {
		t.Fatal(err)
	}
	if len(rooms.Rooms) != 1 {
		t.Fatalf("rooms: %+v, want one", rooms.Rooms)
	}
	return rooms.Rooms[0]
}

// testTimeout is how long tests wait for something that must happen.
const testTimeout = 3 * time.Minute

// crowd are players who come back by themselves when their connection breaks.
type crowd []*crowdPlayer

type crowdPlayer struct {
	*onlineClient
	session *online.Session
	view    *netcode.View
	mind    harness.Bot
}

func seated(t *testing.T, url string) (all crowd) {
	t.Helper()
	for i := range restartPlayers {
		p := &crowdPlayer{onlineClient: newOnlineClient(t, url, fmt.Sprint("Player ", i)), mind: harness.Bot{Skill: sim.Ace}}
		p.session, p.view = p.play(online.Destination{})
		all = append(all, p)
	}
	return all
}

// frame plays one frame of everybody.
func (all crowd) frame() {
	for _, p := range all {
		view, end := p.session.Exchange(time.Now(), func() sim.Input {
			if p.view == nil {
				return sim.Input{}
			}
			return p.mind.Input(p.view, time.Now())
		})
		if end != nil {
			p.t.Fatalf("the match ends: %+v", end)
		}
		p.view = view
	}
}

func (all crowd) playFor(d time.Duration) {
	for end := time.Now().Add(d); time.Now().Before(end); time.Sleep(time.Second / 60) {
		all.frame()
	}
}

func (all crowd) playUntil(t *testing.T, what string, f func() bool) {
	t.Helper()
	for end := time.Now().Add(testTimeout); !f(); all.playFor(100 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("waited for minutes in vain: %s", what)
		}
	}
}

// live reports whether a round is live on somebody's screen.
func (all crowd) live() bool {
	for _, p := range all {
		if p.view != nil {
			if phase, ok := harness.Phase(p.view); ok && phase == sim.PhaseLive {
				return true
			}
		}
	}
	return false
}

// back reports whether all have the controls again.
func (all crowd) back() bool {
	for _, p := range all {
		if p.view == nil || !p.view.Ready || p.session.ResumeCount != 1 {
			return false
		}
	}
	return true
}

// seats are the rooms and seats of all.
func (all crowd) seats() string {
	var text strings.Builder
	for _, p := range all {
		if p.view != nil {
			fmt.Fprintln(&text, p.view.Room, p.view.Me)
		}
	}
	return text.String()
}
