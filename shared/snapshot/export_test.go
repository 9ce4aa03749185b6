package snapshot

import "perihelion/sim"

// ApplyForgetful reads a body as a decoder does that has no forecast: it is what the
// vectors of FORMAT.md must find out.
func (r *ClientState) ApplyForgetful(t sim.Tick, body []byte) error {
	in := bitReader{buf: body}
	if in.flag() {
		r.forget()
	} else {
		in.golomb(skippedOrder)
	}
	if err := r.global.apply(r.codec, &in); err != nil {
		return err
	}
	if err := r.local.apply(r.codec, &in); err != nil {
		return err
	}
	r.tick = t
	r.merge()
	return nil
}
