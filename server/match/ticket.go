package match

import (
	"slices"
	"time"
)

// ticket is a ticket kept by a Matchmaker.
type ticket struct {
	Status
	request  Ticket        // as propose sees it
	ended    time.Time     // when it left the queue
	notified time.Time     // when watchers were last notified of the search
	changed  chan struct{} // closed when the version increases
}

func newTicket(id string, req Request, q Queue, now time.Time) *ticket {
	t := &ticket{
		Status: Status{
			ID: id, Queue: q.Name, Mode: q.Mode, Party: req.Party, Players: slices.Clone(req.Players),
			Created: now, State: Queued, Version: 1,
		},
		changed: make(chan struct{}),
	}
	if q.timeout > 0 {
		t.Expires = now.Add(q.timeout)
	}
	t.request = Ticket{id: id, players: t.Players, from: req.From, latencies: req.Latencies, created: now}
	return t
}

// notifyChange wakes all callers of WaitForChange.
func (t *ticket) notifyChange() {
	t.Version++
	close(t.changed)
	t.changed = make(chan struct{})
}

// notifyEvery is how often watchers are notified if only the times have changed: clients
// count these on their own.
const notifyEvery = time.Second

// setExplanation stores why t still waits.
func (t *ticket) setExplanation(e explanation, x WaitEstimate, now time.Time) {
	told := t.Search
	t.Search = Search{explanation: e, Expect: x, Updated: now}
	news := told.Position != e.Position || told.Queued != e.Queued || told.NearMiss.Why != e.NearMiss.Why
	if news || now.Sub(t.notified) >= notifyEvery {
		t.notified = now
		t.notifyChange()
	}
}

const (
	maxWaits   = 64               // enough for a 90th percentile
	maxWaitAge = 30 * time.Minute // an hour ago other players were online
	minWaits   = 3                // fewer say nothing
)

// waitHistory is how long the latest tickets of a queue waited.
type waitHistory struct {
	waits []finishedWait // oldest first
}

type finishedWait struct {
	took time.Duration
	at   time.Time
}

func (h *waitHistory) addWait(took time.Duration, now time.Time) {
	if len(h.waits) == maxWaits {
		h.waits = slices.Delete(h.waits, 0, 1)
	}
	h.waits = append(h.waits, finishedWait{took, now})
}

// expectedWait estimates the wait of a new ticket.
func (h *waitHistory) expectedWait(now time.Time) WaitEstimate {
	var took []time.Duration
	for _, w := range h.waits {
		if now.Sub(w.at) < maxWaitAge {
			took = append(took, w.took)
		}
	}
	n := len(took)
	if n < minWaits {
		return WaitEstimate{}
	}
	slices.Sort(took)
	return WaitEstimate{P50: took[n/2], P90: took[n*9/10]}
}
