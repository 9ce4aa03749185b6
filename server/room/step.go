package room

import (
	"time"

	"perihelion/sim"
)

// botTakeoverAfter is after how long without input a bot takes over from a client that
// is still connected, such as a tab in the background.
const botTakeoverAfter = 2 * time.Second

// step plays one tick.
func (r *Room) step() {
	t := r.world.Tick() + 1
	for p := range r.seats {
		s := &r.seats[p]
		if s.holder == holderPlayer {
			r.applyInput(sim.PlayerID(p), s, t)
		}
		if in := &r.inputs[p]; r.botControlled(s) && in.View != 0 {
			in.View = t - 1 // a bot's screen moves on as everybody's does
		}
	}
	r.record.recordInputs(r.inputs)
	r.world.Step(r.inputs)
	r.record.afterStep(r.world)
	before := len(r.events)
	r.events = r.world.AppendEvents(r.events)
	r.reportEvents(r.events[before:])
	r.updateRound()
	if int(t)%r.cfg.Interval == 0 {
		if !r.pendingResult.blocks(r.now) {
			r.publish(t)
		}
		r.runBots(t)
	}
	if int(t)%r.cfg.Sim.Rate == 0 {
		r.everySecond(t)
	}
}

// applyInput decides what the ship of a player does in tick t. What a bot decided for
// it stays in r.inputs.
func (r *Room) applyInput(p sim.PlayerID, s *seat, t sim.Tick) {
	if s.peer != nil {
		r.drainInputs(s, t-1)
	}
	if r.measuresIn(p, t) {
		s.viewValidator.measure(r.now, r.snapshotInterval())
	}
	if s.absent() != s.away {
		s.away = !s.away
		r.inputs[p] = r.cfg.Game.About().Inputs.Neutral(r.inputs[p])
		r.roster.markDirty(p)
	}
	if s.away {
		return
	}
	in, ok := s.inputs.consume(t)
	if !ok {
		r.inputStats.Starved++
	}
	if !in.SameControls(r.inputs[p]) {
		r.lastPlayed = r.now
	}
	r.inputs[p] = in
	if s.inputs.silent(t, int(botTakeoverAfter/r.schedule.interval)) {
		s.silent = true
	}
}

// drainInputs takes what has come from the client of s since the last tick.
func (r *Room) drainInputs(s *seat, played sim.Tick) {
	r.inputStats.Flooded += int(s.queue.dropped.Swap(0))
	for f := s.queue.peek(); f != nil; f = s.queue.peek() {
		s.confirmedEpoch = s.epoch
		r.validateViews(s, f)
		before := s.inputs.newest
		s.inputs.accept(&f.inputs, played, &r.inputStats)
		if s.inputs.newest > before {
			s.markHeard(played)
			s.inputs.newestAt = f.arrived
			s.inputs.slack = r.schedule.slack(s.inputs.newest, f.arrived)
		}
		s.queue.pop()
	}
}

// validateViews takes what a frame says of what its sender has seen, as far as that can
// be.
func (r *Room) validateViews(s *seat, f *inputFrame) {
	w := &s.viewValidator
	w.recordAck(f.inputs.Ack, f.arrived, r.publishTimes)
	oldest := r.schedule.subtickAt(f.arrived.Add(-w.maxRewind(r.snapshotInterval())))
	for i := range f.inputs.N {
		waited := min(f.inputs.N-1-i, maxInputBatch) // for the rest of its frame
		w.clampView(&f.inputs.Held[i], oldest-subtick(waited)*subticksPerTick, r.cfg.Interval)
	}
}

// snapshotInterval is the time between two snapshots.
func (r *Room) snapshotInterval() time.Duration {
	return time.Duration(r.cfg.Interval) * r.schedule.interval
}

// measuresIn reports whether the link of seat p is looked at in tick t: one after the
// other, or it would cost one tick a lot.
func (r *Room) measuresIn(p sim.PlayerID, t sim.Tick) bool {
	return (int(t)+int(p))%int(measureEvery/r.schedule.interval) == 0
}

// everySecond does once a second what need not be done in every tick.
func (r *Room) everySecond(t sim.Tick) {
	for p := range r.seats {
		switch s := &r.seats[p]; {
		case s.holder != holderPlayer:
		case s.peer != nil:
			r.metrics.Buffered(s.inputs.bufferedTicks(t))
		case r.now.Sub(s.disconnectedAt) >= r.cfg.Hold:
			r.freeSeat(sim.PlayerID(p))
		}
	}
	r.updateOpponentSearch()
	r.backfill()
	if int(t)%(pingEvery*r.cfg.Sim.Rate) == 0 {
		r.refreshPings()
	}
	if r.inputStats != (InputStats{}) {
		r.metrics.Inputs(r.inputStats)
		r.inputStats = InputStats{}
	}
	r.publishInfo()
	r.closeIfIdle()
}
