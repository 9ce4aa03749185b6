package fleet

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/json"
	"log/slog"
	"slices"
	"strconv"
	"sync"
	"time"

	"perihelion/server/net/bus"
	"perihelion/shared/protocol"
)

const (
	heartbeatEvery = 250 * time.Millisecond
	roomsEvery     = 2 * heartbeatEvery // the list of rooms is long, and most of it is asked for when it counts
	goneAfter      = 1500 * time.Millisecond
	rememberFor    = 10 * time.Minute // servers that are gone are shown to the operator for so long
	askTimeout     = time.Second      // a server that takes longer is not asked any more after goneAfter
)

// The topics on which all servers hear each other.
const (
	topicHeartbeat = "heartbeat"
	topicRooms     = "rooms"
)

// ClusterMetrics counts what the servers ask each other. It must not block.
type ClusterMetrics interface {
	ServerAsked(what string, took time.Duration, err error)
}

// ClusterConfig is what a server tells the others about itself.
type ClusterConfig struct {
	URL    string // how players reach its rooms; empty: as they reach any server
	Region string
	Build  string
	Lobby  bool // it answers requests of clients

	Draining func() bool
	Leads    func() bool   // it runs the matchmaker of all
	Shadow   func() string // StateShadow or StateDiffers; empty: it is none
	Queued   func() int    // tickets that wait in its matchmaker

	Metrics ClusterMetrics
	Log     *slog.Logger
}

// Cluster is the servers of a fleet, as this one hears of them over the bus: each tells the
// others several times a second that it is there. Make one with Join, drive it with Run. It is
// safe for concurrent use.
type Cluster struct {
	cfg   ClusterConfig
	fleet *Fleet
	bus   *bus.Bus
	boot  string // drawn at the start: tells two servers of the same name apart
	rules string

	answering sync.Once

	mu     sync.Mutex
	others map[string]*server
	twinAt time.Time // when another server of our name was heard last
}

// Join lets f place players on the other servers, and these on this one.
func (f *Fleet) Join(b *bus.Bus, cfg ClusterConfig) (*Cluster, error) {
	c := &Cluster{cfg: cfg, fleet: f, bus: b, boot: rand.Text(), rules: f.rules(), others: map[string]*server{}}
	f.cluster = c
	err := b.Subscribe(topicHeartbeat, func(m bus.Message) { c.onHeartbeat(m, time.Now()) })
	if err == nil {
		err = b.Subscribe(topicRooms, c.onRooms)
	}
	return c, err
}

// rules is what two servers must have the same to play each other's rooms, and for clients of
// the one to play on the other.
func (f *Fleet) rules() string {
	text := strconv.Itoa(protocol.Version)
	for _, g := range f.cfg.Games {
		text += " " + g.About().Name + " " + strconv.Itoa(g.About().Rules)
	}
	return text
}

// Run tells the others that this server is there, and answers them, until ctx ends.
func (c *Cluster) Run(ctx context.Context) {
	c.answering.Do(c.answer)
	ticker := time.NewTicker(heartbeatEvery)
	defer ticker.Stop()
	var listed time.Time
	for {
		c.publish(topicHeartbeat, c.ownHeartbeat())
		if now := time.Now(); now.Sub(listed) >= roomsEvery {
			c.publishRooms()
			listed = now
		}
		select {
		case <-ticker.C:
		case <-ctx.Done():
			last := c.ownHeartbeat()
			last.Leaving = true
			c.publish(topicHeartbeat, last)
			return
		}
	}
}

// publish sends a message to all. While NATS is away nobody hears it, which is nobody's fault
// here: the bus logs it.
func (c *Cluster) publish(topic string, message any) {
	_ = c.bus.Publish(topic, encode(message))
}

// encode panics on what JSON cannot hold: no message has that.
func encode(message any) []byte {
	body, err := json.Marshal(message)
	if err != nil {
		panic("fleet: " + err.Error())
	}
	return body
}

// isGone reports whether a server cannot be asked anything.
func (s *server) isGone(now time.Time) bool { return s.gone || now.Sub(s.heard) > goneAfter }

// HasTwin reports whether another server of our name is there.
func (c *Cluster) HasTwin() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Since(c.twinAt) < goneAfter
}

// nodes are the other servers that play rooms by the same rules, in the order of their names.
// Nobody is sent to a server of other rules: the clients of this one cannot play there.
func (c *Cluster) nodes(now time.Time) (all []node) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for name, s := range c.others {
		if s.Plays && s.Rules == c.rules && !s.isGone(now) {
			all = append(all, remote{c, name})
		}
	}
	slices.SortFunc(all, func(a, b node) int { return cmp.Compare(a.name(), b.name()) })
	return all
}

// Leader is the server that leads, of those that can be asked, and how players reach it; "" if
// none of the others does.
func (c *Cluster) Leader() (node, url string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := time.Now()
	for name, s := range c.others {
		if s.Leads && !s.isGone(now) && s.Rules == c.rules && (node == "" || name < node) {
			node, url = name, s.URL
		}
	}
	return node, url
}

// Queued is how many tickets wait on the other servers.
func (c *Cluster) Queued() (n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := time.Now()
	for _, s := range c.others {
		if !s.isGone(now) {
			n += s.heartbeat.Queued
		}
	}
	return n
}
