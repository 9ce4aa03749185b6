package standby

import (
	"context"
	"time"
)

// watchEvery is how often the servers are looked at whose logs are kept.
const watchEvery = 100 * time.Millisecond

// Run takes over the matches of servers that die, until ctx ends.
func (k *Keeper) Run(ctx context.Context) {
	ticker := time.NewTicker(watchEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
			for _, room := range k.watch(time.Now()) {
				go func() { _, _ = k.takeOver(room, bySilence) }() // ends within a second; it logs what goes wrong
			}
		case <-ctx.Done():
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
