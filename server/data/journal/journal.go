// Package journal keeps the logs of rooms in files while they are played, so that a match
// outlives the process, and hands over
// those of rounds that have ended. A Store makes a
// room.Journal for each room; a goroutine of its own writes what the room has recorded, and
// the room never waits for the disk. Files are not synced: what the process has written
// survives its end, but not a power cut.
package journal

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"

	"perihelion/server/ops/panics"
	"perihelion/server/play/room"
	"perihelion/shared/waitgroup"
	"perihelion/sim"
)

// maxParts is how many parts of a log wait for the disk: 4 s of them, or 16 s. More wait in the room.
const maxParts = 64

// lastParts need not wait for the disk: the last of a log, and one more of a room that crashes after it.
const lastParts = 2

// Log is the log of a round that has ended, in a file.
type Log struct {
	Match  string
	File   *os.File // of the caller, who closes it
	Size   int64
	Starts []room.LogSegment
}

// Config says where logs are kept, and what becomes of those of rounds.
type Config struct {
	Dir      string
	CrashDir string // of copies of the logs of rooms that crashed
	Games    sim.Games
	Keep     func(l Log) error // keeps a copy of the log of a round that has ended

	// Restore is called when a room has crashed whose match can go on, or with an error of
	// why it cannot after all. The journal of the Leftover is closed by whoever takes it.
	// nil: no match goes on.
	Restore func(l Leftover, err error)

	Panics panics.Guard
}

// Store is the logs of all rooms of a server. It is safe for concurrent use.
type Store struct {
	cfg  Config
	log  *slog.Logger
	work sync.WaitGroup // the goroutine of each journal

	mu       sync.Mutex
	journals map[string]*journal // by room
}

// New returns a store that keeps its files in cfg.Dir, which it makes.
func New(cfg Config, log *slog.Logger) (*Store, error) {
	if err := os.MkdirAll(cfg.Dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the folder for logs: %w", err)
	}
	return &Store{cfg: cfg, log: log, journals: map[string]*journal{}}, nil
}

// OpenJournal makes the journal of a room. It does no I/O; its goroutine ends after Close.
func (s *Store) OpenJournal(r room.Saved) room.Journal {
	j := s.newJournal(r)
	s.start(j)
	return j
}

// start runs a journal, and lets Live know it.
func (s *Store) start(j *journal) {
	s.mu.Lock()
	s.journals[j.saved.ID] = j
	s.mu.Unlock()
	s.work.Go(j.run)
}

// hide lets nobody read any more what a journal has written.
func (s *Store) hide(j *journal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.journals[j.saved.ID] == j {
		delete(s.journals, j.saved.ID)
	}
}

func (s *Store) newJournal(r room.Saved) *journal {
	return &journal{
		store: s, saved: r, log: s.log.With("room", r.ID), dir: filepath.Join(s.cfg.Dir, r.ID),
		waiting: make(chan *part, maxParts+lastParts),
	}
}

// Wait returns when all that was recorded is written, or when ctx ends: a room that was
// given up, or a disk that stands still, never ends. Call it when all rooms have ended.
func (s *Store) Wait(ctx context.Context) error {
	return waitgroup.WaitContext(ctx, &s.work)
}
