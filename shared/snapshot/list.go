package snapshot

import (
	"slices"

	"perihelion/sim"
)

// list is one of the two lists of entities that a client holds. delta.go has its coding.
type list struct {
	entities []sim.Entity // in order of ID
	next     []sim.Entity // scratch
	spawned  []sim.Entity // scratch
}

// foresee moves entities to next as they are forecast.
func (l *list) foresee(c *codec, es []sim.Entity, t span) {
	at := len(l.next)
	l.next = append(l.next, es...)
	for i := range l.next[at:] {
		e := &l.next[at+i]
		c.forecast(e.Kind, &e.Words, t)
	}
}

// apply advances the list by t, to tick now, and reads how it changes.
func (l *list) apply(c *codec, in *bitReader, t span, now sim.Tick) error {
	if err := l.applyChanges(c, in, t); err != nil {
		return err
	}
	if err := l.applySpawned(c, in, now); err != nil {
		return err
	}
	return l.merge()
}

// applyChanges reads what happens to the entries, and moves those that stay to next.
func (l *list) applyChanges(c *codec, in *bitReader, t span) error {
	l.next = l.next[:0]
	at := 0
	for n := in.Golomb(changesOrder); n > 0; n-- {
		skip, kind := uint32(0), changeDifference
		if in.Flag() {
			skip, kind = in.Golomb(skippedOrder), in.changeKind()
		}
		if in.Bad || uint64(skip) >= uint64(len(l.entities)-at) {
			return ErrFormat
		}
		l.foresee(c, l.entities[at:at+int(skip)], t)
		at += int(skip)
		e := &l.entities[at]
		at++
		switch kind {
		case changeDifference:
			in.difference(c, e.Kind, &e.Words, t)
		case changeWords:
			in.words(c.layout(e.Kind), &e.Words)
		case changeRemoved:
			continue
		}
		l.next = append(l.next, *e)
	}
	l.foresee(c, l.entities[at:], t)
	return nil
}

// applySpawned reads the spawned entities.
func (l *list) applySpawned(c *codec, in *bitReader, now sim.Tick) error {
	l.spawned = l.spawned[:0]
	n := in.Golomb(spawnedOrder)
	if n == 0 {
		return nil
	}
	ids := idCoder{kind: c.shots}
	for i := range l.next {
		ids.last[l.next[i].Kind] = l.next[i].ID
	}
	for ; n > 0; n-- {
		kind, id, layout := in.id(c, &ids)
		if layout == nil {
			return ErrKind
		}
		e := sim.Entity{ID: id, Kind: kind}
		in.spawnedWords(c, &e, now, l)
		if last := len(l.spawned) - 1; in.Bad || last >= 0 && l.spawned[last].ID >= id {
			return ErrFormat
		}
		l.spawned = append(l.spawned, e)
	}
	return nil
}

// held is the entity of an id among those that stay and those spawned so far, or nil.
func (l *list) held(id sim.EntityID) *sim.Entity {
	for _, es := range [...][]sim.Entity{l.next, l.spawned} {
		if i, ok := slices.BinarySearchFunc(es, id, func(e sim.Entity, id sim.EntityID) int { return int(e.ID) - int(id) }); ok {
			return &es[i]
		}
	}
	return nil
}

// merge makes the entries that stay and the spawned entities the list.
func (l *list) merge() error {
	l.entities = l.entities[:0]
	stay := l.next
	for i := range l.spawned {
		e := &l.spawned[i]
		for len(stay) > 0 && stay[0].ID < e.ID {
			l.entities, stay = append(l.entities, stay[0]), stay[1:]
		}
		if len(stay) > 0 && stay[0].ID == e.ID {
			return ErrFormat
		}
		l.entities = append(l.entities, *e)
	}
	l.entities = append(l.entities, stay...)
	return nil
}

func (l *list) sum(c *codec) (sum uint32) {
	for i := range l.entities {
		sum += c.checksum(&l.entities[i])
	}
	return sum
}
