package main

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"sync"

	"perihelion/shared/api"
)

// counters count what happens. The zero value works, for any goroutine.
type counters struct {
	mu     sync.Mutex
	events map[string]int
	errors map[string]int // that should not have happened
}

func (c *counters) count(what string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.events == nil {
		c.events = map[string]int{}
	}
	c.events[what]++
}

// addError counts that something went wrong. To be told to slow down is no error.
func (c *counters) addError(what string, err error) {
	var problem *api.Problem
	if errors.As(err, &problem) && problem.Status == http.StatusTooManyRequests {
		c.count("told to slow down")
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.errors == nil {
		c.errors = map[string]int{}
	}
	c.errors[fmt.Sprintf("%s: %v", what, err)]++
}

func (c *counters) value(what string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.events[what]
}

// String is the line of progress.
func (c *counters) String() string {
	return fmt.Sprintf("%d seats, %d podiums, %d duels and %d parties queued, %d connections lost and %d resumed, %d lines said",
		c.value("seats"), c.value("podiums seen"), c.value("queued for duel"), c.value("parties"), c.value("connections cut"), c.value("seats resumed"), c.value("lines said"))
}

func (c *counters) print(out io.Writer) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, what := range slices.Sorted(maps.Keys(c.events)) {
		fmt.Fprintf(out, "%8d  %s\n", c.events[what], what)
	}
	for _, what := range slices.Sorted(maps.Keys(c.errors)) {
		fmt.Fprintf(out, "%8d  ERROR: %s\n", c.errors[what], what)
	}
}
