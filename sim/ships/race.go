package ships

import (
	"perihelion/sim"
	"perihelion/sim/coder"
	"perihelion/sim/fixed"
	"perihelion/sim/ships/layout"
)

// Race is the mode in which one passes checkpoints around the star in their order, lap after lap. A
// point is a checkpoint. The round is over when everyone has passed the last one, or some time
// after the first who did.
var Race = &sim.Mode{
	Name: "race", Text: "Laps through the checkpoints. Let the star throw you", Queue: "race", Turns: true,
	Points: 30, Seconds: 360,
}

const (
	raceGrace   = 60_000 // ms that the others have after the first has finished
	raceRespawn = 1_000  // ms, instead of respawnTime
	raceLaunch  = 120    // units per second, with which a life begins

	gridLanes  = 4   // ships beside each other at the start
	gridGap    = 62  // units between two of them
	gridRows   = 70  // units between two rows
	gridRotate = 5   // places by which the grid moves from round to round
	spawnShare = 160 // percent of a checkpoint's radius is its width for ships that are back
)

// usualCourse is a star with five points, each leg of which leads past the sun: of an arena
// without checkpoints.
var usualCourse = [...]layout.Zone{
	usualCheckpoint(0), usualCheckpoint(2), usualCheckpoint(4), usualCheckpoint(1), usualCheckpoint(3),
}

func usualCheckpoint(fifth int) layout.Zone {
	return layout.Zone{Radius: 150, Orbit: layout.Orbit{Distance: 720, Phase: fifth << 16 / 5}}
}

func (a *arena) course() []layout.Zone {
	if all := a.layout.Course; len(all) > 0 {
		return all
	}
	return usualCourse[:]
}

// checkpoint is the one that a racer with so many points passes next, at a tick. Before the first
// one they start at the last, which ends each lap.
func (a *arena) checkpoint(points int32, t sim.Tick) (at fixed.Vec, radius fixed.Num) {
	course := a.course()
	n := int32(len(course))
	z := &course[(points%n+n)%n]
	o := a.orbitAt(&z.Orbit, fixed.Int(z.Radius))
	return o.position(t), o.radius
}

// racer is what a race remembers of a player.
type racer struct {
	passed   sim.Tick // when the last checkpoint was
	lapBegan sim.Tick // 0: they came while the race was on
	bestLap  int32    // ticks; 0: none yet
}

type raceGoal struct{}

func (raceGoal) beginGoal(w *World) {
	for _, p := range w.players {
		w.ships[p].score.racer = racer{lapBegan: w.tick}
	}
}

// playGoal gives a point to who passes the next checkpoint. The first to finish leaves the others
// some time.
func (raceGoal) playGoal(w *World) {
	for _, p := range w.players {
		s := &w.ships[p]
		if !s.alive || w.hasFinished(p) {
			continue
		}
		if at, radius := w.arena.checkpoint(s.score.points, w.tick); s.pos.Sub(at).Within(radius) {
			w.passCheckpoint(p)
		}
	}
}

func (w *World) passCheckpoint(p sim.PlayerID) {
	t := &w.ships[p].score
	t.passed = w.tick
	w.scoreGoal(p, 1)
	if int(t.points)%len(w.arena.course()) == 0 {
		if lap := int32(w.tick - t.lapBegan); t.lapBegan != 0 && (t.bestLap == 0 || lap < t.bestLap) {
			t.bestLap = lap
		}
		t.lapBegan = w.tick
	}
	if grace := w.tick + sim.Tick(w.arena.ticks(raceGrace)); w.hasFinished(p) && w.match.ends > grace {
		w.match.ends = grace
	}
}

// scoreKill gives nothing: who is destroyed loses the time.
func (raceGoal) scoreKill(*World, sim.PlayerID, sim.PlayerID, int32) int32 { return 0 }

func (w *World) hasFinished(p sim.PlayerID) bool {
	return int(w.ships[p].score.points) >= w.cfg.Limit()
}

// isRaceOver reports whether everyone has finished.
func (w *World) isRaceOver() bool {
	for _, p := range w.players {
		if !w.hasFinished(p) {
			return false
		}
	}
	return true
}

// gridPoint is the place of p in the start grid, which lies behind the start.
func (w *World) gridPoint(p sim.PlayerID) fixed.Vec {
	place := 0
	for i, q := range w.players {
		if q == p {
			place = (i + int(w.match.round)*gridRotate) % len(w.players)
		}
	}
	at, _ := w.arena.checkpoint(-1, w.tick)
	ahead := w.courseDirection(0, at)
	side, back := 2*(place%gridLanes)-gridLanes+1, place/gridLanes
	return at.Add(ahead.Right().Scale(fixed.Int(side * gridGap / 2))).Sub(ahead.Scale(fixed.Int(back * gridRows)))
}

// raceSpawnPoint is a random place around the checkpoint that p has passed last.
func (w *World) raceSpawnPoint(p sim.PlayerID) fixed.Vec {
	points := w.ships[p].score.points
	at, radius := w.arena.checkpoint(points-1, w.tick)
	wide := int(radius.Round()) * spawnShare / 100
	return at.Add(w.courseDirection(points, at).Right().Scale(fixed.Int(w.random.Below(wide) - wide/2)))
}

// courseDirection is the direction from a place to the next checkpoint of who has so many points.
func (w *World) courseDirection(points int32, from fixed.Vec) fixed.Vec {
	to, _ := w.arena.checkpoint(points, w.tick)
	return directionOf(to.Sub(from), fixed.Vec{})
}

// RacerID is the entity of what a race knows of p.
func RacerID(p sim.PlayerID) sim.EntityID { return firstRacer + sim.EntityID(p) }

func (w *World) appendRacers(dst []sim.Entity) []sim.Entity {
	for _, p := range w.players {
		r := &w.ships[p].score.racer
		dst = append(dst, sim.Entity{ID: RacerID(p), Kind: KindRacer, Global: true, Words: sim.Words{
			racerPassed: int32(r.passed), racerLap: int32(r.lapBegan), racerBest: min(r.bestLap, 1<<16-1),
		}})
	}
	return dst
}

func (r *racer) code(c *coder.Coder) {
	coder.Int32(c, &r.passed)
	coder.Int32(c, &r.lapBegan)
	coder.Int32(c, &r.bestLap)
}
