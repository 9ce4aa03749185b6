package fleet

import (
	"cmp"
	"slices"
	"time"
)

// Server is a server of the fleet, for the operator.
type Server struct {
	Node, Region, Build, URL string

	State                    string // see the State constants
	Leads                    bool
	Rooms, MaxRooms, Players int
	Silent                   time.Duration // since its last heartbeat
}

// The states of a Server.
const (
	StateReady    = "ready"
	stateDraining = "draining"
	stateOther    = "other-rules" // it plays by other rules, and gets no players from here
	stateGone     = "gone"
	StateShadow   = "shadow"  // it plays nothing, and compares what others play
	StateDiffers  = "differs" // a shadow that plays otherwise
)

// States are all states of a Server.
func States() []string {
	return []string{StateReady, stateDraining, stateOther, stateGone, StateShadow, StateDiffers}
}

// Servers lists all servers, this one first.
func (c *Cluster) Servers() []Server {
	now := time.Now()
	own := server{heartbeat: c.ownHeartbeat(), heard: now}
	all := []Server{c.show(c.fleet.cfg.Node, &own, now)}
	c.mu.Lock()
	defer c.mu.Unlock()
	for name, s := range c.others {
		all = append(all, c.show(name, s, now))
	}
	slices.SortFunc(all[1:], func(a, b Server) int { return cmp.Compare(a.Node, b.Node) })
	return all
}

func (c *Cluster) show(name string, s *server, now time.Time) Server {
	state := StateReady
	switch {
	case s.isGone(now):
		state = stateGone
	case s.Shadow != "":
		state = s.Shadow
	case s.Rules != c.rules:
		state = stateOther
	case s.Draining:
		state = stateDraining
	}
	return Server{
		Node: name, Region: s.Region, Build: s.Build, URL: s.URL, State: state, Leads: s.Leads && state != stateGone,
		Rooms: s.Rooms, MaxRooms: s.MaxRooms, Players: s.Players, Silent: now.Sub(s.heard),
	}
}
