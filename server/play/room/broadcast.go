package room

import (
	"perihelion/shared/snapshot"
	"perihelion/sim"
)

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
	m.spectators.publish(m, snap)
	snap.Release()
}

// update is what seat p gets of a snapshot.
func (m *match) update(p sim.PlayerID, s *seat, snap *snapshot.Snapshot) Update {
	x, y := m.world.Eye(p)
	return Update{
		Snap: snap,
		View: snapshot.PlayerView{
			Me:   p,
			View: snapshot.View{X: x, Y: y, HalfW: s.halfW, HalfH: m.cfg.Game.About().View.HalfHeight},
			Own:  m.world.Private(p),
		},
		Newest:  s.inputs.newest,
		Slack:   s.inputs.slack,
		Arrived: s.inputs.newestAt,
		Load:    m.load(),
	}
}
