package snapshot

import (
	"errors"
	"fmt"

	"perihelion/shared/bitio"
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
	// Predict is what its player's own state, as of tick base with the Global entities of then, has
	// become by tick t; false if it can't tell. Set before the first Apply if the server was told
	// that this client predicts, and nil otherwise.
	Predict func(base, t sim.Tick, own sim.Private, global []sim.Entity) (sim.Private, bool)

	codec *codec
	whole bool // a keyframe was applied, and no error since
	heldState
	past      *heldStates // nil: not kept
	eventTick sim.Tick    // the newest snapshot whose events were told

	all    []sim.Entity
	events []sim.Event
	radar  []Blip // all strips
}

// NewClientState returns an empty state of a match of cfg by those rules.
func NewClientState(rules sim.Rules, cfg sim.Config) *ClientState {
	return &ClientState{codec: newCodec(rules, cfg)}
}

// Apply reads the body of the frame for tick t. After an error the state must
// not be used until the next keyframe; Apply of a keyframe repairs it.
func (r *ClientState) Apply(t sim.Tick, body []byte) error {
	in := bitReader{bitio.Reader{Buf: body}}
	r.events = r.events[:0]
	keyframe := in.Flag()
	if !keyframe && !r.whole {
		return ErrKeyframe
	}
	r.whole = false
	if err := r.apply(&in, t, keyframe); err != nil {
		return fmt.Errorf("apply snapshot of tick %d: %w", t, err)
	}
	r.whole = true
	r.tick = t
	r.keepNewEvents()
	r.past.save(&r.heldState)
	r.merge()
	return nil
}

// Whole reports whether the state can be used: a keyframe was applied, and no
// Apply has failed since.
func (r *ClientState) Whole() bool { return r.whole }

func (r *ClientState) apply(in *bitReader, t sim.Tick, keyframe bool) error {
	var span span
	if keyframe {
		r.forget()
	} else if err := r.readSpan(in, t, &span); err != nil {
		return err
	}
	if err := r.readOwn(in, t); err != nil {
		return err
	}
	if err := r.global.apply(r.codec, in, span, t); err != nil {
		return err
	}
	if err := r.local.apply(r.codec, in, span, t); err != nil {
		return err
	}
	events, err := in.events(r.codec, r.events, t)
	if r.events = events; err != nil {
		return err
	}
	if err := r.readRadar(in); err != nil {
		return err
	}
	checked := in.Flag()
	sum := uint32(0)
	if checked {
		sum = in.Get(32)
	}
	if !in.End() {
		return ErrFormat
	}
	if checked && sum != r.global.sum(r.codec)+r.local.sum(r.codec) {
		return ErrChecksum
	}
	return nil
}

// readOwn reads the state of the own player, before anything of the baseline has changed.
func (r *ClientState) readOwn(in *bitReader, t sim.Tick) error {
	if r.Predict == nil || in.Flag() {
		in.private(&r.model, &r.own)
		return nil
	}
	own, ok := r.Predict(r.tick, t, r.own, r.global.entities)
	if sum := in.Get(ownCheckBits); !ok || sum != ownChecksum(&own) {
		return ErrChecksum
	}
	r.own = own
	r.model.learn(&own)
	return nil
}

// forget empties the state. What is drawn stays until the keyframe is whole.
func (r *ClientState) forget() {
	r.global.entities, r.local.entities = r.global.entities[:0], r.local.entities[:0]
	r.model = privateModel{}
}

// readSpan reads in which steps the server published from the baseline to tick t.
func (r *ClientState) readSpan(in *bitReader, t sim.Tick, span *span) error {
	n := in.Golomb(skippedOrder) + 1
	ticks := t - r.tick
	if in.Bad || t <= r.tick || ticks > maxSpan || n == 0 || n > maxSkipped || ticks%sim.Tick(n) != 0 {
		return ErrFormat
	}
	*span = r.codec.span(int(n), int(ticks)/int(n))
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
