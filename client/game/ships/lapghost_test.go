package ships

import (
	"testing"

	"perihelion/client/game/ships/demomatch"
	"perihelion/client/game/ships/shipstate"
	"perihelion/sim"
	"perihelion/sim/ships"
)

// TestTheGhostOfTheBestLapEndsWithIt plays a race in which the course turns: when the best lap is
// over, its ghost is in the last checkpoint, wherever that is by then.
func TestTheGhostOfTheBestLapEndsWithIt(t *testing.T) {
	drift, _ := ships.Rules.About().Arenas.Named("drift")
	f := demomatch.NewOf(sim.Config{Seed: 4, Seats: 4, Mode: ships.Race, Arena: drift})
	var g lapGhost
	shown, ended := 0, 0
	for range 300 * sim.DefaultRate {
		f.PlayTick()
		g.updateLap(&f.View)
		if !g.shown {
			continue
		}
		shown++
		r, _ := shipstate.RacerOf(&f.View, f.View.Me)
		if int32(f.View.OwnTick-g.began) != r.BestLap-3 {
			continue
		}
		ended++
		if c := shipstate.CheckpointOf(&f.View, -1); length(g.at.x-c.X, g.at.y-c.Y) > c.Radius+40 { // it came in at top speed
			t.Errorf("when its lap ends the ghost is at %.0f, %.0f and the checkpoint at %.0f, %.0f", g.at.x, g.at.y, c.X, c.Y)
		}
	}
	if shown < 20*sim.DefaultRate || ended == 0 {
		t.Errorf("the ghost was there for %d ticks and ended %d laps, want it for 20 seconds and at the end of a lap", shown, ended)
	}
}
