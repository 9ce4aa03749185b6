package journal

import (
	"errors"
	"io"
	"os"
	"slices"
	"time"

	"perihelion/server/play/room"
)

// ErrNotShown is the error of a part of a log that there is not, or not yet for whoever asks.
var ErrNotShown = errors.New("journal: nothing to be seen there")

// LiveLog is a log that is written, as far as it may be seen.
type LiveLog struct {
	Number   int64 // of the logs of its room, in order
	Header   int   // bytes before the first segment
	Ended    bool  // with the last of these Segments
	Segments []LiveSegment
}

// LiveSegment is a segment that is complete: it never changes.
type LiveSegment struct {
	room.LogSegment
	Bytes int
}

// shownLog is what is known of a log that can be watched.
type shownLog struct {
	number   int64
	path     string
	segments []LiveSegment
	complete []time.Time // when each of segments was; the last one may not be yet
	ended    bool
}

// show notes what a part of the log that is being written has brought.
func (j *journal) show(q *part, now time.Time) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if q.Begin {
		j.shown = append(j.shown[max(len(j.shown)-1, 0):], &shownLog{number: q.log, path: j.path(q.log)})
	}
	l := j.shown[len(j.shown)-1]
	for _, s := range q.Starts {
		l.finish(s.Offset, now)
		l.segments = append(l.segments, LiveSegment{LogSegment: s})
	}
	if q.Ended {
		l.finish(j.current.size, now)
		l.ended = true
	}
}

// finish notes that the last segment is complete, and ends at an offset of the log.
func (l *shownLog) finish(offset int64, now time.Time) {
	if n := len(l.segments); n > 0 && len(l.complete) < n {
		l.segments[n-1].Bytes = int(offset - l.segments[n-1].Offset)
		l.complete = append(l.complete, now)
	}
}

// until is what of the log was complete at some time.
func (l *shownLog) until(t time.Time) LiveLog {
	n := 0
	for n < len(l.complete) && !l.complete[n].After(t) {
		n++
	}
	v := LiveLog{Number: l.number, Segments: slices.Clone(l.segments[:n]), Ended: l.ended && n == len(l.segments)}
	if n > 0 {
		v.Header = int(v.Segments[0].Offset)
	}
	return v
}

// Live tells what of the last two logs of a room was complete at some time: the delay with
// which a match may be watched. A log of which nothing may be seen yet is left out.
func (s *Store) Live(id string, until time.Time) (all []LiveLog) {
	for _, l := range s.shown(id) {
		if v := l.until(until); len(v.Segments) > 0 {
			all = append(all, v)
		}
	}
	return all
}

// shown copies what is known of the logs of a room.
func (s *Store) shown(id string) (all []shownLog) {
	s.mu.Lock()
	j := s.journals[id]
	s.mu.Unlock()
	if j == nil {
		return nil
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, l := range j.shown {
		all = append(all, shownLog{l.number, l.path, slices.Clone(l.segments), slices.Clone(l.complete), l.ended})
	}
	return all
}

// ReadLive reads a segment that Live tells of, counted from 1; 0 is the header.
func (s *Store) ReadLive(id string, log int64, segment int, until time.Time) ([]byte, error) {
	all := s.shown(id)
	i := slices.IndexFunc(all, func(l shownLog) bool { return l.number == log })
	if i < 0 {
		return nil, ErrNotShown
	}
	v := all[i].until(until)
	if segment < 0 || segment > len(v.Segments) || len(v.Segments) == 0 {
		return nil, ErrNotShown
	}
	from, n := int64(0), v.Header
	if segment > 0 {
		from, n = v.Segments[segment-1].Offset, v.Segments[segment-1].Bytes
	}
	f, err := os.Open(all[i].path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, ErrNotShown // another log has begun meanwhile
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	b := make([]byte, n)
	if _, err := io.ReadFull(io.NewSectionReader(f, from, int64(n)), b); err != nil {
		return nil, err
	}
	return b, nil
}
