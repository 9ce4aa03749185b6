package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"

	"perihelion/shared/api"
)

// noteMatches notes which matches are played on a server, and returns the newest tick of each room
// there that somebody has seen.
func (t *trial) noteMatches(node string) map[string]int {
	for _, match := range t.players.matchesOn(node) {
		t.matches[match] = true
	}
	return t.players.ticksOn(node)
}

// awaitResults waits until all matches that were noted have results.
func (t *trial) awaitResults(ctx context.Context) error {
	missing := slices.Sorted(maps.Keys(t.matches))
	var why error
	took := t.await(ctx, func() bool {
		missing = slices.DeleteFunc(missing, func(id string) bool {
			err := t.findResult(ctx, id)
			why = cmp.Or(err, why)
			return err == nil
		})
		return len(missing) == 0
	})
	if took == 0 {
		return fmt.Errorf("%d of %d matches of servers that died have no result: %v; the last: %w", len(missing), len(t.matches), missing, why)
	}
	fmt.Fprintf(t.out, "each of %d matches of servers that died or stood still has its result\n", len(t.matches))
	return nil
}

// findResult returns an error unless a match was played to its end.
func (t *trial) findResult(ctx context.Context, id string) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, t.url+"/v1/matches/"+id, nil)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	var m api.Match
	switch {
	case response.StatusCode != http.StatusOK:
		return errors.New(response.Status)
	case json.NewDecoder(response.Body).Decode(&m) != nil:
		return errors.New("it cannot be read")
	case m.Aborted:
		return errors.New("it was aborted")
	}
	return nil
}
