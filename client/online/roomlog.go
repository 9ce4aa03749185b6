package online

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync/atomic"
	"time"

	"perihelion/client/lobby"
	"perihelion/shared/api"
)

const (
	// segmentInterval is how often a segment of a log comes at the latest, and how long to
	// wait after one before asking for the next.
	segmentInterval = 3 * time.Second
	// lateInterval is how long to wait if the next one was not there yet.
	lateInterval = 750 * time.Millisecond
	// rewindable is how much of the match is fetched that was played before one came.
	rewindable = 60 * time.Second
	// maxSegmentsPerCall bounds how long a call takes.
	maxSegmentsPerCall = 40
)

// RoomLog follows the log of a room that is played, as far as the delay of the room lets
// others see it.
type RoomLog struct {
	Room    string        // id, or code of a private room
	Delay   time.Duration // how late segments come; 0: not known yet
	Closed  bool          // the room is gone: nothing comes any more
	Failure string        // why nothing comes at the moment; empty: it does
	Loaded  atomic.Int64  // bytes that have come

	service *Service
	at      logPosition
	call    *Call[roomLogNews]
	next    time.Time // of the next call
	failed  int       // calls in a row
}

// logPosition is how far a log was fetched.
type logPosition struct {
	etag    string
	log     int64 // number; 0: nothing was fetched yet
	segment int   // the last one
}

// LogPart is what has come of a log.
type LogPart struct {
	Begins   bool // Segments follow Header, as another log than before
	Header   []byte
	Segments []byte
}

// roomLogNews is the result of a call.
type roomLogNews struct {
	LogPart
	at    logPosition
	delay time.Duration
}

// FollowRoom begins to follow the log of a room.
func (s *Service) FollowRoom(room string) *RoomLog { return &RoomLog{Room: room, service: s} }

// Poll is called each frame: it asks when it is time, and returns what has come.
func (r *RoomLog) Poll(now time.Time) (part LogPart, ok bool) {
	if reply, done := r.call.Result(); done {
		r.call = nil
		return r.take(reply, now)
	}
	if r.call == nil && !r.Closed && !now.Before(r.next) {
		at := r.at
		r.call = requestRecording(r.service, func(ctx context.Context, l *lobby.Client) (roomLogNews, error) {
			return r.fetch(ctx, l, at)
		})
	}
	return part, false
}

// Cancel ends a call whose result nobody waits for any more.
func (r *RoomLog) Cancel() { r.call.Cancel() }

// take takes the result of a call, and says when the next one is due.
func (r *RoomLog) take(reply Reply[roomLogNews], now time.Time) (part LogPart, ok bool) {
	news, err := reply.Value, reply.Err
	switch {
	case IsStatus(err, api.StatusNotFound):
		r.Closed, r.Failure = true, ""
		return part, false
	case err != nil && !errors.Is(err, lobby.ErrUnchanged):
		f := Explain(err)
		r.failed++
		r.Failure, r.next = f.Text, now.Add(max(f.RetryAfter, RetryDelay(r.failed)))
		return part, false
	}
	r.failed, r.Failure = 0, ""
	if ok = len(news.Segments) > 0; !ok {
		r.next = now.Add(jitter(lateInterval))
	} else {
		r.next = now.Add(jitter(segmentInterval))
	}
	if err == nil {
		r.at, r.Delay = news.at, news.delay
	}
	return news.LogPart, ok
}

// jitter spreads what many clients do by a tenth.
func jitter(d time.Duration) time.Duration { return d - d/10 + rand.N(d/5) }

// fetch gets the segments after a position.
func (r *RoomLog) fetch(ctx context.Context, l *lobby.Client, at logPosition) (news roomLogNews, err error) {
	within, cancel := context.WithTimeout(ctx, requestTimeout)
	defer cancel()
	list, tag, err := l.RoomLog(within, r.Room, at.etag)
	if err != nil {
		return news, err
	}
	news.at, news.delay = at, time.Duration(list.DelayMS)*time.Millisecond
	log, first := nextSegment(&list, at)
	if log == nil {
		news.at.etag = tag
		return news, nil
	}
	if news.Begins = log.Log != at.log; news.Begins {
		if news.Header, err = r.segment(ctx, l, log.Log, 0); err != nil {
			return lost(at, err)
		}
	}
	last := min(len(log.Segments), first+maxSegmentsPerCall-1)
	for n := first; n <= last; n++ {
		b, err := r.segment(ctx, l, log.Log, n)
		if err != nil {
			return lost(at, err)
		}
		news.Segments = append(news.Segments, b...)
	}
	news.at.log, news.at.segment = log.Log, last
	if last == len(log.Segments) && log == &list.Logs[len(list.Logs)-1] {
		news.at.etag = tag // there is no more in this version of the list
	}
	return news, nil
}

// segment gets a segment of a log that is listed.
func (r *RoomLog) segment(ctx context.Context, l *lobby.Client, log int64, n int) ([]byte, error) {
	within, cancel := context.WithTimeout(ctx, requestTimeout)
	defer cancel()
	return l.LogSegment(within, r.Room, log, n, &r.Loaded)
}

// lost is the result of a call in which a segment did not come. One that is gone since it
// was listed does not mean that the room is: a new list tells.
func lost(at logPosition, err error) (roomLogNews, error) {
	if IsStatus(err, api.StatusNotFound) {
		at.etag = ""
		return roomLogNews{at: at}, nil
	}
	return roomLogNews{}, err
}

// nextSegment is what to fetch next: of the log that was fetched before, or of the first
// one after it, or in the beginning of the newest. A nil log: there is nothing new.
func nextSegment(list *api.RoomLog, at logPosition) (log *api.LiveLog, segment int) {
	for i := range list.Logs {
		l := &list.Logs[i]
		switch {
		case len(l.Segments) == 0 || l.Log < at.log:
		case l.Log == at.log && at.segment < len(l.Segments):
			return l, at.segment + 1
		case l.Log > at.log && (at.log != 0 || i == len(list.Logs)-1):
			return l, firstSegment(l)
		}
	}
	return nil, 0
}

// firstSegment is the last one that a viewer can begin with who wants to rewind a while; if
// there is none, the first.
func firstSegment(log *api.LiveLog) (segment int) {
	newest := log.Segments[len(log.Segments)-1].AfterMS
	for _, s := range log.Segments {
		if s.State && (segment == 0 || s.AfterMS <= newest-rewindable.Milliseconds()) {
			segment = s.Segment
		}
	}
	return max(segment, 1)
}
