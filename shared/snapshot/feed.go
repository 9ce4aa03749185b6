package snapshot

import "perihelion/sim"

const (
	// maxSkipped bounds what a client forecasts in one frame. A connection that
	// was silent for longer gets a keyframe.
	maxSkipped = 64   // snapshots
	maxSpan    = 1024 // ticks
)

// Feed is one connection's end of the stream: its baseline, which is the last
// snapshot it was sent, and the entities it holds. The zero value is ready; the
// first body is a keyframe.
type Feed struct {
	Budget int // bytes of entities in one frame; 0 means maxBudget. See budget.go

	seq    uint32 // of the baseline; 0: the next body is a keyframe
	tick   sim.Tick
	global []sim.EntityID // held, as of the baseline
	known  []known        // held, of those in sight
	names  namer
	own    privateModel
	event  uint32 // number of the next event to send; 0: those of the first snapshot
	radar  sim.Tick
	check  int // frames until the next checksum
	stale  int // entries of known that the budget left behind

	roll  roll // scratch
	next  []known
	near  bitset
	rank  []ranked
	stats Stats
}

// Stats counts what a Feed has sent, for metrics and the net graph.
type Stats struct {
	Frames    uint64
	Keyframes uint64
	Bits      [Sections]uint64 // by what they were spent on
	Deferred  uint64           // entities that the budget left for a later frame
	Missed    uint64           // events that were gone when the connection was ready for them
}

// Section is what bits of a body were spent on.
type Section uint8

const (
	SectionHeader   Section = iota // with checksum and padding
	SectionGlobal                  // everything Global
	SectionDelta                   // corrections of entities in sight
	SectionAbsolute                // entities that came into sight
	SectionPrivate
	SectionEvents
	SectionRadar

	Sections
)

func (s Section) String() string {
	return [Sections]string{"header", "global", "delta", "absolute", "private", "events", "radar"}[s]
}

// Stats may be called by the goroutine that calls Append.
func (f *Feed) Stats() Stats { return f.stats }

// Reset makes the next body a keyframe, for a client that asks for one.
func (f *Feed) Reset() { f.seq = 0 }

// Append composes the body of a frame that takes the connection from its
// baseline to s, and makes s the baseline.
func (f *Feed) Append(dst []byte, s *Snapshot, sh *Share) []byte {
	m := meter{w: bitWriter{buf: dst}, stats: &f.stats}
	m.start = len(dst)
	f.putHeader(&m.w, s)
	m.mark(SectionHeader)
	f.putGlobal(&m.w, s)
	m.mark(SectionGlobal)
	f.putLocal(&m, s, &sh.View)
	f.putOwn(&m.w, sh)
	m.mark(SectionPrivate)
	f.putEvents(&m.w, s, sh)
	m.mark(SectionEvents)
	f.putRadar(&m.w, s)
	m.mark(SectionRadar)
	f.putChecksum(&m.w, s)
	m.w.align()
	m.mark(SectionHeader)
	f.stats.Frames++
	f.seq, f.tick = s.now.seq, s.now.tick
	return m.w.buf
}

// A meter books the bits of a body to its sections.
type meter struct {
	w      bitWriter
	start  int
	booked uint32
	stats  *Stats
}

func (m *meter) mark(s Section) {
	n := m.w.len(m.start)
	m.stats.Bits[s] += uint64(n - m.booked)
	m.booked = n
}

// putHeader appends how the client gets from what it holds to its forecast.
//
//	1                      keyframe: forget everything
//	0 | golomb0 n-1        forecast n times, each by 1/n of the ticks since the last frame
func (f *Feed) putHeader(w *bitWriter, s *Snapshot) {
	if !f.continues(s) {
		f.forget()
		f.stats.Keyframes++
		w.flag(true)
		return
	}
	w.flag(false)
	w.golomb(s.now.seq-f.seq-1, skippedOrder)
}

// continues reports whether the client can forecast its way from the baseline.
func (f *Feed) continues(s *Snapshot) bool {
	n := s.now.seq - f.seq
	if f.seq == 0 || s.now.seq <= f.seq || n > maxSkipped || s.now.tick-f.tick > maxSpan {
		return false
	}
	return n == 1 || f.seq >= s.steady
}

// forget is what the client does at a keyframe, too.
func (f *Feed) forget() {
	f.seq = 0
	f.global, f.known, f.stale = f.global[:0], f.known[:0], 0
	f.names, f.own = namer{}, privateModel{}
	f.check, f.radar = 0, 0
}

// putGlobal appends the roll of the Global entities: the shared one if the
// client holds the snapshot before s.
func (f *Feed) putGlobal(w *bitWriter, s *Snapshot) {
	if f.seq == s.now.seq-1 && f.seq > 0 {
		w.copyPiece(s, s.global)
	} else {
		f.roll.compare(f.global, s, f.seq)
		w.putRoll(&f.roll, s, &namer{})
	}
	f.global = append(f.global[:0], s.grid.globalIDs...)
}

// putOwn appends the exact state of the client's player.
//
//	0          a spectator
//	1 | private
func (f *Feed) putOwn(w *bitWriter, sh *Share) {
	w.flag(sh.Me != sim.NoPlayer)
	if sh.Me != sim.NoPlayer {
		w.putPrivate(&f.own, &sh.Own)
	}
}

func (f *Feed) putEvents(w *bitWriter, s *Snapshot, sh *Share) {
	if f.event == 0 {
		f.event = s.events.fresh
	}
	if f.event < s.events.first {
		f.stats.Missed += uint64(s.events.first - f.event)
		f.event = s.events.first
	}
	w.putEvents(s, f.event, sh)
	f.event = s.events.next()
}

// putRadar appends the newest sweep, unless the client has it.
//
//	0
//	1 | sweep
func (f *Feed) putRadar(w *bitWriter, s *Snapshot) {
	news := f.radar != s.radar.tick
	w.flag(news)
	if news {
		w.copy(s.radar.blob, uint(s.radar.bits))
		f.radar = s.radar.tick
	}
}

// putChecksum appends the sum over all that the client holds, now and then. It
// waits while the budget keeps some of that from being up to date.
//
//	0
//	1 | sum in 32 bits
func (f *Feed) putChecksum(w *bitWriter, s *Snapshot) {
	f.check--
	due := f.check < 0 && f.stale == 0
	w.flag(due)
	if !due {
		return
	}
	f.check = checkEvery - 1
	sum := uint32(0)
	for i := range f.known {
		sum += checksum(&s.now.entities[f.known[i].entity])
	}
	for _, i := range s.grid.global {
		sum += checksum(&s.now.entities[i])
	}
	w.put(sum, 32)
}

// Late is how many entities the client holds an old state of, because the
// budget had no room for them.
func (f *Feed) Late() int { return f.stale }
