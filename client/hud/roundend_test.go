package hud

import (
	"strings"
	"testing"
	"time"

	"perihelion/client/netcode"
	"perihelion/sim"
)

// playRound shows a round in which so much time has passed and one player or team has so
// many points.
func (h *HUD) playRound(mode *sim.Mode, played time.Duration, points int32, sudden bool) *netcode.View {
	v := testView()
	v.Config.Mode = mode
	v.Tick = sim.Tick(played.Seconds() * float64(v.Config.TicksPerSecond()))
	m := netcode.Seen{Kind: kindMatch}
	w := &m.To
	w[matchPhase], w[matchRound], w[matchLimit] = int32(sim.PhaseLive), 1, int32(v.Config.Limit())
	w[matchEnds], w[matchTeam2] = int32(v.Config.RoundTicks()), points
	if sudden {
		w[matchSudden], w[matchEnds] = 1, int32(v.Tick)+60*60
	}
	score := netcode.Seen{ID: scoreID(2), Kind: kindScore}
	score.To[scorePoints] = points
	v.Seen = append(v.Seen, m, score)
	h.scores.since = sortEvery
	h.Update(v, .1)
	h.BuildFrame(v, testCamera, Options{Scale: 1})
	return v
}

func TestClockShowsWhatEndsTheRound(t *testing.T) {
	type moment struct {
		played time.Duration
		points int32
		want   string
	}
	for _, tt := range []struct {
		name    string
		mode    *sim.Mode
		moments []moment
	}{
		{"a usual round", freeForAll, []moment{{0, 0, "20 POINTS TO GO"}, {time.Minute, 7, "13 POINTS TO GO"}, {150 * time.Second, 19, "1 POINT TO GO"}}},
		{"hardly any hits", freeForAll, []moment{{10 * time.Second, 0, "20 POINTS TO GO"}, {2 * time.Minute, 2, "4:00 TIME LEFT"}, {350 * time.Second, 4, "0:10 TIME LEFT"}}},
		{"no points", duel, []moment{{time.Minute, 0, "7 POINTS TO GO"}, {3 * time.Minute, 0, "1:00 TIME LEFT"}}},
		{"teams", teamMode, []moment{{time.Minute, 12, "28 POINTS TO GO"}}},
		{"near the limit: hysteresis", freeForAll, []moment{
			{2 * time.Minute, 7, "13 POINTS TO GO"}, // at this pace 223 s for 240 s
			{3 * time.Minute, 9, "11 POINTS TO GO"}, // 220 s for 180 s
			{4 * time.Minute, 10, "2:00 TIME LEFT"}, // 240 s for 120 s
			{5 * time.Minute, 16, "1:00 TIME LEFT"}, // 75 s for 60 s
			{5*time.Minute + 20*time.Second, 19, "1 POINT TO GO"},
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h := newTestHUD(t)
			for _, m := range tt.moments {
				h.playRound(tt.mode, m.played, m.points, false)
				if got := h.AllText(); !strings.Contains(got, m.want) {
					t.Errorf("after %v with %d points: %q, want %q", m.played, m.points, got, m.want)
				}
			}
		})
	}
	h := newTestHUD(t)
	h.playRound(teamMode, 6*time.Minute, 12, true)
	if got := h.AllText(); !strings.Contains(got, "1:00 SUDDEN DEATH") {
		t.Errorf("in sudden death: %q", got)
	}
}

func TestTheLastMinuteIsWhatTheClockShows(t *testing.T) {
	type moment struct {
		played time.Duration
		points int32
		want   bool
	}
	for name, tt := range map[string]struct {
		mode    *sim.Mode
		moments []moment
	}{
		"by points": {freeForAll, []moment{{time.Minute, 7, false}, {150 * time.Second, 17, false}, {160 * time.Second, 18, true}}},
		"by time":   {freeForAll, []moment{{2 * time.Minute, 2, false}, {290 * time.Second, 4, false}, {301 * time.Second, 4, true}}},
		"once begun it stays": {freeForAll, []moment{
			{4 * time.Minute, 10, false}, {5 * time.Minute, 12, true}, {5*time.Minute + 10*time.Second, 17, true},
		}},
		"teams": {teamMode, []moment{{2 * time.Minute, 35, false}, {3 * time.Minute, 36, true}}},
	} {
		h := newTestHUD(t)
		for _, m := range tt.moments {
			h.playRound(tt.mode, m.played, m.points, false)
			if got := h.LastMinute(); got != m.want {
				t.Errorf("%s: after %v with %d points it is the last minute: %v, want %v", name, m.played, m.points, got, m.want)
			}
		}
		v := testView()
		if h.Update(v, .1); h.LastMinute() {
			t.Errorf("%s: the last minute goes on without a match", name)
		}
	}
	h := newTestHUD(t)
	if h.playRound(teamMode, 6*time.Minute, 12, true); !h.LastMinute() {
		t.Error("sudden death is no last minute")
	}
}
