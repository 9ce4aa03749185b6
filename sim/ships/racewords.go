package ships

import (
	"perihelion/sim"
	"perihelion/sim/fixed"
)

const (
	racerPassed = iota // the tick at which the last checkpoint was passed
	racerLap           // the tick at which the lap began; 0: not known
	racerBest          // ticks of the best lap; 0: none yet
)

// Racer is what the words of a KindRacer say. How many checkpoints a player has passed are the
// points of their score.
type Racer struct {
	Passed   sim.Tick // when the last checkpoint was
	LapBegan sim.Tick // 0: not known
	BestLap  int32    // ticks; 0: none yet
}

// RacerOf reads the words of a KindRacer.
func RacerOf(w *sim.Words) Racer {
	return Racer{Passed: sim.Tick(w[racerPassed]), LapBegan: sim.Tick(w[racerLap]), BestLap: w[racerBest]}
}

// Checkpoint is a place to be passed.
type Checkpoint struct {
	At     fixed.Vec
	Radius fixed.Num
}

// CheckpointAt is the one that a racer with so many points passes next, at a tick.
func CheckpointAt(cfg *sim.Config, points int32, t sim.Tick) (c Checkpoint) {
	a := arenaOf(cfg)
	c.At, c.Radius = a.checkpoint(points, t)
	return c
}

// Checkpoints is how many there are in a lap.
func Checkpoints(cfg *sim.Config) int32 {
	a := arenaOf(cfg)
	return int32(len(a.course()))
}
