package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"syscall"
	"time"

	"perihelion/scripts/harness"
	"perihelion/shared/api"
)

func (t *trial) nothing(context.Context) (h happened, err error) {
	kBps := t.rateToNATS(quietTime)
	rooms := len(t.players.rooms())
	fmt.Fprintf(t.out, "what servers tell each other: %.1f kB/s without players, %.1f kB/s more for each of %d rooms, with %.0f players each\n",
		t.idleRate, (kBps-t.idleRate)/float64(rooms), rooms, float64(len(t.players))/float64(rooms))
	return h, nil
}

func (t *trial) killNATS(ctx context.Context) (h happened, err error) {
	t.nats.kill()
	time.Sleep(awayTime)
	if err := t.nats.launch(); err != nil {
		return h, err
	}
	began := time.Now()
	err = t.openElsewhere(ctx)
	h.again = time.Since(began)
	return h, err
}

func (t *trial) killDatabase(ctx context.Context) (h happened, err error) {
	t.database.signal(syscall.SIGINT)
	time.Sleep(awayTime)
	if err := t.database.launch(); err != nil {
		return h, err
	}
	began := time.Now()
	err = t.openElsewhere(ctx)
	h.again = time.Since(began)
	return h, err
}

// openElsewhere opens a room through the first server, until the second one finds it.
func (t *trial) openElsewhere(ctx context.Context) error {
	guest, err := harness.NewGuest(ctx, t.url+"/n/"+t.nodes[0].name, "Opener")
	if err != nil {
		return err
	}
	other, err := harness.NewGuest(ctx, t.url+"/n/"+t.nodes[1].name, "Finder")
	if err != nil {
		return err
	}
	seat, err := guest.CreateRoom(ctx, api.NewRoom{})
	if err != nil {
		return err
	}
	if t.await(ctx, func() bool {
		_, err := other.JoinRoom(ctx, seat.Code)
		return err == nil
	}) == 0 {
		return errors.New("a room of one server is not found by another")
	}
	return nil
}

// busiest is which server has most players.
func (t *trial) busiest() int {
	n := t.players.byNode()
	most := slices.MaxFunc(t.nodes, func(a, b *process) int { return n[a.name] - n[b.name] })
	return slices.Index(t.nodes, most)
}

// killNodes kills a server again and again: always the busiest.
func (t *trial) killNodes(ctx context.Context) (all happened, err error) {
	for range t.kills {
		if t.await(ctx, t.allCovered) == 0 {
			return all, errors.New("matches have no standby")
		}
		h, err := t.killNode(ctx)
		all.matches += h.matches
		all.snapshots, all.again = max(all.snapshots, h.snapshots), max(all.again, h.again)
		if all.gaps = append(all.gaps, h.gaps...); err != nil {
			return all, err
		}
	}
	slices.Sort(all.gaps)
	return all, nil
}

// killNode kills a server, and starts it again when its matches go on elsewhere.
func (t *trial) killNode(ctx context.Context) (h happened, err error) {
	node := t.nodes[t.busiest()]
	ticks, there := t.noteMatches(node.name), t.players.on(node.name)
	there.resetGaps()
	node.kill()
	time.Sleep(time.Second) // what was heard before counts no more
	h.again, err = t.again(ctx)
	h.matches, h.gaps = len(ticks), there.gaps()
	if err == nil {
		h.snapshots, err = t.lostSnapshots(ticks)
	}
	if err == nil {
		err = node.launch()
	}
	return h, err
}

// freezeNode lets a server stand still, and go on when its matches are elsewhere.
func (t *trial) freezeNode(ctx context.Context) (happened, error) {
	node := t.nodes[t.busiest()].cmd.Process
	return t.lackNode(ctx, func() error { return node.Signal(syscall.SIGSTOP) }, func() error { return node.Signal(syscall.SIGCONT) })
}

// cutNode cuts the network of a server, and mends it when its matches are elsewhere.
func (t *trial) cutNode(ctx context.Context) (happened, error) {
	space := t.spaces[t.busiest()]
	return t.lackNode(ctx, space.cut, space.mend)
}

// lackNode lets nobody hear the busiest server, until its matches are elsewhere.
func (t *trial) lackNode(ctx context.Context, begin, end func() error) (h happened, err error) {
	ticks := t.noteMatches(t.nodes[t.busiest()].name)
	h.matches = len(ticks)
	if err := begin(); err != nil {
		return h, err
	}
	time.Sleep(frozenTime)
	_, err = t.again(ctx)
	if err = errors.Join(err, end()); err != nil {
		return h, err
	}
	h.again = t.await(ctx, func() bool { return t.playedOnce(ctx, ticks) })
	if h.again == 0 {
		return h, errors.New("a match is played by two servers")
	}
	h.snapshots, err = t.lostSnapshots(ticks)
	return h, err
}

// playedOnce reports whether each of these rooms is played, by one server.
func (t *trial) playedOnce(ctx context.Context, ticks map[string]int) bool {
	guest, err := harness.NewGuest(ctx, t.url, "Counter")
	if err != nil {
		return false
	}
	rooms, err := guest.ListRooms(ctx)
	if err != nil {
		return false
	}
	n := map[string]int{}
	for _, r := range rooms {
		n[r.ID]++
	}
	for room := range ticks {
		if n[room] != 1 {
			return false
		}
	}
	return t.allPlay()
}

// stopNodes stops one server after the other, as an update does, and starts each again.
func (t *trial) stopNodes(ctx context.Context) (h happened, err error) {
	for _, node := range t.nodes {
		if t.await(ctx, t.allCovered) == 0 {
			return h, errors.New("matches have no standby")
		}
		h.matches += len(t.noteMatches(node.name))
		node.signal(syscall.SIGTERM)
		time.Sleep(time.Second) // what was heard before counts no more
		again, err := t.again(ctx)
		if err == nil {
			err = node.launch()
		}
		if h.again = max(h.again, again); err != nil {
			return h, err
		}
	}
	return h, nil
}
