package room

import (
	"context"
	"time"

	"perihelion/shared/protocol"
	"perihelion/shared/transport"
	"perihelion/sim"
)

// Run makes the match and plays it until ctx ends, Close is called or it has been empty for
// long. A panic of the world ends this room and no other. Call it once.
func (r *Room) Run(ctx context.Context) {
	defer r.finish()
	m := newMatch(r)
	defer m.recover()
	m.begin()
	timer := time.NewTimer(time.Until(m.pace.Next()))
	defer timer.Stop()
	for !m.ended {
		select {
		case <-ctx.Done():
			select {
			case cmd := <-r.mailbox: // came before, and may be the one to suspend the match
				m.do(cmd)
			default:
				m.end(ClosedStopped, transport.Restarting, "")
			}
		case cmd := <-r.mailbox:
			m.do(cmd)
		case <-timer.C:
			m.catchUp(time.Now())
			timer.Reset(time.Until(m.pace.Next()))
		}
	}
}

// do carries out a command of the mailbox.
func (m *match) do(cmd func(*match)) {
	m.now = time.Now()
	cmd(m)
}

// catchUp plays the ticks that are due at now.
func (m *match) catchUp(now time.Time) {
	ticks, slipped := m.pace.Due(now)
	if slipped > 0 {
		m.metrics.Slipped(slipped)
		m.throttle.addSlipped(slipped)
	}
	due := m.schedule.due
	m.schedule.tick, m.schedule.due = m.world.Tick()+sim.Tick(ticks)+1, m.pace.Next()
	for range ticks {
		if m.ended {
			return
		}
		start := time.Now()
		m.now = start
		m.step()
		m.endIfDrained()
		cost := time.Since(start)
		m.costs.add(cost)
		m.metrics.Tick(m.cfg.Sim.Mode, cost, start.Sub(due))
		m.throttle.addTick(start.Sub(due), m.schedule.interval)
		due = due.Add(m.schedule.interval)
	}
}

// schedule says when the ticks to come are due.
type schedule struct {
	interval time.Duration
	tick     sim.Tick // is due at
	due      time.Time

	measure, botTakeover sim.Tick // measureEvery and botTakeoverAfter in ticks
}

func newSchedule(interval time.Duration, tick sim.Tick, due time.Time) schedule {
	return schedule{
		interval: interval, tick: tick, due: due,
		measure: sim.Tick(measureEvery / interval), botTakeover: sim.Tick(botTakeoverAfter / interval),
	}
}

// slack is how long before tick t is due something for it arrived, in steps of
// 2 ms.
func (s *schedule) slack(t sim.Tick, arrived time.Time) int8 {
	ahead := time.Duration(int64(t)-int64(s.tick)) * s.interval
	early := s.due.Sub(arrived) + ahead
	return int8(min(max(early/protocol.SlackUnit, -128), 127))
}

// subtick is what the world was at a moment.
func (s *schedule) subtickAt(at time.Time) subtick {
	return subtick(s.tick)*subticksPerTick - subtick(s.due.Sub(at)*time.Duration(subticksPerTick)/s.interval)
}
