package app

import (
	"context"
	"errors"
	"net/netip"
	"sync"
	"time"

	"perihelion/server/data/store"
	"perihelion/server/lobby"
	"perihelion/server/ops/config"
	"perihelion/server/people/auth"
	"perihelion/server/play/room"
	"perihelion/server/play/standby"
	"perihelion/shared/replay"
	"perihelion/sim"
)

// claimTimeout is how long a match that is taken over waits for the database. Then it goes on, and
// the directory of rooms stores it when it can.
const claimTimeout = 250 * time.Millisecond

// makeStandby lets matches of this server survive it on others, and theirs here.
func (a *App) makeStandby() (err error) {
	a.streams, err = standby.NewStreams(standby.StreamsConfig{
		Node: a.node, Bus: a.bus, Servers: a.cluster, Metrics: a.metrics.Cluster, Panics: a.metrics.Guard(), Log: a.log,
		OnStandby: a.onStandby, OnTaken: a.rooms.Fence, Announce: a.announceMove, Suspend: a.suspendRoom,
		Plays:  func(room string, epoch int64) bool { return a.copyOf(room) >= epoch },
		Moving: a.draining.Load, Restarts: a.cfg.Drain == config.DrainRestart,
	})
	if err != nil {
		return err
	}
	a.keeper, err = standby.NewKeeper(standby.KeeperConfig{
		Node: a.node, Bus: a.bus, Servers: a.cluster, Games: a.games, Metrics: a.metrics.Cluster, Panics: a.metrics.Guard(), Log: a.log,
		Draining: a.draining.Load, Copy: a.copyOf, Claim: a.claimMatch, Release: a.releaseMatch, Restore: a.takeOverMatch,
	})
	return errors.Join(err, a.makeShadow())
}

// onStandby tells clients where the match of their room is kept. Servers without a URL of their
// own cannot be chosen by clients.
func (a *App) onStandby(room, node, url string) {
	if url == "" {
		node = ""
	}
	a.gate.SetStandby(room, node, lobby.PlayURL(url), 0)
}

// moveMatches lets the matches go on elsewhere that can, because this server stops; until stop is called,
// also those that can later: their standby may have stopped just now.
func (a *App) moveMatches() (stop func()) {
	if a.streams == nil {
		return func() {}
	}
	a.streams.MoveMatches()
	ctx, cancel := context.WithCancel(context.Background())
	var later sync.WaitGroup
	later.Go(func() { a.metrics.Guard().Loop(ctx, a.log, a.streams.MoveLater) })
	return func() {
		cancel()
		later.Wait()
	}
}

// announceMove implements StreamsConfig.Announce. A room in which nobody plays does not move: it ends.
func (a *App) announceMove(id string, to standby.Place) bool {
	r, err := a.rooms.Find(id)
	if err != nil || to.URL == "" || r.Info().Players == 0 {
		return false
	}
	rate := r.Config().Sim.TicksPerSecond()
	tick := r.Info().Tick + sim.Tick(rate)*sim.Tick(standby.MoveNotice/time.Second) + 1
	a.gate.SetStandby(id, to.Node, lobby.PlayURL(to.URL), tick)
	return true
}

// suspendRoom implements StreamsConfig.Suspend.
func (a *App) suspendRoom(id string) { a.rooms.Suspend(func(room string) bool { return room == id }) }

// waitForStreams waits until matches that are paused go on on other servers, which has a time of its own:
// rooms that stand still may have used up that of the drain.
func (a *App) waitForStreams() {
	ctx, cancel := context.WithTimeout(context.Background(), closeTimeout)
	defer cancel()
	if err := a.streams.Wait(ctx); err != nil {
		a.log.Warn("not all standbys know what became of their matches", "err", err)
	}
}

// copyOf is the epoch of the copy of a room that is played here; 0: none is.
func (a *App) copyOf(id string) int64 {
	r, err := a.rooms.Find(id)
	if err != nil {
		return 0
	}
	return r.Config().Epoch
}

