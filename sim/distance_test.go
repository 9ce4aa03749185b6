package sim_test

import (
	"testing"

	"perihelion/sim"
)

func TestDistancesFitTheViewUnlessTheGameSaysOtherwise(t *testing.T) {
	about := sim.About{View: sim.View{HalfHeight: 450}}
	i, s := about.Distances()
	if want := (sim.Interest{EnterMargin: 128, LeaveMargin: 384, Near: 64}); i != want {
		t.Errorf("interest %+v, want %+v", i, want)
	}
	if want := (sim.Smoothing{SmallError: 8, LargeError: 64, SnapError: 256, TeleportDistance: 32, TeleportError: 96}); s != want {
		t.Errorf("smoothing %+v, want %+v", s, want)
	}
	about = sim.About{
		View:      sim.View{HalfHeight: 900},
		Interest:  sim.Interest{EnterMargin: 1},
		Smoothing: sim.Smoothing{SnapError: 2},
	}
	i, s = about.Distances()
	if i.EnterMargin != 1 || s.SnapError != 2 {
		t.Errorf("of its own the game has %d and %d, want 1 and 2", i.EnterMargin, s.SnapError)
	}
	if i.LeaveMargin != 768 || s.TeleportError != 192 {
		t.Errorf("with twice the view the defaults are %d and %d, want 768 and 192", i.LeaveMargin, s.TeleportError)
	}
}

func TestAViewHasTheSameAreaInEveryWindow(t *testing.T) {
	v := sim.View{HalfWidth: 800, HalfHeight: 450, MinAspect: 450, MaxAspect: 2400}
	for _, tt := range []struct {
		name          string
		width, height int
		w, h          int32
	}{
		{"the usual one", 1920, 1080, 799, 450},
		{"wide", 2560, 1080, 923, 390},
		{"wider than any may be", 3840, 1080, 929, 387},
		{"old", 1024, 768, 692, 520},
		{"an upright phone", 390, 844, 407, 884},
		{"a strip", 10, 1000, 402, 895},
		{"no window", 0, 0, 600, 600},
	} {
		if w, h := v.Half(sim.Aspect(tt.width, tt.height)); w != tt.w || h != tt.h || w*h > 360_000 || w*h < 358_000 {
			t.Errorf("%s: %d by %d, want %d by %d", tt.name, w, h, tt.w, tt.h)
		}
	}
}

func TestBeyondIsHowFarOutsideOfTheView(t *testing.T) {
	about := sim.About{View: sim.View{HalfWidth: 800, HalfHeight: 450, MinAspect: 450, MaxAspect: 2400}}
	for _, tt := range []struct{ x, y, want int32 }{
		{100, 200, -600}, {1029, 200, 0}, {1059, 200, 30}, {-929, 200, 100}, {100, 1145, 50}, {899, 650, 0}, {1100, 700, 152},
	} {
		if got := about.Beyond(tt.x, tt.y, 100, 200); got != tt.want {
			t.Errorf("%d, %d is %d beyond the view around 100, 200, want %d", tt.x, tt.y, got, tt.want)
		}
	}
}
