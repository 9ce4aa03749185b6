package scene

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/client/netcode"
	"perihelion/client/ui"
	"perihelion/shared/protocol"
	"perihelion/sim"
	"perihelion/sim/games"
	"perihelion/sim/ships"
)

// killView is a view in which a player kills another at a second of the round.
func killView(match string, killer, victim sim.PlayerID, second int) *netcode.View {
	e := sim.Event{Entity: sim.Entity{Kind: ships.EventKill}, Tick: sim.Tick(1000 + 60*second)}
	e.Words[ships.KillKiller], e.Words[ships.KillVictim] = int32(killer), int32(victim)
	v := &netcode.View{Ready: true, Game: games.All[0], Me: 2, Round: protocol.Round{Match: match, Tick: 1000}, Events: []sim.Event{e}}
	v.Config.Rate = 60
	return v
}

func TestTheBestMomentIsTheEndOfTheBestRun(t *testing.T) {
	var b bestMoment
	for _, k := range []struct {
		killer, victim sim.PlayerID
		second         int
		want           time.Duration
	}{
		{3, 2, 1, 0}, // another's
		{2, 3, 2, 0}, // less than the lead after the beginning
		{2, 3, 20, 17 * time.Second},
		{2, 4, 29, 26 * time.Second}, // two within ten seconds
		{2, 2, 30, 26 * time.Second}, // into the star
		{2, 3, 45, 26 * time.Second}, // one alone
		{2, 3, 52, 49 * time.Second}, // two again, later
		{2, 3, 54, 51 * time.Second},
		{2, 3, 70, 51 * time.Second},
	} {
		v := killView("m1", k.killer, k.victim, k.second)
		if b.countKills(v); b.time(v) != k.want {
			t.Errorf("after the kill of second %d it is %v, want %v", k.second, b.time(v), k.want)
		}
	}
	if v := killView("m2", 3, 2, 80); true {
		if b.countKills(v); b.time(v) != 0 {
			t.Errorf("the next round has one of the last: %v", b.time(v))
		}
	}
}

func TestThePodiumLeadsToTheReplay(t *testing.T) {
	log, err := fightLog()
	if err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		tc := newTestClient(t, Options{Play: true})
		defer tc.closeAll()
		tc.waitForScene("match", time.Second)
		tc.runFor(time.Second)
		m := tc.stack.top().(*matchScene)
		if m.podium.shown(m) {
			t.Fatal("the podium's buttons are shown before there is a podium")
		}
		m.view = killView("m1", 2, 3, 30)
		if err := m.showGame(m.view.Game); err != nil {
			t.Fatal(err)
		}
		m.podium.best.countKills(m.view)
		m.view.Seen = []netcode.Seen{{ID: 1 << 15, Kind: ships.KindMatch}}
		podium(m.view)
		m.view.Round.Tick = 1000
		if !m.podium.shown(m) {
			t.Fatal("no buttons on the podium")
		}
		click := func(r ui.Rect) transition {
			f := tc.frame
			f.top, f.in = true, &ui.Input{X: r.X + 2, Y: r.Y + 2, Down: true, Pressed: true}
			m.podium.handle(m, &f)
			f.in = &ui.Input{X: r.X + 2, Y: r.Y + 2, Released: true}
			return m.podium.handle(m, &f)
		}
		m.podium.layout(m, &tc.frame)
		click(m.podium.link.Rect)
		if want := "http://game.test/?replay=m1#t=27.0"; tc.platform.copied != want || m.podium.copied != "m1" {
			t.Errorf("the link is %q, want %q", tc.platform.copied, want)
		}
		tr := click(m.podium.again.Rect)
		s, ok := tr.target.(*replayScene)
		if tr.op != opPush || !ok {
			t.Fatalf("WATCH AGAIN leads to %+v", tr)
		}
		tc.stack.scenes = append(tc.stack.scenes, s)
		tc.runFor(3 * time.Second) // it is not there yet
		if s.tries < 2 || s.errText != "" {
			t.Errorf("asked %d times for a recording that is not there yet, says %q", s.tries, s.errText)
		}
		tc.server.Handle("GET matches/m1/replay", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(log) })
		tc.runFor(2 * time.Second)
		if s.viewer == nil {
			t.Errorf("the recording is there, and is not shown: %q", s.errText)
		}
		never := newFreshReplayScene(tc.deps, "m2")
		tc.stack.scenes[len(tc.stack.scenes)-1] = never
		tc.runFor((freshTries + 5) * time.Second)
		if never.errText == "" {
			t.Error("a recording that never comes is waited for without end")
		}
	})
}
