package snapshot

import "perihelion/sim"

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
