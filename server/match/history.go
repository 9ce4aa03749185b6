package match

import (
	"slices"
	"time"
)

const (
	remembered = 64               // waits: enough for a 90th percentile
	stale      = 30 * time.Minute // an hour ago other people were awake
	fewest     = 3                // waits that say anything
)

// history is how long the last tickets of a queue waited.
type history struct {
	waits []wait // oldest first
}

type wait struct {
	took time.Duration
	at   time.Time
}

func (h *history) add(took time.Duration, now time.Time) {
	if len(h.waits) == remembered {
		h.waits = slices.Delete(h.waits, 0, 1)
	}
	h.waits = append(h.waits, wait{took, now})
}

// expect is what the next one will wait, if all stays as it is.
func (h *history) expect(now time.Time) Expect {
	var took []time.Duration
	for _, w := range h.waits {
		if now.Sub(w.at) < stale {
			took = append(took, w.took)
		}
	}
	n := len(took)
	if n < fewest {
		return Expect{}
	}
	slices.Sort(took)
	return Expect{P50: took[n/2], P90: took[n*9/10]}
}
