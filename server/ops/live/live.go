// Package live is the public live feed of a server: how many play, kills, results of
// rounds, changes on the leaderboards, and chat outside of matches. A Hub takes events from
// rooms, results and chat, which it never blocks, and broadcasts them to subscribers over
// WebSockets and server-sent events. LIVE.md describes the feed for programmers of pages.
package live

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"log/slog"
	"net/netip"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"perihelion/server/data/store"
	"perihelion/server/net/httpx"
	"perihelion/server/net/ws"
	"perihelion/server/play/room"
	"perihelion/shared/api"
	"perihelion/shared/transport"
)

const (
	hubQueueSize = 512         // events waiting for the hub; more are dropped, because rooms must not wait
	recentEvents = 256         // events kept for clients that reconnect
	statusEvery  = time.Second // at most
)

// Chat tells who may read a channel, and what was said there. It is implemented by
// *chat.Service.
type Chat interface {
	CheckAccess(account, channel string) error
	History(channel string) []api.Message
}

// Metrics counts subscribers and events. Its methods must not block.
type Metrics interface {
	ws.Metrics
	EventPublished(kind string)
	EventDropped() // the queue of the hub was full
}

// Config holds the services and limits of a Hub.
type Config struct {
	Status  func() api.Status // the current load of the server
	Chat    Chat
	Player  func(ctx context.Context, token string) (account string, err error) // verifies a guest token and returns its player
	Sockets ws.Config                                                           // its limits also hold for event streams
	Share   func(Event)                                                         // tells other servers of an event here; must not wait; nil: there are none
	Metrics Metrics
	Log     *slog.Logger
}

// Hub broadcasts events to subscribers. Make one with New and drive it with Run. It is safe
// for concurrent use.
type Hub struct {
	cfg     Config
	bootID  string        // makes the ids of events differ from those of other servers, and from those before a restart
	events  atomic.Uint64 // that have begun here
	queue   chan Event
	sockets *ws.Server
	rate    *httpx.Rate[netip.Addr] // of event streams, as slots
	slots   httpx.ConnSlots
	writers sync.WaitGroup // one per WebSocket

	mu          sync.Mutex
	subscribers map[*subscriber]struct{}
	closed      bool
	newest      string // id of the newest event, without status
	statusEvent *event
	recent      []*event // oldest first, without status
	lastEvicted string   // id of the newest event that was removed from recent, or one that comes before all
	lastStatus  api.Status
}

// Event is an event as servers tell each other of it.
type Event struct {
	ID   string // the same on all servers, so that a client may go on at another one
	Live api.Live
}

// event is an event of the feed, encoded once for all subscribers.
type event struct {
	id      string // for Last-Event-ID: its own, or of status and history that of the newest event before
	kind    string
	channel string // of a message, like message and account
	message string // its id
	account string // who wrote it
	data    []byte // JSON of an api.Live
}

// New returns a hub without subscribers.
func New(cfg Config) *Hub {
	cfg.Sockets.AnyOrigin = true // authenticate checks the origin, for private channels only
	cfg.Sockets.Subprotocol = subprotocol
	h := &Hub{
		cfg:         cfg,
		bootID:      rand.Text()[:8],
		queue:       make(chan Event, hubQueueSize),
		rate:        httpx.NewRate[netip.Addr](cfg.Sockets.PerSecond),
		slots:       httpx.ConnSlots{Max: cfg.Sockets.MaxConns, PerAddr: cfg.Sockets.PerIP},
		subscribers: map[*subscriber]struct{}{},
	}
	h.newest = h.bootID + "-0"
	h.lastEvicted = h.newest
	h.sockets = ws.New(cfg.Sockets, nil, cfg.Metrics, cfg.Log)
	return h
}

// PublishKill implements a part of room.Observer. Those in private rooms and among bots
// only are not published.
func (h *Hub) PublishKill(k room.Kill) {
	switch {
	case k.Code != "" || !k.News:
	case k.Goal:
		h.enqueue(api.Live{Kind: api.LiveGoal, Game: k.Game, Goal: &api.Goal{RoomID: k.Room, Player: k.Killer}})
	default:
		h.enqueue(api.Live{Kind: api.LiveKill, Game: k.Game, Kill: &api.Kill{
			RoomID: k.Room, Killer: k.Killer, Victim: k.Victim, Weapon: k.Means,
		}})
	}
}

