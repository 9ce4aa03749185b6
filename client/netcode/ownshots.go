package netcode

import (
	"slices"

	"perihelion/sim"
)

// ownShot is a projectile that the own ship has fired in the predicted world. It is drawn
// ahead of the server, with the words that the server will give it.
type ownShot struct {
	id       sim.EntityID
	kind     sim.Kind
	words    sim.Words
	born     sim.Tick // the first tick that had it
	orphaned bool     // the predicted world lost it in a correction, the server did not
	ended    sim.Tick // 0: under way. Kept for a while so that its past is not drawn
}

// endedKept is for how many ticks an ended shot is remembered, until no snapshot that is
// still to be drawn has it.
const endedKept = 64

// ownShots are those of the own player, in order of ID. A shot is shown from the tick
// of its prediction; once the server has come to that tick it must have the shot
// too, or the shot is taken back. A shot that the server ends, ends here as well.
type ownShots struct {
	list  []ownShot
	world []sim.Entity
}

// update takes what the predicting world has in flight at tick now. If it started
// over after tick restarted, it forgot what was fired before.
func (s *ownShots) update(p *predictor, restarted sim.Tick) {
	s.world = p.world.AppendEntities(s.world[:0])
	keep := s.list[:0]
	for _, shot := range s.list {
		if shot.update(s.world, p.tick, restarted) {
			keep = append(keep, shot)
		}
	}
	s.list = keep
	for i := range s.world {
		s.add(&s.world[i], p.tick)
	}
}

// update brings a shot up to date and reports whether to remember it.
func (s *ownShot) update(world []sim.Entity, now, restarted sim.Tick) bool {
	if s.ended != 0 {
		return now < s.ended+endedKept
	}
	i := slices.IndexFunc(world, func(e sim.Entity) bool { return e.ID == s.id && e.Words == s.words })
	switch {
	case i >= 0:
		s.orphaned = false
	case restarted != 0 && s.born <= restarted:
		s.orphaned = true
	case restarted != 0:
		return false // played again, it was not fired
	case !s.orphaned:
		s.ended = now
	}
	return true
}

// add begins to follow an entity, unless it is followed already.
func (s *ownShots) add(e *sim.Entity, now sim.Tick) {
	i, ok := slices.BinarySearchFunc(s.list, e.ID, func(s ownShot, id sim.EntityID) int { return int(s.id) - int(id) })
	fresh := ownShot{id: e.ID, kind: e.Kind, words: e.Words, born: now}
	switch {
	case !ok:
		s.list = slices.Insert(s.list, i, fresh)
	case s.list[i].words != e.Words:
		s.list[i] = fresh
	}
}

// confirm ends every shot that the server should have by now and has not. The
// words of the others are the server's from here on: they differ where it did not
// believe our view.
func (s *ownShots) confirm(f *snapshotFrame, now sim.Tick) {
	for i := range s.list {
		shot := &s.list[i]
		if shot.ended != 0 || shot.born > f.tick {
			continue
		}
		e := f.find(shot.id)
		if e == nil || e.Kind != shot.kind {
			shot.ended = now
			continue
		}
		shot.words = e.Words
	}
}

// append draws a shot, at the predicted time.
func (s *ownShot) append(dst []Seen, at sim.Tick) []Seen {
	if s.ended != 0 {
		return dst
	}
	return append(dst, Seen{ID: s.id, Kind: s.kind, From: s.words, To: s.words, T: 1, At: at, Predicted: true, Since: s.born})
}

func shotID(s []ownShot) int32 {
	if len(s) == 0 {
		return none
	}
	return int32(s[0].id)
}
