package ships

import (
	"sort"

	"perihelion/client/game/ships/shipstate"
	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/sim"
	"perihelion/sim/ships"
)

// lapGhost shows the own ship beside itself, as it was in its best lap of the round. The course
// turns about the middle of the arena, so poses are kept relative to it.
type lapGhost struct {
	began sim.Tick    // of the present lap; 0: not known
	lap   []lapMoment // so far
	best  []lapMoment // empty: there is none yet
	class ships.Class
	at    pose // where it is now, in the world
	shown bool
}

// lapMoment is a pose and its time since the lap began, in ticks. While the ship is dead there is none.
type lapMoment struct {
	time float32
	pose
}

const lapGap = 6 // ticks without a moment: the ship was dead

// updateLap notes where the own ship is, and finds where its ghost is.
func (g *lapGhost) updateLap(v *netcode.View) {
	g.shown = false
	r, ok := shipstate.RacerOf(v, v.Me)
	if !ok || v.Config.Mode != ships.Race {
		*g = lapGhost{}
		return
	}
	if r.LapBegan != g.began {
		g.beginLap(&r)
	}
	own, alive := shipstate.OwnShip(v)
	if !alive || g.began == 0 || int(r.Points) >= v.Config.Limit() {
		return
	}
	now, course := float32(v.OwnTick-g.began)+v.OwnFrac, courseDirection(v)
	if n := len(g.lap); n == 0 || now > g.lap[n-1].time {
		g.lap = append(g.lap, lapMoment{now, pose{own.X, own.Y, own.Cos, own.Sin}.turn(course[0], -course[1])})
	}
	g.class = own.Class
	g.at, g.shown = findPose(g.best, now)
	g.at = g.at.turn(course[0], course[1])
}

// beginLap keeps the lap that has ended if it was the best. What was flown since it ended, before
// the server told, is of the new one.
func (g *lapGhost) beginLap(r *shipstate.Racer) {
	length := float32(r.LapBegan - g.began)
	end := sort.Search(len(g.lap), func(i int) bool { return g.lap[i].time >= length })
	switch {
	case r.BestLap == 0: // a round begins
		g.best, end = g.best[:0], len(g.lap)
	case int32(length) == r.BestLap && g.began != 0:
		g.best = append(g.best[:0], g.lap[:end]...)
	}
	g.lap = append(g.lap[:0], g.lap[end:]...)
	for i := range g.lap {
		g.lap[i].time -= length
	}
	g.began = r.LapBegan
}

// findPose is the pose of a lap at a time; ok is false if there was none.
func findPose(lap []lapMoment, time float32) (at pose, ok bool) {
	i := sort.Search(len(lap), func(i int) bool { return lap[i].time >= time })
	if i == 0 || i == len(lap) || lap[i].time-lap[i-1].time > lapGap {
		return at, false
	}
	a, b := &lap[i-1], &lap[i]
	t := (time - a.time) / (b.time - a.time)
	l := func(from, to float32) float32 { return from + (to-from)*t }
	return pose{l(a.x, b.x), l(a.y, b.y), l(a.cos, b.cos), l(a.sin, b.sin)}, true
}

// courseDirection is the unit vector from the middle of the arena to the first checkpoint.
func courseDirection(v *netcode.View) [2]float32 {
	c := shipstate.CheckpointOf(v, 0)
	l := length(c.X, c.Y)
	if l == 0 {
		return [2]float32{1, 0}
	}
	return [2]float32{c.X / l, c.Y / l}
}

// turn turns p about the middle of the arena by the angle of the unit vector (cos, sin).
func (p pose) turn(cos, sin float32) pose {
	return pose{p.x*cos - p.y*sin, p.x*sin + p.y*cos, p.cos*cos - p.sin*sin, p.cos*sin + p.sin*cos}
}

func (s *frameBuilder) drawLapGhost(g *lapGhost, cam render.Camera) {
	if g.shown && cam.IsVisible(g.at.x, g.at.y, 90) {
		s.drawGhostShip(g.class, g.at, cam)
	}
}
