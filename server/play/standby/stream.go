package standby

import (
	"log/slog"
	"sync"
	"time"

	"perihelion/server/ops/panics"
	"perihelion/server/play/room"
)

const maxPiece = 256 << 10 // bytes of a log in one message; NATS takes a megabyte

// stream is the journal of a room, which others can read from memory.
type stream struct {
	room.Journal
	streams *Streams
	saved   room.Saved
	log     *slog.Logger
	wake    chan struct{}
	done    chan struct{}
	end     room.JournalEnd // once done is closed

	mu     sync.Mutex // held by the room for as long as a part takes to be copied
	tail   tail
	parts  int          // that the journal has taken
	urgent []urgentPart // those that the standby is not known to have, oldest first; maxUrgent at most
	has    standbyHas

	// Of the goroutine:
	node, url string // of the standby; "": none
	number    int    // of the tail that it was sent last; 0: it was sent nothing
	sent      int    // bytes of the log that it was sent
	checked   mark   // what had been sent when it was asked last
	confirmed bool   // it has said that it has the log
	last      bool   // the match goes on at the standby
	played    bool   // the room was seen to be played here
	timeouts  int
	scratch   []byte
}

// Kept is room.Journal's: a part is kept that the standby has, too, while there is one.
func (j *stream) Kept() int {
	kept := j.Journal.Kept()
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.has.log {
		kept = min(kept, j.has.part)
	}
	return kept
}

// Write is room.Journal's. What the journal does not take, the standby does not get, for it may be offered
// again; but for the last part, after which the match goes on there.
func (j *stream) Write(p *room.LogPart) error {
	err := j.Journal.Write(p)
	if err != nil && !p.Last {
		return err
	}
	j.mu.Lock()
	j.tail.extend(p)
	if p.EditKey != "" {
		j.saved.EditKey = p.EditKey
		j.tail.number++ // what the standby says that it has tells whether it has the key
	}
	if j.parts++; p.Urgent {
		j.noteUrgent()
	}
	j.mu.Unlock()
	select {
	case j.wake <- struct{}{}:
	default: // it is about to look
	}
	return err
}

// Close is room.Journal's.
func (j *stream) Close(end room.JournalEnd) (goesOn bool) {
	j.end = end
	close(j.done)
	return j.Journal.Close(end)
}

// streamAll streams until the room has ended.
func (j *stream) streamAll() {
	defer j.streams.cfg.Panics.Recover(panics.Background, j.log, nil)
	j.checkStandby()
	check := time.NewTicker(checkEvery)
	defer check.Stop()
	for {
		select {
		case <-j.wake:
			if j.send(); j.isAwaited() {
				j.checkStandby()
			}
		case <-check.C:
			if j.isAbandoned() {
				j.release()
				j.streams.setCovered(j.saved.ID, Place{})
				return
			}
			j.checkStandby()
			j.send()
		case <-j.done:
			j.endStream()
			return
		}
	}
}

// isAbandoned reports whether the server has given up the room, because it stands still: it will not
// close its journal.
func (j *stream) isAbandoned() bool {
	is := j.streams.cfg.Plays(j.saved.ID, j.saved.Epoch)
	gone := j.played && !is
	j.played = is
	select {
	case <-j.done: // it has ended as others do
		return false
	default:
		return gone
	}
}

// release tells the standby to keep nothing of the room any more.
func (j *stream) release() {
	if j.node == "" {
		return
	}
	p := piece{Room: j.saved.ID, Epoch: j.saved.Epoch, Over: true}
	_ = j.publish(&p) // an error means that NATS is away: then it asks before it plays on
}

func (j *stream) publish(p *piece) error {
	return j.streams.cfg.Bus.Publish(j.topic(topicPieces), p.encode())
}

func (j *stream) topic(what string) string { return j.streams.cfg.Servers.Topic(j.node, what) }

// send sends what the standby has not got. What cannot be sent is sent after the next check.
func (j *stream) send() {
	if j.node == "" {
		return
	}
	for {
		p, rest := j.nextPiece()
		p.pack(j.scratch[:len(j.scratch)-len(p.Log)])
		p.Last = j.last && !rest
		if len(p.Log) == 0 && !p.Last || j.publish(&p) != nil {
			return
		}
		if j.number, j.sent = p.Number, p.At+len(p.Log); !rest {
			return
		}
	}
}

// nextPiece is what the standby should get next; more reports whether that is not all.
func (j *stream) nextPiece() (p piece, more bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	t := &j.tail
	p = piece{Room: j.saved.ID, Epoch: j.saved.Epoch, Number: t.number, At: j.sent}
	if j.number != t.number {
		p.At = 0
	}
	if p.At == 0 {
		saved := j.saved
		p.Saved, p.Whole = &saved, len(t.log)
	}
	n := min(len(t.log)-p.At, maxPiece)
	before := lately(t.log[:p.At])
	j.scratch = append(append(j.scratch[:0], before...), t.log[p.At:p.At+n]...)
	p.Log = j.scratch[len(before):]
	return p, p.At+n < len(t.log)
}
