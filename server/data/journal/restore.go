package journal

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"perihelion/server/play/room"
	"perihelion/shared/replay"
)

// Leftover is a match that can go on: what a room left that crashed, or whose server ended.
type Leftover struct {
	room.Saved
	From    *replay.Playback // the match after its last tick, or before the one that crashed
	Journal room.Journal     // of the room in which it goes on, or which closes it
}

// savedFile is where a room.Saved is kept, beside the logs.
const (
	savedFile     = "room.json"
	partialSuffix = ".partial"
)

// errStale is the error of a match that was played too long ago.
var errStale = errors.New("journal: nobody waits for this match any more")

// Leftovers returns the matches of an earlier process that were played within maxAge before
// now. The logs of all others are deleted. Call it once, before OpenJournal.
func (s *Store) Leftovers(now time.Time, maxAge time.Duration) (all []Leftover) {
	dirs, err := os.ReadDir(s.cfg.Dir)
	if err != nil {
		s.log.Error("matches of before cannot go on", "err", err)
	}
	for _, d := range dirs {
		if l, err := s.leftover(d.Name(), now.Add(-maxAge)); err == nil {
			all = append(all, l)
		} else {
			s.log.Warn("a match of before cannot go on", "room", d.Name(), "err", err)
			s.forget(d.Name())
		}
	}
	return all
}

// forget deletes the logs of a room.
func (s *Store) forget(id string) {
	if err := os.RemoveAll(filepath.Join(s.cfg.Dir, id)); err != nil {
		s.log.Warn("logs of a room are left behind", "room", id, "err", err)
	}
}

// leftover makes the match of a room ready to go on, in a copy with the next epoch, if it was
// played after some time.
func (s *Store) leftover(id string, after time.Time) (l Leftover, err error) {
	l.ID = id // also with an error
	saved, err := loadSaved(filepath.Join(s.cfg.Dir, id, savedFile))
	if err != nil {
		return l, err
	}
	if saved.ID != id {
		return l, fmt.Errorf("%s is of room %.40q", savedFile, saved.ID)
	}
	j := s.newJournal(saved)
	if l.From, err = j.playLogs(after); err != nil {
		return l, err
	}
	j.saved.Epoch++
	if err := j.save(); err != nil { // the next process of this server may use that epoch once more
		j.log.Warn("the epoch of a room is not kept", "err", err)
	}
	l.Saved, l.Journal = j.saved, j
	j.show(&part{LogPart: room.LogPart{Begin: true, Starts: j.current.starts}, log: j.logs}, time.Now())
	s.start(j)
	return l, nil
}

// save writes what the log does not say of the room.
func (j *journal) save() error {
	if err := os.MkdirAll(j.dir, 0o700); err != nil {
		return err
	}
	text, err := json.Marshal(j.saved)
	if err != nil {
		return err
	}
	path := filepath.Join(j.dir, savedFile)
	if err := os.WriteFile(path+partialSuffix, text, 0o600); err != nil {
		return err
	}
	return os.Rename(path+partialSuffix, path)
}

func loadSaved(path string) (saved room.Saved, err error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return saved, err
	}
	return saved, json.Unmarshal(text, &saved)
}

// playLogs plays the last log of a room that can be played: another may have been begun, and
// no more. It must have been written after some time.
func (j *journal) playLogs(after time.Time) (*replay.Playback, error) {
	all, err := filepath.Glob(filepath.Join(j.dir, "*"+logSuffix))
	if err == nil && len(all) == 0 {
		err = errors.New("it has no log")
	}
	for _, path := range slices.Backward(all) { // names are numbers of one length, and sorted
		info, statErr := os.Stat(path)
		p, playErr := j.playLog(path)
		switch {
		case playErr == nil && statErr == nil && info.ModTime().Before(after):
			j.abandon()
			return nil, errStale
		case playErr == nil && statErr == nil:
			return p, nil
		}
		j.abandon()
		err = errors.Join(err, playErr, statErr)
	}
	return nil, err
}

// playLog opens a log and plays it.
func (j *journal) playLog(path string) (*replay.Playback, error) {
	if _, err := fmt.Sscanf(filepath.Base(path), "%d", &j.logs); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return nil, err
	}
	j.current = &file{File: f}
	return j.playCurrent()
}

// playCurrent plays the log that the journal goes on with, and cuts off what cannot be
// played: half a record, or the tick that crashed.
func (j *journal) playCurrent() (*replay.Playback, error) {
	c, games := j.current, j.store.cfg.Games
	x, err := replay.Scan(c, games)
	if err != nil {
		return nil, err
	}
	c.size = x.Bytes
	p, err := replay.Seek(c, x, games, x.Last)
	if errors.Is(err, replay.ErrPanic) && j.saved.Crashes < room.MaxCrashes {
		j.saved.Crashes++
		if p, err = replay.Seek(c, x, games, x.Last-1); err == nil {
			c.size = p.Offset()
			err = j.save()
		}
	}
	if err != nil {
		return nil, err
	}
	for _, seg := range x.Segments {
		if seg.Offset < c.size {
			c.starts = append(c.starts, room.LogSegment{Start: seg.Start, Offset: seg.Offset, State: seg.State})
		}
	}
	if err := c.Truncate(c.size); err != nil {
		return nil, err
	}
	if _, err := c.Seek(c.size, io.SeekStart); err != nil {
		return nil, err
	}
	if r := &x.Round; r.Phase != replay.RoundLive && r.Match != "" { // and nobody could keep it
		err = j.keep(r.Match)
	}
	return p, err
}

// maxCrashLogs is how many logs of crashed rooms are kept, the newest.
const maxCrashLogs = 20

// keepCrash copies the log of a room that has crashed, for those who look into it.
func (j *journal) keepCrash() {
	if j.current == nil {
		return
	}
	path := filepath.Join(j.store.cfg.CrashDir, fmt.Sprintf("%s-%s%s", time.Now().UTC().Format("20060102T150405"), j.saved.ID, logSuffix))
	if err := j.copyTo(path); err != nil {
		j.log.Error("log of the crash cannot be kept", "err", err)
		return
	}
	j.log.Error("log of the crash is kept; `server replay` plays it", "file", path)
	all, err := filepath.Glob(filepath.Join(j.store.cfg.CrashDir, "*"+logSuffix))
	for i := 0; i < len(all)-maxCrashLogs && err == nil; i++ {
		err = os.Remove(all[i]) // sorted by time
	}
	if err != nil {
		j.log.Warn("old logs of crashes are left behind", "err", err)
	}
}

// copyTo copies the log that is being written.
func (j *journal) copyTo(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, io.NewSectionReader(j.current, 0, j.current.size))
	return errors.Join(err, f.Close())
}
