package snapshot

import (
	"cmp"
	"math/bits"
	"slices"

	"perihelion/shared/bitio"
	"perihelion/sim"
)

// Blip is a thing on the radar, in 1/255 of the arena's bounding square.
type Blip struct{ X, Y uint8 }

const (
	sweepsPerSecond = 2  // how often the radar sweeps a strip: a blip is a rumour, not a target
	strippedSeats   = 64 // up to here the arena is one strip
	maxStrips       = 8
	blipsOrder      = 4 // of the Golomb code of how many blips a strip has
	gapBits         = 4 // of the order of that of the gaps between them
)

// radarGrid is how a match of so many seats divides its arena: into cells, in rows along x,
// and the rows into strips along y, which are swept one after the other. So the more there
// is to tell, the longer the radar takes to tell it; its bytes a second hardly grow.
type radarGrid struct {
	bits   uint // of a coordinate of a cell
	strips int
}

func newRadarGrid(seats int) radarGrid {
	if seats <= strippedSeats {
		return radarGrid{8, 1}
	}
	return radarGrid{7, min((seats+strippedSeats-1)/strippedSeats, maxStrips)}
}

// stripBits is the width of the number of a strip.
func (g radarGrid) stripBits() uint { return uint(bits.Len(uint(g.strips - 1))) }

// first is the first cell of a strip; that of the one after the last ends it.
func (g radarGrid) first(strip int) uint32 {
	return uint32((strip<<g.bits+g.strips-1)/g.strips) << g.bits
}

func (g radarGrid) stripOf(cell uint32) int { return int(cell>>g.bits) * g.strips >> g.bits }

// cell is where a thing is in a world of that radius.
func (g radarGrid) cell(e *sim.Entity, radius int32) uint32 {
	return g.coordinate(e.Y, radius)<<g.bits | g.coordinate(e.X, radius)
}

// coordinate maps -radius…radius to the cells of a row.
func (g radarGrid) coordinate(v, radius int32) uint32 {
	v = min(max(v, -radius), radius)
	return uint32(((int64(v)+int64(radius))*int64(g.most()) + int64(radius)) / int64(2*radius))
}

func (g radarGrid) most() uint32 { return 1<<g.bits - 1 }

// blip is what is shown of a cell.
func (g radarGrid) blip(cell uint32) Blip {
	scale := func(v uint32) uint8 { return uint8((v*255 + g.most()/2) / g.most()) }
	return Blip{scale(cell & g.most()), scale(cell >> g.bits)}
}

// BlipOf is where a thing is on the radar of a match with one strip, in a world of that
// radius: for a match that is played without snapshots.
func BlipOf(e *sim.Entity, radius int32) Blip {
	g := newRadarGrid(1)
	return g.blip(g.cell(e, radius))
}

// radar is the newest sweep of every strip. A snapshot between two sweeps carries the last
// ones, for connections that skipped them.
type radar struct {
	tick   sim.Tick // of the newest sweep
	swept  int      // the strip that it swept
	strips [maxStrips]strip
}

// strip is what was in a strip when it was swept. Global things are not: everybody knows
// where they are.
type strip struct {
	tick  sim.Tick
	blips []radarBlip // in order of cell
	blob  []byte      // the same for everybody, if there is more than one strip
	bits  uint32
}

type radarBlip struct {
	cell uint32
	id   sim.EntityID
}

// follow makes r a copy of before.
func (r *radar) follow(before *radar) {
	r.tick, r.swept = before.tick, before.swept
	for i := range r.strips {
		to, from := &r.strips[i], &before.strips[i]
		to.tick, to.bits = from.tick, from.bits
		to.blips, to.blob = append(to.blips[:0], from.blips...), append(to.blob[:0], from.blob...)
	}
}

// sweepRadar gives s the newest sweeps, and sweeps the next strip if it is time; at first,
// all of them.
func (p *Publisher) sweepRadar(s *Snapshot) {
	r, g, t := &s.radar, p.codec.radar, s.now.tick
	if p.last == nil {
		r.tick = t
		for i := range g.strips {
			p.sweep(s, i)
		}
		return
	}
	r.follow(&p.last.radar)
	if t-r.tick >= sim.Tick(p.codec.cfg.TicksPerSecond()/sweepsPerSecond) {
		r.tick, r.swept = t, (r.swept+1)%g.strips
		p.sweep(s, r.swept)
	}
}

