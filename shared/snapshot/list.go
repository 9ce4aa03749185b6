package snapshot

import "perihelion/sim"

// A list is one of the two that a client holds. See the layout in roll.go.
type list struct {
	entities []sim.Entity // in order of ID
	names    namer
	next     []sim.Entity // scratch
	comers   []sim.Entity // scratch
}

// forecast advances every entity n times by step ticks.
func (l *list) forecast(cfg *sim.Config, n uint32, step int) {
	for i := range l.entities {
		e := &l.entities[i]
		for range n {
			sim.Forecast(cfg, e.Kind, &e.Words, step)
		}
	}
}

// apply reads how the list changes.
func (l *list) apply(in *bitReader) error {
	if err := l.touch(in); err != nil {
		return err
	}
	if err := l.welcome(in); err != nil {
		return err
	}
	return l.merge()
}

// touch reads what happens to the entries, and moves those that stay to next.
func (l *list) touch(in *bitReader) error {
	l.next = l.next[:0]
	at := 0
	for n := in.golomb(touchedOrder); n > 0; n-- {
		skip := in.golomb(skippedOrder)
		if in.bad || uint64(skip) >= uint64(len(l.entities)-at) {
			return ErrFormat
		}
		l.next = append(l.next, l.entities[at:at+int(skip)]...)
		at += int(skip)
		e := &l.entities[at]
		at++
		switch in.verb() {
		case verbDifference:
			in.difference(layoutOf(e.Kind), &e.Words)
		case verbWords:
			in.words(layoutOf(e.Kind), &e.Words)
		case verbGone:
			continue
		}
		l.next = append(l.next, *e)
	}
	l.next = append(l.next, l.entities[at:]...)
	return nil
}

// welcome reads the newcomers.
func (l *list) welcome(in *bitReader) error {
	l.comers = l.comers[:0]
	for n := in.golomb(comersOrder); n > 0; n-- {
		kind, id, layout := in.name(&l.names)
		if layout == nil {
			return ErrKind
		}
		e := sim.Entity{ID: id, Kind: kind}
		in.words(layout, &e.Words)
		if last := len(l.comers) - 1; in.bad || last >= 0 && l.comers[last].ID >= id {
			return ErrFormat
		}
		l.comers = append(l.comers, e)
	}
	return nil
}

// merge makes the entries that stay and the newcomers the list.
func (l *list) merge() error {
	l.entities = l.entities[:0]
	stay := l.next
	for i := range l.comers {
		e := &l.comers[i]
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

func (l *list) sum() (sum uint32) {
	for i := range l.entities {
		sum += checksum(&l.entities[i])
	}
	return sum
}
