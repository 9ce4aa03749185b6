package snapshot

import (
	"perihelion/sim"
)

// list is one of the two lists of entities that a client holds. delta.go has its coding.
type list struct {
	entities []sim.Entity // in order of ID
	next     []sim.Entity // scratch
	spawned  []sim.Entity // scratch
}

// advance advances every entity n times by step ticks.
func (l *list) advance(c *codec, n uint32, step int) {
	for i := range l.entities {
		e := &l.entities[i]
		for range n {
			c.forecast(e.Kind, &e.Words, step)
		}
	}
}

// apply reads how the list changes.
func (l *list) apply(c *codec, in *bitReader) error {
	if err := l.applyChanges(c, in); err != nil {
		return err
	}
	if err := l.applySpawned(c, in); err != nil {
		return err
	}
	return l.merge()
}

// applyChanges reads what happens to the entries, and moves those that stay to next.
func (l *list) applyChanges(c *codec, in *bitReader) error {
	l.next = l.next[:0]
	at := 0
	for n := in.golomb(changesOrder); n > 0; n-- {
		skip := in.golomb(skippedOrder)
		if in.bad || uint64(skip) >= uint64(len(l.entities)-at) {
			return ErrFormat
		}
		l.next = append(l.next, l.entities[at:at+int(skip)]...)
		at += int(skip)
		e := &l.entities[at]
		at++
		switch in.changeKind() {
		case changeDifference:
			in.difference(c.layout(e.Kind), &e.Words)
		case changeWords:
			in.words(c.layout(e.Kind), &e.Words)
		case changeRemoved:
			continue
		}
		l.next = append(l.next, *e)
	}
	l.next = append(l.next, l.entities[at:]...)
	return nil
}

// applySpawned reads the spawned entities.
func (l *list) applySpawned(c *codec, in *bitReader) error {
	l.spawned = l.spawned[:0]
	n := in.golomb(spawnedOrder)
	if n == 0 {
		return nil
	}
	var ids idCoder
	for i := range l.next {
		ids.last[l.next[i].Kind] = l.next[i].ID
	}
	for ; n > 0; n-- {
		kind, id, layout := in.id(c, &ids)
		if layout == nil {
			return ErrKind
		}
		e := sim.Entity{ID: id, Kind: kind}
		in.words(layout, &e.Words)
		if last := len(l.spawned) - 1; in.bad || last >= 0 && l.spawned[last].ID >= id {
			return ErrFormat
		}
		l.spawned = append(l.spawned, e)
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
