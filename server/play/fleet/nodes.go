package fleet

import (
	"cmp"
	"errors"
	"slices"
	"time"

	"perihelion/server/play/room"
)

// WhereIs is the server that plays the room of a code or id, as NodeOf; "" if none does, or this
// one.
func (f *Fleet) WhereIs(name string) (node, url string) {
	n, _, err := f.resolve(name)
	if err != nil || n.name() == f.cfg.Node {
		return "", ""
	}
	return n.name(), n.address()
}

// nodes are the servers that play rooms, this one first.
func (f *Fleet) nodes() (all []node) {
	if f.cfg.Plays {
		all = append(all, local{&f.cfg, f.rooms})
	}
	if f.cluster != nil {
		all = append(all, f.cluster.nodes(time.Now())...)
	}
	return append(all, f.others...)
}

// askNodes asks this server, if it plays rooms, and then all others at the same time, until one
// has what is looked for. If a server does not answer, nobody knows whether it has it: that is the error then.
func (f *Fleet) askNodes(ask func(node) (room.Info, error)) (n node, info room.Info, err error) {
	type found struct {
		node
		room.Info
		error
	}
	nodes := f.nodes()
	answers := make(chan found, len(nodes))
	for _, n := range nodes {
		if n.name() == f.cfg.Node {
			info, err := ask(n)
			if answers <- (found{n, info, err}); err == nil {
				break
			}
			continue
		}
		go func() { // ends within askTimeout
			info, err := ask(n)
			answers <- found{n, info, err}
		}()
	}
	err = room.ErrNotFound
	for range nodes {
		a := <-answers
		if a.error == nil {
			return a.node, a.Info, nil
		}
		if !errors.Is(a.error, room.ErrNotFound) {
			err = a.error
		}
	}
	return nil, room.Info{}, err
}

// open opens a room in the region that it should be in, on the node there on which the fewest seats
// are taken. If all of these are full or about to stop, it opens one elsewhere.
func (f *Fleet) open(s spec) (info room.Info, err error) {
	byLoad := f.nodes()
	err = room.ErrTooMany // if no server plays rooms
	slices.SortStableFunc(byLoad, func(a, b node) int { return cmp.Compare(a.taken(), b.taken()) })
	slices.SortStableFunc(byLoad, func(a, b node) int { return away(a.region(), s.Region) - away(b.region(), s.Region) })
	for _, n := range byLoad {
		info, err = n.open(s)
		if !errors.Is(err, room.ErrTooMany) && !errors.Is(err, room.ErrPrivateFull) && !errors.Is(err, room.ErrDraining) && !errors.Is(err, errNoAnswer) {
			break
		}
	}
	return info, err
}

// away is 0 for the region that is wanted, 1 for others: for sorting.
func away(region, wanted string) int {
	if region == wanted {
		return 0
	}
	return 1
}

// list describes all rooms, those of one node after those of another.
func (f *Fleet) list() (all []room.Info) {
	for _, n := range f.nodes() {
		all = append(all, n.list()...)
	}
	return all
}

// resolve returns the private room of a code, or the public one of an id, and its node. The id of
// a private room gives no access, because it is in the join token of each of its players.
func (f *Fleet) resolve(name string) (node, room.Info, error) {
	n, info, err := f.askNodes(func(n node) (room.Info, error) {
		info, err := n.lookUp(name)
		if err == nil && info.Code != "" && info.ID == name {
			err = room.ErrNotFound
		}
		return info, err
	})
	if errors.Is(err, room.ErrNotFound) && room.IsID(name) {
		err = room.ErrClosed
	}
	return n, info, err
}

// nodeOf is the node that plays the room of an id.
func (f *Fleet) nodeOf(id string) (node, error) {
	for _, n := range f.nodes() {
		if n.plays(id) {
			return n, nil
		}
	}
	return nil, room.ErrNotFound
}

// Evidence is what the room of an id tells of itself when somebody in it is reported.
func (f *Fleet) Evidence(id string) (room.Evidence, error) {
	n, err := f.nodeOf(id)
	if err != nil {
		return room.Evidence{}, err
	}
	return n.evidence(id)
}

// NodeOf is the server that plays the room of an id, and the URL by which players reach it, ""
// if they do as they reach any server; of a room that has ended, this one.
func (f *Fleet) NodeOf(id string) (node, url string) {
	n, err := f.nodeOf(id)
	if err != nil {
		return f.cfg.Node, f.cfg.URL
	}
	return n.name(), n.address()
}
