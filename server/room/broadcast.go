package room

import (
	"perihelion/shared/snapshot"
	"perihelion/sim"
)

// publish encodes the world after tick t once and offers it to every peer.
func (r *Room) publish(t sim.Tick) {
	r.flushRoster()
	r.entities = r.world.AppendEntities(r.entities[:0])
	snap := r.publisher.Publish(t, r.entities, r.events)
	r.events = r.events[:0]
	r.publishTimes.Put(uint32(t), r.now)
	for p := range r.seats {
		if s := &r.seats[p]; s.peer != nil {
			snap.Retain()
			s.peer.Publish(r.update(sim.PlayerID(p), s, snap))
		}
	}
	r.spectators.publish(r, snap)
	snap.Release()
}

// update is what seat p gets of a snapshot.
func (r *Room) update(p sim.PlayerID, s *seat, snap *snapshot.Snapshot) Update {
	x, y := r.world.Eye(p)
	return Update{
		Snap: snap,
		View: snapshot.PlayerView{
			Me:   p,
			View: snapshot.View{X: x, Y: y, HalfW: s.halfW, HalfH: r.cfg.Game.About().View.HalfHeight},
			Own:  r.world.Private(p),
		},
		Newest:  s.inputs.newest,
		Slack:   s.inputs.slack,
		Arrived: s.inputs.newestAt,
		Load:    r.load(),
	}
}
