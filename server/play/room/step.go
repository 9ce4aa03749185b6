package room

import (
	"time"

	"perihelion/shared/protocol"
	"perihelion/shared/snapshot"
	"perihelion/sim"
)

// botTakeoverAfter is after how long without input a bot takes over from a client that
// is still connected, such as a tab in the background.
const botTakeoverAfter = 2 * time.Second

// step plays one tick.
func (m *match) step() {
	t := m.world.Tick() + 1
	m.makeEdits()
	m.tellEdits()
	m.answerKept()
	for p := range m.seats {
		s := &m.seats[p]
		if s.holder == holderPlayer {
			s.inputs.asSent = false
			m.applyInput(sim.PlayerID(p), s, t)
		}
		if in := &m.inputs[p]; m.botControlled(s) && in.View != 0 {
			in.View = t - 1 // a bot's screen moves on as everybody's does
		}
	}
	m.recordInputs()
	m.world.Step(m.inputs)
	m.comparePredictions(t)
	before := len(m.events)
	m.events = m.world.AppendEvents(m.events)
	m.reportEvents(m.events[before:])
	m.updateRound()
	m.recordStep()
	if int(t)%m.interval() == 0 {
		if !m.pendingResult.blocks(m.now) {
			m.publish(t)
		}
		m.runBots()
	}
	m.passCursors(t)
	if int(t)%m.cfg.Sim.Rate == 0 {
		m.everySecond(t)
	}
}

// applyInput decides what the ship of a player does in tick t. What a bot decided for
// it stays in r.inputs.
func (m *match) applyInput(p sim.PlayerID, s *seat, t sim.Tick) {
	if s.peer != nil {
		m.drainInputs(p, s, t-1)
	}
	if m.measuresIn(p, t) {
		s.viewValidator.measure(m.now, m.snapshotInterval())
	}
	if s.absent() != s.away {
		s.away = !s.away
		m.inputs[p] = m.cfg.Game.About().Inputs.Neutral(m.inputs[p])
		m.roster.markChanged(p)
	}
	if s.away {
		return
	}
	in, ok := s.inputs.consume(t)
	if !ok {
		m.inputStats.Starved++
	}
	if m.editor != nil && s.role == protocol.RoleFlyer {
		in = m.cfg.Game.About().Inputs.OfFlyer(in)
	}
	if !in.SameControls(m.inputs[p]) {
		m.lastPlayed = m.now
	}
	m.inputs[p] = in
	if s.inputs.silent(t, m.schedule.botTakeover) {
		s.silent = true
	}
}

// comparePredictions notes whose players could not predict tick t.
func (m *match) comparePredictions(t sim.Tick) {
	for p := range m.seats {
		s := &m.seats[p]
		if s.peer != nil && !(m.predictable != nil && s.inputs.asSent && m.predictable.AsPredicted(sim.PlayerID(p))) {
			s.predictedSince = t
		}
	}
}

// drainInputs takes what has come from the client of s since the last tick.
func (m *match) drainInputs(p sim.PlayerID, s *seat, played sim.Tick) {
	m.inputStats.Flooded += s.queue.takeDropped()
	before := s.confirmedEpoch
	s.queue.drain(func(f *inputFrame) { m.acceptFrame(s, f, played) })
	if s.confirmedEpoch != before {
		m.record.seatChanged(p)
	}
}

func (m *match) acceptFrame(s *seat, f *inputFrame, played sim.Tick) {
	s.confirmedEpoch = s.epoch
	m.validateViews(s, f)
	before, early := s.inputs.newest, m.inputStats.Early
	s.inputs.accept(&f.inputs, played, &m.inputStats)
	if s.inputs.newest > before || m.inputStats.Early > early { // where time slips, clocks of clients are ahead for a while
		s.silent, s.inputs.heard = false, played
	}
	if s.inputs.newest > before {
		s.inputs.newestAt = f.arrived
		s.inputs.slack = m.schedule.slack(s.inputs.newest, f.arrived)
	}
}

// validateViews takes what a frame says of what its sender has seen, as far as that can
// be.
func (m *match) validateViews(s *seat, f *inputFrame) {
	w := &s.viewValidator
	w.recordAck(f.inputs.Ack, f.arrived, m.publishTimes)
	oldest := m.schedule.subtickAt(f.arrived.Add(-w.maxRewind(m.snapshotInterval())))
	for i := range f.inputs.N {
		waited := min(f.inputs.N-1-i, maxInputBatch) // for the rest of its frame
		w.clampView(&f.inputs.Held[i], oldest-subtick(waited)*subticksPerTick, m.interval())
	}
}

// measuresIn reports whether the link of seat p is looked at in tick t: one after the
// other, or it would cost one tick a lot.
func (m *match) measuresIn(p sim.PlayerID, t sim.Tick) bool {
	return (t+sim.Tick(p))%m.schedule.measure == 0
}

// everySecond does once a second what need not be done in every tick.
func (m *match) everySecond(t sim.Tick) {
	for p := range m.seats {
		switch s := &m.seats[p]; {
		case s.holder != holderPlayer:
		case s.peer != nil:
			m.metrics.Buffered(s.inputs.bufferedTicks(t))
		case m.now.Sub(s.disconnectedAt) >= m.cfg.Hold:
			m.freeSeat(sim.PlayerID(p))
		}
	}
	m.updateOpponentSearch()
	m.backfill()
	if int(t)%(pingEvery*m.cfg.Sim.Rate) == 0 {
		m.refreshPings()
	}
	if m.inputStats != (InputStats{}) {
		m.metrics.Inputs(m.inputStats)
		m.inputStats = InputStats{}
	}
	m.throttle.judge(int(m.info.players.Load()))
	m.publishInfo()
	m.closeIfIdle()
}

// publish encodes the world after tick t once and offers it to every peer.
func (m *match) publish(t sim.Tick) {
	m.flushRoster()
	m.entities = m.world.AppendEntities(m.entities[:0])
	snap := m.publisher.Publish(t, m.entities, m.events)
	m.events = m.events[:0]
	m.publishTimes.Put(uint32(t), m.now)
	for p := range m.seats {
		if s := &m.seats[p]; s.peer != nil {
			snap.Retain()
			s.peer.Publish(m.update(sim.PlayerID(p), s, snap))
		}
	}
	snap.Release()
}

// update is what seat p gets of a snapshot.
func (m *match) update(p sim.PlayerID, s *seat, snap *snapshot.Snapshot) Update {
	view := snapshot.View{}
	view.X, view.Y = m.world.Eye(p)
	view.HalfW, view.HalfH = m.cfg.Game.About().View.Half(s.aspect)
	return Update{
		Snap: snap,
		View: snapshot.PlayerView{
			Me:   p,
			View: view,
			Own:  m.world.Private(p),

			PredictedSince: s.predictedSince,
		},
		Newest:  s.inputs.newest,
		Slack:   s.inputs.slack,
		Arrived: s.inputs.newestAt,
		Load:    m.load(),
	}
}
