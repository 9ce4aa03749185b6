package snapshot

import "perihelion/sim"

// nearBits is the width of a position near the origin, where the star is and
// most of the fighting: 2,048 units each way.
const nearBits = 16

// putWords appends the words of a kind as they are.
//
//	each field: position with bits > 16:  0 | 16 low bits   if they sign-extend to it
//	                                      1 | bits
//	            anything else:            bits
func (w *bitWriter) putWords(l *layout, v *sim.Words) {
	for i := range l.fields {
		w.putWord(&l.fields[i], v[l.fields[i].word])
	}
}

func (w *bitWriter) putWord(f *field, v int32) {
	if !f.axis || f.bits <= nearBits {
		w.put(uint32(v), uint(f.bits))
		return
	}
	if int32(int16(v)) == v {
		w.put(uint32(v)<<1, 1+nearBits)
		return
	}
	w.put(uint32(v)<<1|1, 1+uint(f.bits))
}

func (r *bitReader) words(l *layout, v *sim.Words) {
	for i := range l.fields {
		v[l.fields[i].word] = r.word(&l.fields[i])
	}
}

func (r *bitReader) word(f *field) int32 {
	if f.axis && f.bits > nearBits && !r.flag() {
		return f.wrap(int32(int16(r.get(nearBits))))
	}
	return f.wrap(int32(r.get(uint(f.bits))))
}

// putDifference appends what leads from the forecast of the words to v.
//
//	if there are rare fields: 0 if none changed, else 1 and for each
//	    0                          unchanged
//	    1 | the word as it is
//	each lively field, d = zigzag(difference):
//	    0                          d = 0
//	    1 | golomb(small) d-1
func (w *bitWriter) putDifference(l *layout, v, forecast *sim.Words) {
	if len(l.rare) > 0 {
		w.putRare(l, v, forecast)
	}
	for i := range l.lively {
		f := &l.lively[i]
		d := zigzag(f.difference(v[f.word], forecast[f.word]))
		w.flag(d != 0)
		if d != 0 {
			w.golomb(d-1, uint(f.small))
		}
	}
}

func (w *bitWriter) putRare(l *layout, v, forecast *sim.Words) {
	changed := false
	for i := range l.rare {
		changed = changed || v[l.rare[i].word] != forecast[l.rare[i].word]
	}
	w.flag(changed)
	if !changed {
		return
	}
	for i := range l.rare {
		f := &l.rare[i]
		other := v[f.word] != forecast[f.word]
		w.flag(other)
		if other {
			w.putWord(f, v[f.word])
		}
	}
}

// difference advances v, which holds the forecast, to what was sent.
func (r *bitReader) difference(l *layout, v *sim.Words) {
	if len(l.rare) > 0 && r.flag() {
		for i := range l.rare {
			if f := &l.rare[i]; r.flag() {
				v[f.word] = r.word(f)
			}
		}
	}
	for i := range l.lively {
		f := &l.lively[i]
		d := int32(0)
		if r.flag() {
			d = unzigzag(r.golomb(uint(f.small)) + 1)
		}
		v[f.word] = f.wrap(v[f.word] + d)
	}
}
