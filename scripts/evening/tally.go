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

// tally counts what happens.
type tally struct {
	mu       sync.Mutex
	done     map[string]int
	troubles map[string]int // that should not have happened
}

func (t *tally) count(what string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.done == nil {
		t.done = map[string]int{}
	}
	t.done[what]++
}

// trouble notes that something went wrong; being told to slow down did not.
func (t *tally) trouble(what string, err error) {
	var refusal *api.Problem
	if errors.As(err, &refusal) && refusal.Status == http.StatusTooManyRequests {
		t.count("told to slow down")
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.troubles == nil {
		t.troubles = map[string]int{}
	}
	t.troubles[fmt.Sprintf("%s: %v", what, err)]++
}

func (t *tally) of(what string) int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.done[what]
}

// String is the line of progress.
func (t *tally) String() string {
	return fmt.Sprintf("%d flights, %d podiums, %d duels and %d parties queued, %d connections lost and %d resumed, %d lines said",
		t.of("flights"), t.of("podiums seen"), t.of("queued for duel"), t.of("parties"), t.of("connections cut"), t.of("seats resumed"), t.of("lines said"))
}

func (t *tally) print(out io.Writer) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, what := range slices.Sorted(maps.Keys(t.done)) {
		fmt.Fprintf(out, "%8d  %s\n", t.done[what], what)
	}
	for _, what := range slices.Sorted(maps.Keys(t.troubles)) {
		fmt.Fprintf(out, "%8d  TROUBLE: %s\n", t.troubles[what], what)
	}
}
