package snapshot

import (
	"cmp"
	"slices"
)

// maxBudget keeps a body within protocol.MaxServerFrame, with room for the
// Global entities and the events beside it.
const maxBudget = 40 << 10

// overhead is about what the roll spends on an entity beside its words.
const overhead = 12 // bits

// ranked is a newcomer or a touched entry, by how much it matters.
type ranked struct {
	at     int32 // index in roll.touched, or that of roll.comers plus len(touched)
	rank   int32 // the lower the sooner
	entity int32
}

// keepBudget takes from the roll what does not fit into the frame: first what
// is far from the centre of the view, but the longer an entity waits, the nearer
// it counts. What is left out keeps its old base and comes in a later frame;
// Stats.Deferred counts it.
func (f *Feed) keepBudget(s *Snapshot, v *View) {
	left := f.Budget * 8
	if left == 0 {
		left = maxBudget * 8
	}
	if f.size(s) <= left {
		return
	}
	f.rankAll(s, v)
	for _, r := range f.rank {
		i := int(r.entity)
		if left -= s.cost(i, f.since(int(r.at))); left < 0 {
			f.postpone(int(r.at))
		}
	}
	f.roll.touched = slices.DeleteFunc(f.roll.touched, func(t touch) bool { return t.entity == postponed })
	f.roll.comers = slices.DeleteFunc(f.roll.comers, func(i int) bool { return i == postponed })
}

// postponed stands in for the index of an entity that has to wait.
const postponed = -2

func (f *Feed) postpone(at int) {
	f.stats.Deferred++
	if n := len(f.roll.touched); at >= n {
		f.roll.comers[at-n] = postponed
		return
	}
	t := &f.roll.touched[at]
	f.known[t.entry].late = true
	t.entity = postponed
}

// size is about how many bits the roll takes.
func (f *Feed) size(s *Snapshot) (bits int) {
	for at, t := range f.roll.touched {
		if t.entity >= 0 {
			bits += s.cost(t.entity, f.since(at))
		}
	}
	for k, i := range f.roll.comers {
		bits += s.cost(i, f.since(len(f.roll.touched)+k))
	}
	return bits
}

// since is the base of what r.at names; 0 for a newcomer.
func (f *Feed) since(at int) uint32 {
	if at < len(f.roll.touched) {
		return f.roll.touched[at].since
	}
	return 0
}

func (s *Snapshot) cost(i int, since uint32) int {
	if since == s.now.seq-1 {
		return int(s.pieces[i].bits) + overhead
	}
	return layoutOf(s.now.entities[i].Kind).width + overhead
}

func (f *Feed) rankAll(s *Snapshot, v *View) {
	f.rank = f.rank[:0]
	for at, t := range f.roll.touched {
		if t.entity >= 0 {
			f.rank = append(f.rank, s.ranked(at, t.entity, s.now.seq-t.since, v))
		}
	}
	for k, i := range f.roll.comers {
		f.rank = append(f.rank, s.ranked(len(f.roll.touched)+k, i, 1, v))
	}
	slices.SortFunc(f.rank, func(a, b ranked) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.at, b.at))
	})
}

// nearby counts as the same distance, so that waiting decides there.
const nearby = 64 // units

func (s *Snapshot) ranked(at, i int, waited uint32, v *View) ranked {
	e := &s.now.entities[i]
	distance := max(abs(e.X-v.X), abs(e.Y-v.Y)) + nearby
	return ranked{at: int32(at), rank: distance / int32(waited), entity: int32(i)}
}
