package snapshot

import (
	"errors"
	"fmt"

	"perihelion/sim"
)

// Apply fails in these ways only. After each of them the client asks for a
// keyframe.
var (
	ErrFormat   = errors.New("snapshot: malformed body")
	ErrKind     = errors.New("snapshot: unknown kind of entity")
	ErrChecksum = errors.New("snapshot: checksum mismatch")
	ErrKeyframe = errors.New("snapshot: not a keyframe, and there is no baseline")
)

// ClientState is a client's copy of what it has been sent.
type ClientState struct {
	codec  *codec
	tick   sim.Tick // of the baseline
	whole  bool     // a keyframe was applied, and no error since
	global list
	local  list
	own    sim.Private
	model  privateModel

	all    []sim.Entity
	events []sim.Event
	strips [maxStrips][]Blip
	radar  []Blip // all of them
}

// NewClientState returns an empty state of a match of cfg by those rules.
func NewClientState(rules sim.Rules, cfg sim.Config) *ClientState {
	return &ClientState{codec: newCodec(rules, cfg)}
}

// Apply reads the body of the frame for tick t. After an error the state must
// not be used until the next keyframe; Apply of a keyframe repairs it.
func (r *ClientState) Apply(t sim.Tick, body []byte) error {
	in := bitReader{buf: body}
	r.events = r.events[:0]
	keyframe := in.flag()
	if !keyframe && !r.whole {
		return ErrKeyframe
	}
	r.whole = false
	if err := r.apply(&in, t, keyframe); err != nil {
		return fmt.Errorf("apply snapshot of tick %d: %w", t, err)
	}
	r.whole = true
	r.tick = t
	r.merge()
	return nil
}

// Whole reports whether the state can be used: a keyframe was applied, and no
// Apply has failed since.
func (r *ClientState) Whole() bool { return r.whole }

func (r *ClientState) apply(in *bitReader, t sim.Tick, keyframe bool) error {
	if keyframe {
		r.forget()
	} else if err := r.forecast(in, t); err != nil {
		return err
	}
	if err := r.global.apply(r.codec, in); err != nil {
		return err
	}
	if err := r.local.apply(r.codec, in); err != nil {
		return err
	}
	in.private(&r.model, &r.own)
	events, err := in.events(r.codec, r.events, t)
	if r.events = events; err != nil {
		return err
	}
	if err := r.readRadar(in); err != nil {
		return err
	}
	checked := in.flag()
	sum := uint32(0)
	if checked {
		sum = in.get(32)
	}
	if !in.end() {
		return ErrFormat
	}
	if checked && sum != r.global.sum(r.codec)+r.local.sum(r.codec) {
		return ErrChecksum
	}
	return nil
}

// forget empties the state. What is drawn stays until the keyframe is whole.
func (r *ClientState) forget() {
	r.global.entities, r.local.entities = r.global.entities[:0], r.local.entities[:0]
	r.model = privateModel{}
}

// forecast takes everything from the baseline to tick t, in the steps in which
// the server published.
func (r *ClientState) forecast(in *bitReader, t sim.Tick) error {
	n := in.golomb(skippedOrder) + 1
	span := t - r.tick
	if in.bad || t <= r.tick || span > maxSpan || n == 0 || n > maxSkipped || span%sim.Tick(n) != 0 {
		return ErrFormat
	}
	step := int(span) / int(n)
	r.global.advance(r.codec, n, step)
	r.local.advance(r.codec, n, step)
	return nil
}

// merge lists the Global entities and those in sight in one order of ID.
func (r *ClientState) merge() {
	r.all = r.all[:0]
	a, b := r.global.entities, r.local.entities
	for len(a) > 0 && len(b) > 0 {
		if a[0].ID < b[0].ID {
			r.all, a = append(r.all, a[0]), a[1:]
			continue
		}
		r.all, b = append(r.all, b[0]), b[1:]
	}
	r.all = append(append(r.all, a...), b...)
	global := r.global.entities
	for i := range r.all {
		if len(global) > 0 && r.all[i].ID == global[0].ID {
			r.all[i].Global, global = true, global[1:]
		}
	}
}

// Entities are those in sight, in order of ID, valid until the next Apply. They
// have an ID, a Kind, their Words and Global; where they are is in the words.
func (r *ClientState) Entities() []sim.Entity { return r.all }

// Events are those the last Apply brought, oldest first, valid until the next.
func (r *ClientState) Events() []sim.Event { return r.events }

// Own is the exact state of the client's own player at the last applied tick.
func (r *ClientState) Own() sim.Private { return r.own }

// Radar is what moves out of sight, anywhere in the arena, as the newest sweeps have found
// it. A small arena is swept twice a second, a large one in strips.
func (r *ClientState) Radar() []Blip { return r.radar }
