package snapshot

import (
	"perihelion/shared/bitio"
	"perihelion/sim"
)

// ApplyForgetful reads a body as a decoder does that has no forecast: it is what the
// vectors of FORMAT.md must find out.
func (r *ClientState) ApplyForgetful(t sim.Tick, body []byte) error {
	in := bitReader{bitio.Reader{Buf: body}}
	if in.Flag() {
		r.forget()
	} else {
		in.Golomb(skippedOrder)
	}
	in.private(&r.model, &r.own)
	if err := r.global.apply(r.codec, &in, r.codec.span(0, 0), t); err != nil {
		return err
	}
	if err := r.local.apply(r.codec, &in, r.codec.span(0, 0), t); err != nil {
		return err
	}
	r.tick = t
	r.merge()
	return nil
}

// Entities are what clients get to hold.
func (s *Snapshot) Entities() []sim.Entity { return s.now.entities }

// Told sets the words of es, which were published, to what clients get to hold of them.
func (s *Snapshot) Told(es []sim.Entity) {
	for i := range es {
		es[i].Words = s.now.entities[i].Words
	}
}
