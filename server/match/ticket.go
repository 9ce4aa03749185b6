package match

import (
	"slices"
	"time"
)

// ticket is one that a Matchmaker keeps.
type ticket struct {
	Status
	request Ticket        // what Propose sees
	ended   time.Time     // when it left the queue
	spoke   time.Time     // when those who watch last heard of the search
	changed chan struct{} // closed when the version grows
}

func newTicket(id string, w Request, q Queue, now time.Time) *ticket {
	t := &ticket{
		Status: Status{
			ID: id, Queue: q.Name, Mode: q.Mode, Party: w.Party, Players: slices.Clone(w.Players),
			Created: now, State: Queued, Version: 1,
		},
		changed: make(chan struct{}),
	}
	if q.Timeout > 0 {
		t.Expires = now.Add(q.Timeout)
	}
	t.request = Ticket{ID: id, Players: t.Players, From: w.From, Latencies: w.Latencies, Created: now}
	return t
}

// changedNow wakes whoever watches.
func (t *ticket) changedNow() {
	t.Version++
	close(t.changed)
	t.changed = make(chan struct{})
}

// breath is how often those who watch hear of a search in which nothing has
// changed but the time: screens count on by themselves.
const breath = time.Second

// explain says why t still waits.
func (t *ticket) explain(e Explanation, x Expect, now time.Time) {
	told := t.Search
	t.Search = Search{Explanation: e, Expect: x, Updated: now}
	news := told.Place != e.Place || told.Queued != e.Queued || told.NearMiss.Why != e.NearMiss.Why
	if news || now.Sub(t.spoke) >= breath {
		t.spoke = now
		t.changedNow()
	}
}
