package room

import (
	"errors"
	"time"

	"perihelion/shared/replay"
	"perihelion/sim"
)

const (
	maxUnwritten = 1 << 20                  // bytes that wait for the Journal: minutes of a full room
	maxLog       = replay.MaxBytes - 16<<20 // bytes; a longer one would be refused by readers
	maxIdleLog   = 10 * time.Minute         // without a round: nobody needs its beginning
)

// recorder writes the log of the match, for the Journal. Its methods only append to memory.
type recorder struct {
	cfg     *Config
	writer  *replay.Writer
	part    LogPart   // what the Journal gets next, but for its Bytes
	began   time.Time // the log
	written int64     // bytes of it that the Journal has taken
	waited  int       // ticks since the Journal was offered something
	parts   int       // that the Journal has taken
	lost    bool      // the Journal could not take it all; nothing is recorded until the next log

	changed []bool // seats, since they were recorded
	dirty   bool   // there is one

	flushTicks int    // Config.Flush in ticks
	state      []byte // scratch
	seat       replay.Seat
}

func newRecorder(cfg *Config, interval time.Duration) *recorder {
	return &recorder{
		cfg: cfg, changed: make([]bool, cfg.Sim.Seats),
		flushTicks: max(int(cfg.Flush/interval), 1),
	}
}

// beginLog begins a log with the match as it is. What the Journal has not taken of the one before is
// dropped, but for the key of editors, and that somebody waits: both hold for what comes next.
func (m *match) beginLog() {
	c := m.record
	c.writer = replay.NewWriter(m.cfg.Game, m.cfg.Sim, replay.Header{Room: m.cfg.ID, Private: m.cfg.Code != "", Began: m.now.UnixMilli()})
	c.part = LogPart{Begin: true, Starts: c.part.Starts[:0], EditKey: c.part.EditKey, Urgent: c.part.Urgent}
	c.began, c.written, c.lost = m.now, 0, false
	m.beginSegment(true)
}

// beginLogFrom begins a log, or goes on with that of the room which played the match before.
func (m *match) beginLogFrom(from *replay.Playback) {
	// Who sends again what was made in the room before waits for the first part: see answerMade.
	m.record.part.Urgent = m.cfg.Sim.Editable
	if from == nil || from.Header.Room != m.cfg.ID || from.Round.Match != "" && from.Round.Phase != replay.RoundLive { // or it is over
		m.beginLog()
		return
	}
	c := m.record
	c.writer = replay.Continue(m.cfg.Game, m.cfg.Sim)
	c.began, c.written = time.UnixMilli(from.Header.Began), from.Offset()
	m.beginSegment(true)
}

// beginSegment begins a segment, which can be played without those before if it has the
// state of the world.
func (m *match) beginSegment(state bool) {
	c := m.record
	t, after := m.world.Tick(), max(m.now.Sub(c.began).Milliseconds(), 0)
	c.part.Starts = append(c.part.Starts, LogSegment{
		Start: replay.Start{Tick: t, After: after}, Offset: c.written + int64(len(c.writer.Bytes())), State: state,
	})
	if !state {
		c.writer.Segment(t, after, nil)
		return
	}
	c.state = m.world.AppendState(c.state[:0])
	c.writer.Segment(t, after, c.state)
	for p := range m.seats {
		if s := &m.seats[p]; s.holder != holderNone || s.confirmedEpoch > 0 {
			c.writeSeat(sim.PlayerID(p), s)
		}
	}
	clear(c.changed)
	c.dirty = false
	if m.round.live {
		c.writeRound(&m.round, m.round.livePhase())
		for i := range m.round.leavers {
			c.writeLeaver(&m.round.leavers[i])
		}
	}
}

// join records that p takes a seat, and leave that p has left it.
func (c *recorder) join(p sim.PlayerID)  { c.writer.Join(p) }
func (c *recorder) leave(p sim.PlayerID) { c.writer.Leave(p) }

// seatChanged notes that seat p must be recorded, before the next tick at the latest.
func (c *recorder) seatChanged(p sim.PlayerID) { c.changed[p], c.dirty = true, true }

