package snapshot

import "perihelion/sim"

// Blip is a ship on the radar, in 1/255 of the arena's bounding square.
type Blip struct{ X, Y uint8 }

// sweepsPerSecond is how often the radar turns: a blip is a rumour, not a target.
const sweepsPerSecond = 2

// radar is the newest sweep, one chunk for the whole room. A snapshot between
// two sweeps carries the last one, for connections that skipped it.
//
//	golomb4 n | n × { x in 8 bits | y in 8 bits }
type radar struct {
	tick sim.Tick // of the sweep
	blob []byte
	bits uint32
}

const blipsOrder = 4

// encodeRadar gives s the newest sweep, and turns the radar if it is time.
func (p *Publisher) encodeRadar(s *Snapshot) {
	t := s.now.tick
	if p.last != nil && t-p.last.radar.tick < sim.Tick(p.codec.cfg.TicksPerSecond()/sweepsPerSecond) {
		before := &p.last.radar
		s.radar = radar{before.tick, append(s.radar.blob[:0], before.blob...), before.bits}
		return
	}
	w := bitWriter{buf: s.radar.blob[:0]}
	n := uint32(0)
	for i := range s.now.entities {
		if s.now.entities[i].Radar {
			n++
		}
	}
	w.golomb(n, blipsOrder)
	for i := range s.now.entities {
		if e := &s.now.entities[i]; e.Radar {
			w.put(blip(e.X, p.radius)|blip(e.Y, p.radius)<<8, 16)
		}
	}
	bits := w.len(0)
	w.align()
	s.radar = radar{t, w.buf, bits}
}

// blip maps -radius…radius to 0…255.
func blip(v, radius int32) uint32 {
	v = min(max(v, -radius), radius)
	return uint32((int64(v)+int64(radius))*255+int64(radius)) / uint32(2*radius)
}

// blips appends those of a sweep to dst. The count is not trusted.
func (r *bitReader) blips(dst []Blip) []Blip {
	for n := r.golomb(blipsOrder); n > 0 && !r.bad; n-- {
		v := r.get(16)
		dst = append(dst, Blip{uint8(v), uint8(v >> 8)})
	}
	return dst
}
