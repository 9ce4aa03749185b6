package snapshot

import (
	"errors"
	"fmt"
	"slices"

	"perihelion/sim"
)

// ErrBaseline means that a body starts from a snapshot that the client does not hold. The
// state stays as it was.
var ErrBaseline = errors.New("snapshot: the baseline is not held")

// heldState is what a client holds as of one snapshot.
type heldState struct {
	tick   sim.Tick // of the snapshot
	global list
	local  list
	own    sim.Private
	model  privateModel
	strips [maxStrips][]Blip
}

// set makes h a copy of from, in its own memory.
func (h *heldState) set(from *heldState) {
	h.tick, h.own, h.model = from.tick, from.own, from.model
	h.global.entities = append(h.global.entities[:0], from.global.entities...)
	h.local.entities = append(h.local.entities[:0], from.local.entities...)
	for i := range h.strips {
		h.strips[i] = append(h.strips[i][:0], from.strips[i]...)
	}
}

// heldStates are those of the newest snapshots that were applied, in a ring. A nil pointer
// keeps none.
type heldStates struct {
	ring [PastBaselines]heldState
	next int
}

func (p *heldStates) save(h *heldState) {
	if p == nil {
		return
	}
	p.ring[p.next].set(h)
	p.next = (p.next + 1) % PastBaselines
}

// of returns what was held as of tick t, or nil if that is not kept.
func (p *heldStates) of(t sim.Tick) *heldState {
	if p == nil || t == 0 {
		return nil
	}
	for i := range p.ring {
		if h := &p.ring[i]; h.tick == t {
			return h
		}
	}
	return nil
}

// KeepBaselines remembers, from now on, what is held as of each snapshot that is applied,
// so that ApplyTo can start from it.
func (r *ClientState) KeepBaselines() {
	if r.past == nil {
		r.past = &heldStates{}
		if r.whole {
			r.past.save(&r.heldState)
		}
	}
}

// Holds reports whether ApplyTo can start from the snapshot of tick t.
func (r *ClientState) Holds(t sim.Tick) bool { return r.past.of(t) != nil }

// ApplyTo is Apply of a body that starts from the snapshot of tick base, which need not be
// the last one applied. Its events may repeat those of snapshots that were applied since
// base; those are left out.
func (r *ClientState) ApplyTo(base, t sim.Tick, body []byte) error {
	held := r.past.of(base)
	if held == nil {
		return fmt.Errorf("apply snapshot of tick %d to that of tick %d: %w", t, base, ErrBaseline)
	}
	if r.tick != base {
		r.heldState.set(held)
	}
	r.whole = true // as it was when that snapshot was applied
	return r.Apply(t, body)
}

// keepNewEvents leaves out the events of snapshots that were applied before. A server that
// does not know what has arrived tells them again.
func (r *ClientState) keepNewEvents() {
	told := r.eventTick
	r.eventTick = max(told, r.tick)
	if r.past == nil {
		return
	}
	r.events = slices.DeleteFunc(r.events, func(e sim.Event) bool { return e.Tick <= told })
}
