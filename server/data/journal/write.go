package journal

import (
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"perihelion/server/ops/panics"
	"perihelion/server/play/room"
)

// journal implements room.Journal.
type journal struct {
	store *Store
	saved room.Saved
	log   *slog.Logger
	dir   string

	waiting chan *part // for the disk; the room fills it, the goroutine writes what is in it

	taken  int             // parts; of the room
	kept   atomic.Int64    // the newest part that was written
	logs   int64           // that the room has begun
	failed atomic.Int64    // the newest log that cannot be written, as counted by logs
	end    room.JournalEnd // set before waiting is closed, as is goesOn
	goesOn bool

	current *file // of the goroutine: what is being written; nil: nothing

	mu    sync.Mutex
	shown []*shownLog // what Live tells of, oldest first
}

// part is a copy of a room.LogPart, from parts and back to them once it is written.
type part struct {
	room.LogPart
	log  int64 // which one, as counted by journal.logs
	part int   // which one, as counted by journal.taken
}

// parts are of all journals: few of them wait at a time, and those of a large room are large.
var parts = sync.Pool{New: func() any { return new(part) }}

// file is a log that is being written.
type file struct {
	*os.File
	size   int64
	starts []room.LogSegment
}

// errFailed is the error of a log that could not be written.
var errFailed = errors.New("journal: the file cannot be written")

// Write is room.Journal's.
func (j *journal) Write(p *room.LogPart) error {
	if !p.Begin && j.failed.Load() == j.logs {
		return errFailed
	}
	if len(j.waiting) >= maxParts && !p.Last {
		return room.ErrJournalBusy
	}
	if p.Begin {
		j.logs++
	}
	q := parts.Get().(*part)
	bytes, starts := append(q.Bytes[:0], p.Bytes...), append(q.Starts[:0], p.Starts...)
	j.taken++
	q.LogPart, q.log, q.part = *p, j.logs, j.taken
	q.Bytes, q.Starts = bytes, starts
	j.waiting <- q // there is a place for every part
	return nil
}

// Kept is room.Journal's.
func (j *journal) Kept() int { return int(j.kept.Load()) }

// Close is room.Journal's.
func (j *journal) Close(end room.JournalEnd) (goesOn bool) {
	j.goesOn = end == room.JournalCrashed && j.saved.Crashes < room.MaxCrashes && j.store.cfg.Restore != nil && j.failed.Load() != j.logs
	j.end = end
	close(j.waiting)
	return j.goesOn
}

// run writes what the room records until Close.
func (j *journal) run() {
	defer j.store.cfg.Panics.Recover(panics.Background, j.log, nil)
	for q := range j.waiting {
		if err := j.write(q); err != nil {
			j.failed.Store(q.log)
			j.log.Error("log of the match cannot be written; the match goes on", "err", err)
			j.abandon()
		}
		parts.Put(q)
	}
	if j.end == room.JournalCrashed {
		j.keepCrash()
	}
	j.abandon()
	j.store.hide(j)
	switch {
	case j.end == room.JournalPaused:
	case j.end == room.JournalCrashed && j.goesOn:
		j.store.cfg.Restore(j.store.leftover(j.saved.ID, time.Time{}))
	default:
		j.store.forget(j.saved.ID)
	}
}

// write writes a part to the disk.
func (j *journal) write(q *part) error {
	if q.EditKey != "" {
		j.saved.EditKey = q.EditKey
		if err := j.save(); err != nil {
			return err
		}
	}
	if q.Begin {
		j.abandon()
		if err := j.begin(q.log); err != nil {
			return err
		}
	}
	if j.current == nil {
		return nil // the rest of a log that has failed
	}
	n, err := j.current.Write(q.Bytes)
	j.current.size += int64(n)
	j.current.starts = append(j.current.starts, q.Starts...)
	if err != nil {
		return err
	}
	j.show(q, time.Now())
	j.kept.Store(int64(q.part))
	if !q.Ended {
		return nil
	}
	if q.Match == "" {
		return nil
	}
	return j.keep(q.Match)
}

// begin makes the file of a log, and removes those that nobody can watch any more.
func (j *journal) begin(log int64) error {
	if err := j.save(); err != nil {
		return err
	}
	f, err := os.OpenFile(j.path(log), os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	j.current = &file{File: f}
	old, err := filepath.Glob(filepath.Join(j.dir, "*"+logSuffix))
	for _, path := range old {
		if path < j.path(log-1) {
			err = errors.Join(err, os.Remove(path))
		}
	}
	return err
}

const logSuffix = ".log"

// path is the file of a log.
func (j *journal) path(log int64) string {
	return filepath.Join(j.dir, fmt.Sprintf("%08d", log)+logSuffix)
}

// keep hands over the log of a round that has ended.
func (j *journal) keep(match string) error {
	c := j.current
	if err := j.store.cfg.Keep(Log{Match: match, File: c.File, Size: c.size, Starts: c.starts}); err != nil {
		return fmt.Errorf("keep the log of match %s: %w", match, err)
	}
	return nil
}

// abandon closes the file of the log that is being written, if there is one.
func (j *journal) abandon() {
	if j.current != nil {
		_ = j.current.Close() // every Write was checked
		j.current = nil
	}
}
