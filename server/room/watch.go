package room

import (
	"slices"

	"perihelion/shared/snapshot"
	"perihelion/shared/transport"
	"perihelion/sim"
)

// galleryMost is how many can watch a room: a snapshot costs as much for each of
// them as for a player, and they bring nothing to the match.
const galleryMost = 16

// A gallery is where those sit who watch. They have no ship, and nobody waits for
// them: a place lasts as long as its connection.
type gallery struct {
	places []place
	epoch  uint32 // counts the connections there ever were
}

// A place is one spectator.
type place struct {
	player string // account
	epoch  uint32
	peer   Peer
	halfW  int32
	follow sim.PlayerID // NoPlayer: whoever leads
}

// watch gives a request a place in the gallery. An account has one: its newest
// connection wins.
func (r *Room) watch(req *Request) (Seat, error) {
	g := &r.gallery
	if i := slices.IndexFunc(g.places, func(p place) bool { return p.player == req.Player }); i >= 0 {
		g.places[i].peer.Close(transport.Replaced, "")
		g.places = slices.Delete(g.places, i, i+1)
	}
	if len(g.places) == galleryMost {
		return Seat{}, ErrFull
	}
	g.epoch++
	g.places = append(g.places, place{
		player: req.Player, epoch: g.epoch, peer: req.Peer, halfW: clampHalfW(req.HalfW), follow: sim.NoPlayer,
	})
	r.introduce(req.Peer)
	r.recall(req.Peer, sim.NoTeam)
	r.warn(req.Peer)
	r.show()
	r.log.Info("spectator came", "epoch", g.epoch, "player", req.Player)
	return Seat{Me: sim.NoPlayer, Epoch: g.epoch, Tick: r.world.Tick()}, nil
}

// unwatch frees the place of a connection.
func (r *Room) unwatch(epoch uint32) {
	g := &r.gallery
	g.places = slices.DeleteFunc(g.places, func(p place) bool { return p.epoch == epoch })
	r.show()
}

// Follow lets the spectator of that epoch look at p's ship, or at whoever leads. When
// the room is too busy nothing changes.
func (r *Room) Follow(epoch uint32, p sim.PlayerID) {
	_ = r.post(func() {
		for i := range r.gallery.places {
			if at := &r.gallery.places[i]; at.epoch == epoch {
				at.follow = p
			}
		}
	})
}

// publish offers a snapshot to everyone who watches.
func (g *gallery) publish(r *Room, snap *snapshot.Snapshot) {
	for i := range g.places {
		p := &g.places[i]
		x, y := r.world.Eye(p.follow) // the leader's, if nobody sits there
		snap.Retain()
		p.peer.Publish(Update{
			Snap:  snap,
			Share: snapshot.Share{Me: sim.NoPlayer, View: snapshot.View{X: x, Y: y, HalfW: p.halfW, HalfH: sim.ViewHalfHeight}},
			Load:  r.load(),
		})
	}
}

func (g *gallery) notify(frame []byte) {
	for i := range g.places {
		g.places[i].peer.Notify(frame)
	}
}

// dismissGallery closes the connection of everyone who watches.
func (r *Room) dismissGallery(reason transport.Reason, text string) {
	for _, p := range r.gallery.places {
		r.guard("close a spectator", func() { p.peer.Close(reason, text) })
	}
	r.gallery.places = nil
}
