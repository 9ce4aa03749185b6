package store

import (
	"context"
	"time"
)

// class is a kind of requests. Each has a budget, connections and a circuit of
// its own, so that slow ones of one kind are not in the way of the others.
type class int

const (
	accounts class = iota // who somebody is, and whether they may come in: nobody plays without
	results               // what rounds came to
	pages                 // boards, histories and reports, which people look at
	upkeep                // what runs in the background, and may take its time
	classes
)

// classOf tells the class of a request by its name; the others are accounts.
var classOf = map[string]class{
	"apply_match": results,
	"board":       pages, "ratings": pages, "match": pages, "matches": pages, "reports": pages,
	"prune": upkeep, "export": upkeep,
}

// budgets are how long a request may take, the wait for a connection included.
var budgets = [classes]time.Duration{
	accounts: 3 * time.Second, // a player waits for it
	results:  5 * time.Second,
	pages:    3 * time.Second,
	upkeep:   10 * time.Second,
}

// slowLimit is how many requests of a class may be too slow in a row before all
// others of it are refused for a while.
const slowLimit = 3

// shares are how many of size connections each class may use at the same time. No
// sum of the others takes all of them: accounts find one.
func shares(size int) (s [classes]chan struct{}) {
	s[pages] = make(chan struct{}, max(1, size/3))
	s[results] = make(chan struct{}, max(1, size/4))
	s[upkeep] = make(chan struct{}, 1)
	return s
}

// acquire waits until one more request of this class may run. The function that
// it returns must be called when that is done.
func (s *side) acquire(ctx context.Context, c class) (release func(), err error) {
	share := s.shares[c]
	if share == nil {
		return func() {}, nil
	}
	select {
	case share <- struct{}{}:
		return func() { <-share }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
