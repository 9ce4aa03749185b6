package viewer

import (
	"slices"
	"time"

	"perihelion/client/netcode"
	"perihelion/shared/ring"
	"perihelion/sim"
)

// A client shows others as they were a moment ago, and is sent only what is near. The log says
// in which view a player acted, tick for tick, so the match can be shown as it must have looked
// to them. It does not say how wide their window was: the widest counts. Their own shots, which
// they saw at once, are shown as old as all else.

// remembered is for how many ticks the past is kept: two seconds as a rule, and a view that is
// older than that is shown as if it were not.
const remembered = 128

// past is the match after a tick.
type past struct {
	entities []sim.Entity
	events   []sim.Event
	eyes     [][2]int32  // by PlayerID: the middles of their views
	held     []sim.Input // by PlayerID: of which View and Fraction count
}

// sight shows a match as one client had it.
type sight struct {
	on    bool
	past  *ring.Ring[past]
	model sim.Model
	near  []sim.Entity // scratch of fillSight
	told  sim.Tick     // events up to here were told; 0: nothing was shown yet
	age   float64      // ticks that others were behind
	eye   [2]int32
}

// SetSight shows the match as the client of the followed player had it, or as it was.
func (v *Viewer) SetSight(on bool) error {
	v.sight.on = on
	if on && v.sight.past == nil {
		v.sight.past, v.sight.model = ring.New[past](remembered), v.View.Game.NewModel(v.View.Config)
	}
	return v.Seek(v.play.World.Tick())
}

// Sight reports whether the match is shown as the client of the followed player had it, and
// how old that client showed others then.
func (v *Viewer) Sight() (on bool, age time.Duration) {
	return v.sight.on, time.Duration(v.sight.age * float64(time.Second) / float64(v.rate()))
}

// SightRect is the rectangle that the player saw in a window of the usual shape, in world units; which
// shape it had is not recorded.
func (v *Viewer) SightRect() (x, y, halfW, halfH int32) {
	view := v.View.Game.About().View
	return v.sight.eye[0], v.sight.eye[1], view.HalfWidth, view.HalfHeight
}

// remember keeps the tick that was just played.
func (v *Viewer) remember() {
	w := v.play.World
	p := v.sight.past.Slot(uint32(w.Tick()))
	p.entities = append(p.entities[:0], v.to...)
	p.events = w.AppendEvents(p.events[:0])
	p.held = append(p.held[:0], v.play.Inputs...)
	p.eyes = p.eyes[:0]
	for i := range v.play.Seats {
		x, y := w.Eye(sim.PlayerID(i))
		p.eyes = append(p.eyes, [2]int32{x, y})
	}
}

// viewedAt is the time that player p looked at in tick t, in ticks.
func (v *Viewer) viewedAt(p sim.PlayerID, t sim.Tick) float64 {
	was, now := v.sight.past.Ptr(uint32(t)), float64(max(t, 1)-1)
	if was == nil || v.View.Game.About().Present || was.held[p].View == 0 {
		return now
	}
	in := &was.held[p]
	return min(float64(in.View)+float64(in.Fraction)/256, now)
}

// fillSight fills the view with what the client of player p had on its screen. It reports
// false if that is not known.
func (v *Viewer) fillSight(p sim.PlayerID) bool {
	s, t := &v.sight, v.play.World.Tick()
	if int(p) >= len(v.play.Seats) || t < 2 {
		return false
	}
	before, after := v.viewedAt(p, t-1), v.viewedAt(p, t)
	at := max(before+(after-before)*v.pending, float64(t)-remembered+2)
	tick := sim.Tick(at)
	from, to := s.past.Ptr(uint32(tick)), s.past.Ptr(uint32(tick+1))
	if from == nil || to == nil {
		return false
	}
	s.age, s.eye = float64(t-1)+v.pending-at, to.eyes[p]
	own := v.ownAvatar(p)
	s.near = s.near[:0]
	for i := range to.entities {
		if e := &to.entities[i]; e.ID != own && v.isSent(e, s.eye) {
			s.near = append(s.near, *e)
		}
	}
	view, frac := &v.View, float32(at-float64(tick))
	view.Tick, view.Frac = tick, frac
	view.Seen = (&netcode.Pair{From: from.entities, To: s.near, Tick: tick + 1}).AppendSeen(view.Seen[:0], frac)
	v.insertOwn(own)
	v.tellEvents(p, tick+1)
	return true
}

// isSent reports whether a client with that eye is sent e.
func (v *Viewer) isSent(e *sim.Entity, eye [2]int32) bool {
	about := v.View.Game.About()
	interest, _ := about.Distances()
	return e.Global || about.Beyond(e.X, e.Y, eye[0], eye[1]) <= interest.LeaveMargin
}

// ownAvatar is what p controls, which a client shows in the present.
func (v *Viewer) ownAvatar(p sim.PlayerID) sim.EntityID {
	if a, ok := v.sight.model.(sim.Avatar); ok {
		return a.Avatar(p)
	}
	return 0
}

// insertOwn adds what the player controls to what is seen, as it is now.
func (v *Viewer) insertOwn(own sim.EntityID) {
	i, ok := slices.BinarySearchFunc(v.to, own, func(e sim.Entity, id sim.EntityID) int { return int(e.ID) - int(id) })
	if !ok {
		return
	}
	now := (&netcode.Pair{From: v.from, To: v.to[i : i+1], Tick: v.play.World.Tick()}).AppendSeen(nil, float32(v.pending))
	seen := v.View.Seen
	k, _ := slices.BinarySearchFunc(seen, own, func(e netcode.Seen, id sim.EntityID) int { return int(e.ID) - int(id) })
	v.View.Seen = slices.Insert(seen, k, now...)
}

// tellEvents tells what the client of p was told of, up to tick t of its view.
func (v *Viewer) tellEvents(p sim.PlayerID, t sim.Tick) {
	s := &v.sight
	if s.told == 0 || t < s.told {
		s.told = t // after a seek
	}
	for ; s.told < t; s.told++ {
		was := s.past.Ptr(uint32(s.told + 1))
		if was == nil {
			continue
		}
		for i := range was.events {
			e := &was.events[i]
			if (e.To == sim.NoPlayer || e.To == p) && (e.Party[0] == p || e.Party[1] == p || v.isSent(&e.Entity, was.eyes[p])) {
				v.View.Events = append(v.View.Events, *e)
			}
		}
	}
}
