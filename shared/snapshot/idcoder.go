package snapshot

import (
	"perihelion/shared/bitio"
	"perihelion/sim"
)

// idCoder codes kind and id of a spawned entity against the spawned entities before it
// in the frame, and the first of a kind against the last one of its kind that stays in the
// list. Most are shots, and the ids of shots lie close together. Nothing is remembered from
// frame to frame, so whoever holds the same list can be sent the same bits.
//
//	0 | as the last one's kind          golomb6 zigzag(id - id of the last one of its kind)
//	1 | kind in kindBits bits
type idCoder struct {
	kind sim.Kind
	last [1 << kindBits]sim.EntityID
}

const idOrder = 6

func (w *bitWriter) putID(n *idCoder, k sim.Kind, id sim.EntityID) {
	w.Flag(k != n.kind)
	if k != n.kind {
		w.Put(uint32(k), kindBits)
	}
	w.Golomb(bitio.Zigzag(int32(int16(id-n.last[k]))), idOrder)
	n.kind, n.last[k] = k, id
}

// id reads kind and id of a spawned entity; the layout is nil if there is no such kind.
func (r *bitReader) id(c *codec, n *idCoder) (k sim.Kind, id sim.EntityID, l *layout) {
	k = n.kind
	if r.Flag() {
		k = sim.Kind(r.Get(kindBits))
	}
	if l = c.layout(k); l == nil {
		return k, 0, nil
	}
	id = n.last[k] + sim.EntityID(bitio.Unzigzag(r.Golomb(idOrder)))
	n.kind, n.last[k] = k, id
	return k, id, l
}