func (p *Publisher) sweep(s *Snapshot, n int) {
	g, to := p.codec.radar, &s.radar.strips[n]
	to.tick, to.blips = s.now.tick, to.blips[:0]
	for i := range s.now.entities {
		e := &s.now.entities[i]
		if !e.Radar || e.Global {
			continue
		}
		if cell := g.cell(e, p.radius); g.stripOf(cell) == n {
			to.blips = append(to.blips, radarBlip{cell, e.ID})
		}
	}
	slices.SortFunc(to.blips, func(a, b radarBlip) int { return cmp.Compare(a.cell, b.cell) })
	if g.strips > 1 {
		w := bitWriter{bitio.Writer{Buf: to.blob[:0]}}
		w.putBlips(g.first(n), to.blips)
		to.bits = w.Len(0)
		w.Align()
		to.blob = w.Buf
	}
}

// putBlips appends those of a strip that begins with cell first; more than one in a cell
// are one.
//
//	golomb4 n | if there are any: k in 4 bits | n × golomb(k) cells since the last one, or first, that are empty
func (w *bitWriter) putBlips(first uint32, blips []radarBlip) {
	n, next := uint32(0), first
	for i := range blips {
		if b := blips[i].cell; b >= next {
			n, next = n+1, b+1
		}
	}
	w.Golomb(n, blipsOrder)
	if n == 0 {
		return
	}
	order := uint(bits.Len32((next - first) / n * 3 / 4))
	order = max(order, 1) - 1
	w.Put(uint32(order), gapBits)
	next = first
	for i := range blips {
		if b := blips[i].cell; b >= next {
			w.Golomb(b-next, order)
			next = b + 1
		}
	}
}

// blips appends those of a strip to dst. Neither count nor gaps are trusted.
func (r *bitReader) blips(g radarGrid, strip int, dst []Blip) []Blip {
	next, end := g.first(strip), g.first(strip+1)
	n, order := r.Golomb(blipsOrder), uint(0)
	if n > 0 {
		order = uint(r.Get(gapBits))
	}
	for ; n > 0 && !r.Bad; n-- {
		gap := r.Golomb(order)
		if r.Bad = r.Bad || gap >= end-next; !r.Bad {
			dst = append(dst, g.blip(next+gap))
			next += gap + 1
		}
	}
	return dst
}

// putRadar appends the strips that were swept since the client was told of them. Where
// there is one strip only, it leaves out what the client holds anyway.
//
//	n × { 1 | number of the strip in stripBits | blips } | 0
func (c *ClientEncoder) putRadar(w *bitWriter, s *Snapshot) {
	g := s.codec.radar
	for i := range g.strips {
		strip := &s.radar.strips[i]
		if strip.tick <= c.radar {
			continue
		}
		w.Flag(true)
		w.Put(uint32(i), g.stripBits())
		if g.strips > 1 {
			w.Copy(strip.blob, uint(strip.bits))
			continue
		}
		c.blips = c.blips[:0]
		for _, b := range strip.blips {
			if !c.holds(b.id) {
				c.blips = append(c.blips, b)
			}
		}
		w.putBlips(0, c.blips)
	}
	w.Flag(false)
	c.radar = s.radar.tick
}

// holds reports whether the client holds a local entity.
func (c *ClientEncoder) holds(id sim.EntityID) bool {
	if c.all {
		_, held := slices.BinarySearch(c.local, id)
		return held
	}
	_, held := slices.BinarySearchFunc(c.tracked, id, func(k tracked, id sim.EntityID) int { return cmp.Compare(k.id, id) })
	return held
}

// radar reads the strips of a frame.
func (r *ClientState) readRadar(in *bitReader) error {
	g := r.codec.radar
	for in.Flag() {
		strip := int(in.Get(g.stripBits()))
		if in.Bad || strip >= g.strips {
			return ErrFormat
		}
		r.strips[strip] = in.blips(g, strip, r.strips[strip][:0])
	}
	r.radar = r.radar[:0]
	for _, blips := range r.strips[:g.strips] {
		r.radar = append(r.radar, blips...)
	}
	return nil
}
