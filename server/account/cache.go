package account

import (
	"container/list"
	"sync"
	"time"
)

const (
	maxCached = 8192        // tokens: those of everyone who plays at the same time, and more
	fresh     = time.Minute // after this another server may have changed what we know
)

// cache remembers whom tokens stand for, so that a request need not ask the
// database, nor a player suffer when there is none. When full it forgets the
// token that was not used for longest.
type cache struct {
	mu      sync.Mutex
	byToken map[string]*list.Element
	recent  list.List // of *entry, the latest in front
	changes int       // made by change
}

type entry struct {
	token   string // its hash
	player  Player
	erased  bool
	checked time.Time
}

func newCache() *cache { return &cache{byToken: map[string]*list.Element{}} }

// find reports what is known of a token, be it old.
func (c *cache) find(token string) (e entry, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	at := c.byToken[token]
	if at == nil {
		return entry{}, false
	}
	c.recent.MoveToFront(at)
	return *at.Value.(*entry), true
}

// asof is the time of put, as a count of changes: take it before asking the store.
func (c *cache) asof() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.changes
}

// put keeps what the store said, unless something has changed since it was asked:
// it may have told of a player who is erased by now, or of their old name.
func (c *cache) put(e entry, asked int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.changes != asked {
		return
	}
	if at := c.byToken[e.token]; at != nil {
		*at.Value.(*entry) = e
		c.recent.MoveToFront(at)
		return
	}
	if c.recent.Len() == maxCached {
		oldest := c.recent.Back()
		delete(c.byToken, oldest.Value.(*entry).token)
		c.recent.Remove(oldest)
	}
	c.byToken[e.token] = c.recent.PushFront(&e)
}

// change applies f to all that is known of a player. Few do that, seldom: it may
// look at everything.
func (c *cache) change(player string, f func(*entry)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.changes++
	for at := c.recent.Front(); at != nil; at = at.Next() {
		if e := at.Value.(*entry); e.player.ID == player {
			f(e)
		}
	}
}
