package snapshot

import "perihelion/shared/bitio"

import (
	"slices"
	"sync"
)

// olderDeltas are the differences of entities from what they were forecast to be by clients
// whose baseline is one earlier snapshot. Each is encoded when the first client needs it.
// Writers of connections share them, so there is a lock; the room never takes it.
type olderDeltas struct {
	mu     sync.Mutex
	chunks []chunk // by index of the entity; no bits: not encoded yet
	blobs  []byte
}

// put appends the difference of entity i of s from the forecast that starts in base.
func (d *olderDeltas) put(w *bitWriter, s *Snapshot, i int, base *world) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.chunks) == 0 {
		n := len(s.now.entities)
		d.chunks = slices.Grow(d.chunks, n)[:n]
		clear(d.chunks)
	}
	if d.chunks[i].bits == 0 {
		d.chunks[i] = d.encode(s, i, base)
	}
	w.Copy(d.blobs[d.chunks[i].at:], uint(d.chunks[i].bits))
}

func (d *olderDeltas) encode(s *Snapshot, i int, base *world) chunk {
	e := &s.now.entities[i]
	t := s.codec.span(int(s.now.seq-base.seq), int(s.step))
	x := s.codec.expect(e.Kind, &base.entities[base.find(e.ID)].Words, &e.Words, t)
	at := len(d.blobs)
	out := bitWriter{bitio.Writer{Buf: d.blobs}}
	out.putDifference(s.codec.layout(e.Kind), &e.Words, &x, t)
	bits := out.Len(at)
	out.Align()
	d.blobs = out.Buf
	return chunk{at: uint32(at), bits: bits}
}
