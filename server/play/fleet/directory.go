package fleet

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"perihelion/server/data/store"
	"perihelion/server/play/room"
)

const (
	directoryEvery = time.Second
	ownedEvery     = 2 * time.Second  // how soon a copy of a room hears that another has taken its place
	touchEvery     = 10 * time.Minute // much less than the age at which rows are pruned
	finishTimeout  = 3 * time.Second
)

// Directory stores which rooms with players in them are played by this server, and ends
// those of which another server plays a newer copy. It works beside the rooms: while the
// database is away they play on, and what is to be stored is stored when it is back.
type Directory struct {
	node  string
	rooms ownedRooms
	store RoomStore
	log   *slog.Logger

	claimed map[string]int64 // what is stored: the epoch of each room
	begun   bool             // rows of an earlier process were deleted
	checked time.Time        // when the rows were last compared, and
	touched time.Time        // when they were written
	failing bool

	mu   sync.Mutex
	owed map[string]owedClaim // by room: what Claim could not store
}

// ownedRooms is what a Directory needs of a *room.Registry.
type ownedRooms interface {
	List() []room.Info
	Suspended(id string) bool
	Fence(id string, epoch int64)
}

// RoomStore is implemented by *store.Store.
type RoomStore interface {
	ClaimRoom(ctx context.Context, o store.RoomOwner, until, now time.Time) error
	ReleaseRoom(ctx context.Context, o store.RoomOwner) error
	RoomOwner(ctx context.Context, room string) (store.RoomOwner, error)
	RoomsOf(ctx context.Context, node string) ([]store.RoomOwner, error)
	TouchRooms(ctx context.Context, node string, now time.Time) error
}

// Directory returns the directory of the rooms of f. Drive it with Run when the rooms that
// an earlier process has left are restored.
func (f *Fleet) Directory(s RoomStore, log *slog.Logger) *Directory {
	return &Directory{node: f.cfg.Node, rooms: f.rooms, store: s, log: log, claimed: map[string]int64{}, owed: map[string]owedClaim{}}
}

// Run keeps the rows up to date until ctx ends.
func (d *Directory) Run(ctx context.Context) {
	ticker := time.NewTicker(directoryEvery)
	defer ticker.Stop()
	for {
		select {
		case now := <-ticker.C:
			d.report(ctx, d.syncRows(ctx, now))
		case <-ctx.Done():
			return
		}
	}
}

// Finish deletes the rows of rooms that have ended since. Call it after Run.
func (d *Directory) Finish() {
	ctx, cancel := context.WithTimeout(context.Background(), finishTimeout)
	defer cancel()
	d.report(ctx, d.releaseEnded(ctx, d.rooms.List()))
}

// report logs that the database is away, and that it is back.
func (d *Directory) report(ctx context.Context, err error) {
	switch {
	case ctx.Err() != nil:
		return
	case err != nil && !d.failing:
		d.log.Warn("which rooms are played here cannot be stored; play goes on", "err", err)
	case err == nil && d.failing:
		d.log.Info("which rooms are played here is stored again")
	}
	d.failing = err != nil
}

// syncRows stores what has changed since. After an error the rest is left for the next time.
func (d *Directory) syncRows(ctx context.Context, now time.Time) error {
	hosted := d.rooms.List()
	if err := d.begin(ctx); err != nil {
		return err
	}
	if err := d.claimAll(ctx, hosted, now); err != nil {
		return err
	}
	if err := d.releaseEnded(ctx, hosted); err != nil || len(d.claimed) == 0 {
		return err
	}
	if now.Sub(d.checked) >= ownedEvery {
		if err := d.fenceOutdated(ctx); err != nil {
			return err
		}
		d.checked = now
	}
	if now.Sub(d.touched) >= touchEvery {
		if err := d.store.TouchRooms(ctx, d.node, now); err != nil {
			return err
		}
		d.touched = now
	}
	return nil
}

// begin adopts the rows that an earlier process has left: those of rooms that were not
// restored are released like those of rooms that have ended.
func (d *Directory) begin(ctx context.Context) error {
	if d.begun {
		return nil
	}
	left, err := d.store.RoomsOf(ctx, d.node)
	if err != nil {
		return err
	}
	for _, o := range left {
		d.claimed[o.Room] = o.Epoch
	}
	d.begun = true
	return nil
}

// claimAll stores the rooms that have got their first player, and those that were restored.
func (d *Directory) claimAll(ctx context.Context, hosted []room.Info, now time.Time) error {
	for i := range hosted {
		r := &hosted[i]
		if r.Players == 0 || d.claimed[r.ID] == r.Epoch {
			continue
		}
		err := d.store.ClaimRoom(ctx, store.RoomOwner{Room: r.ID, Node: d.node, Epoch: r.Epoch}, d.until(r, now), now)
		switch {
		case errors.Is(err, store.ErrConflict):
			d.fence(r.ID, r.Epoch)
		case err != nil:
			return err
		default:
			d.claimed[r.ID] = r.Epoch
		}
	}
	d.settle(now)
	return nil
}

// releaseEnded deletes the rows of rooms that have ended, but for those whose matches go on elsewhere
// or in the next process: until that is so, nobody else has them.
func (d *Directory) releaseEnded(ctx context.Context, hosted []room.Info) error {
	here := make(map[string]bool, len(hosted))
	for i := range hosted {
		here[hosted[i].ID] = true
	}
	for id, epoch := range d.claimed {
		if here[id] {
			continue
		}
		if d.rooms.Suspended(id) {
			delete(d.claimed, id)
			continue
		}
		if err := d.store.ReleaseRoom(ctx, store.RoomOwner{Room: id, Node: d.node, Epoch: epoch}); err != nil {
			return err
		}
		delete(d.claimed, id)
	}
	return nil
}

// fenceOutdated ends the rooms that are no longer this server's. A row that is gone is
// written anew: it was pruned while the database could not be reached.
func (d *Directory) fenceOutdated(ctx context.Context) error {
	mine, err := d.store.RoomsOf(ctx, d.node)
	if err != nil {
		return err
	}
	stored := make(map[string]int64, len(mine))
	for _, o := range mine {
		stored[o.Room] = o.Epoch
	}
	for id, epoch := range d.claimed {
		if stored[id] == epoch {
			continue
		}
		delete(d.claimed, id)
		if _, err := d.store.RoomOwner(ctx, id); errors.Is(err, store.ErrNotFound) {
			continue
		} else if err != nil {
			return err
		}
		d.fence(id, epoch)
	}
	return nil
}

func (d *Directory) fence(id string, epoch int64) {
	d.log.Warn("another server plays a newer copy of a room, so this one ends", "room", id, "epoch", epoch)
	d.rooms.Fence(id, epoch)
}
