package ban

import (
	"time"

	"perihelion/server/store"
)

// Whoever has deleted their data may not come in by anything that was made for them
// before: a join token, a resume token, a socket that is open. So they are on the
// list, for as long as any of those is good.

// erasedKept is how long: longer than the life of a resume token.
const erasedKept = 25 * time.Hour

const erasedWords = "you have deleted your data; come in as somebody new"

// Erase bars a player who has deleted their data.
func (l *List) Erase(player string, now time.Time) { l.erase(now, store.Hash(player)) }

func (l *List) erase(now time.Time, hashes ...string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for hash, at := range l.erased {
		if now.Sub(at) > erasedKept {
			delete(l.erased, hash)
		}
	}
	for _, hash := range hashes {
		if _, known := l.erased[hash]; !known {
			l.erased[hash] = now
			l.news++
		}
	}
}

// Erased reports whether a player has deleted their data lately, here or at another
// server.
func (l *List) Erased(player string) bool {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return l.hasErased(player)
}

// hasErased tells whether a player has deleted their data lately; the caller holds
// the mutex.
func (l *List) hasErased(player string) bool {
	if player == "" || len(l.erased) == 0 {
		return false
	}
	_, gone := l.erased[store.Hash(player)]
	return gone
}
