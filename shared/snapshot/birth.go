package snapshot

import (
	"math"

	"perihelion/shared/bitio"
	"perihelion/sim"
)

// maxBack is how many ticks before its snapshot a thing may have come out of another one for that to
// be told of.
const maxBack = 7

// putSpawnedWords appends the first words of entity i, which client, or whoever holds everything if
// that is nil, does not hold yet.
//
//	a kind without births:  words
//	any other:              0 | words
//	                        1 | golomb0 ticks ago | for each field golomb(birth) zigzag(difference from the guess)
func (w *bitWriter) putSpawnedWords(s *Snapshot, i int, client *ClientEncoder, d *delta) {
	e, h := &s.now.entities[i], &s.now.history[i]
	l := s.codec.layout(e.Kind)
	if h.spawned == s.now.seq && (!l.born || h.bearer > 0 && (client == nil || client.willHold(s, int(h.bearer-1), d))) {
		w.copyChunk(s, s.chunks[i])
		return
	}
	if l.born {
		w.Flag(false)
	}
	w.putWords(l, &e.Words)
}

// willHold reports whether the client will hold entity i as it is now, by what is told before d.spawned
// after it.
func (c *ClientEncoder) willHold(s *Snapshot, i int, d *delta) bool {
	for _, k := range d.spawned {
		if k == i {
			return true
		}
	}
	entry := 0
	for entry < len(c.tracked) && c.tracked[entry].id < s.now.entities[i].ID {
		entry++
	}
	if entry == len(c.tracked) || c.tracked[entry].id != s.now.entities[i].ID || c.tracked[entry].deferred {
		return false
	}
	for _, t := range d.changes {
		if t.entry == entry {
			return t.entity >= 0
		}
	}
	return true
}

// encodeSpawned writes the shared chunk of a new entity: from the guess if there is what it came out of.
func (p *Publisher) encodeSpawned(w *bitWriter, s *Snapshot, i int) chunk {
	e := &s.now.entities[i]
	l := p.codec.layout(e.Kind)
	at, bearer := len(w.Buf), -1
	if l.born {
		bearer = s.bearerOf(i)
		w.Flag(bearer >= 0)
	}
	if bearer < 0 {
		w.putWords(l, &e.Words)
	} else {
		s.now.history[i].bearer = int32(bearer + 1)
		w.putBirth(s, e, &s.now.entities[bearer].Words)
	}
	return p.endChunk(w, at)
}

// bearerOf is the index of what entity i came out of, if whoever holds the list of i can tell: it is
// in the same one, before i; else -1.
func (s *Snapshot) bearerOf(i int) int {
	e := &s.now.entities[i]
	bearer := s.now.find(s.codec.bearer.BearerOf(e.Kind, e.ID))
	if bearer >= i || bearer >= 0 && s.now.entities[bearer].Global != e.Global {
		return -1
	}
	return bearer
}

// putBirth appends a birth, counted from the tick by which it takes the fewest bits.
func (w *bitWriter) putBirth(s *Snapshot, e *sim.Entity, bearer *sim.Words) {
	l := s.codec.layout(e.Kind)
	best, least := 0, uint64(math.MaxUint64)
	for back := range min(int(s.step), maxBack+1) {
		guess, off := s.codec.bearer.Birth(e.Kind, *bearer, s.now.tick, back), uint64(0)
		for i := range l.fields {
			f := &l.fields[i]
			off += uint64(bitio.Zigzag(f.difference(e.Words[f.word], guess[f.word]))) >> f.birth
		}
		if off < least {
			best, least = back, off
		}
	}
	w.Golomb(uint32(best), skippedOrder)
	guess := s.codec.bearer.Birth(e.Kind, *bearer, s.now.tick, best)
	for i := range l.fields {
		f := &l.fields[i]
		w.Golomb(bitio.Zigzag(f.difference(e.Words[f.word], guess[f.word])), uint(f.birth))
	}
}

// spawnedWords reads the first words of e at tick t, which comes into a list.
func (r *bitReader) spawnedWords(c *codec, e *sim.Entity, t sim.Tick, l *list) {
	layout := c.layout(e.Kind)
	if !layout.born || !r.Flag() {
		r.words(layout, &e.Words)
		return
	}
	back := r.Golomb(skippedOrder)
	bearer := l.held(c.bearer.BearerOf(e.Kind, e.ID))
	if back > maxBack || bearer == nil {
		r.Bad = true
		return
	}
	guess := c.bearer.Birth(e.Kind, bearer.Words, t, int(back))
	for i := range layout.fields {
		f := &layout.fields[i]
		e.Words[f.word] = f.wrap(guess[f.word] + bitio.Unzigzag(r.Golomb(uint(f.birth))))
	}
}
