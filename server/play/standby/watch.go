package standby

import (
	"context"
	"errors"
	"time"

	"perihelion/server/net/bus"
	"perihelion/server/ops/panics"
)

// watchEvery is how often the servers are looked at whose logs are kept.
const watchEvery = 25 * time.Millisecond

// Run takes over the matches of servers that die, until ctx ends. Then it waits until those that have moved here are stored.
func (k *Keeper) Run(ctx context.Context) {
	ticker := time.NewTicker(watchEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
			now := time.Now()
			for _, room := range k.watch(now) {
				go func() { _, _ = k.takeOver(room, bySilence) }() // ends within a second; it logs what goes wrong
			}
			for _, e := range k.doubtful(now) {
				go k.askInDoubt(e, now) // ends within askTimeout
			}
		case <-ctx.Done():
			k.mu.Lock()
			k.ended = true
			k.mu.Unlock()
			k.claims.Wait()
			return
		}
	}
}

// watch returns the rooms whose servers are not heard any more, and forgets what is of no use.
func (k *Keeper) watch(now time.Time) (silent []string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if late := now.Sub(k.watched) > silentAfter; late || !k.cfg.Bus.Connected() {
		k.connected = now // this server has heard nobody, or itself stood still
	}
	k.watched = now
	for room, e := range k.kept {
		heard := k.cfg.Servers.Heard(e.owner)
		switch {
		case !k.settled(now):
		case now.Sub(heard) <= silentAfter && now.Sub(e.touched) > freshFor, heard.Sub(e.touched) > freshFor:
			k.forget(room) // its server streams it to another
		case now.Sub(heard) > silentAfter && e.attempt == nil && len(e.log) > 0:
			silent = append(silent, room)
		}
	}
	for room, t := range k.taken {
		if now.Sub(t.at) > rememberFor {
			delete(k.taken, room)
		}
	}
	return silent
}

// settled reports whether the other servers have been heard for long enough to miss one of them:
// when NATS was away, they do not all come back at the same time.
func (k *Keeper) settled(now time.Time) bool { return now.Sub(k.connected) > settleTime }

// doubtful returns what is kept of rooms whose servers say nothing just now and were not asked for it yet.
func (k *Keeper) doubtful(now time.Time) (all []*kept) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, e := range k.kept {
		if now.Sub(e.touched) > doubtAfter && e.doubt.asked.IsZero() && e.attempt == nil && len(e.log) > 0 && k.settled(now) {
			e.doubt.asked = now
			all = append(all, e)
		}
	}
	return all
}

// askInDoubt asks the server of a room before a player comes who has lost it, so that it need not be asked twice
// then. That nobody answers ends nothing: the server may have lost its connection to NATS alone.
func (k *Keeper) askInDoubt(e *kept, now time.Time) {
	defer k.cfg.Panics.Recover(panics.Background, k.cfg.Log, nil) // then it was asked in vain
	nobody := errors.Is(k.askOwner(e), bus.ErrNobody)
	k.mu.Lock()
	defer k.mu.Unlock()
	if e.doubt.asked.Equal(now) {
		e.doubt.nobody = nobody
	}
}
