package standby

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"sync"
	"time"

	"perihelion/server/net/bus"
	"perihelion/server/ops/panics"
	"perihelion/server/play/room"
)

const (
	maxPiece    = 256 << 10 // bytes of a log in one message; NATS takes a megabyte
	maxTimeouts = 4         // answers in a row that a standby may owe
)

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
	parts  int        // that the journal has taken
	urgent urgentPart // the newest one that somebody waits for
	mirror mirror     // what the standby has, if there is one that has the log
	again  bool       // the standby is to be sent everything anew: what is saved has changed

	// Of the goroutine:
	node, url string // of the standby; "": none
	number    int    // of the state that it was sent last; 0: it was sent nothing
	sent      int    // bytes of the log that it was sent
	checked   mark   // what had been sent when it was asked last
	confirmed bool   // it has said that it has the log
	last      bool   // the match goes on at the standby
	played    bool   // the room was seen to be played here
	timeouts  int
	scratch   []byte
}

// mark is a place in a log.
type mark struct{ number, sent int }

// urgentPart is a part of a log that somebody waits for, and where it ends.
type urgentPart struct {
	part int
	end  mark
}

// mirror is what a standby has.
type mirror struct {
	on   bool
	part int // the newest urgent one
}

// Kept is room.Journal's: a part is kept that the standby has, too, while there is one.
func (j *stream) Kept() int {
	kept := j.Journal.Kept()
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.mirror.on {
		kept = min(kept, j.mirror.part)
	}
	return kept
}

// isAwaited reports whether somebody waits for what the standby is not known to have.
func (j *stream) isAwaited() bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.mirror.on && j.mirror.part < j.urgent.part
}

// reflect notes what the standby has.
func (j *stream) reflect(h held) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.mirror.on = j.confirmed
	if u := &j.urgent; h.Number > u.end.number || h.Number == u.end.number && h.End >= u.end.sent {
		j.mirror.part = u.part
	}
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
	if j.parts++; p.Urgent {
		j.urgent = urgentPart{j.parts, mark{j.tail.number, len(j.tail.log)}}
	}
	if p.EditKey != "" {
		j.saved.EditKey, j.again = p.EditKey, true
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
	if j.again {
		j.again = false
		j.sendAgain()
	}
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

// sendAgain sends everything anew.
func (j *stream) sendAgain() { j.number, j.sent, j.checked = 0, 0, mark{} }

// checkStandby makes sure that there is a standby, and that it has what it was sent.
func (j *stream) checkStandby() {
	if j.node == "" {
		j.choose("")
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), askTimeout)
	defer cancel()
	before := mark{j.number, j.sent}
	h, err := j.askStandby(ctx)
	switch {
	case errors.Is(err, bus.ErrAway): // nobody is to blame, and nobody can take over
	case err == nil && h.Taken > j.saved.Epoch:
		j.streams.cfg.OnTaken(j.saved.ID, j.saved.Epoch)
	case errors.Is(err, bus.ErrNobody), err == nil && h.Refused:
		j.choose(j.node)
	case err != nil:
		if j.timeouts++; j.timeouts >= maxTimeouts {
			j.choose(j.node)
		}
	default:
		j.timeouts = 0
		j.compare(h)
		j.reflect(h)
		j.checked = before
	}
}

// askStandby asks the standby what it has.
func (j *stream) askStandby(ctx context.Context) (h held, err error) {
	s, start := &j.streams.cfg, time.Now()
	m, err := s.Bus.Request(ctx, j.topic(askHeld), encode(question{j.saved.ID, j.saved.Epoch}))
	s.Metrics.ServerAsked(askHeld, time.Since(start), err)
	if err == nil {
		err = json.Unmarshal(m.Body, &h)
	}
	return h, err
}

// compare looks at what the standby says that it has.
func (j *stream) compare(h held) {
	switch {
	case h.Number < j.checked.number, h.Number == j.checked.number && h.End < j.checked.sent: // something was lost
		j.sendAgain()
	case h.End > 0 && !j.confirmed:
		j.confirmed = true
		j.log.Info("the match has a standby", "node", j.node)
		j.streams.setCovered(j.saved.ID, Place{j.node, j.url})
	}
}

// choose takes another standby, if there is any.
func (j *stream) choose(not string) {
	j.release()
	if j.confirmed {
		j.log.Warn("the match has lost its standby", "node", j.node)
		j.streams.setCovered(j.saved.ID, Place{})
	}
	j.node, j.url = j.streams.cfg.Servers.Standby(not)
	j.confirmed, j.timeouts = false, 0
	j.sendAgain()
	j.reflect(held{})
}
