package fleet

import (
	"context"
	"errors"
	"maps"
	"time"

	"perihelion/server/data/store"
	"perihelion/server/play/room"
)

// owedClaim is when the copy of a room before that of an epoch was played last.
type owedClaim struct {
	epoch        int64
	until, since time.Time // since: Claim was called
}

// owedFor is how long a claim is owed of a room that is not opened here after all.
const owedFor = time.Minute

// Claim stores that this server plays the copy of a room of an epoch, of which the copy before was played
// until then, by the clock of its server: store.ErrConflict. After any other error that is stored when the
// database is back, whatever the time is by then.
func (d *Directory) Claim(ctx context.Context, room string, epoch int64, until time.Time) error {
	now := time.Now()
	err := d.store.ClaimRoom(ctx, store.RoomOwner{Room: room, Node: d.node, Epoch: epoch}, until, now)
	if err != nil && !errors.Is(err, store.ErrConflict) {
		d.mu.Lock()
		defer d.mu.Unlock()
		d.owed[room] = owedClaim{epoch, until, now}
	}
	return err
}

// until is when the copy of a room was played last that came before this one.
func (d *Directory) until(r *room.Info, now time.Time) time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	if o, ok := d.owed[r.ID]; ok && o.epoch == r.Epoch {
		return o.until
	}
	return now
}

// settle forgets what is stored now, and what is not owed any more.
func (d *Directory) settle(now time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	maps.DeleteFunc(d.owed, func(id string, o owedClaim) bool {
		epoch, stored := d.claimed[id]
		return stored && epoch >= o.epoch || now.Sub(o.since) > owedFor
	})
}
