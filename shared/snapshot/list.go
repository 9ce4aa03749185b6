package snapshot

import "perihelion/sim"

// Two lists of entities travel: the Global ones and those in sight. Both ends
// hold each list in order of ID, and a frame says how it changed:
//
//	golomb1 n | n × { golomb0 entries skipped since the last one | verb | … }
//	golomb0 n | n × { name | words }                                newcomers
//
// The entries are those of the list before this frame.
const (
	touchedOrder = 1 // of the Golomb codes in the layout above
	skippedOrder = 0
	comersOrder  = 0
)

// verb says what happens to an entry of a list.
type verb uint8

const (
	verbDifference verb = iota // 0  | difference from its forecast
	verbWords                  // 10 | words
	verbGone                   // 11
)

func (w *bitWriter) putVerb(v verb) {
	switch v {
	case verbDifference:
		w.put(0, 1)
	case verbWords:
		w.put(1, 2)
	case verbGone:
		w.put(3, 2)
	}
}

func (r *bitReader) verb() verb {
	switch {
	case !r.flag():
		return verbDifference
	case !r.flag():
		return verbWords
	}
	return verbGone
}

// A namer codes who a newcomer is against the newcomers before it: most are
// shots, and the ids of shots lie close together.
//
//	0 | as the last one's kind          golomb6 zigzag(id - id of the last one of its kind)
//	1 | kind in kindBits bits
type namer struct {
	kind sim.Kind
	last [1 << kindBits]sim.EntityID
}

const nameOrder = 6

func (w *bitWriter) putName(n *namer, k sim.Kind, id sim.EntityID) {
	w.flag(k != n.kind)
	if k != n.kind {
		w.put(uint32(k), kindBits)
	}
	w.golomb(zigzag(int32(int16(id-n.last[k]))), nameOrder)
	n.kind, n.last[k] = k, id
}

// name reads who comes; the layout is nil if there is no such kind.
func (r *bitReader) name(n *namer) (k sim.Kind, id sim.EntityID, l *layout) {
	k = n.kind
	if r.flag() {
		k = sim.Kind(r.get(kindBits))
	}
	if l = layoutOf(k); l == nil {
		return k, 0, nil
	}
	id = n.last[k] + sim.EntityID(unzigzag(r.golomb(nameOrder)))
	n.kind, n.last[k] = k, id
	return k, id, l
}
