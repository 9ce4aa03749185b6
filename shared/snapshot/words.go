package snapshot

import (
	"perihelion/shared/bitio"
	"perihelion/sim"
)

// nearBits is the width of a position near the origin, where the star is and
// most of the fighting: 2,048 units each way.
const nearBits = 16

const playerOrder = 4

// putWords appends the words of a kind as they are.
//
//	each field: position with bits > 16:  0 | 16 low bits   if they sign-extend to it
//	                                      1 | bits
//	            player:                   golomb4 of the number of the player and one more, 0 for nobody
//	            anything else:            bits without the coarse ones
func (w *bitWriter) putWords(l *layout, v *sim.Words) {
	for i := range l.fields {
		w.putWord(&l.fields[i], v[l.fields[i].word])
	}
}

func (w *bitWriter) putWord(f *field, v int32) {
	if f.player {
		w.Golomb(uint32(uint16(v+1)), playerOrder)
		return
	}
	if !f.axis || f.bits <= nearBits {
		w.Put(uint32(v>>f.coarse), uint(f.bits-f.coarse))
		return
	}
	if int32(int16(v)) == v {
		w.Put(uint32(v)<<1, 1+nearBits)
		return
	}
	w.Put(uint32(v)<<1|1, 1+uint(f.bits))
}

func (r *bitReader) words(l *layout, v *sim.Words) {
	for i := range l.fields {
		v[l.fields[i].word] = r.word(&l.fields[i])
	}
}

func (r *bitReader) word(f *field) int32 {
	if f.player {
		return f.wrap(int32(r.Golomb(playerOrder)) - 1)
	}
	if f.axis && f.bits > nearBits && !r.Flag() {
		return f.wrap(int32(int16(r.Get(nearBits))))
	}
	return f.wrap(int32(r.Get(uint(f.bits-f.coarse)) << f.coarse))
}

// putDifference appends what leads from what is expected of the words to v.
//
//	each rare field that has changed:
//	    1 | golomb0 rare fields skipped since the last one | the word as it is
//	then 0, unless the last rare field has changed, or there is none
//	each lively field, d = zigzag(difference from where it starts):
//	    0                          d = 0
//	    1 | golomb(small) d-1, less those values of d that settle leaves nothing of
//	and then, of a kind that has velocities, first these and then the positions:
//	    0                          all are where they start
//	    1 | each one, as a lively field
func (w *bitWriter) putDifference(l *layout, v *sim.Words, e *expected, t span) {
	w.putRare(l, v, &e.before)
	w.putLively(l.lively, v, &e.before, t)
	if !l.steers() {
		return
	}
	w.putGroup(l.velocities, v, &e.forecast, t)
	w.putGroup(l.positions, v, &e.forecast, t)
}

// putGroup appends whether any of fields is not where it starts, and if so, all of them.
func (w *bitWriter) putGroup(fields []field, v, from *sim.Words, t span) {
	moved := false
	for i := range fields {
		f := &fields[i]
		moved = moved || v[f.word] != f.wrap(f.startOf(v, from, t))
	}
	w.Flag(moved)
	if moved {
		w.putLively(fields, v, from, t)
	}
}

func (w *bitWriter) putLively(fields []field, v, from *sim.Words, t span) {
	for i := range fields {
		f := &fields[i]
		d := bitio.Zigzag(f.difference(v[f.word], f.startOf(v, from, t)) >> f.coarse)
		w.Flag(d != 0)
		if d != 0 {
			w.Golomb(d-1-f.nearest(t), uint(f.small))
		}
	}
}

func (w *bitWriter) putRare(l *layout, v, forecast *sim.Words) {
	next := 0
	for i := range l.rare {
		f := &l.rare[i]
		if v[f.word] == forecast[f.word] {
			continue
		}
		w.Flag(true)
		w.Golomb(uint32(i-next), skippedOrder)
		w.putWord(f, v[f.word])
		next = i + 1
	}
	if next < len(l.rare) {
		w.Flag(false)
	}
}

// rare reads what putRare appends.
func (r *bitReader) rare(l *layout, v *sim.Words) {
	for next := uint32(0); next < uint32(len(l.rare)) && r.Flag(); next++ {
		next += r.Golomb(skippedOrder)
		if next >= uint32(len(l.rare)) {
			r.Bad = true
			return
		}
		f := &l.rare[next]
		v[f.word] = r.word(f)
	}
}

// difference advances v, of kind k, by t to what was sent.
func (r *bitReader) difference(c *codec, k sim.Kind, v *sim.Words, t span) {
	l := c.layout(k)
	if !l.steers() {
		c.forecast(k, v, t)
	}
	r.rare(l, v)
	from := *v
	r.lively(l.lively, v, &from, t)
	if !l.steers() {
		return
	}
	c.forecast(k, v, t)
	from = *v
	r.group(l.velocities, v, &from, t)
	r.group(l.positions, v, &from, t)
}

// group reads what putGroup appends.
func (r *bitReader) group(fields []field, v, from *sim.Words, t span) {
	if r.Flag() {
		r.lively(fields, v, from, t)
		return
	}
	for i := range fields {
		f := &fields[i]
		v[f.word] = f.wrap(f.startOf(v, from, t))
	}
}

func (r *bitReader) lively(fields []field, v, from *sim.Words, t span) {
	for i := range fields {
		f := &fields[i]
		d := int32(0)
		if r.Flag() {
			d = bitio.Unzigzag(r.Golomb(uint(f.small))+1+f.nearest(t)) << f.coarse
		}
		v[f.word] = f.wrap(f.startOf(v, from, t) + d)
	}
}
