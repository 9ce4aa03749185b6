package standby

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"

	"perihelion/server/net/bus"
	"perihelion/shared/replay"
	"perihelion/sim"
)

const (
	maxCompared  = 64 // logs that wait to be played
	reportEvery  = 10 * time.Second
	shadowForget = 2 * freshFor // a log to which nothing came for so long has ended
)

// ShadowConfig is what a Shadow needs of its server.
type ShadowConfig struct {
	Bus     Bus
	Servers Servers
	Games   sim.Games
	Dir     string // where the log is kept that this server plays otherwise
	Metrics ShadowMetrics
	Log     *slog.Logger
}

// ShadowMetrics counts what was played. It must not block.
type ShadowMetrics interface {
	LogShadowed(what string)
}

// What becomes of a log, for metrics.
const (
	shadowSame    = "same"
	shadowDiffers = "differs"
	shadowRules   = "other-rules" // it is played by other rules, so that nothing can be compared
	shadowSkipped = "skipped"     // this server was too slow
)

// Shadowings is all that becomes of logs, for metrics.
func Shadowings() []string {
	return []string{shadowSame, shadowDiffers, shadowRules, shadowSkipped}
}

// Shadow plays what other servers stream to their standbys, and compares the worlds: it finds out whether
// this build plays as theirs does, before it plays for anybody. Up to 50 ms before each state are not streamed,
// and not compared. After the first difference it stops. Make one with NewShadow, drive it with Run.
type Shadow struct {
	cfg  ShadowConfig
	work chan shadowed

	mu    sync.Mutex
	logs  map[string]*shadowed // by room
	same  int                  // logs that were the same
	found error                // the difference
}

// shadowed is a log of a room, from a state to the next one.
type shadowed struct {
	room    string
	epoch   int64
	number  int
	log     []byte
	touched time.Time
}

// NewShadow returns a shadow of all servers that the bus reaches.
func NewShadow(cfg ShadowConfig) (*Shadow, error) {
	s := &Shadow{cfg: cfg, work: make(chan shadowed, maxCompared), logs: map[string]*shadowed{}}
	return s, cfg.Bus.Subscribe(cfg.Servers.Topic(bus.Any, topicPieces), func(m bus.Message) {
		if p, err := decodePiece(m.Body); err == nil {
			s.hear(&p, time.Now())
		}
	})
}

// Difference is what this server plays otherwise; nil: nothing so far.
func (s *Shadow) Difference() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.found
}

// hear takes a piece of a log. What comes after a missing one is left out, up to the next state.
func (s *Shadow) hear(p *piece, now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.found != nil {
		return
	}
	l := s.logs[p.Room]
	if p.Over || p.At == 0 {
		s.endLog(l)
		l = nil
	}
	if p.At == 0 && !p.Over && len(s.logs) < maxKept {
		l = &shadowed{room: p.Room, epoch: p.Epoch, number: p.Number}
		s.logs[p.Room] = l
	}
	if l == nil || l.epoch != p.Epoch || l.number != p.Number || len(l.log) != p.At || p.unpack(l.log) != nil || p.At+len(p.Log) > maxTail {
		return
	}
	l.log, l.touched = append(l.log, p.Log...), now
}

// endLog lets Run play a log to which nothing comes any more. The caller holds the mutex.
func (s *Shadow) endLog(l *shadowed) {
	if l == nil {
		return
	}
	delete(s.logs, l.room)
	select {
	case s.work <- *l:
	default:
		s.cfg.Metrics.LogShadowed(shadowSkipped)
	}
}

// Run plays the logs until ctx ends, or one is played otherwise here.
func (s *Shadow) Run(ctx context.Context) {
	ticker := time.NewTicker(reportEvery)
	defer ticker.Stop()
	for s.Difference() == nil {
		select {
		case l := <-s.work:
			s.play(&l)
		case now := <-ticker.C:
			s.forget(now)
		case <-ctx.Done():
			return
		}
	}
}

// forget drops logs of rooms that have ended without a word, and says how it goes.
func (s *Shadow) forget(now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, l := range s.logs {
		if now.Sub(l.touched) > shadowForget {
			s.endLog(l)
		}
	}
	s.cfg.Log.Info("this build plays as the others do so far", "logs", s.same, "rooms", len(s.logs))
}

// play plays a log and compares its hashes. One that cannot be read is a difference, too: this build could
// not go on with it.
func (s *Shadow) play(l *shadowed) {
	r, err := replay.Verify(bytes.NewReader(l.log), s.cfg.Games)
	what := shadowDiffers
	switch {
	case err == nil:
		what = shadowSame
		s.mu.Lock()
		s.same++
		s.mu.Unlock()
	case errors.Is(err, sim.ErrRules), errors.Is(err, sim.ErrGame), errors.Is(err, replay.ErrVersion):
		what = shadowRules
		s.cfg.Log.Warn("a match cannot be compared, for it is played by other rules", "room", l.room, "err", err)
	}
	s.cfg.Metrics.LogShadowed(what)
	if what != shadowDiffers {
		return
	}
	file, keepErr := s.keepLog(l)
	s.cfg.Log.Error("this build plays a match otherwise than its server; `server replay` plays its log",
		"room", l.room, "good", r.Good, "bad", r.Bad, "err", errors.Join(err, keepErr), "file", file)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.found = fmt.Errorf("this build plays room %s otherwise than its server: %w", l.room, err)
	clear(s.logs)
}

// keepLog writes a log into a file.
func (s *Shadow) keepLog(l *shadowed) (file string, err error) {
	file = filepath.Join(s.cfg.Dir, fmt.Sprintf("%s-shadow-%s.log", time.Now().UTC().Format("20060102T150405"), filepath.Base(l.room)))
	if err := os.MkdirAll(s.cfg.Dir, 0o700); err != nil {
		return "", err
	}
	return file, os.WriteFile(file, l.log, 0o600)
}
