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
//	each lively field, d = zigzag(difference):
//	    0                          d = 0
//	    10 | d-1 in small bits     d ≤ 2^small
//	    110 | d-1 in medium bits   d ≤ 2^medium; medium = 2×small
//	    111 | the word as it is
//	if there are rare fields: 0 if none changed, else 1 and for each
//	    0 | unchanged
//	    1 | the word as it is
func (w *bitWriter) putDifference(l *layout, v, forecast *sim.Words) {
	for i := range l.lively {
		f := &l.lively[i]
		w.putLively(f, v[f.word], forecast[f.word])
	}
	if len(l.rare) == 0 {
		return
	}
	same := true
	for i := range l.rare {
		same = same && v[l.rare[i].word] == forecast[l.rare[i].word]
	}
	w.flag(!same)
	if same {
		return
	}
	for i := range l.rare {
		f := &l.rare[i]
		changed := v[f.word] != forecast[f.word]
		w.flag(changed)
		if changed {
			w.putWord(f, v[f.word])
		}
	}
}

func (w *bitWriter) putLively(f *field, v, forecast int32) {
	d := zigzag(f.difference(v, forecast))
	switch {
	case d == 0 && v == forecast:
		w.put(0, 1)
	case d-1 < 1<<f.small:
		w.put(1|(d-1)<<2, 2+uint(f.small))
	case d-1 < 1<<f.medium:
		w.put(3|(d-1)<<3, 3+uint(f.medium))
	default:
		w.put(7, 3)
		w.putWord(f, v)
	}
}

// difference advances v, which holds the forecast, to what was sent.
func (r *bitReader) difference(l *layout, v *sim.Words) {
	for i := range l.lively {
		f := &l.lively[i]
		v[f.word] = r.lively(f, v[f.word])
	}
	if len(l.rare) == 0 || !r.flag() {
		return
	}
	for i := range l.rare {
		if f := &l.rare[i]; r.flag() {
			v[f.word] = r.word(f)
		}
	}
}

func (r *bitReader) lively(f *field, forecast int32) int32 {
	switch {
	case !r.flag():
		return forecast
	case !r.flag():
		return f.wrap(forecast + unzigzag(r.get(uint(f.small))+1))
	case !r.flag():
		return f.wrap(forecast + unzigzag(r.get(uint(f.medium))+1))
	}
	return r.word(f)
}
