package hud

import (
	"strings"
	"testing"
	"time"

	"perihelion/client/lang"
	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/client/render/sprites"
	"perihelion/client/ui"
	"perihelion/shared/protocol"
	"perihelion/sim"
)

var testCamera = render.Camera{Scale: 1, W: 1600, H: 900}

func newTestHUD(t testing.TB) *HUD {
	t.Helper()
	letters, err := ui.NewPen()
	if err != nil {
		t.Fatal(err)
	}
	return New(fakeGame{}, &sprites.Renderer{Atlas: sprites.NewAtlas()}, letters)
}

// testView returns a View with players 1 (the viewer) to 4.
func testView() *netcode.View {
	v := &netcode.View{Ready: true, Me: 1, Config: sim.Config{Seats: 8, Seed: 1}, Tick: 100, OwnTick: 110}
	for i, name := range []string{"Ada", "Bo", "Cy", "Di"} {
		v.Roster = append(v.Roster, protocol.Player{ID: sim.PlayerID(i + 1), Name: name})
	}
	return v
}

// podiumView returns the end of a round. points are those of players 2, 3, 4 and 1.
func podiumView(points ...int32) *netcode.View {
	v := testView()
	m := netcode.Seen{ID: 5120, Kind: kindMatch}
	m.To[matchPhase], m.To[matchEnds], m.To[matchRound] = int32(sim.PhasePodium), 400, 2
	v.Seen = append(v.Seen, m)
	for i, p := range []sim.PlayerID{2, 3, 4, 1} {
		s := netcode.Seen{ID: scoreID(p), Kind: kindScore}
		s.To[scorePoints], s.To[scoreKills], s.To[scoreDeaths] = points[i], points[i], 1
		v.Seen = append(v.Seen, s)
	}
	return v
}

func TestPodiumShowsThePlayer(t *testing.T) {
	for _, c := range []struct {
		name   string
		points []int32
		watch  bool
		want   []string
		not    string
	}{
		{"the player won", []int32{3, 2, 1, 9}, false, []string{"YOU WIN", "YOU 1st of  4", "death 1  kills 9  points 9"}, "wins"},
		{"second", []int32{9, 2, 1, 3}, false, []string{"Bo  wins", "YOU 2nd of  4"}, "YOU WIN"},
		{"not on the podium", []int32{9, 4, 3, 1}, false, []string{"Bo  wins", "YOU 4th of  4", "kill 1  point 1"}, "YOU WIN"},
		{"watching", []int32{9, 4, 3, 1}, true, []string{"Bo  wins"}, "YOU"},
	} {
		h, v := newTestHUD(t), podiumView(c.points...)
		if c.watch {
			v.Me, v.Watching = sim.NoPlayer, true
		}
		h.Update(v, 1.0/60)
		h.BuildFrame(v, testCamera, Options{Scale: 1})
		text := h.AllText()
		for _, want := range c.want {
			if !strings.Contains(text, strings.ReplaceAll(want, "  ", " ")) && !strings.Contains(text, want) {
				t.Errorf("%s: want %q in %q", c.name, want, text)
			}
		}
		if strings.Contains(text, c.not) {
			t.Errorf("%s: must not show %q: %q", c.name, c.not, text)
		}
	}
}

func TestCountdownsNeverShowZero(t *testing.T) {
	for left, want := range map[time.Duration]int{0: 1, time.Millisecond: 1, time.Second: 1, 1001 * time.Millisecond: 2, 3 * time.Second: 3} {
		if got := StepsLeft(left, time.Second); got != want {
			t.Errorf("%v is shown as %d, want %d", left, got, want)
		}
	}
	for _, phase := range []sim.Phase{sim.PhaseCountdown, sim.PhasePodium} {
		h, v := newTestHUD(t), testView()
		m := netcode.Seen{ID: 5120, Kind: kindMatch}
		m.To[matchPhase], m.To[matchEnds], m.To[matchRound] = int32(phase), int32(v.Tick), 2
		v.Seen, v.Notice = append(v.Seen, m), &protocol.Notice{Text: "Closing in", In: time.Millisecond}
		h.Update(v, 1.0/60)
		h.BuildFrame(v, testCamera, Options{Scale: 1})
		if text := h.AllText(); strings.Contains(text, "in  0") || strings.Contains(text, " 0 ") {
			t.Errorf("phase %v counts to zero: %s", phase, text)
		}
	}
}

func TestOrdinals(t *testing.T) {
	for n, want := range map[int]string{1: "1st", 2: "2nd", 3: "3rd", 4: "4th", 11: "11th", 12: "12th", 13: "13th", 21: "21st", 111: "111th"} {
		if got := lang.Ordinal(n); got != want {
			t.Errorf("%d is %q, want %q", n, got, want)
		}
	}
}

func TestChatStaysForAWhile(t *testing.T) {
	h, v := newTestHUD(t), testView()
	v.Chat = []protocol.Line{{From: 2, Name: "Bob", Text: "gg"}}
	h.Update(v, 1.0/60)
	v.Chat = nil
	h.BuildFrame(v, testCamera, Options{Scale: 1})
	if !strings.Contains(h.AllText(), "gg") {
		t.Error("the line is not shown")
	}
	for range chatTime*60 + 2 {
		h.Update(v, 1.0/60)
	}
	h.BuildFrame(v, testCamera, Options{Scale: 1})
	if strings.Contains(h.AllText(), "gg") {
		t.Error("the line is still shown")
	}
}

func TestHUDFitsSmallWindows(t *testing.T) {
	for _, size := range [][2]int{{640, 360}, {360, 640}, {3840, 2160}} {
		c := render.Camera{Scale: 1, W: size[0], H: size[1]}
		u := unit(c, 3)
		if u*minWidth > float32(size[0])+.5 || u*minHeight > float32(size[1])+.5 {
			t.Errorf("%v: %v pixels a unit is too large", size, u)
		}
	}
}