// recordInputs records the inputs of a step that is about to be played, so that the one
// which crashes is among them.
func (m *match) recordInputs() {
	m.recordSeats()
	m.record.writer.Tick(m.inputs)
}

// recordSeats records the seats that have changed.
func (m *match) recordSeats() {
	c := m.record
	if !c.dirty {
		return
	}
	for p, changed := range c.changed {
		if changed {
			c.writeSeat(sim.PlayerID(p), &m.seats[p])
		}
	}
	clear(c.changed)
	c.dirty = false
}

// recordStep records what is due after a step, and hands over what has waited long enough.
func (m *match) recordStep() {
	c := m.record
	if c.writer.HashDue() {
		c.writer.Hash(m.world.Hash())
	}
	switch due, state := c.writer.SegmentDue(); {
	case state && (c.lost || c.tooLong(m)):
		m.flushLog()
		m.beginLog()
	case due && !c.lost:
		m.beginSegment(state)
	}
	if c.waited++; c.waited >= c.flushTicks {
		m.flushLog()
	}
}

// tooLong reports whether another log should begin.
func (c *recorder) tooLong(m *match) bool {
	return c.written > maxLog || !m.round.live && m.now.Sub(c.began) > maxIdleLog
}

// closeRoundLog ends the log with the round, and begins another if the room goes on. A
// round that nobody played leaves none.
func (m *match) closeRoundLog(aborted, played bool) {
	c := m.record
	if !c.lost {
		phase := replay.RoundWon
		if aborted {
			phase = replay.RoundAborted
		}
		if !m.round.foreign {
			c.writeRound(&m.round, phase)
		}
		c.writer.Hash(m.world.Hash())
		if c.part.Ended = true; played {
			c.part.Match = m.round.id
		}
	}
	m.flushLog()
	if !m.ended {
		m.beginLog()
	}
}

// breakLog hands over all that was recorded when the room crashes, and reports whether its
// match goes on. Nothing is recorded any more.
func (m *match) breakLog() (goesOn bool) {
	if m.record == nil { // there was no world
		return m.cfg.Journal.Close(JournalOver)
	}
	m.flushLog()
	whole := !m.record.lost
	m.record.lost = true
	if !whole {
		return m.cfg.Journal.Close(JournalOver)
	}
	return m.cfg.Journal.Close(JournalCrashed)
}

// flushLog hands over to the Journal what was recorded.
func (m *match) flushLog() {
	c := m.record
	m.recordSeats()
	c.waited = 0
	if c.lost {
		c.writer.Reset()
		return
	}
	c.part.Bytes, c.part.Last = c.writer.Bytes(), m.ended
	switch err := c.cfg.Journal.Write(&c.part); {
	case err == nil:
		c.written += int64(len(c.part.Bytes))
		c.parts++
		c.writer.Reset()
		c.part = LogPart{Starts: c.part.Starts[:0]}
	case !errors.Is(err, ErrJournalBusy) || len(c.part.Bytes) > maxUnwritten:
		c.lost = true
		m.metrics.LogGap()
		m.log.Warn("the log of the match has a gap; the match goes on", "tick", m.schedule.tick, "err", err)
	}
}

func (c *recorder) writeSeat(p sim.PlayerID, s *seat) {
	c.seat = replay.Seat{
		Holder: replay.Holder(s.holder), Account: s.player, Name: s.name, Joined: s.joinedTick,
		Epoch: s.epoch, Confirmed: s.confirmedEpoch, Rating: s.rating, Role: uint8(s.role),
	}
	c.writer.Seat(p, &c.seat)
}

func (c *recorder) writeRound(r *round, phase replay.RoundPhase) {
	c.writer.Round(&replay.Round{Match: r.id, Began: r.began.UnixMilli(), Tick: r.tick, Phase: phase})
}

func (c *recorder) writeLeaver(l *leaver) {
	c.writer.Leaver(l.Seat, &replay.Leaver{Account: l.Player, Name: l.Name, Joined: l.joinedTick, Points: l.Points, Columns: l.Columns})
}