// claimMatch implements KeeperConfig.Claim.
func (a *App) claimMatch(s room.Saved, until time.Time) error {
	ctx, cancel := context.WithTimeout(context.Background(), claimTimeout)
	defer cancel()
	err := a.directory.Claim(ctx, s.ID, s.Epoch, until)
	if errors.Is(err, store.ErrConflict) {
		return standby.ErrElsewhere
	}
	if err != nil {
		a.log.Warn("who plays a room cannot be stored yet", "room", s.ID, "err", err)
	}
	return nil
}

// releaseMatch implements KeeperConfig.Release.
func (a *App) releaseMatch(s room.Saved) {
	if a.rooms.Suspended(s.ID) {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), claimTimeout)
	defer cancel()
	if err := a.store.ReleaseRoom(ctx, store.RoomOwner{Room: s.ID, Node: a.node, Epoch: s.Epoch}); err != nil {
		a.log.Warn("it is stored that this server plays a room, which it does not", "room", s.ID, "err", err)
	}
}

// takeOverMatch implements KeeperConfig.Restore.
func (a *App) takeOverMatch(s room.Saved, from *replay.Playback) error {
	return a.fleet.Restore(s, from, a.openJournal(s))
}

// openJournal makes the journal of a room whose log begins.
func (a *App) openJournal(s room.Saved) room.Journal {
	return a.streamed(s, nil, a.journals.OpenJournal(s))
}

// streamed is a journal that goes to a standby, too, if this server has others.
func (a *App) streamed(s room.Saved, from *replay.Playback, j room.Journal) room.Journal {
	if a.streams == nil {
		return j
	}
	var header []byte
	if from != nil {
		header = replay.NewWriter(from.Game, from.Config, from.Header).Bytes()
	}
	return a.streams.Journal(s, header, j)
}

// playsElsewhere reports whether another server has taken a match over that this one has left. That
// nothing is stored of it proves nothing: if two servers play it, the epochs decide.
func (a *App) playsElsewhere(room string) bool {
	ctx, cancel := context.WithTimeout(context.Background(), claimTimeout)
	defer cancel()
	o, err := a.store.RoomOwner(ctx, room)
	return err == nil && o.Node != a.node
}

// joinRooms are the rooms that clients take seats in: also those whose servers have died, and
// which go on here because somebody comes back to them.
type joinRooms struct{ app *App }

// Join implements session.Rooms.
func (r joinRooms) Join(ctx context.Context, id string, req room.Request) (*room.Room, room.Seat, error) {
	a := r.app
	if req.Resume && a.keeper != nil && a.copyOf(id) == 0 {
		switch err := a.keeper.Knock(id); {
		case errors.Is(err, standby.ErrAlive):
			return nil, room.Seat{}, room.ErrBusy
		case err != nil && !errors.Is(err, standby.ErrNotKept):
			return nil, room.Seat{}, room.ErrNotFound
		}
	}
	return a.rooms.Join(ctx, id, req)
}

// knockFor lets a match go on here whose player comes back with a token, before they have said Hello, which
// takes them a round trip.
func (a *App) knockFor(signer *auth.Signer, token string) {
	if a.keeper == nil {
		return
	}
	t, err := signer.VerifyResume(token, time.Now())
	if err != nil {
		return
	}
	if _, banned := a.bans.Banned(t.Player, netip.Addr{}, time.Now()); !banned && a.keeper.Keeps(t.Room) { // its address was checked before
		go func() { _ = a.keeper.Knock(t.Room) }() // ends within moveWait; who says Hello is told what is wrong
	}
}

// runStandby takes over the matches of servers that die, until ctx ends.
func (a *App) runStandby(ctx context.Context) {
	if a.keeper != nil {
		a.keeper.Run(ctx)
	}
}
