package standby

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"perihelion/server/net/bus"
)

const (
	maxTimeouts = 4  // answers in a row that a standby may owe
	maxUrgent   = 64 // marks: more than there are parts in a round trip to a standby
)

// mark is a place in a log.
type mark struct{ number, sent int }

// urgentPart is a part of a log that somebody waits for, and where it ends.
type urgentPart struct {
	part int
	end  mark
}

// standbyHas is what the standby is known to have.
type standbyHas struct {
	log  bool // all that the match needs to go on
	part int  // the newest urgent part
}

// isAwaited reports whether somebody waits for what the standby is not known to have.
func (j *stream) isAwaited() bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.has.log && len(j.urgent) > 0
}

// noteUrgent notes that somebody waits for the part that was written last. The caller holds the mutex.
func (j *stream) noteUrgent() {
	if len(j.urgent) == maxUrgent { // there is no standby, or it is slow: who waits for that part waits for the next, too
		j.urgent = j.urgent[:maxUrgent-1]
	}
	j.urgent = append(j.urgent, urgentPart{j.parts, mark{j.tail.number, len(j.tail.log)}})
}

// noteHeld notes what the standby says that it has.
func (j *stream) noteHeld(h held) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.has.log = j.confirmed
	n := 0
	for ; n < len(j.urgent); n++ {
		if u := &j.urgent[n]; h.Number < u.end.number || h.Number == u.end.number && h.End < u.end.sent {
			break
		}
		j.has.part = j.urgent[n].part
	}
	j.urgent = slices.Delete(j.urgent, 0, n)
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
		j.noteHeld(h)
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
	j.noteHeld(held{})
}
