package snapshot

import (
	"sync"

	"perihelion/shared/bitio"
)

const (
	// maxSkipped bounds what a client forecasts in one frame. A connection that
	// was silent for longer gets a keyframe.
	maxSkipped = 64   // snapshots
	maxSpan    = 1024 // ticks

	maxPredicted = 64 // ticks for which a client predicts its own state
)

// ClientEncoder encodes the snapshots for one connection. It knows the baseline, which is
// the last snapshot that was sent unless Rebase chose an earlier one, and what the client
// holds as of it. The zero value is ready; the first body is a keyframe.
type ClientEncoder struct {
	Budget   int  // bytes of entities in one frame; 0 means maxBudget. See budget.go
	Predicts bool // the client predicts its own state; the same in all frames

	baseline
	past          *baselines // nil: not kept
	untilChecksum int        // frames until the next checksum
	stats         Stats

	*scratch // nil outside of Append
}

// scratch is what an encoder needs while it composes one body. Encoders share a few: sized by
// their first keyframe, which tells all there is, their own would be most of what a connection holds.
type scratch struct {
	delta  delta
	next   []tracked
	near   bitset
	ranked []ranked
	blips  []radarBlip
}

var scratches = sync.Pool{New: func() any { return new(scratch) }}

// Reset makes the next body a keyframe, for a client that asks for one.
func (c *ClientEncoder) Reset() {
	c.seq = 0
	c.nextEvent = c.past.oldestEvent(c.nextEvent)
	c.past.clear()
}

// Append composes the body of a frame that takes the connection from its
// baseline to s, and makes s the baseline.
func (c *ClientEncoder) Append(dst []byte, s *Snapshot, sh *PlayerView) []byte {
	c.scratch = scratches.Get().(*scratch)
	defer func() {
		scratches.Put(c.scratch)
		c.scratch = nil
	}()
	m := bitCounter{w: bitWriter{bitio.Writer{Buf: dst}}, stats: &c.stats}
	m.start = len(dst)
	c.putHeader(&m.w, s)
	m.mark(SectionHeader)
	c.putOwn(&m.w, s, sh)
	m.mark(SectionPrivate)
	c.putGlobal(&m.w, s)
	m.mark(SectionGlobal)
	c.putLocal(&m, s, &sh.View)
	c.putEvents(&m.w, s, sh)
	m.mark(SectionEvents)
	c.putRadar(&m.w, s)
	m.mark(SectionRadar)
	c.putChecksum(&m.w, s)
	m.w.Align()
	m.mark(SectionHeader)
	c.stats.Frames++
	c.seq, c.tick = s.now.seq, s.now.tick
	c.past.save(&c.baseline)
	return m.w.Buf
}

// bitCounter counts the bits of a body by section.
type bitCounter struct {
	w       bitWriter
	start   int
	counted uint32
	stats   *Stats
}

func (m *bitCounter) mark(s Section) {
	n := m.w.Len(m.start)
	m.stats.Bits[s] += uint64(n - m.counted)
	m.counted = n
}

// putHeader appends how the client gets from what it holds to its forecast.
//
//	1                      keyframe: forget everything
//	0 | golomb0 n-1        forecast n times, each by 1/n of the ticks since the last frame
func (c *ClientEncoder) putHeader(w *bitWriter, s *Snapshot) {
	if !c.reaches(s) {
		c.resetState()
		c.stats.Keyframes++
		w.Flag(true)
		return
	}
	w.Flag(false)
	w.Golomb(s.now.seq-c.seq-1, skippedOrder)
}

// putOwn appends the state of the client's own player. One that predicts it is only told when it is
// not as predicted from the baseline.
//
//	client predicts:  0 | 4 bits of its checksum
//	                  1 | private
//	any other:        private
func (c *ClientEncoder) putOwn(w *bitWriter, s *Snapshot, sh *PlayerView) {
	if !c.Predicts {
		w.putPrivate(&c.own, &sh.Own)
		return
	}
	told := c.seq == 0 || c.tick < sh.PredictedSince || s.now.tick-c.tick > maxPredicted
	w.Flag(told)
	if told {
		w.putPrivate(&c.own, &sh.Own)
		return
	}
	w.Put(ownChecksum(&sh.Own), ownCheckBits)
	c.own.learn(&sh.Own)
}

// reaches reports whether the client can forecast its way from the baseline to s.
func (b *baseline) reaches(s *Snapshot) bool {
	n := s.now.seq - b.seq
	if b.seq == 0 || s.now.seq <= b.seq || n > maxSkipped || s.now.tick-b.tick > maxSpan {
		return false
	}
	return n == 1 || b.seq >= s.steady
}

// resetState forgets what the client holds, as the client does at a keyframe.
func (c *ClientEncoder) resetState() {
	c.seq = 0
	c.global, c.tracked, c.all, c.deferred = nil, c.tracked[:0], false, 0
	c.own = privateModel{}
	c.untilChecksum, c.radar = 0, 0
	c.nextEvent = c.past.oldestEvent(c.nextEvent)
}

// putGlobal appends the delta of the Global entities: the shared one if the
// client holds the snapshot before s.
func (c *ClientEncoder) putGlobal(w *bitWriter, s *Snapshot) {
	if c.seq == s.now.seq-1 && c.seq > 0 {
		w.copyChunk(s, s.global.changes)
		w.copyChunk(s, s.global.spawned)
	} else {
		c.delta.compare(c.global, &s.grid.global, s, c.seq)
		w.putChanges(&c.delta, s)
		w.putSpawned(&c.delta, s, nil)
	}
	c.global = s.globalIDs
}

func (c *ClientEncoder) putEvents(w *bitWriter, s *Snapshot, sh *PlayerView) {
	if c.nextEvent == 0 {
		c.nextEvent = s.events.fresh
	}
	if c.nextEvent < s.events.first {
		c.stats.Missed += uint64(s.events.first - c.nextEvent)
		c.nextEvent = s.events.first
	}
	w.putEvents(s, c.nextEvent, sh)
	c.nextEvent = s.events.next()
}

// putChecksum appends the sum over all that the client holds, now and then. It
// waits while the budget keeps some of that from being up to date.
//
//	0
//	1 | sum in 32 bits
func (c *ClientEncoder) putChecksum(w *bitWriter, s *Snapshot) {
	c.untilChecksum--
	due := c.untilChecksum < 0 && c.deferred == 0
	w.Flag(due)
	if !due {
		return
	}
	c.untilChecksum = checkEvery - 1
	sum := s.sumOf(s.grid.global.at)
	if c.all {
		sum += s.localSum()
	} else {
		for i := range c.tracked {
			sum += s.codec.checksum(&s.now.entities[c.tracked[i].entity])
		}
	}
	w.Put(sum, 32)
}

// localSum is the checksum of all local entities, which is taken once however many ask.
func (s *Snapshot) localSum() uint32 {
	const known = 1 << 32
	if v := s.sum.Load(); v != 0 {
		return uint32(v)
	}
	sum := s.sumOf(s.grid.local.at)
	s.sum.Store(known | uint64(sum))
	return sum
}

func (s *Snapshot) sumOf(indices []uint16) (sum uint32) {
	for _, i := range indices {
		sum += s.codec.checksum(&s.now.entities[i])
	}
	return sum
}

// Late is how many entities the client holds an old state of, because the
// budget had no room for them.
func (c *ClientEncoder) Late() int { return c.deferred }
