package fleet

import (
	"math/rand/v2"
	"time"

	"perihelion/server/net/bus"
)

// Standby chooses a server that could play on in a room of this one, but not the named one: the
// less busy one of two that are drawn, of those of this region if it has others; "": there is none.
func (c *Cluster) Standby(not string) (node, url string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := time.Now()
	var names, near []string
	for name, s := range c.others {
		if name == not || !s.Plays || s.Rules != c.rules || s.Draining || s.isGone(now) {
			continue
		}
		if names = append(names, name); s.Region == c.cfg.Region {
			near = append(near, name)
		}
	}
	if len(near) > 0 {
		names = near
	}
	if len(names) == 0 {
		return "", ""
	}
	node = names[rand.IntN(len(names))]
	if other := names[rand.IntN(len(names))]; c.others[other].taken < c.others[node].taken {
		node = other
	}
	return node, c.others[node].URL
}

// Heard is when another server was heard last; the zero time: never, or it has said goodbye.
func (c *Cluster) Heard(node string) (at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if s := c.others[node]; s != nil && !s.Leaving {
		at = s.heard
	}
	return at
}

// Topic is that to which one server answers alone.
func (c *Cluster) Topic(node, what string) string { return bus.Topic(node, what) }
