package lobby

import (
	"net/http"
	"time"
)

// KeptResponse is a response that is kept for an idempotency key, as the servers of a fleet tell
// each other of it: the one that leads next has to know it.
type KeptResponse struct {
	Key, BodyHash [32]byte
	Expires       time.Time
	Status        int         // 0: none, the request failed or goes on
	Header        http.Header // beyond what every response has
	Body          []byte
}

// OnKeep lets f hear of every response that is kept here. f must not block. Call it before the first
// request.
func (l *Lobby) OnKeep(f func(KeptResponse)) { l.idempotency.onKeep = f }

// Keep keeps a response that another server has given.
func (l *Lobby) Keep(r KeptResponse) {
	o := &l.idempotency
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.byKey[r.Key] != nil {
		return
	}
	d := &cachedRequest{r, make(chan struct{})}
	close(d.finished)
	o.addEntry(d)
}
