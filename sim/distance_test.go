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

func TestBeyondIsHowFarOutsideOfTheWidestView(t *testing.T) {
	about := sim.About{View: sim.View{HalfHeight: 450, MinHalfWidth: 300, MaxHalfWidth: 1000}}
	for _, tt := range []struct{ x, y, want int32 }{
		{100, 200, -450}, {1100, 200, 0}, {1130, 200, 30}, {-1000, 200, 100}, {100, 700, 50}, {1200, 750, 100},
	} {
		if got := about.Beyond(tt.x, tt.y, 100, 200); got != tt.want {
			t.Errorf("%d, %d is %d beyond the view around 100, 200, want %d", tt.x, tt.y, got, tt.want)
		}
	}
}
