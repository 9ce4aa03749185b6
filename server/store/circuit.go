package store

import (
	"sync"
	"time"
)

const restAfter = time.Second // how long nobody asks again through an open circuit

// circuit keeps requests from waiting for what does not answer: after limit
// failures in a row it is open, and refuses everyone but one request a second,
// which finds out whether that has changed.
type circuit struct {
	limit int

	mu      sync.Mutex
	failed  int   // in a row
	err     error // of the last failure
	until   time.Time
	probing bool // somebody asks just now; all others need not wait with them
}

// enter is why nobody should ask now, if so. After nil, the caller must call one
// of fail, succeed and leave.
func (c *circuit) enter(now time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case c.failed < c.limit:
		return nil
	case c.probing || now.Before(c.until):
		return c.err
	}
	c.probing = true
	return nil
}

func (c *circuit) fail(now time.Time, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.probing = false
	c.failed++
	c.err, c.until = err, now.Add(restAfter)
}

func (c *circuit) succeed() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.probing, c.failed, c.err = false, 0, nil
}

// leave ends a request that says nothing either way.
func (c *circuit) leave() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.probing = false
}

// trouble is the last failure, if the circuit is open.
func (c *circuit) trouble() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.failed < c.limit {
		return nil
	}
	return c.err
}
