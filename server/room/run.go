package room

import (
	"context"
	"time"

	"perihelion/shared/pace"
	"perihelion/shared/protocol"
	"perihelion/shared/transport"
	"perihelion/sim"
)

// Run plays the room until ctx ends, Close is called or it has been empty for
// long. A panic of the world ends this room and no other. Call it once.
func (r *Room) Run(ctx context.Context) {
	defer r.finish()
	defer r.recover()
	r.begin(time.Now())
	timer := time.NewTimer(time.Until(r.pace.Next()))
	defer timer.Stop()
	for !r.ended {
		select {
		case <-ctx.Done():
			r.end(ClosedStopped, transport.Restarting, "")
		case cmd := <-r.mailbox:
			r.now = time.Now()
			cmd()
		case <-timer.C:
			r.catchUp(time.Now())
			timer.Reset(time.Until(r.pace.Next()))
		}
	}
}

func (r *Room) begin(now time.Time) {
	r.now, r.emptySince, r.lastPlayed = now, now, now
	r.pace = pace.New(r.cfg.Sim.Rate, now, maxCatchUp)
	r.schedule = schedule{interval: r.pace.Interval(), tick: r.world.Tick() + 1, due: r.pace.Next()}
	r.backfill()
	r.publishInfo()
}

// catchUp plays the ticks that are due at now.
func (r *Room) catchUp(now time.Time) {
	ticks, slipped := r.pace.Due(now)
	if slipped > 0 {
		r.metrics.Slipped(slipped)
	}
	due := r.schedule.due
	r.schedule.tick, r.schedule.due = r.world.Tick()+sim.Tick(ticks)+1, r.pace.Next()
	for range ticks {
		if r.ended {
			return
		}
		start := time.Now()
		r.now = start
		r.step()
		r.endIfDrained()
		cost := time.Since(start)
		r.costs.add(cost)
		r.metrics.Tick(r.cfg.Sim.Mode, cost, start.Sub(due))
		due = due.Add(r.schedule.interval)
	}
}

// schedule says when the ticks to come are due.
type schedule struct {
	interval time.Duration
	tick     sim.Tick // is due at
	due      time.Time
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

// end closes the room for everyone in it.
func (r *Room) end(how string, reason transport.Reason, text string) {
	r.ended = true
	for p := range r.seats {
		r.closePeer(&r.seats[p], reason, text)
	}
	r.dismissSpectators(reason, text)
	if how != ClosedCrashed { // who knows what state these are in
		if r.round.live {
			r.endRound(true)
		}
		r.publisher.Close()
	}
	played := r.schedule.tick - 1 // the world may be too broken to be asked
	if !r.abandoned.Load() {      // or it was counted
		r.metrics.RoomClosed(how, time.Duration(played)*r.schedule.interval)
	}
	r.log.Info("room closed", "how", how, "tick", played)
}

// closePeer closes the connection of a seat, if it has one.
func (r *Room) closePeer(s *seat, reason transport.Reason, text string) {
	peer := s.peer
	if peer == nil {
		return
	}
	s.peer = nil // also if it panics
	r.protect("close a peer", func() { peer.Close(reason, text) })
}
