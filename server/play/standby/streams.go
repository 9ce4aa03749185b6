package standby

import (
	"context"
	"encoding/json"
	"log/slog"
	"maps"
	"sync"

	"perihelion/server/net/bus"
	"perihelion/server/ops/panics"
	"perihelion/server/play/room"
	"perihelion/shared/waitgroup"
)

// StreamsConfig is where logs are streamed to, and who hears of it.
type StreamsConfig struct {
	Node    string // name of this server
	Bus     Bus
	Servers Servers
	Metrics Metrics
	Panics  panics.Guard
	Log     *slog.Logger

	// OnStandby hears that a room has a standby that has its log, and how players reach that;
	// "": it has none any more. It must not call the Streams.
	OnStandby func(room, node, url string)
	// Announce tells the clients of a room that its match goes on at a place after MoveNotice, and reports
	// whether it does. It must not call the Streams.
	Announce func(room string, to Place) bool
	// Suspend ends a room between two ticks, in the middle of its match.
	Suspend func(room string)
	// OnTaken hears that the standby plays a newer copy of a room: this one must end.
	OnTaken func(room string, epoch int64)
	// Plays reports whether a copy of a room is played here.
	Plays func(room string, epoch int64) bool
	// Moving reports whether matches are about to go on at their standbys, because this server stops.
	Moving func() bool
	// Restarts: this server goes on itself with a match that is paused before it has a standby.
	Restarts bool
}

// Streams streams the logs of the rooms of this server to others.
type Streams struct {
	cfg  StreamsConfig
	work sync.WaitGroup // the goroutine of each stream

	mu      sync.Mutex
	covered map[string]Place // the rooms whose standbys have their logs
}

// Place is a server on which a match can go on, and how players reach it.
type Place struct{ Node, URL string }

// NewStreams returns streams of no room yet, and answers other servers whether a room is played here.
func NewStreams(cfg StreamsConfig) (*Streams, error) {
	s := &Streams{cfg: cfg, covered: map[string]Place{}}
	return s, cfg.Bus.Answer(cfg.Servers.Topic(cfg.Node, askPlays), maxAnswering, func(m bus.Message) []byte {
		var q question
		if json.Unmarshal(m.Body, &q) != nil {
			return nil
		}
		return encode(plays{cfg.Plays(q.Room, q.Epoch), cfg.Moving()})
	})
}

// maxAnswering is how many questions of a kind are answered at the same time.
const maxAnswering = 64

// Journal returns a journal that streams to a standby what then has taken. header is that of the log which
// the room goes on with; nil: it begins one.
func (s *Streams) Journal(saved room.Saved, header []byte, then room.Journal) room.Journal {
	j := &stream{
		Journal: then, streams: s, saved: saved, log: s.cfg.Log.With("room", saved.ID),
		tail: newTail(header), wake: make(chan struct{}, 1), done: make(chan struct{}),
	}
	s.work.Go(j.streamAll)
	return j
}

// Wait returns when all rooms have ended and their standbys were told so, or when ctx ends: a room that
// stands still never ends.
func (s *Streams) Wait(ctx context.Context) error {
	return waitgroup.WaitContext(ctx, &s.work)
}

// places are the rooms whose matches can go on elsewhere, and where: none while NATS is away.
func (s *Streams) places() map[string]Place {
	if !s.cfg.Bus.Connected() {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.covered)
}

// setCovered notes where the match of a room can go on, and says so; the zero Place: nowhere.
func (s *Streams) setCovered(room string, at Place) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if at.Node == "" {
		delete(s.covered, room)
	} else {
		s.covered[room] = at
	}
	s.cfg.OnStandby(room, at.Node, at.URL)
}
