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
func (r *Room) addSpectator(req *Request) (Seat, error) {
	g := &r.spectators
	if i := slices.IndexFunc(g.list, func(p spectator) bool { return p.player == req.Player }); i >= 0 {
		g.list[i].peer.Close(transport.Replaced, "")
		g.list = slices.Delete(g.list, i, i+1)
	}
	if len(g.list) == maxSpectators {
		return Seat{}, ErrFull
	}
	g.epoch++
	g.list = append(g.list, spectator{
		player: req.Player, epoch: g.epoch, peer: req.Peer, halfW: clampHalfW(r.cfg.Game.About(), req.HalfW), follow: sim.NoPlayer,
	})
	r.sendRoster(req.Peer)
	r.sendChatHistory(req.Peer, sim.NoTeam)
	r.sendStopNotice(req.Peer)
	r.publishInfo()
	r.log.Info("spectator came", "epoch", g.epoch, "player", req.Player)
	return Seat{Me: sim.NoPlayer, Epoch: g.epoch, Tick: r.world.Tick()}, nil
}

// removeSpectator frees the place of a connection.
func (r *Room) removeSpectator(epoch uint32) {
	g := &r.spectators
	g.list = slices.DeleteFunc(g.list, func(p spectator) bool { return p.epoch == epoch })
	r.publishInfo()
}

// Follow lets the spectator of that epoch look at p's ship, or at the leader. When
// the room is too busy nothing changes.
func (r *Room) Follow(epoch uint32, p sim.PlayerID) {
	_ = r.post(func() {
		for i := range r.spectators.list {
			if at := &r.spectators.list[i]; at.epoch == epoch {
				at.follow = p
			}
		}
	})
}

// publish offers a snapshot to everyone who watches.
func (g *spectators) publish(r *Room, snap *snapshot.Snapshot) {
	for i := range g.list {
		p := &g.list[i]
		x, y := r.world.Eye(p.follow) // the leader's, if nobody sits there
		snap.Retain()
		p.peer.Publish(Update{
			Snap: snap,
			View: snapshot.PlayerView{Me: sim.NoPlayer, View: snapshot.View{X: x, Y: y, HalfW: p.halfW, HalfH: r.cfg.Game.About().View.HalfHeight}},
			Load: r.load(),
		})
	}
}

func (g *spectators) notify(frame []byte) {
	for i := range g.list {
		g.list[i].peer.Notify(frame)
	}
}

// dismissSpectators closes the connection of everyone who watches.
func (r *Room) dismissSpectators(reason transport.Reason, text string) {
	for _, p := range r.spectators.list {
		r.protect("close a spectator", func() { p.peer.Close(reason, text) })
	}
	r.spectators.list = nil
}
