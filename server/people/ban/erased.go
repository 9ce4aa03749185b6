package ban

import (
	"time"

	"perihelion/server/data/store"
)

// erasedFor is how long players who have deleted their data are on the list. They must not
// come in with anything that was made before: a join token, a resume token, an open socket.
// It is longer than all of these are valid.
const erasedFor = 25 * time.Hour

const erasedText = "you have deleted your data; come in as somebody new"

// BarErased bars a player who has deleted their data.
func (l *List) BarErased(player string, now time.Time) {
	l.barErased(now, store.Hash(player))
	l.onChange()
}

func (l *List) barErased(now time.Time, hashes ...string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for hash, at := range l.erased {
		if now.Sub(at) > erasedFor {
			delete(l.erased, hash)
		}
	}
	for _, hash := range hashes {
		if _, known := l.erased[hash]; !known {
			l.erased[hash] = now
			l.version++
		}
	}
}

// Erased reports whether a player has deleted their data lately, here or on another server.
func (l *List) Erased(player string) bool {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return l.hasErased(player)
}

// hasErased is Erased; the caller holds the mutex.
func (l *List) hasErased(player string) bool {
	if player == "" || len(l.erased) == 0 {
		return false
	}
	_, gone := l.erased[store.Hash(player)]
	return gone
}
