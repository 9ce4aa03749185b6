package ships

import (
	"perihelion/sim"
	"perihelion/sim/fixed"
)

// strike ends a predicted beam in the first ship that it meets among those seen,
// which are where its shooter saw them; any other event it leaves as it is. Whether
// that was a hit is for the server to say.
func (a *arena) strike(e *sim.Event, seen []sim.Entity) {
	if e.Kind != EventRail {
		return
	}
	w := &e.Words
	from := fromWords(w[RailX0], w[RailY0], posShift)
	way := fromWords(w[RailX1], w[RailY1], posShift).Sub(from)
	reach := way.Len()
	if reach == 0 {
		return
	}
	dir := fixed.Vec{X: fixed.Div(way.X, reach), Y: fixed.Div(way.Y, reach)}
	shooter := sim.PlayerID(w[RailShooter])
	for i := range seen {
		s := &seen[i]
		if s.Kind != KindShip || a.friends(shooter, Owner(s.ID)) {
			continue
		}
		at := fromWords(s.Words[ShipX], s.Words[ShipY], posShift)
		if d, ok := enters(at.Sub(from), dir, fixed.Int(ShipRadius)); ok && d < reach {
			reach, w[RailHit] = d, 1
		}
	}
	if w[RailHit] == 1 {
		end := from.Add(dir.Scale(reach))
		w[RailX1], w[RailY1] = posWord(end.X), posWord(end.Y)
	}
}
