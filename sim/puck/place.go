package puck

import (
	"perihelion/sim"
	"perihelion/sim/fixed"
	"perihelion/sim/rng"
)

// resetAt puts a skater at rest at a place, with its stick towards the goal of the others.
// What its player holds stays as it is.
func (b *body) resetAt(at fixed.Vec, end fixed.Num) {
	heading := fixed.Angle(0)
	if end > 0 {
		heading = 2 * fixed.Quarter
	}
	*b = body{pos: at, heading: heading, controls: b.controls, energy: FullEnergy * energyUnit}
}

// spots are the places of a face-off, for the end at +X: of the first of a team, in order
// of seats, and so on. The last one of a team of two guards the goal.
var (
	spots = [...]fixed.Vec{
		spot(100, 0), spot(300, -260), spot(300, 260), spot(900, 0),
	}
	twoSpots = [...]fixed.Vec{spot(100, 0), spot(800, 0)}
)

func spot(x, y int) fixed.Vec { return fixed.Vec{X: fixed.Int(x), Y: fixed.Int(y)} }

// toFaceOff puts p at the place of a face-off.
func (w *World) toFaceOff(p sim.PlayerID) {
	rank := 0
	for _, q := range w.players {
		if q < p && w.cfg.TeamOf(q) == w.cfg.TeamOf(p) {
			rank++
		}
	}
	at := spots[min(rank, len(spots)-1)]
	if w.cfg.Mode == Two {
		at = twoSpots[min(rank, len(twoSpots)-1)]
	}
	w.skaters[p].resetAt(fixed.Vec{X: at.X * w.end(p), Y: at.Y * w.end(p)}, w.end(p))
}

// bench is where p comes into a game that is under way: at the boards of the own half.
func (w *World) bench(p sim.PlayerID) fixed.Vec {
	at := spot(350+int(p/2)*120, HalfWidth-SkaterRadius-10)
	return fixed.Vec{X: at.X * w.end(p), Y: at.Y}
}

// setFaceOff puts everyone at their places and the puck in the middle, for some time.
func (w *World) setFaceOff(ms int64) {
	w.match.stage = stageFaceOff
	w.match.until = w.tick + sim.Tick(w.timing.ticks(ms))
	w.puck, w.carrier = disc{}, sim.NoPlayer
	w.touches.clearTouches()
	w.toPlaces()
}

func (w *World) toPlaces() {
	for _, p := range w.players {
		w.toFaceOff(p)
	}
}

// dropPuck begins play. The puck gets a nudge to a side that both ends can compute and
// nobody can foresee who does not: two who rush to it in a straight line do not meet it
// alike every time.
func (w *World) dropPuck() {
	w.match.stage, w.match.until = stagePlay, 0
	turn := rng.Mix(rng.Mix(w.cfg.Seed) ^ uint64(w.tick))
	speed := fixed.Int(60 + int(turn>>8%90))
	if turn&1 == 1 {
		speed = -speed
	}
	w.puck.vel = roundVel(fixed.Vec{Y: speed})
	if !w.client {
		w.emit(EventFaceOff, fixed.Vec{}, sim.Words{faceOffRound: w.match.roundWord()})
	}
}
