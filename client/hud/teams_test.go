package hud

import (
	"strings"
	"testing"
	"time"

	"perihelion/client/netcode"
	"perihelion/shared/protocol"
	"perihelion/sim"
)

// teamView is testView in a mode with teams, on the podium: players 1 and 3 against 2 and 4.
func teamView(mode *sim.Mode, first, second int32, victor sim.Team) *netcode.View {
	v := testView()
	v.Config.Mode = mode
	stand := netcode.Seen{ID: 1 << 14, Kind: kindMatch}
	stand.To[matchPhase], stand.To[matchVictor] = int32(sim.PhasePodium), int32(victor)
	stand.To[matchTeam1], stand.To[matchTeam2], stand.To[matchLeader] = first, second, int32(sim.NoPlayer)
	for p := sim.PlayerID(1); p <= 4; p++ {
		v.Seen = append(v.Seen, netcode.Seen{ID: scoreID(p), Kind: kindScore})
	}
	v.Seen = append(v.Seen, stand)
	return v
}

func TestTeamsAreNamedForTheViewer(t *testing.T) {
	tests := []struct {
		name   string
		mode   *sim.Mode
		victor sim.Team
		watch  bool
		want   []string
	}{
		{"the own team won", teamMode, 2, false, []string{"WE", "THEY", "VICTORY", "31", "40"}},
		{"the other team won", teamMode, 1, false, []string{"DEFEAT"}},
		{"a draw", teamMode, sim.NoTeam, false, []string{"EVEN"}},
		{"who watches has no team", teamMode, 1, true, []string{"BLUE", "ORANGE", "BLUE WINS"}},
		{"a duel shows player names", duel, 2, false, []string{"Ada", "Bo", "VICTORY"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			h, v := newTestHUD(t), teamView(tt.mode, 31, 40, tt.victor)
			if tt.watch {
				v.Me, v.Watching = sim.NoPlayer, true
			}
			h.Update(v, .1)
			h.BuildFrame(v, testCamera, Options{Scale: 1})
			for _, want := range tt.want {
				if got := h.AllText(); !strings.Contains(got, want) {
					t.Errorf("the HUD says %q, without %q", got, want)
				}
			}
		})
	}
}

func TestMutedPlayersAreNotShown(t *testing.T) {
	h, v := newTestHUD(t), testView()
	h.IsMuted = func(who protocol.Account) bool { return who == 17 }
	v.Chat = []protocol.Line{{From: 2, Name: "Bo", Text: "nonsense", Account: 17}, {From: 3, Name: "Bo", Text: "well met", Account: 18}}
	h.Update(v, .1)
	h.BuildFrame(v, testCamera, Options{Scale: 1})
	if got := h.AllText(); strings.Contains(got, "nonsense") || !strings.Contains(got, "well met") {
		t.Errorf("the HUD says %q, want only what the other Bo said", got)
	}
}

func TestTheScoreboardIsATableOfTexts(t *testing.T) {
	h := newTestHUD(t)
	v := h.playRound(freeForAll, time.Minute, 7, false)
	label, head, rows := h.Scoreboard(v)
	if label != "SCOREBOARD" || len(head) != 4+len(h.game.Style().Columns) || len(rows) != 1 {
		t.Fatalf("%s with %q and %q", label, head, rows)
	}
	if row := rows[0]; len(row) != len(head) || row[0] != "1" || row[1] != "Bo" || row[2] != "7" {
		t.Errorf("the row is %q of %q", row, head)
	}
}

func TestAPlayerOfWhomTheRosterHasYetToTellHasNoName(t *testing.T) {
	for _, mode := range []*sim.Mode{freeForAll, teamMode} {
		h := newTestHUD(t)
		v := h.playRound(mode, time.Minute, 7, false)
		v.Roster = v.Roster[:1]
		h.BuildFrame(v, testCamera, Options{Scale: 1, Scoreboard: true})
		if text := h.AllText(); !strings.Contains(text, "? ") || !strings.Contains(text, "– ") {
			t.Errorf("%s: the scoreboard says %q", mode.Name, text)
		}
		_, _, rows := h.Scoreboard(v)
		if row := rows[0]; row[1] != "?" || row[len(row)-1] != "–" {
			t.Errorf("%s: the row is %q", mode.Name, row)
		}
	}
}
