package account

import (
	"container/list"
	"sync"
	"time"
)

const (
	maxCached     = 8192        // tokens; more than players at the same time
	cacheFreshFor = time.Minute // after that another server may have changed the player
)

// cache maps tokens to players, so that most requests need no database, and work when it is
// unavailable. When full it drops the least recently used token.
type cache struct {
	mu      sync.Mutex
	byToken map[string]*list.Element
	recent  list.List // of *cacheEntry, newest first
	version int       // number of calls of updatePlayer
}

type cacheEntry struct {
	token   string // its hash
	player  Player
	erased  bool
	checked time.Time
}

func newCache() *cache { return &cache{byToken: map[string]*list.Element{}} }

// get returns what is known about a token, even if it is old.
func (c *cache) get(token string) (e cacheEntry, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	at := c.byToken[token]
	if at == nil {
		return cacheEntry{}, false
	}
	c.recent.MoveToFront(at)
	return *at.Value.(*cacheEntry), true
}

// currentVersion is for putIfUnchanged: get it before asking the store.
func (c *cache) currentVersion() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.version
}

// putIfUnchanged adds an entry read from the store, unless a player has changed since then:
// the entry may be about a player who was deleted meanwhile, or have an old name.
func (c *cache) putIfUnchanged(e cacheEntry, asked int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.version != asked {
		return
	}
	if at := c.byToken[e.token]; at != nil {
		*at.Value.(*cacheEntry) = e
		c.recent.MoveToFront(at)
		return
	}
	if c.recent.Len() == maxCached {
		oldest := c.recent.Back()
		delete(c.byToken, oldest.Value.(*cacheEntry).token)
		c.recent.Remove(oldest)
	}
	c.byToken[e.token] = c.recent.PushFront(&e)
}

// updatePlayer applies f to all entries of a player. It looks at all entries, because it is
// needed rarely.
func (c *cache) updatePlayer(player string, f func(*cacheEntry)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.version++
	for at := c.recent.Front(); at != nil; at = at.Next() {
		if e := at.Value.(*cacheEntry); e.player.ID == player {
			f(e)
		}
	}
}