// PublishRound publishes the result of a round, after it was stored.
func (h *Hub) PublishRound(r room.Result) {
	if r.Code != "" || r.Aborted || len(r.Lines) == 0 {
		return
	}
	h.enqueue(api.Live{Kind: api.LiveRound, Game: r.Game, Round: roundSummary(&r)})
}

// PublishMessage publishes a chat message from outside of matches.
func (h *Hub) PublishMessage(m api.Message) { h.enqueue(api.Live{Kind: api.LiveMessage, Message: &m}) }

// PublishRankChanges publishes what a match changed near the top of a leaderboard. The game
// is empty if it is not played here any more.
func (h *Hub) PublishRankChanges(game, mode string, moves []store.RankChange) {
	for _, m := range moves {
		if m.Rank != 0 && m.Rank != m.From {
			h.enqueue(api.Live{Kind: api.LiveBoard, Game: game, Board: &api.BoardMove{Mode: mode, From: m.From, BoardLine: api.BoardLine{
				Rank: m.Rank, PlayerID: m.Player, Name: m.Name, Score: m.Score, Matches: m.Matches, Wins: m.Wins,
			}}})
		}
	}
}

// enqueue hands an event to the hub, and to those of other servers. It never blocks.
func (h *Hub) enqueue(l api.Live) {
	l.At = time.Now().UTC()
	e := Event{h.bootID + "-" + strconv.FormatUint(h.events.Add(1), 10), l}
	if h.cfg.Share != nil {
		h.cfg.Share(e)
	}
	h.PublishShared(e)
}

// PublishShared publishes an event of another server.
func (h *Hub) PublishShared(e Event) {
	select {
	case h.queue <- e:
	default:
		h.cfg.Metrics.EventDropped()
	}
}

// Run broadcasts events until ctx ends. Call Close as well.
func (h *Hub) Run(ctx context.Context) {
	second := time.NewTicker(statusEvery)
	defer second.Stop()
	h.publishStatus(time.Now())
	for {
		select {
		case <-ctx.Done():
			return
		case e := <-h.queue:
			h.broadcast(e)
		case now := <-second.C:
			h.publishStatus(now)
		}
	}
}

// broadcast sends an event to all subscribers that asked for it. A status has no id.
func (h *Hub) broadcast(told Event) {
	l := told.Live
	data, err := json.Marshal(l)
	if err != nil {
		panic("live: " + err.Error()) // only NaN could fail, and there is none
	}
	e := &event{id: told.ID, kind: l.Kind, data: data}
	if l.Message != nil {
		e.channel, e.message, e.account = l.Message.Channel, l.Message.ID, l.Message.PlayerID
	}
	h.cfg.Metrics.EventPublished(l.Kind)
	h.mu.Lock()
	defer h.mu.Unlock()
	if l.Kind == api.LiveStatus {
		e.id, h.statusEvent = h.newest, e
	} else {
		h.newest = e.id
		h.addRecent(e)
	}
	for s := range h.subscribers {
		if s.subscription.includes(e) && !s.enqueue(e) {
			delete(h.subscribers, s)
		}
	}
}

// addRecent keeps e for clients that reconnect. The caller holds the mutex.
func (h *Hub) addRecent(e *event) {
	if len(h.recent) == recentEvents {
		h.lastEvicted = h.recent[0].id
		h.recent = slices.Delete(h.recent, 0, 1)
	}
	h.recent = append(h.recent, e)
}

// Close disconnects all subscribers and refuses new ones. It waits for the WebSockets to
// close; when ctx ends first it cuts them off.
func (h *Hub) Close(ctx context.Context) {
	h.sockets.StopAccepting()
	h.mu.Lock()
	h.closed = true
	for s := range h.subscribers {
		s.disconnect(transport.Restarting, "the server restarts")
	}
	clear(h.subscribers)
	h.mu.Unlock()
	h.sockets.Wait(ctx)
	h.writers.Wait()
}
