package room

import (
	"time"

	"perihelion/sim"
)

// silence after which a bot takes the helm of a client that is still connected:
// a tab in the background.
const handover = 2 * time.Second

// step plays one tick.
func (r *Room) step() {
	t := r.world.Tick() + 1
	for p := range r.seats {
		s := &r.seats[p]
		if s.holder == human {
			r.steer(sim.PlayerID(p), s, t)
		}
		if in := &r.inputs[p]; r.flown(s) && in.View != 0 {
			in.View = t - 1 // a bot's screen moves on as everybody's does
		}
	}
	r.record.tick(r.inputs)
	r.world.Step(r.inputs)
	r.record.after(r.world)
	before := len(r.events)
	r.events = r.world.AppendEvents(r.events)
	r.relay(r.events[before:])
	r.follow()
	if int(t)%r.cfg.Interval == 0 {
		if !r.unsaid.holds(r.now) {
			r.publish(t)
		}
		r.think(t)
	}
	if int(t)%r.cfg.Sim.Rate == 0 {
		r.tidy(t)
	}
}

// steer decides what the ship of a human does in tick t. What a bot decided for
// it stays in r.inputs.
func (r *Room) steer(p sim.PlayerID, s *seat, t sim.Tick) {
	if s.peer != nil {
		r.drain(s, t-1)
	}
	if r.surveys(p, t) {
		s.witness.survey(r.now, r.between())
	}
	if s.absent() != s.away {
		s.away = !s.away
		r.inputs[p] = r.inputs[p].Neutral()
		r.roster.touch(p)
	}
	if s.away {
		return
	}
	in, ok := s.helm.play(t)
	if !ok {
		r.tally.Starved++
	}
	if !in.SameControls(r.inputs[p]) {
		r.played = r.now
	}
	r.inputs[p] = in
	if s.helm.silent(t, int(handover/r.schedule.interval)) {
		s.mute = true
	}
}

// drain takes what has come from the client of s since the last tick.
func (r *Room) drain(s *seat, played sim.Tick) {
	r.tally.Flooded += int(s.lane.dropped.Swap(0))
	for f := s.lane.next(); f != nil; f = s.lane.next() {
		s.proved = s.epoch
		r.believe(s, f)
		before := s.helm.newest
		s.helm.take(&f.inputs, played, &r.tally)
		if s.helm.newest > before {
			s.speak(played)
			s.helm.arrived = f.at
			s.helm.slack = r.schedule.slack(s.helm.newest, f.at)
		}
		s.lane.drop()
	}
}

// believe takes what a frame says of what its sender has seen, as far as that can
// be.
func (r *Room) believe(s *seat, f *arrival) {
	w := &s.witness
	w.ack(f.inputs.Ack, f.at, r.shown)
	oldest := r.schedule.look(f.at.Add(-w.reach(r.between())))
	for i := range f.inputs.N {
		waited := min(f.inputs.N-1-i, maxWait) // for the rest of its frame
		w.clamp(&f.inputs.Held[i], oldest-look(waited)*lookTick, r.cfg.Interval)
	}
}

// between is the time between two snapshots.
func (r *Room) between() time.Duration { return time.Duration(r.cfg.Interval) * r.schedule.interval }

// surveys reports whether the link of seat p is looked at in tick t: one after the
// other, or it would cost one tick a lot.
func (r *Room) surveys(p sim.PlayerID, t sim.Tick) bool {
	return (int(t)+int(p))%int(surveyEvery/r.schedule.interval) == 0
}

// tidy does once a second what need not be done in every tick.
func (r *Room) tidy(t sim.Tick) {
	for p := range r.seats {
		switch s := &r.seats[p]; {
		case s.holder != human:
		case s.peer != nil:
			r.metrics.Buffered(s.helm.waiting(t))
		case r.now.Sub(s.lost) >= r.cfg.Hold:
			r.vacate(sim.PlayerID(p))
		}
	}
	r.seekOpponent()
	r.fill()
	if int(t)%(pingEvery*r.cfg.Sim.Rate) == 0 {
		r.refreshPings()
	}
	if r.tally != (Tally{}) {
		r.metrics.Inputs(r.tally)
		r.tally = Tally{}
	}
	r.show()
	r.closeIfIdle()
}
