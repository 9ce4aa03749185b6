package shipstate

import (
	"perihelion/client/netcode"
	"perihelion/sim"
	"perihelion/sim/ships"
)

// Racer is how far a player is in a race.
type Racer struct {
	ships.Racer
	Points int32 // checkpoints that were passed
}

// RacerOf returns how far p is; ok is false if that is unknown: there is no race.
func RacerOf(v *netcode.View, p sim.PlayerID) (r Racer, ok bool) {
	e, ok := v.Find(ships.RacerID(p))
	score, known := v.Find(ships.ScoreID(p))
	if !ok || !known {
		return r, false
	}
	return Racer{Racer: ships.RacerOf(&e.To), Points: ships.ScoreOf(&score.To).Points}, true
}

// Checkpoint is a checkpoint at the displayed moment, in world units.
type Checkpoint struct{ X, Y, Radius float32 }

// CheckpointOf returns the one that a racer with so many points passes next.
func CheckpointOf(v *netcode.View, points int32) Checkpoint {
	now, next := ships.CheckpointAt(&v.Config, points, v.Tick), ships.CheckpointAt(&v.Config, points, v.Tick+1)
	return Checkpoint{
		X: interpolateFixed(now.At.X, next.At.X, v.Frac), Y: interpolateFixed(now.At.Y, next.At.Y, v.Frac),
		Radius: FromFixed(now.Radius),
	}
}
