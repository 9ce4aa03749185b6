package room

import (
	"slices"

	"perihelion/shared/snapshot"
	"perihelion/shared/transport"
	"perihelion/sim"
)

// maxSpectators is how many can watch a room: a snapshot costs as much for each of
// them as for a player, and they bring nothing to the match.
const maxSpectators = 16

// A spectators is where those sit who watch. They have no ship, and nobody waits for
// them: a place lasts as long as its connection.
type spectators struct {
	list  []spectator
	epoch uint32 // counts the connections there ever were
}

// A spectator is one spectator.
type spectator struct {
	player string // account
	epoch  uint32
	peer   Peer
	halfW  int32
	follow sim.PlayerID // NoPlayer: the leader
}

// addSpectator gives a request a place in the spectators. An account has one: its newest
// connection wins.
func (m *match) addSpectator(req *Request) (Seat, error) {
	g := &m.spectators
	if i := slices.IndexFunc(g.list, func(p spectator) bool { return p.player == req.Player }); i >= 0 {
		g.list[i].peer.Close(transport.Replaced, "")
		g.list = slices.Delete(g.list, i, i+1)
	}
	if len(g.list) == maxSpectators {
		return Seat{}, ErrFull
	}
	g.epoch++
	g.list = append(g.list, spectator{
		player: req.Player, epoch: g.epoch, peer: req.Peer, halfW: clampHalfW(m.cfg.Game.About(), req.HalfW), follow: sim.NoPlayer,
	})
	m.sendRoster(req.Peer)
	m.sendChatHistory(req.Peer, sim.NoTeam)
	m.sendStopNotice(req.Peer)
	m.publishInfo()
	m.log.Info("spectator came", "epoch", g.epoch, "player", req.Player)
	return Seat{Me: sim.NoPlayer, Epoch: g.epoch, Tick: m.world.Tick()}, nil
}

// removeSpectator frees the place of a connection.
func (m *match) removeSpectator(epoch uint32) {
	g := &m.spectators
	g.list = slices.DeleteFunc(g.list, func(p spectator) bool { return p.epoch == epoch })
	m.publishInfo()
}

// Follow lets the spectator of that epoch look at p's ship, or at the leader. When
// the room is too busy nothing changes.
func (r *Room) Follow(epoch uint32, p sim.PlayerID) {
	_ = r.post(func(m *match) {
		for i := range m.spectators.list {
			if at := &m.spectators.list[i]; at.epoch == epoch {
				at.follow = p
			}
		}
	})
}

// publish offers a snapshot to everyone who watches.
func (g *spectators) publish(m *match, snap *snapshot.Snapshot) {
	for i := range g.list {
		p := &g.list[i]
		x, y := m.world.Eye(p.follow) // the leader's, if nobody sits there
		snap.Retain()
		p.peer.Publish(Update{
			Snap: snap,
			View: snapshot.PlayerView{Me: sim.NoPlayer, View: snapshot.View{X: x, Y: y, HalfW: p.halfW, HalfH: m.cfg.Game.About().View.HalfHeight}},
			Load: m.load(),
		})
	}
}

func (g *spectators) notify(frame []byte) {
	for i := range g.list {
		g.list[i].peer.Notify(frame)
	}
}

// dismissSpectators closes the connection of everyone who watches.
func (m *match) dismissSpectators(reason transport.Reason, text string) {
	for _, p := range m.spectators.list {
		m.protect("close a spectator", func() { p.peer.Close(reason, text) })
	}
	m.spectators.list = nil
}
