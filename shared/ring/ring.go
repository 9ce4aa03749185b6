// Package ring remembers the values of recent ticks. A Ring belongs to one
// goroutine, on either end of the wire.
package ring

// Ring maps ticks to values and forgets the oldest. Every slot knows which tick
// it holds, so a look-up that comes too late misses; it never returns the value
// of another tick. Tick 0 means none and is never found.
type Ring[T any] struct {
	slots []slot[T]
}

type slot[T any] struct {
	tick  uint32
	value T
}

// New returns a ring that remembers size consecutive ticks.
func New[T any](size int) *Ring[T] {
	if size <= 0 {
		panic("ring: size must be positive")
	}
	return &Ring[T]{slots: make([]slot[T], size)}
}

// Put remembers v for tick t and forgets whatever shared its slot.
func (r *Ring[T]) Put(t uint32, v T) { *r.Slot(t) = v }

// Slot remembers t with the value that its slot last held, for the caller to
// overwrite in place: values with memory of their own are reused, not dropped.
func (r *Ring[T]) Slot(t uint32) *T {
	s := r.slot(t)
	s.tick = t
	return &s.value
}

// At returns the value of tick t, if it is still remembered.
func (r *Ring[T]) At(t uint32) (v T, ok bool) {
	if p := r.Ptr(t); p != nil {
		return *p, true
	}
	return v, false
}

// Ptr returns where the value of tick t lies, or nil. It is good until the next
// Put or Slot.
func (r *Ring[T]) Ptr(t uint32) *T {
	s := r.slot(t)
	if t == 0 || s.tick != t {
		return nil
	}
	return &s.value
}

// Clear forgets every tick but keeps the memory of their values.
func (r *Ring[T]) Clear() {
	for i := range r.slots {
		r.slots[i].tick = 0
	}
}

func (r *Ring[T]) slot(t uint32) *slot[T] {
	return &r.slots[t%uint32(len(r.slots))]
}
