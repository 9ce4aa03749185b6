// Package live tells whoever listens what happens on a server, while it happens:
// how many play, who shot whom, how rounds end, who climbs the boards, and what is
// said outside of matches. A Hub takes news from rooms, results and the chat,
// which it never holds up, and hands them to listeners over WebSockets and as
// server-sent events. LIVE.md describes the feed for those who program against it.
package live

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"log/slog"
	"net/netip"
	"slices"
	"sync"
	"time"

	"perihelion/server/httpx"
	"perihelion/server/room"
	"perihelion/server/store"
	"perihelion/server/ws"
	"perihelion/shared/api"
	"perihelion/shared/transport"
)

const (
	newsWaiting = 512         // for the hub; more are lost, for rooms do not wait
	remembered  = 256         // events, for those who come back
	statusEvery = time.Second // at most
)

// Chat knows who may listen to a channel, and what was said there: *chat.House.
type Chat interface {
	Welcome(account, channel string) error
	History(channel string) []api.Message
}

// Metrics count listeners and what they are told. They must not block.
type Metrics interface {
	ws.Metrics
	Event(kind string)
	Lost() // an event that came while too many waited
}

// Config is what a Hub stands on, and what it grants.
type Config struct {
	Status  func() api.Status // how lively the server is now
	Chat    Chat
	Player  func(ctx context.Context, token string) (account string, err error) // whose guest token that is
	Sockets ws.Config                                                           // its limits hold for listeners without a WebSocket as well
	Metrics Metrics
	Log     *slog.Logger
}

// Hub tells listeners the news. Make one with New and drive it with Run. It is
// safe for concurrent use.
type Hub struct {
	cfg     Config
	boot    string // tells the events of this server from those before a restart
	news    chan api.Live
	sockets *ws.Server
	rate    *httpx.Rate[netip.Addr] // of those without a WebSocket, as slots
	slots   httpx.Slots
	writers sync.WaitGroup // one per WebSocket

	mu        sync.Mutex
	listeners map[*listener]struct{}
	closed    bool
	seq       uint64
	status    *event
	recent    []*event // oldest first, without status
	gone      uint64   // the newest event that was too many for recent
	last      api.Status
}

// event is one of the feed, encoded once for all who hear it.
type event struct {
	seq     uint64
	kind    string
	channel string // of a message, as what follows
	id      string
	account string // who said it
	data    []byte // JSON of an api.Live
}

// New returns a hub to which nobody listens yet.
func New(cfg Config) *Hub {
	cfg.Sockets.AnyOrigin = true // we look ourselves, at what is asked for
	cfg.Sockets.Language = language
	h := &Hub{
		cfg:       cfg,
		boot:      rand.Text()[:8],
		news:      make(chan api.Live, newsWaiting),
		rate:      httpx.NewRate[netip.Addr](cfg.Sockets.PerSecond),
		slots:     httpx.Slots{Max: cfg.Sockets.MaxConns, PerAddr: cfg.Sockets.PerIP},
		listeners: map[*listener]struct{}{},
	}
	h.sockets = ws.New(cfg.Sockets, nil, cfg.Metrics, cfg.Log)
	return h
}

// Kill is of room.Observer. What happens in private rooms is nobody's business, and what
// bots do to anybody no news.
func (h *Hub) Kill(k room.Kill) {
	if k.Code == "" && k.News {
		h.tell(api.Live{Kind: api.LiveKill, Kill: &api.Kill{
			RoomID: k.Room, Killer: k.Killer, Victim: k.Victim, Weapon: k.Weapon.String(),
		}})
	}
}

// Ended tells who won a round, once its result is kept.
func (h *Hub) Ended(r room.Result) {
	if r.Code != "" || r.Aborted || len(r.Lines) == 0 {
		return
	}
	h.tell(api.Live{Kind: api.LiveRound, Round: roundOf(&r)})
}

// Message tells what was said outside of matches.
func (h *Hub) Message(m api.Message) { h.tell(api.Live{Kind: api.LiveMessage, Message: &m}) }

// Moved tells what a match changed near the top of a leaderboard.
func (h *Hub) Moved(mode string, moves []store.Move) {
	for _, m := range moves {
		if m.Rank != 0 && m.Rank != m.From {
			h.tell(api.Live{Kind: api.LiveBoard, Board: &api.BoardMove{Mode: mode, From: m.From, BoardLine: api.BoardLine{
				Rank: m.Rank, PlayerID: m.Player, Name: m.Name, Score: m.Score, Matches: m.Matches, Wins: m.Wins,
			}}})
		}
	}
}

// tell leaves news for the hub, and never waits.
func (h *Hub) tell(l api.Live) {
	l.At = time.Now().UTC()
	select {
	case h.news <- l:
	default:
		h.cfg.Metrics.Lost()
	}
}

// Run passes the news on until ctx ends. Close it as well.
func (h *Hub) Run(ctx context.Context) {
	second := time.NewTicker(statusEvery)
	defer second.Stop()
	h.look(time.Now())
	for {
		select {
		case <-ctx.Done():
			return
		case l := <-h.news:
			h.publish(l)
		case now := <-second.C:
			h.look(now)
		}
	}
}

// publish hands an event to everyone who wants it.
func (h *Hub) publish(l api.Live) {
	data, err := json.Marshal(l)
	if err != nil {
		panic("live: " + err.Error()) // no number in there is NaN, and all else can be told
	}
	e := &event{kind: l.Kind, data: data}
	if l.Message != nil {
		e.channel, e.id, e.account = l.Message.Channel, l.Message.ID, l.Message.PlayerID
	}
	h.cfg.Metrics.Event(l.Kind)
	h.mu.Lock()
	defer h.mu.Unlock()
	h.seq++
	e.seq = h.seq
	if l.Kind == api.LiveStatus {
		h.status = e
	} else {
		h.remember(e)
	}
	for s := range h.listeners {
		if s.wants.has(e) && !s.offer(e) {
			delete(h.listeners, s)
		}
	}
}

func (h *Hub) remember(e *event) {
	if len(h.recent) == remembered {
		h.gone = h.recent[0].seq
		h.recent = slices.Delete(h.recent, 0, 1)
	}
	h.recent = append(h.recent, e)
}

// Close lets everyone go, and nobody in any more. It waits for the WebSockets to
// close; when ctx ends first it cuts them off.
func (h *Hub) Close(ctx context.Context) {
	h.sockets.Refuse()
	h.mu.Lock()
	h.closed = true
	for s := range h.listeners {
		s.drop(transport.Restarting, "the server restarts")
	}
	clear(h.listeners)
	h.mu.Unlock()
	h.sockets.Wait(ctx)
	h.writers.Wait()
}
