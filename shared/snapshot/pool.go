package snapshot

// maxIdle bounds the memory a publisher keeps for later; more than that is in
// use only while connections hold on to old snapshots.
const maxIdle = 16

// A pool recycles snapshots and worlds. Any goroutine may be the last to
// release one.
type pool struct {
	snapshots chan *Snapshot
	worlds    chan *world
	poison    bool // overwrite what is recycled, so that a late reader shows
}

func newPool() *pool {
	return &pool{snapshots: make(chan *Snapshot, maxIdle), worlds: make(chan *world, maxIdle)}
}

// snapshot returns an empty snapshot with one reference.
func (p *pool) snapshot() *Snapshot {
	var s *Snapshot
	select {
	case s = <-p.snapshots:
	default:
		s = &Snapshot{pool: p}
	}
	s.refs.Store(1)
	return s
}

// world returns an empty world with one reference.
func (p *pool) world() *world {
	var w *world
	select {
	case w = <-p.worlds:
	default:
		w = &world{}
	}
	w.refs.Store(1)
	return w
}

// recycle takes back a snapshot that nobody refers to.
func (p *pool) recycle(s *Snapshot) {
	p.drop(s.now)
	for i, w := range s.past {
		if w != nil {
			p.drop(w)
		}
		s.past[i] = nil
	}
	s.now = nil
	if p.poison {
		s.spoil()
	}
	s.reset()
	select {
	case p.snapshots <- s:
	default: // enough idle: the garbage collector has it
	}
}

// drop gives back one reference to w.
func (p *pool) drop(w *world) {
	if w.refs.Add(-1) > 0 {
		return
	}
	if p.poison {
		w.spoil()
	}
	w.entities, w.history = w.entities[:0], w.history[:0]
	select {
	case p.worlds <- w:
	default:
	}
}

func (s *Snapshot) reset() {
	s.blobs, s.chunks, s.global = s.blobs[:0], s.chunks[:0], listDelta{}
	s.local, s.globalIDs = listDelta{}, nil
	for i := range s.older {
		s.older[i].chunks, s.older[i].blobs = s.older[i].chunks[:0], s.older[i].blobs[:0]
	}
	s.sum.Store(0)
	s.grid.reset()
}

// spoil overwrites what a reader without a reference would read.
func (s *Snapshot) spoil() {
	for i := range s.blobs {
		s.blobs[i] = 0xdb
	}
	for i := range s.older {
		for j := range s.older[i].blobs {
			s.older[i].blobs[j] = 0xdb
		}
	}
	for i := range s.events.blobs {
		s.events.blobs[i] = 0xdb
	}
	for i := range s.radar.strips {
		s.radar.strips[i].spoil()
	}
	for i := range s.chunks {
		s.chunks[i] = chunk{at: 1 << 31, bits: 1}
	}
}

func (s *strip) spoil() {
	for i := range s.blob {
		s.blob[i] = 0xdb
	}
	for i := range s.blips {
		s.blips[i].cell = 0
	}
}

func (w *world) spoil() {
	for i := range w.entities {
		e := &w.entities[i]
		e.ID, e.X, e.Y = 0xdbdb, -1<<31, -1<<31
		for j := range e.Words {
			e.Words[j] = -0x24242425
		}
	}
}
