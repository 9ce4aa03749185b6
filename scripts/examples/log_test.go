package examples

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"perihelion/scripts/harness"
	"perihelion/shared/replay"
	"perihelion/sim"
	"perihelion/sim/games"
)

// listedLog is what log.mjs prints of a log.
type listedLog struct {
	Game, Mode, Node, Room, Seed string
	Rules, Seats, Rate           int
	Began                        int64
	Ticks, Last, States          int
	Truncated                    bool
	Segments                     []struct{ Tick, After int }
	Marks                        []struct {
		Tick          int
		Actor, Target *int
		Means         string
	}
	People map[string]struct{ Holder, Name string }
	Left   []struct{ Seat, Points int }
	Round  *struct {
		Phase, Match string
		Tick         int
	}
}

// TestALogIsListedInAnotherLanguage compares what log.mjs finds in the golden logs, whole
// and cut, with what our reader does.
func TestALogIsListedInAnotherLanguage(t *testing.T) {
	harness.RequireProgram(t, "node", requiredEnv)
	files, err := filepath.Glob("../../shared/replay/testdata/*.replay")
	if err != nil || len(files) < 5 {
		t.Fatalf("golden logs: %v, %v", files, err)
	}
	for _, file := range files {
		log, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		compareLists(t, file, log)
		compareLists(t, file+", cut", log[:len(log)*2/3-1])
		var stored []byte
		if err := replay.Pack(bytes.NewReader(log), games.All, func(part []byte) error {
			stored = append(stored, part...)
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		compareLists(t, file+", as it is stored", stored)
	}
}

func compareLists(t *testing.T, about string, log []byte) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "log")
	if err := os.WriteFile(file, log, 0o600); err != nil {
		t.Fatal(err)
	}
	var got listedLog
	if err := json.Unmarshal([]byte(runScript(t, "node", "js/log.mjs", file)), &got); err != nil {
		t.Fatalf("%s: %v", about, err)
	}
	want, err := replay.Scan(bytes.NewReader(log), games.All)
	if err != nil {
		t.Fatal(err)
	}
	m := want.Match
	if got.Game != m.Game || got.Mode != m.Mode || got.Rules != m.Rules || got.Seats != m.Seats || got.Rate != m.Rate || got.Room != want.Room || got.Began != want.Began {
		t.Errorf("%s: the header is %+v, want %+v", about, got, want.Header)
	}
	if got.Last != int(want.Last) || got.Truncated != want.Truncated || len(got.Segments) != len(want.Segments) || len(got.Marks) != len(want.Marks) || (got.Round == nil) != (want.Round.Match == "") {
		t.Errorf("%s: listed %+v, want %+v", about, got, want)
		return
	}
	for i, s := range want.Segments {
		if got.Segments[i].Tick != int(s.Tick) || got.Segments[i].After != int(s.After) {
			t.Errorf("%s: segment %d is %+v, want %+v", about, i, got.Segments[i], s)
		}
	}
	for i, m := range want.Marks {
		g := got.Marks[i]
		if g.Tick != int(m.Tick) || g.Means != m.Means || seatOf(g.Actor) != m.Actor || seatOf(g.Target) != m.Target {
			t.Errorf("%s: mark %d is %+v, want %+v", about, i, g, m)
		}
	}
}

func seatOf(p *int) sim.PlayerID {
	if p == nil {
		return sim.NoPlayer
	}
	return sim.PlayerID(*p)
}
