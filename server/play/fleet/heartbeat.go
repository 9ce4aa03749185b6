package fleet

import (
	"encoding/json"
	"net/netip"
	"time"

	"perihelion/server/net/bus"
	"perihelion/server/play/room"
)

// server is another server of the fleet. Its mutex is that of the Cluster.
type server struct {
	heartbeat
	heard   time.Time
	gone    bool // it does not answer, though its last heartbeat is young
	taken   int  // seats, with those that were reserved from here since the last heartbeat
	rooms   []room.Info
	partial roomsMessage // the parts of a list that have come so far
}

// heartbeat is what servers tell each other all the time.
type heartbeat struct {
	Boot, Build, Region, URL string

	Rules           string // of the games and the protocol; those of another build may differ
	Lobby, Plays    bool   // its roles
	Draining, Leads bool
	Leaving         bool   // this is the last one
	Shadow          string `json:",omitempty"` // as in ClusterConfig

	Taken, Players, Rooms, MaxRooms, Queued int

	Reserved map[netip.Addr]int // seats that are kept free, by the address of those they are for
}

// roomsMessage is a part of the list of rooms of a server.
type roomsMessage struct {
	Boot     string
	Part, Of int
	Rooms    []wireRoom
}

// roomsPerPart keeps messages far below what NATS takes, a megabyte.
const roomsPerPart = 256

func (c *Cluster) ownHeartbeat() heartbeat {
	h := heartbeat{
		Boot: c.boot, Build: c.cfg.Build, Region: c.cfg.Region, URL: c.cfg.URL, Rules: c.rules,
		Lobby: c.cfg.Lobby, Plays: c.fleet.cfg.Plays, Draining: c.cfg.Draining(), Shadow: c.cfg.Shadow(), Leads: c.cfg.Leads(),
		Taken: c.fleet.rooms.Taken(), MaxRooms: c.fleet.cfg.MaxRooms, Queued: c.cfg.Queued(), Reserved: c.fleet.rooms.Reserved(),
	}
	for _, info := range c.fleet.rooms.List() {
		h.Rooms++
		h.Players += info.Players
	}
	return h
}

func (c *Cluster) publishRooms() {
	rooms := c.fleet.rooms.List()
	parts := max((len(rooms)+roomsPerPart-1)/roomsPerPart, 1)
	for i := range parts {
		m := roomsMessage{Boot: c.boot, Part: i, Of: parts}
		for _, info := range rooms[i*roomsPerPart : min((i+1)*roomsPerPart, len(rooms))] {
			m.Rooms = append(m.Rooms, toWire(info))
		}
		c.publish(topicRooms, m)
	}
}

// onHeartbeat hears another server. A message that cannot be read is of another build, and
// tells nothing.
func (c *Cluster) onHeartbeat(m bus.Message, now time.Time) {
	var h heartbeat
	if json.Unmarshal(m.Body, &h) != nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if m.From == c.fleet.cfg.Node {
		if now.Sub(c.twinAt) > goneAfter {
			c.cfg.Log.Error("another server has the same name; give each its own NODE_ID", "node", m.From)
		}
		c.twinAt = now
		return
	}
	s := c.others[m.From]
	switch {
	case s == nil || s.Boot != h.Boot:
		s = &server{}
		c.others[m.From] = s
		c.cfg.Log.Info("another server is there", "node", m.From, "region", h.Region, "build", h.Build, "url", h.URL)
	case s.isGone(s.heard) || now.Sub(s.heard) > goneAfter:
		c.cfg.Log.Info("another server is back", "node", m.From)
	}
	s.heartbeat, s.heard, s.gone, s.taken = h, now, h.Leaving, h.Taken
	for name, other := range c.others {
		if now.Sub(other.heard) > rememberFor {
			delete(c.others, name)
		}
	}
}

func (c *Cluster) onRooms(m bus.Message) {
	var r roomsMessage
	if json.Unmarshal(m.Body, &r) != nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	s := c.others[m.From]
	if s == nil || s.Boot != r.Boot {
		return // its heartbeat comes soon
	}
	if r.Part == 0 {
		s.partial = r
	} else if s.partial.Of == r.Of && s.partial.Part == r.Part-1 {
		s.partial.Part, s.partial.Rooms = r.Part, append(s.partial.Rooms, r.Rooms...)
	}
	if s.partial.Part == r.Of-1 {
		s.rooms = c.fleet.fromWires(s.partial.Rooms)
		s.partial = roomsMessage{}
	}
}

// wireRoom is a room.Info in JSON: a mode is named.
type wireRoom struct {
	room.Info
	Mode string
}

func toWire(info room.Info) wireRoom { return wireRoom{info, info.Mode.String()} }

// fromWires leaves out rooms of modes that are not installed here.
func (f *Fleet) fromWires(rooms []wireRoom) (all []room.Info) {
	for i := range rooms {
		if info, ok := f.fromWire(rooms[i]); ok {
			all = append(all, info)
		}
	}
	return all
}

func (f *Fleet) fromWire(w wireRoom) (room.Info, bool) {
	_, mode, ok := f.cfg.Games.Mode(w.Mode)
	w.Info.Mode = mode
	return w.Info, ok
}
