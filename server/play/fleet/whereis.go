package fleet

import (
	"slices"
	"strings"
	"time"

	"perihelion/server/play/room"
)

// plays goes by the rooms that the server has listed, and else by the name of the server that has
// opened a room, which is in its id: it plays it unless another one has taken it over.
func (r remote) plays(id string) bool {
	return r.lists(id) || r.opened(id) && !r.cluster.listed(id)
}

// opened reports whether the server has opened a room.
func (r remote) opened(id string) bool { return strings.HasPrefix(id, r.node+room.NodeMark) }

func (r remote) lists(id string) (does bool) {
	r.state(func(s *server) { does = s.lists(id) })
	return does
}

// listed reports whether another server that is there lists a room.
func (c *Cluster) listed(id string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := time.Now()
	for _, s := range c.others {
		if !s.isGone(now) && s.lists(id) {
			return true
		}
	}
	return false
}

// lists reports whether the server has said that it plays a room.
func (s *server) lists(id string) bool {
	return slices.ContainsFunc(s.rooms, func(r room.Info) bool { return r.ID == id })
}
